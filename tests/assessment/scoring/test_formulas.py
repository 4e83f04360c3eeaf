"""Margins, reliability, agreement and averages against slow, obvious computations on the raw answers."""

from math import ceil, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from assessment.scoring.agreement import measure_agreement, name_agreement
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from assessment.scoring.averages import stratify, weigh
from assessment.scoring.figures import Value
from assessment.scoring.items import is_divided, score_items, score_joint_answer
from assessment.scoring.layout import Floats, Layout
from assessment.scoring.level import find_level, level_probability
from assessment.scoring.margin import (
    cautious_margin,
    correct_finite,
    find_margins,
    find_stratified_margins,
    score_variance,
    t_quantile,
)
from assessment.scoring.reliability import measure_alpha, measure_icc
from assessment.scoring.tally import Matrix, Tally
from questionnaires.model import Questionnaire
from tests.assessment.scoring.sheets import dimension, item, matrices, mixed, questionnaire, value

MIXED = mixed()
LAYOUT = Layout.of(MIXED)
PLAIN = questionnaire(dimension("one", item("a"), item("b", reverse=True), item("c")), dimension("two", item("d")))
PLAIN_LAYOUT = Layout.of(PLAIN)
STARTS = (0.0, 20.0, 40.0, 60.0, 80.0)


def values_of(matrix: Matrix, within: Questionnaire) -> Floats:
    """y of every answer [people, items], NaN where missing."""
    rows = [
        [value(int(code), one, within) for code, one in zip(row, within.items, strict=True)] for row in matrix.tolist()
    ]
    return np.array(rows, dtype=np.float64).reshape(len(matrix), len(within.items))


def score_by_hand(values: Floats, weights: Floats) -> float:
    present = ~np.isnan(values).all(axis=0) & (weights > 0)
    return float(np.average(np.nanmean(values[:, present], axis=0), weights=weights[present]))


def variance_by_hand(values: Floats, weights: Floats) -> float:
    """(1 / W^2) sum_ij w_i w_j n_ij s_ij / (n_i n_j), one pair at a time."""
    present = [place for place in range(values.shape[1]) if weights[place] and not np.isnan(values[:, place]).all()]
    total = 0.0
    for i in present:
        for j in present:
            both = values[~np.isnan(values[:, i]) & ~np.isnan(values[:, j])]
            if len(both) < 2:
                continue
            first, second = both[:, i], both[:, j]
            covariance = float(((first - first.mean()) * (second - second.mean())).sum() / (len(both) - 1))
            answered = [int((~np.isnan(values[:, place])).sum()) for place in (i, j)]
            total += weights[i] * weights[j] * len(both) * covariance / (answered[0] * answered[1])
    return total / sum(weights[place] for place in present) ** 2


def score_of(tally: Tally, layout: Layout, weights: Floats) -> float | None:
    scores = [None if one.score is None else Value(value=one.score) for one in score_items(tally, layout)]
    mean = weigh(zip(scores, weights, strict=True))
    return None if mean is None else mean.value


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
@given(matrices(MIXED, least=1), st.randoms(use_true_random=False))
def test_permuting_people_changes_no_figure(matrix: Matrix, random) -> None:
    order = list(range(len(matrix)))
    random.shuffle(order)
    before, after = (Tally.of(rows, LAYOUT, pairs=True) for rows in (matrix, matrix[order]))
    assert score_items(before, LAYOUT) == score_items(after, LAYOUT)
    weights = LAYOUT.weights_in_index()
    assert find_margins(before, LAYOUT, weights, 99) == find_margins(after, LAYOUT, weights, 99)
    for name in LAYOUT.dimensions:
        assert measure_alpha(before, LAYOUT, name) == measure_alpha(after, LAYOUT, name)
        assert measure_agreement(before, LAYOUT, name) == measure_agreement(after, LAYOUT, name)


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


@given(st.integers(2, 400), st.integers(0, 400))
def test_the_cautious_margin_depends_on_numbers_of_people_only(n: int, more: int) -> None:
    found = cautious_margin(n, n + more)
    exact = stats.t.ppf(0.975, n - 1) * 25 / sqrt(n) * sqrt(1 - n / (n + more))
    assert found == ceil(round(exact, 9))
    assert cautious_margin(n, n) == 0
    assert cautious_margin(n) >= found


