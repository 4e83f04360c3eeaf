"""Questions, means and levels (method 1 to 3, 6)."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from assessment.scoring.averages import weigh
from assessment.scoring.figures import Value
from assessment.scoring.items import is_divided, score_items, score_joint_answer
from assessment.scoring.layout import Layout
from assessment.scoring.level import find_level, level_probability
from assessment.scoring.tally import Matrix, Tally
from tests.assessment.scoring.by_hand import score_of, values_of
from tests.assessment.scoring.sheets import dimension, item, matrices, mixed, questionnaire

MIXED = mixed()
LAYOUT = Layout.of(MIXED)
STARTS = (0.0, 20.0, 40.0, 60.0, 80.0)


@settings(max_examples=60, deadline=None)
@given(matrices(MIXED, least=1), st.data())
def test_a_more_mature_answer_never_lowers_a_score(matrix: Matrix, data: st.DataObject) -> None:
    values = values_of(matrix, MIXED)
    person = data.draw(st.integers(0, len(matrix) - 1))
    place = data.draw(st.integers(0, len(MIXED.items) - 1))
    assume(not np.isnan(values[person, place]) and values[person, place] < 100)
    better = matrix.copy()
    better[person, place] = int(matrix[person, place]) + (-1 if MIXED.items[place].reverse else 1)
    before, after = (Tally.of(rows, LAYOUT) for rows in (matrix, better))
    for old, new in zip(score_items(before, LAYOUT), score_items(after, LAYOUT), strict=True):
        if old.score is not None:
            assert new.score is not None
            assert new.score >= old.score
            assert (new.favourable or 0) >= (old.favourable or 0)
            assert (new.unfavourable or 0) <= (old.unfavourable or 0)
    for weights in (LAYOUT.weights_in_index(), LAYOUT.dimension_weights("one"), LAYOUT.dimension_weights("two")):
        old_score, new_score = score_of(before, LAYOUT, weights), score_of(after, LAYOUT, weights)
        assert (old_score is None) == (new_score is None)
        assert old_score is None or new_score >= old_score - 1e-12


def test_all_top_answers_give_the_top_level() -> None:
    top = np.array([[1 if one.reverse else MIXED.scale_of(one).points for one in MIXED.items]] * 12, dtype=np.uint8)
    score = score_of(Tally.of(top, LAYOUT), LAYOUT, LAYOUT.weights_in_index())
    assert score == pytest.approx(100, abs=1e-9)
    assert find_level(score, STARTS) == 5


def test_an_item_knows_every_kind_of_answer() -> None:
    codes = [1, 5, 5, 2, CANT_TELL, NOT_APPLICABLE, SKIPPED, NOT_ASKED]
    one = questionnaire(dimension("d", item("a", reverse=True)))
    layout = Layout.of(one)
    found = score_items(Tally.of(np.array([[code] for code in codes], dtype=np.uint8), layout), layout)[0]
    assert (found.n, found.asked) == (4, 7)
    assert found.score == pytest.approx((100 + 0 + 0 + 75) / 4)
    assert (found.favourable, found.unfavourable) == (50, 50)
    assert found.cant_tell == pytest.approx(100 / 7)
    assert found.mean == pytest.approx(13 / 4)
    assert found.counts == (1, 1, 0, 0, 2)
    assert found.distribution == (2, 0, 0, 1, 1)


def test_nobody_has_no_score() -> None:
    found = score_items(Tally.empty(LAYOUT), LAYOUT)
    assert {one.score for one in found} == {None}
    assert {one.n for one in found} == {0}


@pytest.mark.parametrize(
    ("favourable", "unfavourable", "divided"), [(30, 30, True), (29.9, 60, False), (70, 29, False)]
)
def test_divided_view(favourable: float, unfavourable: float, divided: bool) -> None:
    assert is_divided(favourable, unfavourable) is divided


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 1), (19.999, 1), (20, 2), (39.9, 2), (40, 3), (60, 4), (80, 5), (100, 5), (60 - 1e-12, 4), (60 - 1e-6, 3)],
)
def test_levels_are_closed_on_the_left(score: float, level: int) -> None:
    assert find_level(score, STARTS) == level


def test_without_a_ladder_there_is_no_level() -> None:
    assert find_level(50, ()) is None
    assert level_probability(50, 2, ()) is None


@settings(deadline=None)
@given(st.floats(0, 100), st.floats(0.01, 50))
def test_the_probability_of_a_level_is_the_normal_one(score: float, error: float) -> None:
    level = find_level(score, STARTS)
    assert level is not None
    low = STARTS[level - 1] if level > 1 else -np.inf
    high = STARTS[level] if level < 5 else np.inf
    normal = stats.norm(score, error)
    assert level_probability(score, error, STARTS) == pytest.approx(normal.cdf(high) - normal.cdf(low), abs=1e-9)


def test_a_score_known_for_sure_is_surely_in_its_level() -> None:
    assert level_probability(40, 0, STARTS) == 1
    assert level_probability(40, 3, STARTS) == pytest.approx(0.5, abs=1e-6)


def test_the_joint_answer_is_a_weighted_mean_of_what_was_answered() -> None:
    rows = [(4, 1.0, 5, False), (4, 2.0, 5, True), (None, 5.0, 5, False), (10, 1.0, 11, False)]
    assert score_joint_answer(rows) == pytest.approx((75 + 2 * 25 + 90) / 4)
    assert score_joint_answer([(None, 1.0, 5, False)]) is None
    assert score_joint_answer([(CANT_TELL, 1.0, 5, False)]) is None


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((None, None), None),
        (("at least", None), "at least"),
        (("at most", "at most"), "at most"),
        (("at most", "at least"), "about"),
        (("about", None), "about"),
    ],
)
def test_an_open_end_marks_a_mean(marks: tuple, expected: str | None) -> None:
    found = weigh([(Value(value=10 + place, mark=mark), 1 + place) for place, mark in enumerate(marks)])
    assert found is not None
    assert found.mark == expected
    assert found.value == pytest.approx((10 + 2 * 11) / 3)


def test_a_mean_of_nothing_is_nothing() -> None:
    assert weigh([(None, 1.0), (Value(value=4), 0.0)]) is None
