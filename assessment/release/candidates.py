"""Which groups of people may be shown at all, from numbers of people alone (trust rules A5 to A7).

The output is a list of candidate cells in order of importance. What a question's own numbers of answers allow is
decided afterwards, for each question, by ``linear`` and ``persons``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assessment.release.structure import OTHERS, Place, Structure
from assessment.scoring.figures import Withheld

Kind = Literal["all", "unit", "group", "unit-group"]


@dataclass(frozen=True)
class Candidate:
    """A group of people. ``members``: the places whose people are in it. ``bundle``: cells that stand or fall together.

    ``rank`` orders cells by importance: the highest is withheld first.
    """

    key: str
    kind: Kind
    parent: str | None
    units: tuple[str, ...]
    groups: tuple[str, ...]
    members: frozenset[int]
    people: int
    rank: tuple[int, int, str]
    bundle: str


@dataclass(frozen=True)
class Limits:
    """What the number of people allows ("Few people, few answers"): ``unit_invited`` is the least number invited of a
    unit of its own; ``comments``: whether comments may be shown."""

    smallest: int
    units: bool = True
    groups: bool = True
    splits: bool = True
    unit_invited: int = 0
    comments: bool = True


@dataclass(frozen=True)
class Candidates:
    """``cells`` from the most important on; ``withheld``: units, groups and splits that are no cells, and why."""

    cells: tuple[Candidate, ...]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True)
class _People:
    """Who answered where. ``counts``: people a place."""

    structure: Structure
    places: Sequence[Place]
    counts: Sequence[int]
    limits: Limits

    def size(self, members: frozenset[int]) -> int:
        return sum(self.counts[place] for place in members)

    def inside(self, units: frozenset[str]) -> frozenset[int]:
        return frozenset(place for unit in units for place in self._at_home.get(unit, ()))

    @cached_property
    def _at_home(self) -> dict[str | None, list[int]]:
        """Places by their unit in the tree."""
        found: dict[str | None, list[int]] = {}
        for number, (unit, _) in enumerate(self.places):
            found.setdefault(self.structure.home(unit), []).append(number)
        return found

    def stands_alone(self, unit: str) -> bool:
        """Whether enough people answered, and were invited, for a cell of its own."""
        units = frozenset(self.structure.walk(unit))
        invited = self.structure.count_invited(units)
        enough = invited is None or invited >= self.limits.unit_invited
        return enough and self.size(self.inside(units)) >= self.limits.smallest


def list_candidates(structure: Structure, places: Sequence[Place], counts: Sequence[int], limits: Limits) -> Candidates:
    """Candidate cells of those who see. ``places`` and ``counts``: where they stand and how many answered there."""
    people = _People(structure, places, counts, limits)
    everybody = frozenset(range(len(places)))
    total = people.size(everybody)
    if total < limits.smallest:
        return Candidates((), (Withheld(key="all", reason="few answers"),))
    cells = [Candidate("all", "all", None, (), (), everybody, total, (0, -total, ""), "all")]
    withheld: list[Withheld] = []
    if limits.units:
        _split_units(people, None, everybody, cells, withheld, depth=1)
    if limits.groups:
        classes = join_groups(structure, group_counts(places, counts), limits.smallest)
        _add_groups(people, classes, everybody, cells, withheld)
        if limits.splits:
            _add_splits(people, classes, cells, withheld)
    return Candidates(tuple(sorted(cells, key=lambda cell: cell.rank)), tuple(withheld))


def group_counts(places: Sequence[Place], counts: Sequence[int]) -> dict[str | None, int]:
    """People a group; null: those whose group is not known."""
    result: dict[str | None, int] = {}
    for (_, group), count in zip(places, counts, strict=True):
        result[group] = result.get(group, 0) + count
    return result


def _split_units(
    people: _People,
    unit: str | None,
    members: frozenset[int],
    cells: list[Candidate],
    withheld: list[Withheld],
    depth: int,
) -> None:
    """Show a unit's parts top down: parent minus shown parts is 0 or at least the smallest group (A5)."""
    parent_key = f"unit:{unit}" if unit else "all"
    parts = {child: people.inside(frozenset(people.structure.walk(child))) for child in people.structure.children(unit)}
    shown = [child for child in parts if people.stands_alone(child)]
    rest = members - frozenset().union(*(parts[child] for child in shown))
    while shown and not _may_remain(people, rest):
        smallest = min(shown, key=lambda child: (people.size(parts[child]), child))
        shown.remove(smallest)
        rest |= parts[smallest]
    joined = [child for child in parts if child not in shown]
    others = f"unit:{unit or ''}{OTHERS}" if shown and people.size(rest) else None
    for child in joined:
        _withhold_tree(people, child, others or (parent_key if not shown else None), withheld)
    if others:
        named = tuple(name for child in joined for name in people.structure.walk(child))
        cells.append(_make_unit(people, others, parent_key, named, rest, depth))
    for child in shown:
        named = tuple(people.structure.walk(child))
        cells.append(_make_unit(people, f"unit:{child}", parent_key, named, parts[child], depth))
        _split_units(people, child, parts[child], cells, withheld, depth + 1)


