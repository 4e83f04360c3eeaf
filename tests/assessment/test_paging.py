"""A page of a long list: which rows, and what becomes of a page that is not there."""

import pytest

from assessment.paging import Part, choose_page, count_pages, turn_to


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_list_has_as_many_pages_as_its_rows_fill(total: int, pages: int) -> None:
    assert count_pages(total, 25) == pages


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (1, 1), (3, 3), (4, 3), (10**12, 3)])
def test_a_page_that_is_not_there_becomes_the_nearest(asked: int, shown: int) -> None:
    assert choose_page(asked, 51, 25) == shown


def test_pages_hold_every_row_once_and_in_order() -> None:
    rows = list("abcdefg")
    assert [turn_to(rows, number, 3).rows for number in (1, 2, 3)] == [list("abc"), list("def"), ["g"]]
    assert turn_to(rows, 9, 3) == Part(["g"], 3, 3, 7)
    assert turn_to(rows, 2, 3).tell(str.upper) == Part(list("DEF"), 2, 3, 7)


def test_an_empty_list_is_one_empty_page() -> None:
    assert turn_to([], 5, 3) == Part([], 1, 1, 0)
