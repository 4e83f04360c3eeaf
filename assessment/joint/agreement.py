"""From answers given alone to what a team is asked to agree on. Pure; codes as in scoring.answers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessment.scoring.answers import MISSING

FEW = 5
"""In a team below this size everybody can guess who chose what, and the room is told so."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What a team chose at one question. ``counts``: scale point to number of people; ``proposed``: the modest
    median, null where nobody chose a point."""

    counts: Mapping[int, int]
    proposed: int | None
    divided: bool


def read_spread(codes: Iterable[int], *, reverse: bool) -> Spread:
    """The answers of all who took part to one question; those who could not tell are not counted. ``reverse``: a higher
    point of this question is the less mature one."""
    points = sorted(code for code in codes if code not in MISSING)
    return Spread(Counter(points), find_modest_median(points, reverse=reverse), is_divided(points))


def find_modest_median(points: Sequence[int], *, reverse: bool) -> int | None:
    """The middle one of the sorted points, of two middle ones the one that scores less: always a point that somebody
    chose. Of a reversed question that is the higher one, or the proposal would flatter just where it should not."""
    return sorted(points, reverse=reverse)[(len(points) - 1) // 2] if points else None


def is_divided(points: Sequence[int]) -> bool:
    """Whether the answers lie more than one step apart."""
    return bool(points) and max(points) - min(points) > 1


def read_spreads(sheets: Sequence[bytes], places: Mapping[int, bool]) -> dict[int, Spread]:
    """The spread at each of these places in the answer sheets of all who took part; a place's question is reversed or
    not."""
    return {
        place: read_spread((sheet[place] for sheet in sheets), reverse=reverse) for place, reverse in places.items()
    }


def may_be_few(members: int) -> bool:
    """Whether a team that is large enough not to be guessed may meet as one that is not: two thirds are enough."""
    return members >= FEW and are_enough(FEW - 1, members)


def are_enough(taking_part: int, members: int) -> bool:
    """Whether at least two thirds of the team take part."""
    return taking_part > 0 and 3 * taking_part >= 2 * members
