"""Escaped defects, recovery, availability (method 14 and 15)."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.outcome import (
    ESCAPED_BOUNDS,
    find_availability,
    mean_time_between_failures,
    mean_time_to_recovery,
    name_recovery_tier,
    name_tier,
    rate_escaped_defects,
    wilson_interval,
)


def test_fifteen_of_ninety_five() -> None:
    found = rate_escaped_defects(15, 80)
    assert found is not None
    assert (round(found.rate, 1), round(found.low, 1), round(found.high, 1)) == (15.8, 9.8, 24.4)
    assert found.tier == "average"
    assert found.possible == ("good", "average", "needs work")
    assert not found.meets_target


def test_no_defects_at_all_is_undefined() -> None:
    assert rate_escaped_defects(0, 0) is None


def test_none_escaped_is_elite_and_all_escaped_is_critical() -> None:
    none, everything = rate_escaped_defects(0, 1000), rate_escaped_defects(40, 0)
    assert none is not None
    assert everything is not None
    assert (none.rate, none.low, none.tier, none.possible, none.meets_target) == (0, 0, "elite", ("elite",), True)
    assert (everything.rate, everything.high, everything.tier) == (100, 100, "critical")


@pytest.mark.parametrize(
    ("production", "whole", "tier", "target"),
    [
        (4999, 100_000, "elite", True),
        (5, 100, "good", True),
        (9999, 100_000, "good", True),
        (10, 100, "average", False),
        (20, 100, "needs work", False),
        (35, 100, "needs work", False),
        (350_001, 1_000_000, "critical", False),
    ],
)
def test_tiers_at_their_bounds(production: int, whole: int, tier: str, target: bool) -> None:
    found = rate_escaped_defects(production, whole - production)
    assert found is not None
    assert (found.tier, found.meets_target) == (tier, target)


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rate_escaped_defects(-1, 5)


@settings(deadline=None)
@given(st.integers(1, 400), st.data())
def test_wilson_solves_the_score_equation(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(1, of))
    share, part = hits / of, 1.959963984540054**2 / of
    # |share - p| = z sqrt(p (1 - p) / n), squared: a parabola in p whose roots are the ends of the interval.
    low, high = sorted(np.roots([1 + part, -2 * share - part, share**2]).real)
    assert wilson_interval(hits, of) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500))
def test_the_tier_is_among_the_possible_ones(production: int, before: int) -> None:
    found = rate_escaped_defects(production, before)
    if found is not None:
        assert found.tier in found.possible
        assert found.tier == name_tier(Fraction(100 * production, production + before), ESCAPED_BOUNDS)


@pytest.mark.parametrize(
    ("hours", "tier"),
    [
        (0, "elite"),
        (0.99, "elite"),
        (1, "good"),
        (4, "average"),
        (24, "needs work"),
        (168, "needs work"),
        (168.1, "critical"),
    ],
)
def test_recovery_tiers_at_their_bounds(hours: float, tier: str) -> None:
    assert name_recovery_tier(hours) == tier


def test_times() -> None:
    assert mean_time_to_recovery([1, 2, 6]) == 3
    assert mean_time_to_recovery([]) is None
    assert mean_time_between_failures(720, 3) == 240
    assert mean_time_between_failures(720, 0) is None
    assert find_availability(999, 1) == pytest.approx(0.999)
