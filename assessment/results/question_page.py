"""The page of one question: how the answers spread, what both voices say, and how groups and units see it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.results.chart_parts import ChartPart, draw_once, draw_part
from assessment.results.charts import chart_item, find_shade, list_unit_rows
from assessment.results.circumstances import asks_senior_managers
from assessment.results.computed import explain_parts, explain_question
from assessment.results.dots import chart_groups_of, find_figure, list_question_scores
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking, write_count, write_people, write_value
from assessment.results.page import ItemPart, Sentences, list_withheld, make_item
from assessment.results.reasons import explain_reason, name_cell
from assessment.results.sentences import is_divided, write_finding
from assessment.results.unit_pages import ROWS, UnitsTurn, turn_units
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.scoring.figures import Cell, ItemFigure
from reports.charts import HeatCell, HeatMap, HeatRow


@dataclass(frozen=True)
class Voice:
    """What senior managers say of it: a sentence, and how their answers spread where they answered the survey."""

    told: str
    chart: ChartPart | None
    people: str = ""


@dataclass(frozen=True)
class QuestionPage:
    """From top to bottom. ``said_as``: the same fact as senior managers were asked it; "" where they were not."""

    head: PageHead
    item: ItemPart
    in_words: bool
    divided: bool
    driver: str
    driver_address: str
    said_as: str
    says: Voice | None
    groups: ChartPart | None
    units: Markup | None
    units_withheld: tuple[tuple[str, str], ...]
    turn: UnitsTurn | None
    computed: Sentences
    parts_computed: Sentences


def make_question_page(view: ResultsView, item: str, ways: Ways, number: int = 1) -> QuestionPage | None:
    """The page in the view's language; None where this survey asked no such question or says nothing of it.
    ``number``: which page of units."""
    figure = view.item_figures.get(item)
    if figure is None or item not in view.questionnaire.position:
        return None
    asked, driver = view.item(item), view.questionnaire.dimension_of[item]
    in_words = view.derived.form == "words"
    turn = turn_units(list_unit_rows(view), number, ROWS, ways.question(item))
    with speaking(view.language):
        units = None if in_words else chart_units_of(view, item, turn)
        both = asks_senior_managers(view)
        return QuestionPage(
            head=make_head(view, view.say(asked.text), ways),
            item=make_item(view, figure),
            in_words=in_words,
            divided=not in_words and is_divided(figure),
            driver=view.text(driver.title),
            driver_address=ways.driver(driver.id),
            said_as=view.say(asked.self_text) if both and asked.self_text else "",
            says=_hear_senior_managers(view, item) if both else None,
            groups=None if in_words else draw_part(chart_groups_of(view, list_question_scores(view, item))),
            units=draw_once(units) if units else None,
            units_withheld=list_withheld(view, "unit:", turn.keys) if units else (),
            turn=turn if units and turn.pages > 1 else None,
            computed=explain_question(view, figure),
            parts_computed=explain_parts(view),
        )


def _hear_senior_managers(view: ResultsView, item: str) -> Voice | None:
    """Their answers to the survey where it shows any; the joint answer stands with the question itself."""
    figure = find_figure(view.figures.cell("says"), item)
    if figure is None:
        return None
    if figure.score is None:
        return Voice(explain_reason(view, figure.withheld), None)
    return Voice(write_finding(view, figure), draw_part(chart_item(view, figure)), write_people(figure.n, view))


def chart_units_of(view: ResultsView, item: str, turn: UnitsTurn) -> HeatMap | None:
    """One column: the question's score in each unit of the turn, in the organisation's order; None where none has a
    score."""
    shown = {cell.key: cell for cell in view.figures.cells if cell.kind == "unit"}
    allowed = {unit.key for unit in view.derived.units}
    scored = [key for key in allowed if (figure := find_figure(shown.get(key), item)) and figure.score]
    if not scored:
        return None
    rows = [_make_row(view, key, shown.get(key) if key in allowed else None, item) for key in turn.rows]
    return HeatMap(
        message=_("Scores of 100 by unit. The order is the organisation's own: it is no ranking."),
        corner=_("Unit"),
        note_head=_("Answers"),
        columns=(_("Score"),),
        rows=tuple(rows),
    )


def _make_row(view: ResultsView, key: str, cell: Cell | None, item: str) -> HeatRow:
    figure: ItemFigure | None = find_figure(cell, item)
    if figure is None:
        return HeatRow(name_cell(view, key), (HeatCell(_("not shown"), None),), "–")
    written = HeatCell(_("not shown"), None)
    if figure.score is not None:
        written = HeatCell(write_value(figure.score, view), find_shade(view, figure.score.value))
    return HeatRow(name_cell(view, key), (written,), write_count(figure.n, view))
