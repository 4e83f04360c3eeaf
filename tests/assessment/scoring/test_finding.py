"""When one criterion stands out of an even spread of notes."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring.finding import chance_of, find, stands_out

CRITERIA = st.integers(2, 10)
NOTES = st.integers(1, 150)


@pytest.mark.parametrize(
    ("count", "total", "criteria", "out"),
    [
        (18, 84, 9, True),
        (17, 84, 9, False),
        (9, 30, 9, True),
        (8, 30, 9, False),
        (27, 84, 9, True),
        (3, 3, 9, True),
        (2, 2, 9, False),
        (1, 1, 9, False),
        (0, 0, 9, False),
        (14, 40, 5, False),
        (15, 40, 5, True),
    ],
)
def test_what_stands_out(count: int, total: int, criteria: int, out: bool) -> None:
    assert stands_out(count, total, criteria) is out


@given(NOTES, CRITERIA, st.data())
def test_the_chance_is_the_one_that_whole_numbers_give(total: int, criteria: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, total))
    ways = sum(comb(total, some) * (criteria - 1) ** (total - some) for some in range(count, total + 1))
    exact = min(Fraction(1), criteria * Fraction(ways, criteria**total))
    assert chance_of(count, total, criteria) == pytest.approx(float(exact), rel=1e-9, abs=1e-300)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=10))
def test_whatever_lies_on_the_canvas(counts: list[int]) -> None:
    keys = [str(number) for number in range(len(counts))]
    found = find(dict(zip(keys, counts, strict=True)))
    assert (found.total, found.criteria, found.even) == (sum(counts), len(counts), sum(counts) / len(counts))
    assert set(found.fullest) == {key for key in keys if 0 < counts[int(key)] == max(counts)}
    for key in keys:
        out = key in found.standing_out
        assert out == stands_out(counts[int(key)], found.total, found.criteria)
        # Nothing that has an even share or less can stand out, and whatever is fuller than what does stands out too.
        assert not (out and counts[int(key)] * len(counts) <= found.total)
        fuller = [one for one in keys if counts[int(one)] >= counts[int(key)]]
        assert not out or set(fuller) <= set(found.standing_out)
    assert [counts[int(key)] for key in found.standing_out] == sorted(
        (counts[int(key)] for key in found.standing_out), reverse=True
    )


@given(NOTES, CRITERIA)
def test_one_more_note_never_makes_a_criterion_stand_out_less(total: int, criteria: int) -> None:
    out = [stands_out(count, total, criteria) for count in range(total + 1)]
    assert out == sorted(out)


def test_nothing_on_the_canvas_says_nothing() -> None:
    found = find({"1": 0, "2": 0})
    assert (found.fullest, found.standing_out, found.most, found.chance) == ((), (), 0, 1.0)
