"""The quick check: ten of the thirty questions, word for word, and a first step for any weakest driver."""

from itertools import product

import pytest

from questionnaires import check_text, shipped, shipped_text
from questionnaires.model import Condition, Dimension, Questionnaire

QUESTIONS = {
    "commitment": {"commitment-answer", "commitment-cut"},
    "reward": {"reward-badnews", "reward-crisis"},
    "leadership": {"leadership-insight", "leadership-explain"},
    "culture": {"culture-barrier", "culture-blame"},
    "goals": {"goals-name", "goals-close"},
}


@pytest.fixture(scope="module")
def quick() -> Questionnaire:
    return shipped("quick-check")


@pytest.fixture(scope="module")
def drivers() -> Questionnaire:
    return shipped("senior-management-drivers")


def fires(condition: Condition, scores: dict[str, float], dimension: Dimension) -> bool:
    score = scores[condition.item] if condition.item else sum(scores.values()) / len(dimension.items)
    return condition.below is not None and score < condition.below


def test_strict_check_finds_nothing() -> None:
    assert [str(fault) for fault in check_text(shipped_text("quick-check"), "quick-check.yaml")] == []


def test_it_asks_the_ten_questions_two_a_driver(quick: Questionnaire) -> None:
    assert {dimension.id: {item.id for item in dimension.items} for dimension in quick.dimensions} == QUESTIONS
    assert len(quick.items) == 10
    assert quick.audience == "everyone"


def test_its_questions_and_scales_are_those_of_the_drivers(quick: Questionnaire, drivers: Questionnaire) -> None:
    for item in quick.items:
        assert item == drivers.item(item.id)
    assert quick.scales == drivers.scales
    assert quick.slots == drivers.slots
    assert quick.lens == drivers.lens


def test_its_drivers_and_levels_are_described_alike(quick: Questionnaire, drivers: Questionnaire) -> None:
    for dimension in quick.dimensions:
        assert dimension.model_copy(update={"items": ()}) == drivers.dimension(dimension.id).model_copy(
            update={"items": ()}
        )


def test_its_advice_differs_only_in_when_it_fires(quick: Questionnaire, drivers: Questionnaire) -> None:
    known = {each.id: each.model_copy(update={"when": ()}) for each in drivers.recommendations}
    for advice in quick.recommendations:
        assert advice.model_copy(update={"when": ()}) == known[advice.id]


def test_every_view_but_the_best_gets_a_first_step(quick: Questionnaire) -> None:
    """Each pair of answers to a driver's two questions, as scores: advice fires unless both are at the top."""
    for dimension in quick.dimensions:
        advice = [each for each in quick.recommendations if each.dimension == dimension.id]
        assert len(advice) == 2
        for pair in product((0, 25, 50, 75, 100), repeat=2):
            scores = dict(zip((item.id for item in dimension.items), pair, strict=True))
            fired = [each.id for each in advice if any(fires(when, scores, dimension) for when in each.when)]
            assert bool(fired) == (pair != (100, 100))
