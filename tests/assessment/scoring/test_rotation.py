"""What a short form costs (method 12)."""

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.margin import t_quantile
from assessment.scoring.rotation import asked_together, expect_margin


def test_the_full_form_has_the_margin_of_method_seven_and_rounding() -> None:
    expected = t_quantile(24) * sqrt((25 / sqrt(25)) ** 2 * (1 - 25 / 50) + 2.5**2 / 12 / 4)
    assert expect_margin(["core"] * 4, 0, 25, 50) == pytest.approx(expected)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["core", "x", "y", "z"]), min_size=1, max_size=6), st.integers(0, 3))
def test_the_chance_to_be_asked_two_items_counts_all_draws(blocks: list[str], drawn: int) -> None:
    rotating = sorted(set(blocks) - {"core"})
    if drawn > len(rotating):
        with pytest.raises(ValueError, match="blocks"):
            asked_together(blocks, drawn)
        return
    draws = [{"core", *mine} for mine in combinations(rotating, drawn)]
    expected = [[sum({one, other} <= mine for mine in draws) / len(draws) for other in blocks] for one in blocks]
    assert asked_together(blocks, drawn) == pytest.approx(np.array(expected))


def test_shorter_forms_have_wider_margins() -> None:
    blocks = ["core", "core", "x", "y", "z"]
    margins = [expect_margin(blocks, drawn, 60) for drawn in (3, 2, 1)]
    assert margins == sorted(margins, key=float)
    assert expect_margin(blocks, 0, 60) is None
    assert expect_margin(blocks, 1, 3) is None


def test_simulated_answers_spread_as_expected() -> None:
    """600 surveys of 90 people who answer two core items and one of two rotating ones."""
    random, people, surveys = np.random.default_rng(7), 90, 600
    blocks, correlation = ["core", "core", "x", "y"], 0.45
    table = np.where(np.eye(4, dtype=bool), 1, correlation)
    item_spread = 25 / sqrt(table.mean())
    answers = random.multivariate_normal(np.full(4, 50), item_spread**2 * table, size=(surveys, people))
    first = random.integers(0, 2, (surveys, people)).astype(bool)
    answers[..., 2][first] = np.nan
    answers[..., 3][~first] = np.nan
    scores = np.nanmean(answers, axis=1).mean(axis=1)
    expected = expect_margin(blocks, 1, people)
    assert expected is not None
    assert t_quantile(44) * scores.std() == pytest.approx(expected, rel=0.08)
