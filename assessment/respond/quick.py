"""The quick check: one person's view of the five drivers, from ten answers that are kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assessment.models import in_language
from assessment.respond.survey import Asked, Block, Page, Row, make_pages
from assessment.scoring.answers import NOT_ASKED
from assessment.scoring.items import turn_answer
from assessment.scoring.level import find_level
from questionnaires import fill_slots, shipped
from questionnaires.model import Condition, Dimension, Questionnaire

QUICK_CHECK = "quick-check"


@dataclass(frozen=True, slots=True)
class DriverView:
    """How one person sees one driver: a described level. The score behind it is never shown."""

    dimension: str
    title: str
    score: float
    level: int
    level_name: str
    description: str


@dataclass(frozen=True, slots=True)
class Advice:
    title: str
    first_step: str
    measure: str


@dataclass(frozen=True, slots=True)
class QuickView:
    """``weakest``: the driver with the lowest score, or those that share it. ``advice`` is the first that the answers
    fire on one of these; None where nothing does, or nothing was answered.
    """

    drivers: tuple[DriverView, ...]
    weakest: tuple[DriverView, ...]
    advice: Advice | None


@lru_cache(maxsize=8)
def make_quick_page(language: str) -> Page:
    """All questions on one page, those about the last three months before those about now."""
    pages = make_pages(shipped(QUICK_CHECK), Asked("sees", False, True, language), {})
    rows: dict[str, list[Row]] = {}
    for page in pages:
        for block in page.blocks:
            rows.setdefault(block.lead, []).extend(block.rows)
    blocks = tuple(Block(lead, tuple(found)) for lead, found in rows.items())
    return Page(1, QUICK_CHECK, "", "", blocks)


def make_quick_view(codes: Mapping[int, int], language: str) -> QuickView:
    """One person's view from the codes of their answers (place to code); drivers without an answer are left out."""
    questionnaire = shipped(QUICK_CHECK)
    items = {
        item.id: score
        for place, item in enumerate(questionnaire.items)
        if (score := turn_answer(codes.get(place, NOT_ASKED), questionnaire.scale_of(item).points, item.reverse))
        is not None
    }
    drivers = tuple(
        _view_driver(questionnaire, dimension, scores, language)
        for dimension in questionnaire.dimensions
        if (scores := [items[item.id] for item in dimension.items if item.id in items])
    )
    lowest = min((driver.score for driver in drivers), default=0.0)
    weakest = tuple(driver for driver in drivers if driver.score == lowest)
    fired = (_find_advice(questionnaire, driver, items, language) for driver in weakest)
    return QuickView(drivers, weakest, next((advice for advice in fired if advice), None))


def _view_driver(questionnaire: Questionnaire, dimension: Dimension, scores: list[float], language: str) -> DriverView:
    score = sum(scores) / len(scores)
    ladder = questionnaire.lens.ladder
    level = find_level(score, [step.start for step in ladder]) or 1
    sentence = (dimension.levels or {})[language][level - 1]
    return DriverView(
        dimension=dimension.id,
        title=in_language(dimension.title, language),
        score=score,
        level=level,
        level_name=in_language(ladder[level - 1].name, language),
        description=fill_slots(sentence, questionnaire, language),
    )


def _find_advice(
    questionnaire: Questionnaire, driver: DriverView, items: Mapping[str, float], language: str
) -> Advice | None:
    """The driver's first recommendation that this person's answers fire (method 16)."""
    for advice in questionnaire.recommendations:
        if advice.dimension == driver.dimension and any(_fires(each, driver, items) for each in advice.when):
            texts = (advice.title, advice.first_step, advice.measure)
            return Advice(*(fill_slots(in_language(text, language), questionnaire, language) for text in texts))
    return None


def _fires(condition: Condition, driver: DriverView, items: Mapping[str, float]) -> bool:
    """One person has no shares and no gap: only a score below a bound can fire."""
    if condition.below is None:
        return False
    score = items.get(condition.item) if condition.item else driver.score
    return score is not None and score < condition.below
