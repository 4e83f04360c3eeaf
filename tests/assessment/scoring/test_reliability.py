"""Alpha, ICC and agreement against the raw answers (method 9, 10)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.agreement import measure_agreement, name_agreement
from assessment.scoring.items import score_items
from assessment.scoring.layout import Layout
from assessment.scoring.margin import (
    find_margins,
)
from assessment.scoring.reliability import measure_alpha, measure_icc
from assessment.scoring.tally import Matrix, Tally
from tests.assessment.scoring.by_hand import values_of
from tests.assessment.scoring.sheets import dimension, item, matrices, mixed, questionnaire

MIXED = mixed()
LAYOUT = Layout.of(MIXED)
PLAIN = questionnaire(dimension("one", item("a"), item("b", reverse=True), item("c")), dimension("two", item("d")))
PLAIN_LAYOUT = Layout.of(PLAIN)


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


@settings(max_examples=40, deadline=None)
@given(matrices(PLAIN, least=3))
def test_alpha_uses_every_pair_of_answers_and_needs_two_of_each(matrix: Matrix) -> None:
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
            if len(both) < 2:
                assert found is None
                return
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
