"""Groups of people beside each other, and a unit beside the whole: specifications of charts of dots."""

from collections.abc import Iterable

from flask_babel import gettext as _

from assessment.results.charts import list_axis
from assessment.results.numbers import speaking, write_count, write_value
from assessment.results.reasons import name_cell
from assessment.results.view import ResultsView
from assessment.scoring.derived import CellResult
from assessment.scoring.figures import Cell, Count, ItemFigure, Value
from reports.charts import Dot, DotRow, DotRows, DotShape, Mark

SHAPES: dict[str, DotShape] = {
    "staff": "circle",
    "middle-managers": "square",
    "quality-professionals": "triangle",
}
"""Of a group's key; an organisation's own groups get a square."""


def chart_groups_of(view: ResultsView, scores: Iterable[tuple[str, Count | None, Value | None]]) -> DotRows | None:
    """One row a group: (key of its cell, answers, score); those without a score are left out. None below two rows:
    one group alone stands beside nobody."""
    with speaking(view.language):
        rows = [_make_row(view, key, n, score) for key, n, score in scores if score is not None]
        if len(rows) < 2:
            return None
        listed = ", ".join(f"{row.label} {row.cells[0]}" for row in rows)
        return DotRows(
            message=_("Scores of 100: %(list)s.", list=listed),
            rows=tuple(rows),
            axis=list_axis(view),
            key=(),
            head=(_("Group"), _("Score"), _("Answers")),
        )


def _make_row(view: ResultsView, key: str, n: Count | None, score: Value) -> DotRow:
    written = write_value(score, view)
    people = write_count(n, view) if n else "–"
    name = name_cell(view, key)
    note = _("%(count)s answers", count=people) if n else _("joint answer")
    return DotRow(name, (Dot(find_shape(key), Mark(score.value, written)),), (written, people), note)


def find_shape(key: str) -> DotShape:
    """Of several groups that are shown as one, the first one's."""
    if key == "says":
        return "diamond"
    return SHAPES.get(key.removeprefix("group:").partition("+")[0], "square")


def list_group_scores(view: ResultsView, dimension: str) -> list[tuple[str, Count | None, Value | None]]:
    """Of one driver: every shown group in the organisation's order, and senior managers last."""
    scores: list[tuple[str, Count | None, Value | None]] = []
    for group in view.derived.groups:
        result = next((one for one in group.dimensions if one.dimension == dimension), None)
        scores.append((group.key, group.n, result.score if result else None))
    gap, says = view.gap(dimension), view.figures.cell("says")
    if gap is not None:
        scores.append(("says", None if says is None or speaks_jointly(view) else says.n, gap.said))
    return scores


def speaks_jointly(view: ResultsView) -> bool:
    """Whether the joint answer speaks for senior managers, as in ``derive``: one sealed in time, or no other."""
    joint = view.figures.summary.joint
    return joint is not None and (not joint.after_results or view.figures.cell("says") is None)


def list_question_scores(view: ResultsView, item: str) -> list[tuple[str, Count | None, Value | None]]:
    """Of one question: every group that is shown, and senior managers who answered it in the survey."""
    scores: list[tuple[str, Count | None, Value | None]] = []
    for key in [*(group.key for group in view.derived.groups), "says"]:
        figure = find_figure(view.figures.cell(key), item)
        if figure is not None:
            scores.append((key, figure.n, figure.score))
    return scores


def find_figure(cell: Cell | None, item: str) -> ItemFigure | None:
    return next((figure for figure in cell.items if figure.item == item), None) if cell else None


def chart_beside_whole(view: ResultsView, unit: CellResult, *, whole: bool) -> DotRows | None:
    """A unit's drivers, each beside everybody's where ``whole`` says so. None where the unit has no score. It is handed
    out to staff too, so that it stands without the word."""
    with speaking(view.language):
        rows = []
        for result in unit.dimensions:
            everybody = view.result(result.dimension)
            if result.score is None or everybody is None or everybody not in view.core:
                continue
            own = write_value(result.score, view)
            dots = [Dot("circle", Mark(result.score.value, own))]
            cells = [own]
            if whole:
                if everybody.score:
                    all_of_it = write_value(everybody.score, view)
                    dots.append(Dot("ring", Mark(everybody.score.value, all_of_it)))
                    cells.append(all_of_it)
                else:
                    cells.append("–")
            rows.append(DotRow(view.dimension_title(result.dimension), tuple(dots), tuple(cells)))
        if not rows:
            return None
        name = name_cell(view, unit.key)
        listed = ", ".join(f"{row.label} {row.cells[0]}" for row in rows)
        return DotRows(
            message=_("Where we stand, of 100: %(list)s.", list=listed),
            rows=tuple(rows),
            axis=list_axis(view),
            key=(("circle", name), ("ring", _("whole organisation"))) if whole else (),
            head=(_("Driver"), name, _("Whole organisation")) if whole else (_("Driver"), _("Of 100")),
        )
