"""What has changed since the last campaign, on the questions asked alike both times (method 11)."""

from collections.abc import Sequence
from math import sqrt

from assessment.scoring.comparison import Estimate, counted_as, differs, shown_error
from assessment.scoring.derived import Change, DimensionResult
from assessment.scoring.dimensions import find_index, score_cell
from assessment.scoring.estimates import estimate
from assessment.scoring.figures import Cell, ReleasedFigures, Value
from assessment.scoring.margin import SPREAD
from assessment.scoring.reading import Reading


def find_changes(
    now: ReleasedFigures, before: ReleasedFigures, reading: Reading, common: frozenset[str]
) -> list[Change]:
    """Differences of shown scores over everybody who sees; the index first, where all its dimensions can be compared.

    A dimension is compared on the common questions that both releases show. An open end is never called a change.
    """
    cells = now.cell("all"), before.cell("all")
    if cells[0] is None or cells[1] is None:
        return []
    shared = common & list_shown_items(cells[0]) & list_shown_items(cells[1])
    compared = reading.keep_items(lambda item: item in shared)
    here, there = (
        score_cell(cell, compared, figures.summary)
        for cell, figures in zip((cells[0], cells[1]), (now, before), strict=True)
    )
    rounded = [figures.summary.disclosure != "full" for figures in (now, before)]
    changes = [
        compare_scores(
            one.dimension,
            (old.score, estimate(old, old, rounded=rounded[1])),
            (one.score, estimate(one, one, rounded=rounded[0])),
        )
        for one, old in zip(here, there, strict=True)
        if one.score and old.score
    ]
    if _weighs(compared) != _weighs(reading):
        return changes
    return [*_compare_index((here, cells[0]), (there, cells[1]), compared), *changes]


def list_shown_items(cell: Cell) -> frozenset[str]:
    """The questions that a cell shows a score of."""
    return frozenset(figure.item for figure in cell.items if figure.score is not None)


def _weighs(reading: Reading) -> set[str]:
    return {one.id for one in reading.dimensions if one.weight > 0}


def _compare_index(
    now: tuple[Sequence[DimensionResult], Cell], before: tuple[Sequence[DimensionResult], Cell], reading: Reading
) -> list[Change]:
    found = []
    for dimensions, cell in (before, now):
        margin = cell.index_comparison_margin if reading.is_own else None
        score = find_index(dimensions, reading).score
        if score is None:
            return []
        people = counted_as(cell.n)
        error = SPREAD / sqrt(people) if margin is None else shown_error(cell.n, margin)
        found.append((score, Estimate(score.value, error, people)))
    return [compare_scores(None, *found)]


def compare_scores(dimension: str | None, before: tuple[Value, Estimate], now: tuple[Value, Estimate]) -> Change:
    """Two shown scores with their standard errors. An open end is never called a change."""
    unmarked = before[0].mark is None and now[0].mark is None
    return Change(
        dimension=dimension,
        before=before[0],
        now=now[0],
        difference=now[0].value - before[0].value,
        real=unmarked and differs(before[1], now[1]),
    )
