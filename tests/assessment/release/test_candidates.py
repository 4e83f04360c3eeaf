"""Units, groups and splits by numbers of people (A5 to A8)."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.release.candidates import Limits, join_groups, list_candidates
from assessment.release.linear import find_small_group
from assessment.release.protection import keep_apart
from assessment.release.structure import Structure

GROUPS = ("middle", "staff", "quality")
PARENTS = {"a": None, "b": None, "a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "a11": "a1", "a12": "a1"}
STRUCTURE = Structure(parents=PARENTS, groups=GROUPS)
PLACES = [(unit, group) for unit in PARENTS for group in GROUPS]
COUNTS = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 30]), min_size=len(PLACES), max_size=len(PLACES))


@given(COUNTS, st.integers(5, 12))
def test_parent_minus_shown_parts_is_nobody_or_enough(counts: list[int], smallest: int) -> None:
    cells = list_candidates(STRUCTURE, PLACES, counts, Limits(smallest)).cells
    by_key = {cell.key: cell for cell in cells}
    for parent in {cell.parent for cell in cells if cell.kind == "unit"}:
        parts = [cell for cell in cells if cell.parent == parent and cell.kind == "unit"]
        assert sum(cell.people for cell in parts) == by_key[parent].people
        assert all(cell.people >= smallest for cell in parts)
        assert not any(a.members & b.members for a in parts for b in parts if a.key < b.key)


@given(COUNTS)
def test_a_unit_is_split_only_into_groups_that_are_all_large_enough(counts: list[int]) -> None:
    cells = list_candidates(STRUCTURE, PLACES, counts, Limits(5)).cells
    for unit in [cell for cell in cells if cell.kind == "unit"]:
        split = [cell for cell in cells if cell.parent == unit.key and cell.kind == "unit-group"]
        assert all(cell.people >= 5 for cell in split)
        assert not split or sum(cell.people for cell in split) == unit.people


@given(COUNTS)
def test_every_unit_has_a_cell_or_a_reason(counts: list[int]) -> None:
    found = list_candidates(STRUCTURE, PLACES, counts, Limits(5))
    if found.cells:
        told = {cell.key for cell in found.cells} | {one.key for one in found.withheld}
        assert {f"unit:{unit}" for unit in PARENTS} <= told


@pytest.mark.parametrize(
    ("counts", "joined"),
    [
        ({"middle": 3, "staff": 20, "quality": 6}, [("quality",), ("middle", "staff")]),
        ({"middle": 7, "staff": 20, "quality": 2}, [("middle",), ("staff", "quality")]),
        ({"middle": 3, "staff": 20, "quality": 2}, [("staff",), ("middle", "quality")]),
        ({"middle": 1, "staff": 20, "quality": 2}, []),
        ({"middle": 8, "staff": 20, "quality": 6}, [("middle",), ("staff",), ("quality",)]),
        ({"staff": 20}, [("staff",)]),
        ({"middle": 8, "staff": 20, None: 2}, [("staff",)]),
    ],
)
def test_small_groups_are_joined_in_the_written_order(counts: dict[str | None, int], joined: list[tuple[str]]) -> None:
    found = join_groups(Structure(groups=GROUPS), counts, 5)
    assert [members for members in found if len(members) < 3] == joined


@settings(max_examples=25, deadline=None)
@given(COUNTS)
def test_no_named_small_group_follows_from_what_is_kept(counts: list[int]) -> None:
    """A8 against plain Gaussian elimination over the fractions."""
    cells = list_candidates(STRUCTURE, PLACES, counts, Limits(5)).cells
    units = [frozenset(i for i, (u, _) in enumerate(PLACES) if u in set(STRUCTURE.walk(name))) for name in PARENTS]
    groups = [frozenset(i for i, (_, g) in enumerate(PLACES) if g == name) for name in GROUPS]
    named = [*units, *groups, *(unit & group for unit in units for group in groups)]
    kept = keep_apart(cells, named, counts, 5)
    rows = [[Fraction(int(i in cell.members and counts[i] > 0)) for i in range(len(PLACES))] for cell in kept]
    rank = _rank(rows)
    for members in named:
        if 0 < sum(counts[i] for i in members) < 5:
            target = [Fraction(int(i in members and counts[i] > 0)) for i in range(len(PLACES))]
            assert _rank([*rows, target]) == rank + 1


def _rank(rows: list[list[Fraction]]) -> int:
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        for other in rows[rank + 1 :]:
            factor = other[column] / pivot[column]
            for place in range(column, len(other)):
                other[place] -= factor * pivot[place]
        rank += 1
    return rank


def test_a_difference_of_three_people_is_found() -> None:
    """All minus the first unit: three people in the second."""
    everybody, first, second = frozenset({0, 1}), frozenset({0}), frozenset({1})
    assert find_small_group([everybody, first], [first, second], [10, 3], 5) == {0, 1}
    assert find_small_group([everybody], [first, second], [10, 3], 5) is None


def test_a_unit_inside_a_small_group_does_not_hide_it() -> None:
    """Four people of a group, one of them in a unit of its own, are everybody without the three other groups."""
    everybody, *others = frozenset(range(5)), frozenset({0}), frozenset({1}), frozenset({2})
    unit, group = frozenset({4}), frozenset({3, 4})
    counts = [33, 11, 6, 3, 1]
    for named in ([unit, group], [group, unit], []):
        assert find_small_group([everybody, *others], named, counts, 5) == {0, 1, 2, 3}
    assert find_small_group([everybody, *others[:2]], [unit, group], counts, 5) is None
