"""Which described level a score lies in, and how surely (method 6)."""

from bisect import bisect_right
from collections.abc import Sequence

from scipy.special import ndtr


def find_level(score: float, starts: Sequence[float]) -> int | None:
    """1 for the lowest level; ``starts``: their lower bounds on 0-100, rising, closed on the left. None without levels.

    A score of ten sums may miss a bound by the last bit: nine decimals decide.
    """
    return max(1, bisect_right(starts, round(score, 9))) if starts else None


def level_probability(score: float, standard_error: float, starts: Sequence[float]) -> float | None:
    """The probability that the true score lies in the level of the shown one (normal approximation), 0-1.

    The lowest and the highest level reach to the ends of the scale and beyond. None without levels.
    """
    level = find_level(score, starts)
    if level is None:
        return None
    if standard_error <= 0:
        return 1.0
    below = ndtr((starts[level - 1] - score) / standard_error) if level > 1 else 0.0
    above = ndtr((starts[level] - score) / standard_error) if level < len(starts) else 1.0
    return float(above - below)
