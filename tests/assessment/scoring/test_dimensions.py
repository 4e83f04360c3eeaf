"""Dimensions and index from shown figures, own lens and other models (method 3, 5, 6; trust rule A11)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.derive import derive
from assessment.scoring.figures import Count, ReleasedFigures, Value
from assessment.scoring.margin import cautious_margin
from questionnaires import lens, lens_ids, shipped
from questionnaires.model import Questionnaire
from tests.assessment.scoring.releases import FEW, cell, figure, release, statistics
from tests.assessment.scoring.sheets import dimension, item, questionnaire

TWO = questionnaire(
    dimension("one", item("a"), item("b", weight=2), item("c")),
    dimension("two", item("d"), item("e")),
    dimension("aside", item("f"), in_index=False, audience="software"),
    dimension("standing", item("g", scored=False)),
    weights={"two": 3},
)
SCORES: dict[str, float | Value | None] = {"a": 40, "b": 60, "c": 20, "d": 70, "e": 90, "f": 10, "g": 5}


def changed(**scores: float | Value | None) -> ReleasedFigures:
    return release(cell({**SCORES, **scores}, dimensions=statistics(TWO, 3, 4)))


def test_scores_are_weighted_means_all_the_way_up() -> None:
    found = derive(changed(), TWO)
    assert [(one.dimension, one.score and one.score.value) for one in found.dimensions] == [
        ("one", 45),
        ("two", 80),
        ("aside", 10),
    ]
    assert found.index.score == Value(value=(45 + 3 * 80) / 4)
    assert (found.index.level, found.index.margin, found.index.comparison_margin) == (4, 2, 3)
    assert [one.level for one in found.dimensions] == [3, 5, 1]
    assert found.dimensions[0].favourable == Value(value=45)
    assert found.dimensions[0].unfavourable == Value(value=55)
    assert (found.dimensions[0].margin, found.dimensions[0].comparison_margin) == (3, 4)
    assert [one.item for one in found.dimensions[1].items] == ["d", "e"]


def test_the_limiting_dimension_has_most_to_give() -> None:
    assert derive(changed(), TWO).index.limiting == "two"
    assert derive(changed(d=95, e=95), TWO).index.limiting == "one"


def test_a_missing_question_is_said_and_half_of_them_is_too_few() -> None:
    one = derive(changed(b=None), TWO).dimensions[0]
    assert (one.score, one.based_on, one.of) == (Value(value=30), 2, 3)
    found = derive(changed(a=None, b=None), TWO)
    assert (found.dimensions[0].score, found.dimensions[0].reason) == (None, "withheld")
    assert (found.dimensions[0].margin, found.dimensions[0].level) == (None, None)
    assert (found.index.score, found.index.reason) == (None, "withheld")


def test_questions_nobody_was_asked_are_not_assessed() -> None:
    figures = release(cell({key: score for key, score in SCORES.items() if key not in ("d", "e")}))
    assert derive(figures, TWO).dimensions[1].reason == "not assessed"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("at least", None), "at least"),
        (("at most", None), "at most"),
        (("at least", "at most"), "about"),
        ((None, None), None),
    ],
)
def test_open_ends_are_carried_up_to_the_index(marks: tuple, expected: str | None) -> None:
    found = derive(changed(a=Value(value=90, mark=marks[0]), b=Value(value=10, mark=marks[1])), TWO)
    assert found.dimensions[0].score == Value(value=(90 + 20 + 20) / 4, mark=expected)
    assert found.index.score is not None
    assert found.index.score.mark == expected
    assert (found.index.level_probability is None) == (expected is not None)


def test_the_number_of_answers_is_that_of_the_most_answered_question() -> None:
    items = (figure("d", 50, 31), figure("e", 60, 12), figure("a", 50, FEW), figure("b", 50, FEW))
    found = {one.dimension: one for one in derive(release(cell({}, items=items)), TWO).dimensions}
    assert found["two"].n == Count(low=31, high=31)
    assert found["one"].n == FEW


def test_ten_to_twenty_nine_answers_have_the_margin_of_their_number() -> None:
    figures = release(cell(SCORES, n=20, margin=None, invited=30))
    found = derive(figures, TWO)
    assert found.dimensions[0].margin == found.index.margin == cautious_margin(20, 30)
    assert found.dimensions[0].comparison_margin is None
    assert 0 < (found.index.level_probability or 0) < 1


@settings(deadline=None)
@given(st.sampled_from("abcdef"), st.integers(0, 100), st.integers(0, 100))
def test_a_higher_question_never_lowers_anything(name: str, first: int, second: int) -> None:
    low, high = (derive(changed(**{name: score}), TWO) for score in sorted((first, second)))
    pairs = [*zip(low.dimensions, high.dimensions, strict=True), (low.index, high.index)]
    for before, after in pairs:
        assert before.score is not None
        assert after.score is not None
        assert before.score.value <= after.score.value + 1e-12
        assert (before.level or 0) <= (after.level or 0)


def test_a_minimal_questionnaire_needs_no_more_than_one_question() -> None:
    tiny = Questionnaire.model_validate(
        {
            "id": "tiny",
            "title": {"en": "Tiny"},
            "scales": {"5": {"points": 5, "labels": {"en": ("a", "b", "c", "d", "e")}}},
            "dimensions": [
                {"id": "d", "title": {"en": "d"}, "items": [{"id": "x", "text": {"en": "x"}, "scale": "5"}]}
            ],
        }
    )
    found = derive(release(cell({"x": 55})), tiny)
    assert found.index.score == Value(value=55)
    assert (found.index.level, found.index.level_probability, found.dimensions[0].level) == (None, None, None)


class TestOtherModels:
    """The shipped questionnaire through the shipped lenses."""

    DRIVERS = shipped("senior-management-drivers")

    def through(self, lens_id: str, **scores: float | None):
        given = {one.id: 50.0 for one in self.DRIVERS.items}
        margins = {"efqm-2013": {"1": (2.0, 3.0)}}
        return derive(release(cell({**given, **scores}), lens_margins=margins), self.DRIVERS, lens_id)

    @pytest.mark.parametrize(
        ("lens_id", "covered"),
        [("efqm-2013", {"1": (4, 5), "2": (1, 4), "3": (3, 5), "4": (2, 5), "5": (3, 5)})],
    )
    def test_coverage_is_that_of_the_instrument(self, lens_id: str, covered: dict[str, tuple[int, int]]) -> None:
        found = {one.dimension: one for one in self.through(lens_id).dimensions}
        assert {name: (found[name].parts_covered, found[name].parts) for name in covered} == covered
        assert all(found[name].parts_covered == 0 for name in found.keys() - covered.keys())

    @pytest.mark.parametrize("lens_id", lens_ids())
    def test_a_criterion_needs_half_its_parts_and_two_questions(self, lens_id: str) -> None:
        result = self.through(lens_id)
        for one in result.dimensions:
            enough = 2 * one.parts_covered >= one.parts and one.based_on >= 2
            assert (one.score is not None) == enough
            assert one.reason == (None if enough else "not assessed")
        assert (result.index.score, result.index.level, result.index.reason) == (None, None, "not assessed")

    @pytest.mark.parametrize("lens_id", lens_ids())
    def test_a_survey_gives_no_level_in_another_model(self, lens_id: str) -> None:
        assert {one.level for one in self.through(lens_id).dimensions} == {None}

    def test_margins_of_the_lens_stand_beside_its_criteria(self) -> None:
        first, second = self.through("efqm-2013").dimensions[:2]
        assert (first.margin, first.comparison_margin) == (2, 3)
        assert (second.margin, second.comparison_margin) == (None, None)

    def test_withheld_questions_withhold_a_criterion_that_was_asked(self) -> None:
        part_of_five = [
            one.id for one in self.DRIVERS.items if set(lens("efqm-2013").parts_touched(one)) & {"5a", "5d"}
        ]
        found = {one.dimension: one for one in self.through("efqm-2013", **dict.fromkeys(part_of_five)).dimensions}
        assert (found["5"].score, found["5"].reason, found["5"].parts_covered) == (None, "withheld", 1)

    def test_priorities_and_strengths_do_not_depend_on_the_view(self) -> None:
        own, other = (self.through(name, **{"culture-blame": 80, "reward-crisis": 10}) for name in ("drivers", "ink"))
        assert (own.priorities, own.strengths, own.divided) == (other.priorities, other.strengths, other.divided)
        assert own.priorities
