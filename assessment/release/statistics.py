"""What stands beside the questions of a cell: margins, alpha, ICC and agreement (trust rule A19, method 7, 9, 10)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from assessment.scoring.agreement import measure_agreement, name_agreement
from assessment.scoring.figures import DimensionStatistic
from assessment.scoring.layout import Floats, Layout
from assessment.scoring.margin import (
    CAUTIOUS_FROM,
    EXACT_FROM,
    Margins,
    cautious_margin,
    find_margins,
    find_stratified_margins,
)
from assessment.scoring.reliability import measure_alpha, measure_icc
from assessment.scoring.tally import Tally


@dataclass(frozen=True, eq=False)
class Crowd:
    """A cell's people: their ``tally`` (with pairs where a margin may be shown), the ``shown`` questions, the head
    count, the ``units`` it is made of (for ICC and the mean agreement) and the ``strata`` that weigh its score.
    ``takes_turns``: its people were not all asked the same questions."""

    tally: Tally
    shown: frozenset[str]
    invited: int | None = None
    units: tuple[Tally, ...] = ()
    strata: tuple[tuple[Tally, int], ...] = ()
    takes_turns: bool = False


def measure_dimensions(crowd: Crowd, layout: Layout, *, exact: bool) -> Iterator[DimensionStatistic]:
    """Each dimension with a shown question; ``exact``: unrounded and from two answers on (own data)."""
    for dimension in layout.dimensions:
        weights = keep_shown(layout.dimension_weights(dimension), crowd.shown, layout)
        if weights.any():
            yield (
                _measure_exactly(crowd, layout, dimension, weights)
                if exact
                else _measure_coarsely(crowd, layout, dimension, weights)
            )


def keep_shown(weights: Floats, shown: Collection[str], layout: Layout) -> Floats:
    """Weights of shown questions only [items]."""
    return np.where([item in shown for item in layout.items], weights, 0.0)


def find_cell_margins(crowd: Crowd, layout: Layout, weights: Floats, *, exact: bool) -> Margins | None:
    """95 % margins of a weighted score: whole points from 30 answers on, unrounded with full disclosure."""
    n = _count_least(crowd.tally, weights)
    if crowd.tally.pairs is None or not weights.any() or (n < EXACT_FROM and not exact):
        return None
    found = (
        find_stratified_margins(crowd.strata, layout, weights)
        if crowd.strata
        else find_margins(crowd.tally, layout, weights, crowd.invited)
    )
    if found is None or exact:
        return found
    return Margins(float(ceil(round(found.now, 9))), float(ceil(round(found.comparison, 9))))


def _count_least(tally: Tally, weights: Floats) -> int:
    """The answers to the question of these that fewest people answered."""
    answered = tally.answered()[weights > 0]
    return int(answered.min()) if len(answered) else 0


def _measure_exactly(crowd: Crowd, layout: Layout, dimension: str, weights: Floats) -> DimensionStatistic:
    margins = find_cell_margins(crowd, layout, weights, exact=True)
    # Who answered every question of a dimension is chance where questions take turns (method 10).
    icc = measure_icc(crowd.units, layout, dimension) if crowd.units and not crowd.takes_turns else None
    agreement = _measure_agreement(crowd, layout, dimension)
    return DimensionStatistic(
        dimension=dimension,
        margin=margins.now if margins else None,
        comparison_margin=margins.comparison if margins else None,
        alpha=measure_alpha(crowd.tally, layout, dimension) if crowd.tally.pairs is not None else None,
        icc1=icc.single if icc else None,
        icc2=icc.mean if icc else None,
        agreement=agreement,
        agreement_label=None if agreement is None else name_agreement(agreement),
    )


def _measure_coarsely(crowd: Crowd, layout: Layout, dimension: str, weights: Floats) -> DimensionStatistic:
    n = _count_least(crowd.tally, weights)
    if n < EXACT_FROM:
        margin = float(cautious_margin(n, crowd.invited)) if n >= CAUTIOUS_FROM else None
        return DimensionStatistic(dimension=dimension, margin=margin)
    found = DimensionStatistic(dimension=dimension)
    if np.array_equal(weights, layout.dimension_weights(dimension)):
        # Figures over all questions would tell of the ones that are not shown.
        found = _measure_exactly(crowd, layout, dimension, weights)
    margins = find_cell_margins(crowd, layout, weights, exact=False)
    return found.model_copy(
        update={
            "margin": margins.now if margins else None,
            "comparison_margin": margins.comparison if margins else None,
            "alpha": _round(found.alpha),
            "icc1": _round(found.icc1),
            "icc2": _round(found.icc2),
            "agreement": None,
        }
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _measure_agreement(crowd: Crowd, layout: Layout, dimension: str) -> float | None:
    """Of a cell with units the mean over its units, else its own."""
    groups: Sequence[Tally] = crowd.units or (crowd.tally,)
    found = [value for value in (measure_agreement(one, layout, dimension) for one in groups) if value is not None]
    return sum(found) / len(found) if found else None
