"""Units and groups of people side by side: numbers in every cell, the organisation's own order, no ranking."""

from typing import Literal

from flask_babel import gettext as _

from assessment.results.charts import chart_groups, chart_units
from assessment.results.computed import explain_units
from assessment.results.reasons import explain_withheld, name_cell
from assessment.results.view import ResultsView
from reports.charts import HeatMap
from reports.document import Block, Bullets, Heading, Paragraph, Picture, Section


def build_units(view: ResultsView) -> Section:
    """The section stands in every report: where nothing may be shown it says why."""
    blocks: list[Block] = []
    units, groups = chart_units(view), chart_groups(view)
    if units is not None:
        blocks += [Paragraph(" ".join(explain_units(view))), Picture(units)]
    else:
        blocks.append(Paragraph(explain_absence(view)))
    blocks += list_withheld(view, "unit:", 3)
    if groups is not None:
        blocks += [Heading(_("Groups of people")), *picture_groups(groups), *list_withheld(view, "group:", 4)]
    # One sentence that there is nothing to show needs no page.
    return Section("units", _("Units and groups"), tuple(blocks), new_page=len(blocks) > 1 or units is not None)


def picture_groups(chart: HeatMap) -> tuple[Block, ...]:
    return (Picture(chart),)


def explain_absence(view: ResultsView) -> str:
    if view.derived.form == "words":
        return _("With so few people, results are shown for the whole organisation only.")
    if view.derived.form == "those who answered":
        return _("Under half of the people answered: units are not shown.")
    return _("No unit can be shown on its own without telling too much about few people.")


def list_withheld(view: ResultsView, kind: str, level: Literal[3, 4]) -> list[Block]:
    """What is not shown, and why; nothing for a small organisation, where that is said once. ``level``: of its heading,
    the next below the one above it."""
    if view.derived.form in ("words", "those who answered"):
        return []
    entries = tuple(
        (name_cell(view, gone.key), explain_withheld(view, gone))
        for gone in view.figures.summary.withheld
        if gone.key.startswith(kind) and "/" not in gone.key
    )
    return [Heading(_("Not shown on their own"), level), Bullets(entries)] if entries else []
