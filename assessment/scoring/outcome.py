"""Outcomes that are measured, not asked: escaped defects, recovery, availability (method 14 and 15).

The tiers are house tiers: no published source stands behind their bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal

from scipy.special import ndtri

Tier = Literal["elite", "good", "average", "needs work", "critical"]

TIERS: tuple[Tier, ...] = ("elite", "good", "average", "needs work", "critical")
ESCAPED_BOUNDS = (5, 10, 20, 35)
"""Per cent; closed on the left, but 35 itself is still "needs work"."""
RECOVERY_BOUNDS = (1, 4, 24, 168)
"""Hours; closed on the left, but 168 itself is still "needs work"."""
ESCAPED_TARGET = 10
"""Per cent; the target is met below it."""


@dataclass(frozen=True)
class EscapedDefects:
    """``rate`` and its Wilson 95 % interval in per cent; ``possible``: every tier that the interval touches."""

    production: int
    found_before: int
    rate: float
    low: float
    high: float
    tier: Tier
    possible: tuple[Tier, ...]
    meets_target: bool


def name_tier(value: Fraction | float, bounds: Sequence[int]) -> Tier:
    """The tier of a value that is better when smaller; the last bound belongs to the tier below it."""
    passed = sum(value >= bound for bound in bounds[:-1]) + (value > bounds[-1])
    return TIERS[passed]


def wilson_interval(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share, 0-1; ``of`` > 0."""
    z = float(ndtri(0.5 + confidence / 2))
    share, whole = hits / of, 1 + z**2 / of
    middle = (share + z**2 / (2 * of)) / whole
    half = z / whole * sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < of else 1.0


def rate_escaped_defects(production: int, found_before: int) -> EscapedDefects | None:
    """Escaped defect rate = production / (production + found before) x 100; None for 0 of 0, which is undefined.

    Compared with the bounds as exact fractions. ValueError for a negative number.
    """
    if production < 0 or found_before < 0:
        raise ValueError("numbers of defects cannot be negative")
    whole = production + found_before
    if not whole:
        return None
    rate = Fraction(100 * production, whole)
    low, high = (100 * share for share in wilson_interval(production, whole))
    first, last = (TIERS.index(name_tier(end, ESCAPED_BOUNDS)) for end in (low, high))
    return EscapedDefects(
        production=production,
        found_before=found_before,
        rate=float(rate),
        low=low,
        high=high,
        tier=name_tier(rate, ESCAPED_BOUNDS),
        possible=TIERS[first : last + 1],
        meets_target=rate < ESCAPED_TARGET,
    )


def mean_time_to_recovery(hours: Sequence[float]) -> float | None:
    """Mean of the times from start to restored, in hours; None where nothing failed."""
    return sum(hours) / len(hours) if hours else None


def name_recovery_tier(hours: Fraction | float) -> Tier:
    """The tier of a mean time to recovery in hours."""
    return name_tier(hours, RECOVERY_BOUNDS)


def mean_time_between_failures(operating_hours: float, failures: int) -> float | None:
    """Operating time over failures, in hours; None where nothing failed ("none in so many hours")."""
    return operating_hours / failures if failures else None


def find_availability(between_failures: float, to_recovery: float) -> float:
    """MTBF / (MTBF + MTTR), 0-1; both in the same unit, not both 0."""
    return between_failures / (between_failures + to_recovery)