def test_t_quantiles_are_those_of_the_tables() -> None:
    assert [round(t_quantile(freedom), 3) for freedom in (1, 4, 9, 28, 120)] == [12.706, 2.776, 2.262, 2.048, 1.980]


@settings(max_examples=40, deadline=None)
@given(matrices(PLAIN, least=3))
def test_alpha_uses_every_pair_of_answers(matrix: Matrix) -> None:
    values = values_of(matrix, PLAIN)[:, :3]
    enough = values[:, (~np.isnan(values)).sum(axis=0) >= 2]
    size = enough.shape[1]
    found = measure_alpha(Tally.of(matrix, PLAIN_LAYOUT, pairs=True), PLAIN_LAYOUT, "one")
    if size < 2:
        assert found is None
        return
    table = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            both = enough[~np.isnan(enough[:, i]) & ~np.isnan(enough[:, j])]
            if len(both) > 1:
                table[i, j] = np.cov(both[:, i], both[:, j])[0, 1]
    if table.sum() <= 1e-6:
        return
    assert found == pytest.approx(size / (size - 1) * (1 - np.trace(table) / table.sum()), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(matrices(MIXED, least=1, most=10), min_size=2, max_size=5))
def test_icc_equals_an_analysis_of_variance_of_personal_means(units: list[Matrix]) -> None:
    weights = LAYOUT.dimension_weights("one")
    means = []
    for matrix in units:
        values = values_of(matrix, MIXED)[:, weights > 0]
        complete = values[~np.isnan(values).any(axis=1)]
        if len(complete):
            means.append(complete @ weights[weights > 0] / weights.sum())
    found = measure_icc([Tally.of(matrix, LAYOUT) for matrix in units], LAYOUT, "one")
    people, groups = sum(map(len, means)), len(means)
    if groups < 2 or people <= groups:
        assert found is None
        return
    grand = np.concatenate(means).mean()
    between = sum(len(unit) * (unit.mean() - grand) ** 2 for unit in means) / (groups - 1)
    within = sum(((unit - unit.mean()) ** 2).sum() for unit in means) / (people - groups)
    if between < 1e-9:
        return
    assert found is not None
    assert found.single == pytest.approx((between - within) / (between + (people / groups - 1) * within), abs=1e-6)
    assert found.mean == pytest.approx((between - within) / between, rel=1e-6, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(matrices(PLAIN, least=2, complete=True))
def test_agreement_follows_its_formula(matrix: Matrix) -> None:
    mean_variance = float(np.var(matrix[:, :3].astype(float), axis=0, ddof=1).mean())
    found = measure_agreement(Tally.of(matrix, PLAIN_LAYOUT), PLAIN_LAYOUT, "one")
    if mean_variance > 2:
        assert found == pytest.approx(0, abs=1e-9)
    else:
        share = mean_variance / 2
        assert found == pytest.approx(3 * (1 - share) / (3 * (1 - share) + share), abs=1e-9)


def test_agreement_of_one_mind_is_complete_and_of_one_person_unknown() -> None:
    alike = np.array([[3, 2, 4, 1]] * 6, dtype=np.uint8)
    assert measure_agreement(Tally.of(alike, PLAIN_LAYOUT), PLAIN_LAYOUT, "one") == 1
    assert measure_agreement(Tally.of(alike[:1], PLAIN_LAYOUT), PLAIN_LAYOUT, "one") is None
    split = np.array([[1, 5, 1, 1], [5, 1, 5, 5]] * 5, dtype=np.uint8)
    assert measure_agreement(Tally.of(split, PLAIN_LAYOUT), PLAIN_LAYOUT, "one") == 0


@pytest.mark.parametrize(
    ("agreement", "label"),
    [
        (0, "none"),
        (0.299, "none"),
        (0.3, "weak"),
        (0.5, "weak"),
        (0.51, "moderate"),
        (0.7, "moderate"),
        (0.71, "strong"),
        (0.9, "strong"),
        (0.901, "very strong"),
        (1, "very strong"),
    ],
)
def test_agreement_has_a_word(agreement: float, label: str) -> None:
    assert name_agreement(agreement) == label


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
