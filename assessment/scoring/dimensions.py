"""Dimension scores and the index from shown item scores (method 3, 5, 6; trust rule A11)."""

from collections.abc import Mapping, Sequence

from assessment.scoring.averages import weigh
from assessment.scoring.derived import DimensionResult, IndexResult
from assessment.scoring.figures import Cell, Count, DimensionStatistic, ItemFigure, ReleaseSummary
from assessment.scoring.level import find_level, level_probability
from assessment.scoring.margin import CAUTIOUS_FROM, EXACT_FROM, cautious_margin, t_quantile
from assessment.scoring.reading import ReadDimension, Reading

NOBODY = Count(low=0, high=4)
ITEMS_NEEDED = 2
"""A criterion of another model needs so many questions, and half its parts."""


def score_cell(cell: Cell, reading: Reading, summary: ReleaseSummary, *, items: bool = False) -> list[DimensionResult]:
    """Every dimension of a lens in one cell, without levels; ``items``: with the questions' own figures."""
    figures = {figure.item: figure for figure in cell.items}
    statistics = list_statistics(cell, reading, summary)
    return [
        score_dimension(one, figures, statistics.get(one.id), cell.invited, items=items) for one in reading.dimensions
    ]


def list_statistics(cell: Cell, reading: Reading, summary: ReleaseSummary) -> dict[str, DimensionStatistic]:
    """What is shown of each dimension beside its questions; for another lens that is margins of "all" only."""
    if reading.is_own:
        return {statistic.dimension: statistic for statistic in cell.dimensions}
    if cell.kind != "all":
        return {}
    return {
        dimension: DimensionStatistic(dimension=dimension, margin=margin, comparison_margin=comparison)
        for dimension, (margin, comparison) in summary.lens_margins.get(reading.lens, {}).items()
    }


def score_dimension(
    dimension: ReadDimension,
    figures: Mapping[str, ItemFigure],
    statistic: DimensionStatistic | None = None,
    invited: int | None = None,
    *,
    items: bool = False,
) -> DimensionResult:
    """One dimension from the questions that are shown: a score, or the reason why there is none."""
    shown = {item: figures[item] for item in dimension.items if item in figures and figures[item].score is not None}
    reason = _find_reason(dimension, figures, shown)
    n = max((figure.n for figure in shown.values()), key=lambda count: (count.high, count.low), default=NOBODY)
    found = statistic if statistic and not reason else DimensionStatistic(dimension=dimension.id)
    weights = dimension.items
    return DimensionResult(
        dimension=dimension.id,
        score=None if reason else weigh((figure.score, weights[item]) for item, figure in shown.items()),
        margin=None if reason else find_shown_margin(found.margin, n, invited),
        comparison_margin=found.comparison_margin,
        n=n,
        favourable=None if reason else weigh((figure.favourable, weights[item]) for item, figure in shown.items()),
        unfavourable=None if reason else weigh((figure.unfavourable, weights[item]) for item, figure in shown.items()),
        based_on=len(shown),
        of=len(dimension.items),
        parts_covered=dimension.covered_by(shown),
        parts=len(dimension.parts),
        reason=reason,
        alpha=found.alpha,
        icc1=found.icc1,
        icc2=found.icc2,
        agreement=found.agreement,
        agreement_label=found.agreement_label,
        items=tuple(figures[item] for item in dimension.items if item in figures) if items else (),
    )


def _find_reason(
    dimension: ReadDimension, asked: Mapping[str, ItemFigure], shown: Mapping[str, ItemFigure]
) -> str | None:
    """Why a dimension has no score. Own dimensions need half their questions; criteria half their parts and two."""

    def suffices(items: set[str]) -> bool:
        if not dimension.parts:
            return bool(items) and 2 * len(items) >= len(dimension.items)
        return len(items) >= ITEMS_NEEDED and 2 * dimension.covered_by(items) >= len(dimension.parts)

    if suffices(set(shown)):
        return None
    return "withheld" if suffices({item for item in dimension.items if item in asked}) else "not assessed"


def find_shown_margin(margin: float | None, n: Count, invited: int | None) -> float | None:
    """The margin of the release, or from 10 to 29 answers the one that depends on numbers of people only (method 7)."""
    if margin is None and n.low == n.high and CAUTIOUS_FROM <= n.low < EXACT_FROM:
        return float(cautious_margin(n.low, invited))
    return margin


def add_levels(dimensions: Sequence[DimensionResult], starts: Sequence[float]) -> tuple[DimensionResult, ...]:
    """The same dimensions with the level of each score (method 6)."""
    return tuple(
        one.model_copy(update={"level": find_level(one.score.value, starts)}) if one.score else one
        for one in dimensions
    )


def find_index(
    dimensions: Sequence[DimensionResult],
    reading: Reading,
    margin: float | None = None,
    comparison_margin: float | None = None,
    invited: int | None = None,
) -> IndexResult:
    """The weighted mean of the dimension scores, where every dimension that counts has one (method 5, 6)."""
    weights = {one.id: one.weight for one in reading.dimensions}
    counting = [one for one in dimensions if weights[one.dimension] > 0]
    score = weigh((one.score, weights[one.dimension]) for one in counting)
    missing = [one.reason for one in counting if one.score is None]
    if score is None or missing:
        return IndexResult(score=None, reason="withheld" if set(missing) == {"withheld"} else "not assessed")
    n = max((one.n for one in counting), key=lambda count: (count.high, count.low))
    shown = find_shown_margin(margin, n, invited)
    room = max(counting, key=lambda one: weights[one.dimension] * (100 - (one.score.value if one.score else 100)))
    return IndexResult(
        score=score,
        margin=shown,
        comparison_margin=comparison_margin,
        level=find_level(score.value, reading.starts),
        level_probability=None
        if shown is None or score.mark or n.low < 2
        else level_probability(score.value, shown / t_quantile(n.low - 1), reading.starts),
        limiting=room.dimension,
    )
