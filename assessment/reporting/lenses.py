"""The same answers read through other models: a score where enough is covered, always the coverage, never points."""

from flask_babel import gettext as _

from assessment.results.agreed_words import list_agreed, tell_kind, write_agreed_score
from assessment.results.sentences import write_basis, write_dimension_score
from assessment.results.view import ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Heading, Panel, Paragraph, Section


def build_lenses(views: tuple[ResultsView, ...], main: ResultsView) -> Section | None:
    """One table a model, and what a session agreed on about the drivers of ``main``; None where there is neither."""
    shown = [view for view in views if any(result.parts_covered or result.score for result in view.derived.dimensions)]
    if not shown and not main.agreed:
        return None
    agreed = main.agreed or any(view.agreed for view in shown)
    blocks: list[Block] = [
        Paragraph(
            _(
                "One answer may count in several models. A criterion shows a score only where at least half its parts "
                "and two questions are covered; what is not covered is not assessed, which is not a zero."
            )
        ),
        *([Paragraph(tell_kind())] if agreed else []),
    ]
    if main.agreed:
        blocks.append(show_drivers(main))
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
        told = (name_criterion(view, result.dimension), score, write_basis(view, result) or "–")
        rows.append((*told, write_agreed_score(view, result.dimension)) if view.agreed else told)
    title = view.text(lens.title)
    table = Table(
        _("%(model)s, edition %(edition)s", model=title, edition=lens.edition),
        (_("Criterion"), _("Score"), _("Coverage"), *([_("Agreed")] if view.agreed else [])),
        tuple(rows),
        (1, 3) if view.agreed else (1,),
    )
    note = view.text(lens.note)
    inner: tuple[Block, ...] = (
        Heading(title),
        Grid(table, "tight", silent=True),
        *(Paragraph(sentence) for sentence in list_agreed(view)),
        *([Paragraph(note, "small")] if note else []),
    )
    return [Panel(inner, "together")]


def show_drivers(view: ResultsView) -> Panel:
    """What a session agreed on about the drivers, whose own pages tell what people saw."""
    rows = tuple((view.dimension_title(one.dimension), write_agreed_score(view, one.dimension)) for one in view.core)
    table = Table(_("The drivers, agreed in a session"), (_("Driver"), _("Agreed")), rows, (1,))
    sentences = (Paragraph(sentence) for sentence in list_agreed(view))
    return Panel((Heading(_("Drivers")), Grid(table, "tight", silent=True), *sentences), "together")


def name_criterion(view: ResultsView, dimension: str) -> str:
    title = view.dimension_title(dimension)
    return title if title.startswith(dimension) else f"{dimension} {title}"