def _may_remain(people: _People, rest: frozenset[int]) -> bool:
    return people.size(rest) == 0 or people.size(rest) >= people.limits.smallest


def _withhold_tree(people: _People, unit: str, into: str | None, withheld: list[Withheld]) -> None:
    """A unit without a cell and all below it. Of 0 and of smallest - 1 answers the same is told (T7): not even where
    they would be counted, which is nowhere where there are none."""
    for name in people.structure.walk(unit):
        few = people.size(people.inside(frozenset(people.structure.walk(name)))) < people.limits.smallest
        withheld.append(_withhold(f"unit:{name}", few, into))


def _withhold(key: str, few: bool, into: str | None) -> Withheld:
    return Withheld(key=key, reason="few answers") if few else Withheld(key=key, reason="joined", joined_into=into)


def _make_unit(
    people: _People, key: str, parent: str, units: tuple[str, ...], members: frozenset[int], depth: int
) -> Candidate:
    size = people.size(members)
    rank = (1 if depth == 1 else 1 + depth, -size, key)
    return Candidate(key, "unit", parent, units, (), members, size, rank, key)


def join_groups(structure: Structure, counts: Mapping[str | None, int], smallest: int) -> list[tuple[str, ...]]:
    """Groups that are shown, a tuple where some are joined (A6).

    Small groups are joined into one. Where that is still small, the group that follows the first of them in the
    written order joins them (the one before it where none follows). Where the people without a known group are few, the
    smallest class is left out, so that all minus the shown ones is 0 or at least ``smallest``.
    """
    present = [group for group in structure.groups if counts.get(group, 0)]
    small = [group for group in present if counts[group] < smallest]
    while small and sum(counts[group] for group in small) < smallest and len(small) < len(present):
        small.append(_find_partner(present, small))
    rest = tuple(group for group in present if group in small)
    joined = [(group,) for group in present if group not in small] + ([rest] if rest else [])
    hidden = sum(count for group, count in counts.items() if group not in structure.groups)
    while joined and 0 < hidden < smallest:
        least = min(joined, key=lambda members: (sum(counts[group] for group in members), members))
        hidden += sum(counts[group] for group in least)
        joined.remove(least)
    return [members for members in joined if sum(counts[group] for group in members) >= smallest]


def _find_partner(present: Sequence[str], small: Sequence[str]) -> str:
    """The first group after the first small one that is not among them; else the last one before it."""
    start = min(present.index(group) for group in small)
    after = [group for group in present[start:] if group not in small]
    return after[0] if after else [group for group in present[:start] if group not in small][-1]


def _add_groups(
    people: _People,
    classes: Sequence[tuple[str, ...]],
    everybody: frozenset[int],
    cells: list[Candidate],
    withheld: list[Withheld],
) -> None:
    named = {group: members for members in classes for group in members}
    counts = group_counts(people.places, people.counts)
    alone = len(classes) == 1 and len(classes[0]) > 1 and people.size(everybody) == sum(map(counts.__getitem__, named))
    for group in people.structure.groups:
        members = () if alone else named.get(group, ())
        if len(members) == 1:
            continue
        few = counts.get(group, 0) < people.limits.smallest
        withheld.append(_withhold(f"group:{group}", few, name_class(members) if members else "all"))
    for members in () if alone else classes:
        inside = frozenset(i for i, (_, group) in enumerate(people.places) if group in members)
        size = people.size(inside)
        key = name_class(members)
        cells.append(Candidate(key, "group", "all", (), members, inside, size, (2, -size, key), key))


def name_class(members: Sequence[str]) -> str:
    """The key of a group cell: the groups that are joined in it, in order."""
    return "group:" + "+".join(members)


def _add_splits(
    people: _People, classes: Sequence[tuple[str, ...]], cells: list[Candidate], withheld: list[Withheld]
) -> None:
    """Split a unit by group only where every group present has enough people (A7); otherwise not at all."""
    for cell in [cell for cell in cells if cell.kind == "unit" and not cell.key.endswith(OTHERS)]:
        present = list(_cut_by_class(people, cell, classes))
        whole = sum(size for _, _, size in present) == cell.people
        if len(classes) < 2 or not whole or any(size < people.limits.smallest for _, _, size in present):
            withheld.append(Withheld(key=f"{cell.key}/groups", reason="role split"))
            continue
        for members, inside, size in present:
            key = f"{cell.key}/{name_class(members)}"
            rank = (50 + cell.rank[0], -size, key)
            cells.append(
                Candidate(key, "unit-group", cell.key, cell.units, members, inside, size, rank, f"split:{cell.key}")
            )


def _cut_by_class(
    people: _People, cell: Candidate, classes: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], frozenset[int], int]]:
    for members in classes:
        inside = frozenset(i for i in cell.members if people.places[i][1] in members)
        size = people.size(inside)
        if size:
            yield members, inside, size
