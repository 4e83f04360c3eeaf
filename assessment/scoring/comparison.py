"""Is a difference of two shown scores more than chance? Standard errors (trust A19), Welch, Benjamini-Hochberg."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtr

from assessment.scoring.figures import Count
from assessment.scoring.margin import CAUTIOUS_FROM, EXACT_FROM, t_quantile

STEP_FEW, STEP = 12.5, 2.5
"""How coarsely item scores are shown on 0-100: for 5 to 9 answers, and for more (trust A9)."""


@dataclass(frozen=True)
class Estimate:
    """A shown score with its standard error, in points, and the number of answers that it counts as."""

    score: float
    error: float
    n: int


def counted_as(n: Count) -> int:
    """The number of people a shown count stands for in statistics: the lowest it can be, so 5 for "5 to 9"."""
    return max(n.low, 2)


def shown_error(n: Count, comparison_margin: float) -> float:
    """The standard error behind a shown comparison margin (method 7 backwards)."""
    return comparison_margin / t_quantile(counted_as(n) - 1)


def borrowed_error(n: Count, lender: Count, lender_margin: float, items: int, *, rounded: bool) -> float:
    """The standard error of a group with few answers (A19): the organisation's standard deviation, taken back from its
    shown comparison margin, over the root of n, and the rounding of its ``items`` shown scores."""
    deviation = shown_error(lender, lender_margin) * sqrt(counted_as(lender))
    step = 0.0 if not rounded else STEP_FEW if n.low < CAUTIOUS_FROM else STEP
    return sqrt(deviation**2 / counted_as(n) + step**2 / 12 / max(items, 1))


def has_own_error(n: Count, comparison_margin: float | None) -> bool:
    """Whether a group's own comparison margin is used: from 30 answers on."""
    return comparison_margin is not None and n.low >= EXACT_FROM


def welch_probability(one: Estimate, other: Estimate) -> float:
    """Two-sided p of the difference of two shown scores, Welch's degrees of freedom."""
    first, second = one.error**2, other.error**2
    if not first + second:
        return 1.0 if one.score == other.score else 0.0
    freedom = (first + second) ** 2 / (first**2 / (one.n - 1) + second**2 / (other.n - 1))
    return float(2 * stdtr(freedom, -abs(one.score - other.score) / sqrt(first + second)))


def differs(one: Estimate, other: Estimate) -> bool:
    """Whether Welch's 95 % interval of the difference excludes 0."""
    return welch_probability(one, other) < 0.05


def benjamini_hochberg(probabilities: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of several tests hold when at most ``rate`` of those named may be false; in the given order."""
    size = len(probabilities)
    order = sorted(range(size), key=lambda place: probabilities[place])
    last = max((rank for rank, place in enumerate(order, 1) if probabilities[place] <= rate * rank / size), default=0)
    held = set(order[:last])
    return [place in held for place in range(size)]
