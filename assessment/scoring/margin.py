"""How far chance could have moved a score: variances from item pairs and 95 % margins (method 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from scipy.special import stdtrit

from assessment.scoring.layout import Floats, Layout
from assessment.scoring.tally import Tally

EXACT_FROM = 30
"""From so many answers on a margin says something about the answers."""
CAUTIOUS_FROM = 10
"""From so many answers on the margin that depends on numbers of people only is shown."""
SPREAD = 25.0
"""A prudent standard deviation of personal scores, in points of 0-100."""


@dataclass(frozen=True)
class Margins:
    """Half widths of 95 % intervals, in points of 0-100, unrounded. ``now``: with the finite population correction, for
    "what do our people see now"; ``comparison``: without it, for comparing with another time or group."""

    now: float
    comparison: float


@lru_cache(maxsize=4096)
def t_quantile(freedom: float) -> float:
    """The 97.5 % point of Student's t; ``freedom`` > 0."""
    return float(stdtrit(freedom, 0.975))


def covariances(tally: Tally, layout: Layout) -> tuple[Floats, Floats]:
    """(s, Cov), both [items, items] in points of 0-100: of single answers, over those who answered both, and of the
    item scores, Cov(i, j) = n_ij s_ij / (n_i n_j). 0 where fewer than two answered both.

    ValueError without pair tallies.
    """
    if tally.pairs is None:
        raise ValueError("this tally has no item pairs")
    n = tally.pairs.n
    unit = 100 / (layout.points.astype(np.float64) - 1)
    # The numerator is a difference of large whole numbers: exact here, where floating point would cancel.
    numerator = n * tally.pairs.product - tally.pairs.first * tally.pairs.first.T
    some = n >= 2
    single = np.where(some, numerator / np.where(some, n * (n - 1), 1), 0.0) * np.outer(unit, unit)
    answered = tally.answered().astype(np.float64)
    return single, n * single / np.maximum(np.outer(answered, answered), 1)


def score_variance(tally: Tally, layout: Layout, weights: Floats) -> float | None:
    """Var(S) of S = sum w_i S_i / sum w_i over the items that somebody answered; ``weights`` [items].

    None where no weighted item has two answers.
    """
    present = np.where(tally.answered() > 0, weights, 0.0)
    if not present.sum() or tally.answered()[present > 0].max() < 2:
        return None
    share = present / present.sum()
    return max(0.0, float(share @ covariances(tally, layout)[1] @ share))


def correct_finite(asked: int, invited: int | None) -> float:
    """1 - n / N: what is left to chance when part of a known number of people was asked; 1 where N is unknown."""
    return 1.0 if not invited else max(0.0, 1 - asked / invited)


def find_margins(tally: Tally, layout: Layout, weights: Floats, invited: int | None = None) -> Margins | None:
    """The margins of one cell's score. None where it has no variance to speak of (fewer than two answers).

    Skipping a question or being unable to tell is an answer to being asked; only rotation leaves people unasked, so the
    correction counts the people who were asked the least asked item.
    """
    variance = score_variance(tally, layout, weights)
    if variance is None:
        return None
    inside = weights > 0
    half = t_quantile(int(tally.answered()[inside].max()) - 1) * sqrt(variance)
    return Margins(half * sqrt(correct_finite(int(tally.asked()[inside].min()), invited)), half)


def find_stratified_margins(strata: Sequence[tuple[Tally, int]], layout: Layout, weights: Floats) -> Margins | None:
    """The margins of sum_c (N_c / N) S_c from (tally, N_c) of each stratum with a score (method 4 and 7)."""
    inside = weights > 0
    scored = [(tally, count) for tally, count in strata if inside.any() and tally.answered()[inside].max() > 0]
    whole, people = sum(count for _, count in scored), 0
    now = comparison = 0.0
    for tally, count in scored:
        variance = score_variance(tally, layout, weights) or 0.0
        comparison += (count / whole) ** 2 * variance
        now += (count / whole) ** 2 * variance * correct_finite(int(tally.asked()[inside].min()), count)
        people += int(tally.answered()[inside].max())
    if people < 2:
        return None
    quantile = t_quantile(people - 1)
    return Margins(quantile * sqrt(now), quantile * sqrt(comparison))


def cautious_margin(n: int, invited: int | None = None) -> int:
    """The margin for 10 to 29 answers: t(n - 1) 25 / sqrt(n) sqrt(1 - n / N), rounded up to whole points.

    It depends on numbers of people only, so it tells nothing about answers. ``n`` >= 2.
    """
    half = t_quantile(n - 1) * SPREAD / sqrt(n) * sqrt(correct_finite(n, invited))
    return ceil(round(half, 9))
