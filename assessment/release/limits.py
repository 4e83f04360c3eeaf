"""How much a survey of few people may show ("Few people, few answers"), and participation (trust rule A13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.release.candidates import Limits, group_counts, join_groups, list_candidates
from assessment.release.rounding import count_people
from assessment.release.structure import OTHERS, Place, Structure
from assessment.scoring.figures import Participation

NO_SURVEY_BELOW = 8
UNITS_FROM = 15
UNIT_INVITED = 12
GROUPS_FROM = 40
ANSWERS_FROM = 10
LEAST_RATE, UNITS_RATE = 0.30, 0.50
OPEN_SMALLEST = 10
"""With a shared link one answer set is a browser, not a person (A22)."""
COARSE_BELOW = 20


def limit_cells(structure: Structure, smallest: int, answered: int) -> Limits | None:
    """What may become a cell at all; null where nothing may. ``answered``: those who see.

    Where the number invited is not known, those who answered stand for it.
    """
    smallest = max(smallest, OPEN_SMALLEST) if structure.open_link else smallest
    invited = structure.count_invited() or answered
    rate = answered / invited if invited else 0.0
    if invited < NO_SURVEY_BELOW:
        return None
    if invited < UNITS_FROM or rate < LEAST_RATE or answered < ANSWERS_FROM:
        return Limits(smallest, units=False, groups=False, splits=False, comments=False)
    units = rate >= UNITS_RATE
    if invited < GROUPS_FROM:
        return Limits(smallest, units=units, groups=False, splits=False, unit_invited=UNIT_INVITED)
    return Limits(smallest, units=units, splits=units and not structure.open_link)


def allows_comments(structure: Structure) -> bool:
    """Whether so many are invited that comments can ever be shown; where nobody was counted, that is not known."""
    invited = structure.count_invited()
    return invited is None or invited >= UNITS_FROM


def count_participation(structure: Structure, answers: dict[str, int], answered: int, smallest: int) -> Participation:
    """Rates in steps, for groups of at least ``smallest`` invited and answers. ``answers``: those of shown units.

    Units are joined by numbers invited as they are by answers, so that no small group's rate follows from others (A5).
    """
    invited = structure.count_invited()
    by_unit: dict[str, int | None] = dict.fromkeys(structure.parents)
    for unit in list_rated_units(structure, smallest):
        people = structure.count_invited(frozenset(structure.walk(unit)))
        if answers.get(f"unit:{unit}", 0) >= smallest and people:
            by_unit[unit] = _step_rate(answers[f"unit:{unit}"], people)
    count = count_people(answered, smallest)
    return Participation(
        invited=invited,
        answered=count.low if count.low == count.high else count,
        rate=_step_rate(answered, invited) if invited and min(invited, answered) >= smallest else None,
        by_unit=by_unit if invited else {},
    )


@dataclass(frozen=True)
class Rates:
    """Per cent who answered, coarse (A13), of those who see; null where it must not be told (yet).

    ``groups``: a pair of the groups counted together and their rate.
    """

    whole: int | None
    units: Mapping[str, int | None]
    groups: tuple[tuple[tuple[str, ...], int | None], ...]


def rate_participation(structure: Structure, done: Mapping[Place, int], smallest: int) -> Rates:
    """Participation while a survey runs. ``done``: how many invitations of each place have been answered.

    Groups of people are formed by numbers invited (A5, A6), and rated from ``smallest`` answers on.
    """
    smallest = max(smallest, OPEN_SMALLEST) if structure.open_link else smallest
    seen = {place: count for place, count in done.items() if structure.sees(place)}
    by_unit: dict[str, int] = {}
    for (unit, _), count in seen.items():
        home = structure.home(unit)
        if home is not None:
            by_unit[home] = by_unit.get(home, 0) + count
    units = {unit: sum(by_unit.get(part, 0) for part in structure.walk(unit)) for unit in structure.parents}
    counted = count_participation(
        structure, {f"unit:{unit}": count for unit, count in units.items()}, sum(seen.values()), smallest
    )
    answered = group_counts(tuple(seen), tuple(seen.values()))
    groups = [
        (members, _rate_group(sum(answered.get(one, 0) for one in members), people, smallest))
        for members, people in join_invited_groups(structure, smallest)
    ]
    return Rates(counted.rate, counted.by_unit, tuple(groups))


def join_invited_groups(structure: Structure, smallest: int) -> list[tuple[tuple[str, ...], int]]:
    """Groups of those who see, joined by numbers invited (A6), with how many were invited in each."""
    invited = {place: count for place, count in structure.invited.items() if structure.sees(place)}
    people = group_counts(tuple(invited), tuple(invited.values()))
    return [(members, sum(people[one] for one in members)) for members in join_groups(structure, people, smallest)]


def _rate_group(answered: int, invited: int, smallest: int) -> int | None:
    return _step_rate(answered, invited) if answered >= smallest else None


def list_rated_units(structure: Structure, smallest: int) -> list[str]:
    """Units that have a cell of their own by numbers invited."""
    seen = {place: count for place, count in structure.invited.items() if structure.sees(place)}
    cells = list_candidates(
        structure, tuple(seen), tuple(seen.values()), Limits(smallest, groups=False, splits=False)
    ).cells
    keys = [cell.key for cell in cells if cell.kind == "unit" and not cell.key.endswith(OTHERS)]
    return [key.removeprefix("unit:") for key in keys]


def _step_rate(answered: int, invited: int) -> int:
    """Per cent in steps of 10 under 20 invited, else of 5; more answers than people are 100."""
    step = 10 if invited < COARSE_BELOW else 5
    return min(100, step * ((200 * answered + step * invited) // (2 * step * invited)))
