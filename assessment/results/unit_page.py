"""The page of all units, and that of one of them: its drivers beside the whole, its questions, its hand-out."""

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from assessment.results.chart_parts import ChartPart, draw_once, draw_part
from assessment.results.charts import chart_units, list_unit_rows
from assessment.results.computed import explain_items, explain_units
from assessment.results.dots import chart_beside_whole
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking, write_people
from assessment.results.page import Sentences, UnitsPart, list_withheld, make_groups
from assessment.results.part_page import Driver, list_unit_drivers
from assessment.results.reasons import explain_withheld, name_cell
from assessment.results.sentences import is_divided, write_finding
from assessment.results.unit_pages import ROWS, turn_units
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.scoring.derived import CellResult
from assessment.scoring.figures import Cell


@dataclass(frozen=True)
class UnitsPage:
    head: PageHead
    units: UnitsPart
    groups: UnitsPart


@dataclass(frozen=True)
class UnitPage:
    """``reason``: why nothing is shown of this unit on its own; then there is nothing else. ``beside_whole``: for those
    who may read the whole."""

    head: PageHead
    reason: str
    people: str = ""
    beside_whole: bool = False
    chart: ChartPart | None = None
    divided: Sentences = ()
    drivers: tuple[Driver, ...] = ()
    computed: Sentences = ()
    hand_out: str = ""


def make_units_page(view: ResultsView, ways: Ways, number: int = 1) -> UnitsPage:
    """Every unit by driver, with the way to its own page, and groups of people below."""
    turn = turn_units(list_unit_rows(view), number, ROWS, ways.units())
    with speaking(view.language):
        chart, tells = chart_units(view, turn.keys), view.derived.form != "words"
        if chart is not None:
            rows = [replace(row, address=ways.unit(key)) for row, key in zip(chart.rows, turn.rows, strict=True)]
            chart = replace(chart, rows=tuple(rows))
        units = UnitsPart(
            table=draw_once(chart) if chart else None,
            withheld=list_withheld(view, "unit:", turn.keys) if tells else (),
            computed=explain_units(view) if chart else (),
            turn=turn if turn.pages > 1 and (chart or tells) else None,
        )
        return UnitsPage(make_head(view, _("Units and groups"), ways), units, make_groups(view))


def make_unit_page(view: ResultsView, unit: str, ways: Ways, *, whole: bool) -> UnitPage | None:
    """One unit, in the view's language; None where the view has no such unit. ``whole``: whether whoever reads it may
    read the whole organisation too, which then stands beside it."""
    key = f"unit:{unit}"
    if key not in list_unit_rows(view):
        return None
    with speaking(view.language):
        head = make_head(view, name_cell(view, key), ways)
        result, cell = find_unit(view, key)
        if result is None or cell is None:
            return UnitPage(head, explain_absence(view, key))
        return UnitPage(
            head=head,
            reason="",
            people=write_people(cell.n, view),
            beside_whole=whole,
            chart=draw_part(chart_beside_whole(view, result, whole=whole)),
            divided=tuple(write_finding(view, figure) for figure in cell.items if is_divided(figure)),
            drivers=list_unit_drivers(view, cell),
            computed=(*explain_units(view), *explain_items(view)),
            hand_out=ways.unit(key, "/hand-out"),
        )


def find_unit(view: ResultsView, key: str) -> tuple[CellResult | None, Cell | None]:
    """What is shown of a unit on its own, and what it is made of."""
    return next((one for one in view.derived.units if one.key == key), None), view.figures.cell(key)


def explain_absence(view: ResultsView, key: str) -> str:
    withheld = next((gone for gone in view.figures.summary.withheld if gone.key == key), None)
    return explain_withheld(view, withheld) if withheld else _("Not shown, to protect the people who answered.")
