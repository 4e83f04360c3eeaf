"""The drivers beside an outside reference, with its source line; without one there is no comparable data."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.chart_parts import ChartPart, draw_part
from assessment.results.charts import list_axis
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking, write_number, write_value
from assessment.results.reference import NEEDED, Reference
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from reports.charts import Dot, DotRow, DotRows, Mark


@dataclass(frozen=True)
class ReferencePage:
    """``source``: the line that always stands below; "" where there is no reference."""

    head: PageHead
    source: str
    chart: ChartPart | None
    missing: str


def make_reference_page(
    view: ResultsView, reference: Reference | None, ways: Ways, missing: tuple[str, ...] | None = None
) -> ReferencePage:
    """``missing``: what a file that was just brought does not state; None where none was refused."""
    with speaking(view.language):
        return ReferencePage(
            head=make_head(view, _("Beside others"), ways),
            source=write_source(reference) if reference else "",
            chart=draw_part(chart_reference(view, reference)) if reference else None,
            missing="" if missing is None else write_missing(missing),
        )


def write_source(reference: Reference) -> str:
    return _(
        "Source: %(source)s, %(year)s; %(n)s answers; %(method)s.",
        source=reference.source,
        year=reference.year,
        n=reference.n,
        method=reference.method.rstrip("."),
    )


def write_missing(missing: tuple[str, ...]) -> str:
    names = {
        "source": _("the source"),
        "year": _("the year"),
        "n": _("the number of answers (n)"),
        "method": _("the method"),
        "scores": _("a score from 0 to 100 of at least one driver, by its id"),
    }
    known = [names[key] for key in (*NEEDED, "scores") if key in missing]
    if not known:
        return _("Nothing was stored: the file is no JSON or CSV file in UTF-8 of at most 64 kB as described below.")
    return _("Nothing was stored: the file does not state %(missing)s.", missing=", ".join(known))


def chart_reference(view: ResultsView, reference: Reference) -> DotRows | None:
    rows = []
    for result in view.core:
        outside = reference.scores.get(result.dimension)
        if result.score is None or outside is None or view.derived.form == "words":
            continue
        own, other = write_value(result.score, view), write_number(outside, view.language)
        dots = (Dot("circle", Mark(result.score.value, own)), Dot("ring", Mark(outside, other)))
        rows.append(DotRow(view.dimension_title(result.dimension), dots, (own, other)))
    if not rows:
        return None
    listed = ", ".join(f"{row.label} {row.cells[0]} – {row.cells[1]}" for row in rows)
    return DotRows(
        message=_("Here and elsewhere, of 100: %(list)s.", list=listed),
        rows=tuple(rows),
        axis=list_axis(view),
        key=(("circle", _("here")), ("ring", _("elsewhere"))),
        head=(_("Driver"), _("Here"), _("Elsewhere")),
    )
