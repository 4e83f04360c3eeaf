"""The way from the first page into the rest: each driver, the units, and what else this release has pages of."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.charts import list_unit_rows
from assessment.results.numbers import speaking, write_value
from assessment.results.page import make_commented
from assessment.results.reasons import explain_reason
from assessment.results.sentences import name_level, write_level
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.results.what_if import tells_what_if
from assessment.scoring.derived import DimensionResult


@dataclass(frozen=True)
class Door:
    """A page, and the little that is said of it before it is opened."""

    title: str
    address: str
    told: str = ""


@dataclass(frozen=True)
class Doors:
    """``apart``: drivers out of the total, and those with comments alone; ``more``: pages that are no driver's."""

    drivers: tuple[Door, ...]
    apart: tuple[Door, ...]
    more: tuple[Door, ...]


def list_doors(view: ResultsView, ways: Ways) -> Doors:
    """Of a release read through its own drivers, in the view's language."""
    with speaking(view.language):
        aside = [_open_driver(view, one, ways) for one in view.derived.dimensions if one not in view.core]
        titles = {view.text(driver.title): driver.id for driver in view.questionnaire.dimensions}
        aside += [
            Door(part.title, ways.driver(titles[part.title]), _("What people wrote")) for part in make_commented(view)
        ]
        return Doors(
            drivers=tuple(_open_driver(view, one, ways) for one in view.core),
            apart=tuple(aside),
            more=tuple(_list_more(view, ways)),
        )


def _open_driver(view: ResultsView, result: DimensionResult, ways: Ways) -> Door:
    title, address = view.dimension_title(result.dimension), ways.driver(result.dimension)
    if result.score is None:
        return Door(title, address, explain_reason(view, result.reason))
    level = result.level if view.derived.form != "those who answered" else None
    if view.derived.form == "words":
        return Door(title, address, name_level(view, level))
    score = _("%(score)s of 100", score=write_value(result.score, view))
    return Door(title, address, f"{score} · {write_level(view, level)}" if level else score)


def _list_more(view: ResultsView, ways: Ways) -> list[Door]:
    more = []
    if view.derived.form in ("full", "answered") and list_unit_rows(view):
        told = _("Every driver in each of them, in the organisation's own order")
        more.append(Door(_("Units and groups"), ways.units(), told))
    if view.previous is not None and view.derived.form != "none":
        more.append(Door(_("Then and now"), ways.changes(), _("Beside the survey before, question by question")))
    if tells_what_if(view):
        more.append(Door(_("What if"), ways.what_if(), _("What would have to be so for the next level")))
    if view.derived.form in ("full", "answered"):
        more.append(Door(_("Beside others"), ways.reference(), _("Only from a file that states its source")))
    return more
