"""How finely a figure may be shown, by its number of answers (trust rule A9), and what a reader can conclude from it.

A *total* is a whole number: of steps above the lowest point for a score (0..R n, R = points - 1), of people for a
share (0..n). Every shown figure is an interval of totals; the person check (A10) works on these intervals.
"""

from dataclasses import dataclass
from functools import lru_cache

from assessment.scoring.figures import Count, Mark, Value

EXACT_FROM = 10
BARS_FROM = 30
FEW_STEPS = 8
"""Below ten answers scores come in steps of 12.5 points of 0-100, half a point of a scale of five."""
SCORE_STEPS = 40
"""From ten answers on in steps of 2.5, one decimal of a scale of five."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A rounded figure, and the lowest and highest total that would be shown in the same way."""

    value: Value
    low: int
    high: int


def count_people(n: int, smallest: int) -> Count:
    """A number of answers as it may be shown: "fewer than 5" is the same for 0 and 4."""
    if n < smallest:
        return Count(low=0, high=smallest - 1)
    return Count(low=smallest, high=EXACT_FROM - 1) if n < EXACT_FROM else Count(low=n, high=n)


def round_total(total: int, whole: int, steps: int, end: int) -> Shown:
    """Round total / whole to 1/steps of the range, with open ends at ``end`` steps from either side.

    ``whole``: the highest possible total, at least 1; 0 <= end < steps / 2.
    """

    def first(step: int) -> int:
        """The lowest total that is rounded to this step or a higher one."""
        return -(-(2 * step - 1) * whole // (2 * steps))

    step = (2 * total * steps + whole) // (2 * whole)
    if step <= end:
        return Shown(_share_value(100 * end / steps, "at most"), 0, first(end + 1) - 1)
    if step >= steps - end:
        return Shown(_share_value(100 * (steps - end) / steps, "at least"), first(steps - end), whole)
    return Shown(_share_value(100 * step / steps), first(step), first(step + 1) - 1)


def round_score(total: int, n: int, points: int) -> Shown:
    """A question's score from ``n`` >= 5 answers on a scale of ``points``; yes/no counts as a share."""
    reach = points - 1
    if n < EXACT_FROM:
        return round_total(total, reach * n, FEW_STEPS, _find_few_end(reach))
    if reach == 1:
        return round_share(total, n)
    return round_total(total, reach * n, SCORE_STEPS, -(-SCORE_STEPS * (reach + 2) // (reach * n)))


def round_share(people: int, n: int) -> Shown:
    """A share of ``n`` >= 10 answers: in steps of 10 % with ends at 20 or 10 %, from 30 of 5 %, ends at 10 %."""
    if n >= BARS_FROM:
        return round_total(people, n, 20, 2)
    return round_total(people, n, 10, 2 if n < 20 else 1)


def list_bands(points: int) -> tuple[tuple[int, ...], ...]:
    """Steps that are unfavourable (y <= 25), neutral, favourable (y >= 75); nothing for yes/no."""
    reach = points - 1
    if reach == 1:
        return ()
    kinds = [0 if 4 * step <= reach else 2 if 4 * step >= 3 * reach else 1 for step in range(points)]
    return tuple(tuple(step for step in range(points) if kinds[step] == kind) for kind in range(3))


def list_bars(points: int) -> tuple[tuple[int, ...], ...]:
    """The steps of each bar: one an answer up to five points, else the nearest of five; nothing for yes/no."""
    if points == 2:
        return ()
    if points <= 5:
        return tuple((step,) for step in range(points))
    fifth = [round(4 * step / (points - 1)) for step in range(points)]
    return tuple(tuple(step for step in range(points) if fifth[step] == bar) for bar in range(5))


@lru_cache(maxsize=256)
def _share_value(value: float, mark: Mark | None = None) -> Value:
    """There are few different rounded values and many figures: equal ones are one object, which nobody can change."""
    return Value(value=value, mark=mark) if mark else Value(value=value)


@lru_cache(maxsize=64)
def _find_few_end(reach: int) -> int:
    """The first end that leaves one known colleague's neighbour three values (yes/no: two) whatever n is, 5 to 9."""
    need = reach + 2 if reach > 1 else 2
    for end in range(FEW_STEPS // 2):
        sums = [reach * n for n in range(5, EXACT_FROM)]
        if all(
            round_total(0, whole, FEW_STEPS, end).high >= need
            and whole - round_total(whole, whole, FEW_STEPS, end).low >= need
            for whole in sums
        ):
            return end
    raise ValueError(f"no open end protects a scale of {reach + 1} points")
