"""Figures by number of answers (A9): what is shown, and what can be concluded from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.release.rounding import count_people, list_bands, list_bars, round_score, round_share
from assessment.scoring.figures import Count, Value

SCALES = st.integers(2, 21)


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, Count(low=0, high=4)),
        (4, Count(low=0, high=4)),
        (5, Count(low=5, high=9)),
        (9, Count(low=5, high=9)),
        (10, Count(low=10, high=10)),
    ],
)
def test_numbers_of_people(n: int, shown: Count) -> None:
    assert count_people(n, 5) == shown


@pytest.mark.parametrize(
    ("total", "n", "points", "value"),
    [
        (0, 5, 5, Value(value=25, mark="at most")),  # 2.0 or less
        (20, 5, 5, Value(value=75, mark="at least")),  # 4.0 or more
        (10, 5, 5, Value(value=50)),
        (13, 6, 5, Value(value=50)),
        (3, 10, 5, Value(value=15, mark="at most")),  # 1 + 6 / 10
        (20, 10, 5, Value(value=50)),
        (60, 30, 5, Value(value=50)),
        (0, 30, 5, Value(value=5, mark="at most")),
        (0, 7, 2, Value(value=37.5, mark="at most")),  # mostly no
        (7, 7, 2, Value(value=62.5, mark="at least")),  # mostly yes
        (4, 8, 2, Value(value=50)),
        (1, 40, 2, Value(value=10, mark="at most")),
    ],
)
def test_scores(total: int, n: int, points: int, value: Value) -> None:
    assert round_score(total, n, points).value == value


@pytest.mark.parametrize(
    ("people", "n", "value"),
    [
        (0, 10, Value(value=20, mark="at most")),
        (3, 12, Value(value=30)),
        (18, 20, Value(value=90, mark="at least")),
        (2, 20, Value(value=10, mark="at most")),
        (12, 40, Value(value=30)),
        (3, 30, Value(value=10, mark="at most")),
    ],
)
def test_shares(people: int, n: int, value: Value) -> None:
    assert round_share(people, n).value == value


@settings(deadline=None)
@given(SCALES, st.integers(5, 60), st.data())
def test_the_interval_is_just_what_is_shown_alike(points: int, n: int, data: st.DataObject) -> None:
    whole = (points - 1) * n
    total = data.draw(st.integers(0, whole))
    shown = round_score(total, n, points)
    assert shown.low <= total <= shown.high
    alike = [other for other in range(whole + 1) if round_score(other, n, points).value == shown.value]
    assert (alike[0], alike[-1], len(alike)) == (shown.low, shown.high, shown.high - shown.low + 1)


@settings(deadline=None)
@given(SCALES, st.integers(5, 400), st.data())
def test_one_cell_pins_nobody_even_for_one_who_knows_a_colleague(points: int, n: int, data: st.DataObject) -> None:
    """A10 for a cell by itself: the total may be as low as max n - (R + 2) and as high as min n + (R + 2)."""
    reach = points - 1
    need = 2 if reach == 1 else reach + 2
    shown = round_score(data.draw(st.integers(0, reach * n)), n, points)
    assert shown.low <= reach * n - need
    assert shown.high >= need


@given(st.integers(10, 400), st.data())
def test_no_share_tells_that_nobody_or_everybody_answered_so(n: int, data: st.DataObject) -> None:
    shown = round_share(data.draw(st.integers(0, n)), n)
    assert shown.low <= n - 2
    assert shown.high >= 2


@given(st.integers(3, 21))
def test_bands_and_bars_hold_every_step_once_and_mirror(points: int) -> None:
    for sets in (list_bands(points), list_bars(points)):
        assert sorted(step for inside in sets for step in inside) == list(range(points))
        mirrored = tuple(tuple(sorted(points - 1 - step for step in inside)) for inside in reversed(sets))
        assert mirrored == sets
