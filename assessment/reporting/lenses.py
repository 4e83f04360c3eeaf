"""The same answers read through other models: a score where enough is covered, always the coverage, never points."""

from flask_babel import gettext as _

from assessment.results.sentences import write_basis, write_dimension_score
from assessment.results.view import ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Heading, Panel, Paragraph, Section


def build_lenses(views: tuple[ResultsView, ...]) -> Section | None:
    """One table a model; None where the questionnaire counts in no other model."""
    shown = [view for view in views if any(result.parts_covered or result.score for result in view.derived.dimensions)]
    if not shown:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "One answer may count in several models. A criterion shows a score only where at least half its parts "
                "and two questions are covered; what is not covered is not assessed, which is not a zero."
            )
        )
    ]
    for view in shown:
        blocks += show_lens(view)
    return Section("models", _("Other views of the same answers"), tuple(blocks))


def show_lens(view: ResultsView) -> list[Block]:
    lens = view.lens
    if lens is None:
        return []
    in_words = view.derived.form == "words"
    rows = []
    for result in view.derived.dimensions:
        score = (
            _("in words only")
            if in_words and result.score
            else write_dimension_score(view, result.score, result.reason)
        )
        rows.append((name_criterion(view, result.dimension), score, write_basis(view, result) or "–"))
    title = view.text(lens.title)
    table = Table(
        _("%(model)s, edition %(edition)s", model=title, edition=lens.edition),
        (_("Criterion"), _("Score"), _("Coverage")),
        tuple(rows),
        (1,),
    )
    note = view.text(lens.note)
    inner: tuple[Block, ...] = (
        Heading(title),
        Grid(table, "tight", silent=True),
        *([Paragraph(note, "small")] if note else []),
    )
    return [Panel(inner, "together")]


def name_criterion(view: ResultsView, dimension: str) -> str:
    title = view.dimension_title(dimension)
    return title if title.startswith(dimension) else f"{dimension} {title}"
