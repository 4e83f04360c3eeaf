"""Do the questions of a dimension belong together, and do units differ? Alpha and ICC (method 10)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from assessment.scoring.layout import Layout
from assessment.scoring.margin import covariances
from assessment.scoring.tally import Tally


class Icc(NamedTuple):
    """ICC(1): the share of variance that lies between units. ICC(2): how reliable a unit's mean is."""

    single: float
    mean: float


def measure_alpha(tally: Tally, layout: Layout, dimension: str) -> float | None:
    """Cronbach's alpha from pairwise covariances; None with fewer than two items, no variance, or a pair of items that
    nobody was asked together (where questions take turns): taking it for unrelated would belittle alpha.

    ValueError where the tally has no item pairs.
    """
    inside = np.flatnonzero((layout.dimension_weights(dimension) > 0) & (tally.answered() >= 2))
    if len(inside) < 2:
        return None
    single = covariances(tally, layout)[0][np.ix_(inside, inside)]
    if tally.pairs is not None and tally.pairs.n[np.ix_(inside, inside)].min() < 2:
        return None
    whole = float(single.sum())
    if whole <= 0:
        return None
    return len(inside) / (len(inside) - 1) * (1 - float(np.trace(single)) / whole)


def measure_icc(units: Sequence[Tally], layout: Layout, dimension: str) -> Icc | None:
    """ICC(1) and ICC(2) over units, on the personal means of those who answered every item of the dimension.

    ``units``: tallies that share nobody. None with fewer than two units, nobody beyond one a unit, or no variance.
    Exact up to the last division: the totals are whole numbers, and both figures do not depend on their unit.
    """
    place = layout.dimensions.index(dimension)
    rows = [tuple(int(value) for value in tally.totals[place]) for tally in units]
    rows = [row for row in rows if row[0]]
    people, groups = sum(row[0] for row in rows), len(rows)
    if groups < 2 or people <= groups:
        return None
    total, squares = sum(row[1] for row in rows), sum(row[2] for row in rows)
    grouped = sum((Fraction(row[1] ** 2, row[0]) for row in rows), Fraction(0))
    between = (grouped - Fraction(total**2, people)) / (groups - 1)
    within = (squares - grouped) / (people - groups)
    single = between + (Fraction(people, groups) - 1) * within
    if not between or not single:
        return None
    return Icc(float((between - within) / single), float((between - within) / between))
