"""Tallies folded in any order and grouping equal a count by hand on the raw answers (method 13)."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring import tally as tallies
from assessment.scoring.answers import CANT_TELL, MISSING, NOT_ASKED
from assessment.scoring.layout import Layout
from assessment.scoring.tally import SLOT, Matrix, Tally, fold
from questionnaires.model import Questionnaire
from tests.assessment.scoring.sheets import dimension, item, matrices, mixed, questionnaire, value

MIXED = mixed()
LAYOUT = Layout.of(MIXED)


def count_by_hand(matrix: Matrix, within: Questionnaire) -> Tally:
    """Every number of a tally, one answer at a time."""
    layout = Layout.of(within)
    expected = Tally.empty(layout)
    size = len(within.items)
    n, first, product = (np.zeros((size, size), dtype=np.int64) for _ in range(3))
    for row in matrix.tolist():
        steps = [
            None if code in MISSING else (within.scale_of(one).points - code if one.reverse else code - 1)
            for code, one in zip(row, within.items, strict=True)
        ]
        for place, code in enumerate(row):
            expected.counts[place, SLOT.get(code, code)] += 1
        for i, x in enumerate(steps):
            for j, z in enumerate(steps):
                if x is not None and z is not None:
                    n[i, j] += 1
                    first[i, j] += x
                    product[i, j] += x * z
        for place, whole in enumerate(within.dimensions):
            mine = [steps[within.position[one.id]] for one in whole.items if one.scored]
            if None not in mine:
                factors = [layout.factors[within.position[one.id]] for one in whole.items if one.scored]
                total = sum(x * factor for x, factor in zip(mine, factors, strict=True))
                expected.totals[place] += [1, total, total * total]
    pairs = tallies.Pairs(n, first, product)
    return Tally(len(matrix), expected.counts, expected.totals, pairs)


@settings(max_examples=60, deadline=None)
@given(matrices(MIXED, most=15))
def test_a_tally_equals_a_count_by_hand(matrix: Matrix) -> None:
    assert Tally.of(matrix, LAYOUT, pairs=True) == count_by_hand(matrix, MIXED)


@settings(max_examples=60, deadline=None)
@given(matrices(MIXED), st.randoms(use_true_random=False), st.integers(1, 5))
def test_any_order_and_grouping_gives_the_same_tally(matrix: Matrix, random, groups: int) -> None:
    whole = Tally.of(matrix, LAYOUT, pairs=True)
    order = list(range(len(matrix)))
    random.shuffle(order)
    labels = np.array([random.randrange(groups) for _ in order], dtype=np.intp)
    cells = fold([(matrix[order], labels)], LAYOUT, groups, pairs=range(groups))
    random.shuffle(cells)
    assert sum(cells, Tally.empty(LAYOUT)) == whole
    cut = random.randrange(len(matrix) + 1)
    stream = [(matrix[:cut], np.zeros(cut, np.intp)), (matrix[cut:], np.zeros(len(matrix) - cut, np.intp))]
    assert fold(stream, LAYOUT, 1, pairs=[0]) == [whole]


@settings(max_examples=30, deadline=None)
@given(matrices(MIXED, least=1), st.randoms(use_true_random=False))
def test_each_cell_holds_its_own_people_only(matrix: Matrix, random) -> None:
    labels = np.array([random.randrange(-1, 3) for _ in matrix], dtype=np.intp)
    cells = fold([(matrix, labels)], LAYOUT, 3, pairs=[1])
    for cell, tally in enumerate(cells):
        assert tally == Tally.of(matrix[labels == cell], LAYOUT, pairs=cell == 1)


def test_more_sheets_than_one_chunk_are_counted_once_each() -> None:
    one = np.array([[1, 5, 3, 11, 2, CANT_TELL, 4], [2, 4, NOT_ASKED, 7, 1, 5, 1]], dtype=np.uint8)
    times = tallies.CHUNK + 3
    many = np.tile(one, (times, 1))
    single, folded = Tally.of(one, LAYOUT, pairs=True), Tally.of(many, LAYOUT, pairs=True)
    assert folded.people == 2 * times
    assert np.array_equal(folded.counts, times * single.counts)
    assert np.array_equal(folded.totals, times * single.totals)
    assert folded.pairs is not None
    assert single.pairs is not None
    assert np.array_equal(folded.pairs.product, times * single.pairs.product)
    assert np.array_equal(folded.pairs.first, times * single.pairs.first)


def test_a_total_times_its_unit_is_the_personal_weighted_mean() -> None:
    sheet = [4, 2, 5, 7, 2, 1, 3]
    totals = Tally.of(np.array([sheet], dtype=np.uint8), LAYOUT).totals
    for place, whole in enumerate(MIXED.dimensions):
        scored = [one for one in whole.items if one.scored]
        values = [value(sheet[MIXED.position[one.id]], one, MIXED) for one in scored]
        mean = sum(one.weight * y for one, y in zip(scored, values, strict=True)) / sum(one.weight for one in scored)
        assert totals[place, 1] * LAYOUT.total_units[place] == pytest.approx(mean, abs=1e-9)


def test_totals_stay_exact_where_numbers_grow_beyond_floating_point() -> None:
    wild = questionnaire(dimension("d", item("a", 11, weight=0.123456789), item("b", 6, weight=98765.4321)))
    layout = Layout.of(wild)
    matrix = np.array([[11, 5]] * 1000 + [[3, 6]] * 7, dtype=np.uint8)
    expected = [
        (10 * layout.factors[0] + 4 * layout.factors[1]) ** 2,
        (2 * layout.factors[0] + 5 * layout.factors[1]) ** 2,
    ]
    assert Tally.of(matrix, layout).totals[0, 2] == 1000 * expected[0] + 7 * expected[1]
    assert Fraction(layout.factors[1], layout.factors[0]) == Fraction("98765.4321") / 5 / (Fraction("0.123456789") / 10)


@pytest.mark.parametrize(("column", "code"), [(0, 6), (3, 12), (4, 3), (1, 22), (2, 252)])
def test_a_code_off_its_scale_is_refused_by_name(column: int, code: int) -> None:
    sheet = [1, 1, 1, 1, 1, 1, 1]
    sheet[column] = code
    with pytest.raises(ValueError, match=repr(LAYOUT.items[column])):
        Tally.of(np.array([sheet], dtype=np.uint8), LAYOUT)


def test_a_matrix_of_another_width_or_type_is_refused() -> None:
    with pytest.raises(ValueError, match="7"):
        Tally.of(np.zeros((2, 6), dtype=np.uint8), LAYOUT)
    with pytest.raises(ValueError, match="bytes"):
        Tally.of(np.zeros((2, 7), dtype=np.int64), LAYOUT)  # type: ignore[arg-type]  # the mistake under test


def test_pairs_are_never_lost_silently() -> None:
    sheet = np.array([[1, 1, 1, 1, 1, 1, 1]], dtype=np.uint8)
    with pytest.raises(ValueError, match="pairs"):
        Tally.of(sheet, LAYOUT, pairs=True) + Tally.of(sheet, LAYOUT)
    assert (Tally.of(sheet, LAYOUT, pairs=True) + Tally.empty(LAYOUT)).pairs is not None
