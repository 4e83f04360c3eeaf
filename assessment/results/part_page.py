"""The page of somebody who reads some units: the units by driver, and each unit's questions."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.results.chart_parts import draw_once
from assessment.results.charts import chart_units, list_unit_rows
from assessment.results.computed import explain_items, explain_units
from assessment.results.numbers import (
    local_day,
    speaking,
    write_count,
    write_date,
    write_people,
    write_period,
    write_share,
    write_value,
)
from assessment.results.page import Sentences, list_withheld
from assessment.results.reasons import explain_reason, name_cell
from assessment.results.unit_pages import UNITS_WITH_QUESTIONS, UnitsTurn, turn_units
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.scoring.figures import Cell, ItemFigure, Value


@dataclass(frozen=True)
class Question:
    """One question in one unit; ``reason`` says why nothing is shown of it."""

    text: str
    answers: str
    score: str
    favourable: str
    unfavourable: str
    reason: str


@dataclass(frozen=True)
class Driver:
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class UnitPart:
    anchor: str
    name: str
    people: str
    drivers: tuple[Driver, ...]
    address: str


@dataclass(frozen=True)
class PartPage:
    """The page from top to bottom. ``table`` is None where no unit may be shown; ``turn`` is there where there are more
    pages than one."""

    survey: str
    organisation: str
    period: str
    released: str
    table: Markup | None
    withheld: tuple[tuple[str, str], ...]
    units: tuple[UnitPart, ...]
    units_computed: Sentences
    items_computed: Sentences
    turn: UnitsTurn | None


def make_part_page(view: ResultsView, number: int = 1, address: str = "") -> PartPage:
    """The page of a view that was cut to some units, in the view's language. ``number``: which page of units, whose
    others are at ``address``."""
    turn = turn_units(list_unit_rows(view), number, UNITS_WITH_QUESTIONS, address)
    chart, facts = chart_units(view, turn.keys), view.facts
    ways = Ways(address.partition("?")[0], view.language)
    shown = [view.figures.cell(unit.key) for unit in view.derived.units if unit.key in turn.keys]
    with speaking(view.language):
        return PartPage(
            survey=view.text(facts.name),
            organisation=view.text(facts.organisation),
            period=write_period(view),
            released=write_date(local_day(facts.released_at, facts.zone), view),
            table=draw_once(chart) if chart else None,
            withheld=list_withheld(view, "unit:", turn.keys) if view.derived.form != "words" else (),
            units=tuple(
                _make_unit(view, cell, place, ways) for place, cell in enumerate(shown, turn.first) if cell is not None
            ),
            units_computed=explain_units(view) if chart else (),
            items_computed=explain_items(view),
            turn=turn if turn.pages > 1 else None,
        )


def list_unit_drivers(view: ResultsView, cell: Cell) -> tuple[Driver, ...]:
    """Each driver with its questions as one unit answered them."""
    figures = {figure.item: figure for figure in cell.items}
    drivers = [
        Driver(
            title=view.dimension_title(dimension.id),
            questions=tuple(_make_question(view, figures[item.id]) for item in dimension.items if item.id in figures),
        )
        for dimension in view.questionnaire.dimensions
    ]
    return tuple(driver for driver in drivers if driver.questions)


def _make_unit(view: ResultsView, cell: Cell, place: int, ways: Ways) -> UnitPart:
    return UnitPart(
        anchor=f"unit-{place}",
        name=name_cell(view, cell.key),
        people=write_people(cell.n, view),
        drivers=list_unit_drivers(view, cell),
        address=ways.unit(cell.key),
    )


def _make_question(view: ResultsView, figure: ItemFigure) -> Question:
    return Question(
        text=view.say(view.item(figure.item).text),
        answers=write_count(figure.n, view),
        score=write_value(figure.score, view) if figure.score else _("not shown"),
        favourable=_write(view, figure.favourable),
        unfavourable=_write(view, figure.unfavourable),
        reason="" if figure.score else explain_reason(view, figure.withheld),
    )


def _write(view: ResultsView, share: Value | None) -> str:
    return write_share(share, view) if share else "–"
