"""Standard errors behind shown figures, Welch's test, Benjamini-Hochberg (method 8, 11; trust rule A19)."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assessment.scoring.comparison import (
    Estimate,
    benjamini_hochberg,
    borrowed_error,
    differs,
    has_own_error,
    shown_error,
    welch_probability,
)
from assessment.scoring.figures import Count
from tests.assessment.scoring.releases import FEW, exactly

samples = st.lists(st.integers(0, 100), min_size=2, max_size=30).filter(lambda values: len(set(values)) > 1)


@settings(deadline=None)
@given(samples, samples)
def test_welch_is_that_of_scipy(one: list[int], other: list[int]) -> None:
    estimates = [
        Estimate(float(np.mean(values)), float(np.std(values, ddof=1)) / sqrt(len(values)), len(values))
        for values in (one, other)
    ]
    expected = stats.ttest_ind(one, other, equal_var=False).pvalue
    assert welch_probability(*estimates) == pytest.approx(expected, abs=1e-9)
    assert differs(*estimates) == (welch_probability(*estimates) < 0.05)


def test_figures_without_any_error_differ_when_they_differ() -> None:
    assert differs(Estimate(50, 0, 30), Estimate(51, 0, 30))
    assert not differs(Estimate(50, 0, 30), Estimate(50, 0, 30))


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_benjamini_hochberg_is_that_of_scipy(probabilities: list[float]) -> None:
    adjusted = stats.false_discovery_control(probabilities)
    assert benjamini_hochberg(probabilities) == [bool(one <= 0.05 + 1e-15) for one in adjusted]


def test_benjamini_hochberg_lets_a_good_test_carry_a_weaker_one() -> None:
    assert benjamini_hochberg([0.04, 0.001, 0.03]) == [True, True, True]
    assert benjamini_hochberg([0.04, 0.2, 0.03]) == [False, False, False]
    assert benjamini_hochberg([]) == []


def test_a_small_group_borrows_the_organisation_s_spread() -> None:
    whole, margin = exactly(101), 4.0
    deviation = margin / stats.t.ppf(0.975, 100) * sqrt(101)
    assert shown_error(whole, margin) == pytest.approx(deviation / sqrt(101))
    few = borrowed_error(FEW, whole, margin, 6, rounded=True)
    assert few == pytest.approx(sqrt(deviation**2 / 5 + 12.5**2 / 12 / 6))
    some = borrowed_error(exactly(20), whole, margin, 4, rounded=True)
    assert some == pytest.approx(sqrt(deviation**2 / 20 + 2.5**2 / 12 / 4))
    assert borrowed_error(exactly(20), whole, margin, 4, rounded=False) == pytest.approx(deviation / sqrt(20))


@pytest.mark.parametrize(
    ("n", "margin", "own"),
    [(exactly(30), 3.0, True), (exactly(29), 3.0, False), (FEW, 3.0, False), (exactly(30), None, False)],
)
def test_an_own_margin_counts_from_thirty_answers(n: Count, margin: float | None, own: bool) -> None:
    assert has_own_error(n, margin) is own
