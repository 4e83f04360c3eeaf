"""What of its place an answer set keeps after closing: no stored unit and group is shared by few (trust rule A3)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assessment.release.candidates import Candidate
from assessment.release.structure import Place, Structure


def coarsen(
    structure: Structure, places: Sequence[Place], counts: Sequence[int], cells: Sequence[Candidate], smallest: int
) -> dict[Place, Place | None]:
    """Old place to what is stored instead; null: the answers can never be shown and are deleted.

    An answer set keeps its shown unit and its shown group; where too few share the two, it loses the group.
    ``places`` and ``counts``: all answers; ``cells``: the shown cells, whose members count seeing places only.
    Fewer senior managers than ``smallest``, and fewer answers than that in all, can never be shown: they are deleted.
    """
    seeing = [number for number, place in enumerate(places) if structure.sees(place)]
    size = {places[number]: counts[number] for number in seeing}
    kept = {places[number]: _keep(place, places[number], cells) for place, number in enumerate(seeing)}
    kept = _drop_units(structure, kept, size, smallest)
    kept = _drop_groups(kept, size, smallest)
    enough = sum(size.values()) >= smallest
    answers: dict[Place, Place | None] = {place: to if enough else None for place, to in kept.items()}
    saying = {places[n]: counts[n] for n in range(len(places)) if not structure.sees(places[n])}
    return answers | _keep_saying(saying, smallest)


def _keep(place: int, name: Place, cells: Sequence[Candidate]) -> Place:
    """The lowest shown unit and the shown group that hold a place."""
    units = [cell for cell in cells if cell.kind == "unit" and place in cell.members]
    lowest = max(units, key=lambda cell: (cell.rank[0], -len(cell.members)), default=None)
    group = next((cell for cell in cells if cell.kind == "group" and place in cell.members), None)
    return (
        lowest.key.removeprefix("unit:") if lowest else None,
        "+".join(group.groups) if group and name[1] is not None else None,
    )


def _drop_units(
    structure: Structure, kept: dict[Place, Place], size: Mapping[Place, int], smallest: int
) -> dict[Place, Place]:
    """Where too few keep a unit (people beside its shown parts), they are stored in the one above."""
    while True:
        people: Counter[str | None] = Counter()
        for place, (unit, _) in kept.items():
            people[unit] += size[place]
        small = {unit for unit, count in people.items() if unit is not None and count < smallest}
        if not small:
            return _lift_all(kept) if 0 < people[None] < smallest else kept
        above = {unit: structure.parents.get(structure.home(unit) or "") for unit in small}
        kept = {place: (above[unit] if unit in small else unit, group) for place, (unit, group) in kept.items()}


def _lift_all(kept: dict[Place, Place]) -> dict[Place, Place]:
    """Nobody keeps a unit: too few would be left without one."""
    return {place: (None, group) for place, (_, group) in kept.items()}


def _drop_groups(kept: dict[Place, Place], size: Mapping[Place, int], smallest: int) -> dict[Place, Place]:
    """Groups are lost in a unit, the smallest first, until no pair of unit and group is shared by few."""
    result = dict(kept)
    while True:
        people: Counter[Place] = Counter()
        for place, to in result.items():
            people[to] += size[place]
        small = [pair for pair, count in people.items() if count < smallest]
        if not small:
            return result
        unit = min((pair[0] for pair in small), key=str)
        lost = {pair for pair in small if pair[0] == unit and pair[1] is not None}
        if not lost:
            others = [pair for pair in people if pair[0] == unit and pair[1] is not None]
            if not others:
                return result
            lost = {min(others, key=lambda pair: (people[pair], str(pair)))}
        result = {place: (to[0], None) if to in lost else to for place, to in result.items()}


def _keep_saying(saying: Mapping[Place, int], smallest: int) -> dict[Place, Place | None]:
    """Senior managers keep their group and no unit."""
    groups: Counter[str | None] = Counter()
    for (_, group), count in saying.items():
        groups[group] += count
    if sum(groups.values()) < smallest:
        return dict.fromkeys(saying)
    if all(count >= smallest for count in groups.values()):
        return {place: (None, place[1]) for place in saying}
    most = max(groups, key=lambda group: (groups[group], str(group)))
    return dict.fromkeys(saying, (None, most))
