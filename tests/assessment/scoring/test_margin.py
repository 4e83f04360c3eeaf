"""Margins and head counts against the raw answers (method 4, 7)."""

from math import ceil, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from assessment.scoring.answers import NOT_ASKED
from assessment.scoring.averages import stratify
from assessment.scoring.figures import Value
from assessment.scoring.layout import Layout
from assessment.scoring.margin import (
    cautious_margin,
    correct_finite,
    find_margins,
    find_stratified_margins,
    score_variance,
    t_quantile,
)
from assessment.scoring.tally import Matrix, Tally
from tests.assessment.scoring.by_hand import score_by_hand, score_of, values_of, variance_by_hand
from tests.assessment.scoring.sheets import dimension, item, matrices, mixed, questionnaire

MIXED = mixed()
LAYOUT = Layout.of(MIXED)
PLAIN = questionnaire(dimension("one", item("a"), item("b", reverse=True), item("c")), dimension("two", item("d")))
PLAIN_LAYOUT = Layout.of(PLAIN)


@settings(max_examples=60, deadline=None)
@given(matrices(MIXED, least=1), st.sampled_from(["one", "two", "index"]))
def test_scores_and_variances_equal_the_raw_answers(matrix: Matrix, what: str) -> None:
    weights = LAYOUT.weights_in_index() if what == "index" else LAYOUT.dimension_weights(what)
    values, tally = values_of(matrix, MIXED), Tally.of(matrix, LAYOUT, pairs=True)
    inside = values[:, weights > 0]
    assume(not np.isnan(inside).all())
    assert score_of(tally, LAYOUT, weights) == pytest.approx(score_by_hand(values, weights), abs=1e-9)
    variance = score_variance(tally, LAYOUT, weights)
    if (~np.isnan(inside)).sum(axis=0).max() < 2:
        assert variance is None
    else:
        assert variance == pytest.approx(max(0.0, variance_by_hand(values, weights)), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(matrices(MIXED, least=2, complete=True))
def test_complete_answers_give_the_spread_of_personal_means(matrix: Matrix) -> None:
    weights = LAYOUT.dimension_weights("two")
    personal = np.average(values_of(matrix, MIXED), weights=weights, axis=1)
    tally = Tally.of(matrix, LAYOUT, pairs=True)
    assert score_of(tally, LAYOUT, weights) == pytest.approx(personal.mean(), abs=1e-9)
    margins = find_margins(tally, LAYOUT, weights)
    assert margins is not None
    expected = stats.t.ppf(0.975, len(matrix) - 1) * personal.std(ddof=1) / sqrt(len(matrix))
    assert margins.comparison == pytest.approx(expected, abs=1e-7)
    assert margins.now == margins.comparison


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(matrices(MIXED, least=1, most=12), st.integers(0, 30)), min_size=1, max_size=4))
def test_head_counts_weigh_strata(strata: list[tuple[Matrix, int]]) -> None:
    weights = LAYOUT.dimension_weights("two")
    cells = [
        (values_of(matrix, MIXED), Tally.of(matrix, LAYOUT, pairs=True), len(matrix) + more) for matrix, more in strata
    ]
    cells = [cell for cell in cells if not np.isnan(cell[0][:, weights > 0]).all()]
    assume(cells)
    whole = sum(count for *_, count in cells)
    scores = [score_of(tally, LAYOUT, weights) for _, tally, _ in cells]
    found = stratify([Value(value=score) for score in scores if score is not None], [count for *_, count in cells])
    by_hand = sum(count / whole * score_by_hand(values, weights) for values, _, count in cells)
    assert found is not None
    assert found.value == pytest.approx(by_hand, abs=1e-9)
    margins = find_stratified_margins([(tally, count) for _, tally, count in cells], LAYOUT, weights)
    variance, left, people = 0.0, 0.0, 0
    for values, tally, count in cells:
        inside = ~np.isnan(values[:, weights > 0])
        own = max(0.0, variance_by_hand(values, weights)) if inside.sum(axis=0).max() > 1 else 0.0
        variance += (count / whole) ** 2 * own
        left += (count / whole) ** 2 * own * (1 - tally.asked()[weights > 0].min() / count)
        people += int(inside.sum(axis=0).max())
    if people < 2:
        assert margins is None
        return
    assert margins is not None
    assert margins.comparison == pytest.approx(t_quantile(people - 1) * sqrt(variance), abs=1e-3)
    assert margins.now == pytest.approx(t_quantile(people - 1) * sqrt(left), abs=1e-3)


def test_a_stratum_without_a_head_count_is_refused() -> None:
    with pytest.raises(ValueError, match="head count"):
        stratify([Value(value=50), Value(value=60)], [10, 0])
    assert stratify([Value(value=50), None], [10, 0]) == Value(value=50)


def test_the_margin_is_zero_when_everyone_has_answered() -> None:
    matrix = np.random.default_rng(5).integers(1, 6, (40, 4)).astype(np.uint8)
    tally, weights = Tally.of(matrix, PLAIN_LAYOUT, pairs=True), PLAIN_LAYOUT.dimension_weights("one")
    margins = find_margins(tally, PLAIN_LAYOUT, weights, 40)
    assert margins is not None
    assert margins.now == 0
    assert margins.comparison > 0
    half_left = find_margins(tally, PLAIN_LAYOUT, weights, 80)
    assert half_left is not None
    assert half_left.now == pytest.approx(margins.comparison * sqrt(0.5))
    stratified = find_stratified_margins([(tally, 40)], PLAIN_LAYOUT, weights)
    assert stratified == margins


def test_rotation_leaves_a_margin_though_everyone_took_part() -> None:
    matrix = np.random.default_rng(5).integers(1, 6, (40, 4)).astype(np.uint8)
    matrix[:20, 1] = NOT_ASKED
    tally = Tally.of(matrix, PLAIN_LAYOUT, pairs=True)
    margins = find_margins(tally, PLAIN_LAYOUT, PLAIN_LAYOUT.dimension_weights("one"), 40)
    assert margins is not None
    assert margins.now == pytest.approx(margins.comparison * sqrt(0.5))


@pytest.mark.parametrize(
    ("asked", "invited", "left"), [(10, 40, 0.75), (40, 40, 0), (41, 40, 0), (10, None, 1), (5, 0, 1)]
)
def test_finite_population_correction(asked: int, invited: int | None, left: float) -> None:
    assert correct_finite(asked, invited) == left


@settings(deadline=None)
@given(st.integers(2, 400), st.integers(0, 400))
def test_the_cautious_margin_depends_on_numbers_of_people_only(n: int, more: int) -> None:
    found = cautious_margin(n, n + more)
    exact = stats.t.ppf(0.975, n - 1) * 25 / sqrt(n) * sqrt(1 - n / (n + more))
    assert found == ceil(round(exact, 9))
    assert cautious_margin(n, n) == 0
    assert cautious_margin(n) >= found


def test_t_quantiles_are_those_of_the_tables() -> None:
    assert [round(t_quantile(freedom), 3) for freedom in (1, 4, 9, 28, 120)] == [12.706, 2.776, 2.262, 2.048, 1.980]
