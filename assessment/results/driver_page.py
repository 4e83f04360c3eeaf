"""The page of one driver: what it means, how each question was answered, who sees it how, and what can be done."""

from dataclasses import dataclass

from assessment.results.chart_parts import ChartPart, draw_part
from assessment.results.charts import chart_level
from assessment.results.computed import explain_change, explain_gap, explain_items, explain_parts
from assessment.results.dots import chart_groups_of, list_group_scores
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking
from assessment.results.page import DimensionPart, ItemPart, Sentences, make_commented, make_dimension, make_item
from assessment.results.priority_parts import PriorityPart, make_advice
from assessment.results.sentences import is_divided
from assessment.results.view import ResultsView
from assessment.results.ways import Ways
from assessment.results.what_if import write_next_level
from assessment.scoring.derived import DimensionResult
from assessment.scoring.division import measure_division
from assessment.scoring.figures import ItemFigure

DIVIDED_FIRST = "divided"


@dataclass(frozen=True)
class QuestionPart:
    """A question on its driver's page; ``address`` is its own page's."""

    item: ItemPart
    divided: bool
    address: str


@dataclass(frozen=True)
class Neighbour:
    title: str
    address: str


@dataclass(frozen=True)
class DriverPage:
    """From top to bottom. ``turned``: the address of the other order of questions; ``divided_first``: which this is."""

    head: PageHead
    part: DimensionPart
    in_words: bool
    level_chart: ChartPart | None
    good_enough: str
    what_if: str
    groups: ChartPart | None
    questions: tuple[QuestionPart, ...]
    divided_first: bool
    turned: str
    advice: tuple[PriorityPart, ...]
    later: tuple[PriorityPart, ...]
    gap_computed: Sentences
    change_computed: Sentences
    items_computed: Sentences
    before: Neighbour | None
    after: Neighbour | None


def make_driver_page(
    view: ResultsView, dimension: str, ways: Ways, *, divided_first: bool = False
) -> DriverPage | None:
    """The page in the view's language; None where this survey has no such driver. ``view``: through the drivers."""
    result = view.result(dimension)
    with speaking(view.language):
        part = make_dimension(view, result) if result else _find_commented(view, dimension)
        if part is None:
            return None
        driver = view.driver(dimension)
        in_words = view.derived.form == "words"
        gap, change = view.gap(dimension), view.change(dimension)
        before, after = find_neighbours(view, dimension, ways)
        return DriverPage(
            head=make_head(view, part.title, ways),
            part=part,
            in_words=in_words,
            level_chart=draw_part(chart_level(view, result)) if result and not in_words else None,
            good_enough=view.say(driver.good_enough) if driver and driver.good_enough and part.level else "",
            what_if=write_next_level(view, result) if result and result in view.core else "",
            groups=None if in_words else draw_part(chart_groups_of(view, list_group_scores(view, dimension))),
            questions=_list_questions(view, result, ways, divided_first=divided_first) if result else (),
            divided_first=divided_first,
            turned=ways.driver(dimension, **({} if divided_first else {"order": DIVIDED_FIRST})),
            advice=make_advice(view, dimension, view.derived.priorities),
            later=make_advice(view, dimension, view.derived.deferred),
            gap_computed=() if in_words else (*(explain_gap(view, gap) if gap else ()), *explain_parts(view)),
            change_computed=explain_change(view, change) if change and not in_words else (),
            items_computed=explain_items(view),
            before=before,
            after=after,
        )


def _find_commented(view: ResultsView, dimension: str) -> DimensionPart | None:
    """A driver without figures of which comments are released all the same."""
    title = view.dimension_title(dimension)
    return next((part for part in make_commented(view) if part.title == title and view.driver(dimension)), None)


def find_neighbours(view: ResultsView, dimension: str, ways: Ways) -> tuple[Neighbour | None, Neighbour | None]:
    """The drivers before and after this one, in the questionnaire's order."""
    order = [one.dimension for one in view.derived.dimensions]
    if dimension not in order:
        return None, None
    place = order.index(dimension)

    def name(at: int) -> Neighbour | None:
        if not 0 <= at < len(order):
            return None
        return Neighbour(view.dimension_title(order[at]), ways.driver(order[at]))

    return name(place - 1), name(place + 1)


def _list_questions(
    view: ResultsView, result: DimensionResult, ways: Ways, *, divided_first: bool
) -> tuple[QuestionPart, ...]:
    figures = list(result.items)
    if divided_first:
        figures.sort(key=lambda figure: -measure_division(figure))
    return tuple(_make_question(view, figure, ways) for figure in figures)


def _make_question(view: ResultsView, figure: ItemFigure, ways: Ways) -> QuestionPart:
    divided = view.derived.form != "words" and is_divided(figure)
    return QuestionPart(make_item(view, figure), divided, ways.question(figure.item))
