"""How much a wall holds: letters as large as there is room for, and nothing cut while there is."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.sessions.fitting import (
    LINES,
    NOTES,
    Fit,
    Item,
    Words,
    choose_cards,
    count_lines,
    fit,
    fit_alike,
    measure,
    pack,
    shorten,
)
from assessment.sessions.reading import cut_pages

LONG = "Answer each problem that staff report within thirty days and tell them what became of it " * 5
HEIGHT = 606


def make_items(*letters: int, spare: int = 0) -> list[Item]:
    besides = [Words(LONG[:spare], "An example:", spare=True)] if spare else []
    return [[Words(LONG[:count]), *besides] for count in letters]


def test_few_words_are_large_and_many_are_small_but_whole() -> None:
    assert fit(make_items(60, 60, 60), LINES, HEIGHT) == Fit("large", 3, airy=True)
    assert fit(make_items(400, 400, 400), LINES, HEIGHT) == Fit("middle", 3, airy=True)
    assert fit(make_items(400, 400, 400, 400), LINES, HEIGHT) == Fit("small", 4, airy=True)


def test_what_is_told_besides_is_cut_before_what_was_agreed() -> None:
    cut = fit(make_items(400, 400, 400, spare=400), LINES, HEIGHT)
    assert (cut.look, cut.count, cut.shorten(LONG[:400]), cut.cut) == ("small", 3, LONG[:400], True)
    assert 0 < len(cut.spare(LONG[:400])) < 300
    cut = fit(make_items(*[400] * 8, spare=400), LINES, HEIGHT)
    assert (cut.count, cut.spare(LONG), cut.cut) == (8, "", True)
    assert 60 < len(cut.shorten(LONG[:400])) < 400


def test_only_then_things_are_left_out_and_one_stands_always() -> None:
    left = fit(make_items(*[400] * 40), LINES, HEIGHT)
    assert (left.letters, left.cut) == (40, True)
    assert 8 < left.count < 20
    assert fit(make_items(400, 400), LINES, 10).count == 1
    assert fit([], LINES, HEIGHT) == Fit("large", 0, airy=True)


def test_what_stands_beside_each_other_has_letters_of_one_size() -> None:
    few, many = fit_alike((make_items(30), make_items(*[400] * 6)), LINES, HEIGHT, 588)
    assert (few.look, few.cut, many.look, many.cut) == ("small", False, "small", True)
    assert [one.look for one in fit_alike((make_items(30), make_items(60)), LINES, HEIGHT, 588)] == ["large", "large"]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (15, 3)])
def test_cards_begin_beside_each_other_and_end_as_broad_as_the_wall(count: int, columns: int) -> None:
    looks = choose_cards(count)
    assert (looks[0].columns, looks[-1].columns, looks[-1].size) == (columns, 1, 24)
    assert all(look.size >= 24 for look in looks)


@pytest.mark.parametrize(
    ("letters", "notes", "look", "sizes"),
    [
        (20, 6, "large two", [6]),
        (40, 17, "middle three", [17]),
        (40, 20, "small three", [18, 2]),
        (140, 9, "small three", [9]),
        (140, 20, "small three", [9, 9, 2]),
        (0, 0, "large two", [0]),
    ],
)
def test_the_shorter_the_notes_the_more_a_page_holds(letters: int, notes: int, look: str, sizes: list[int]) -> None:
    assert cut_pages([LONG[:letters].strip()] * notes, 564) == (look, sizes)


@given(st.lists(st.text(min_size=1, max_size=140), max_size=60))
def test_no_note_is_lost_between_pages(texts: list[str]) -> None:
    _look, sizes = cut_pages(texts, 564)
    assert sum(sizes) == len(texts)
    assert all(sizes) or not texts


def test_as_many_notes_as_there_is_room_for() -> None:
    items = make_items(*[20] * 60)
    assert pack(items, NOTES, 100_000).count == 60
    assert (pack(items, NOTES, 564).count, pack(items, NOTES, 10).count) == (27, 1)


def test_lines_end_where_a_word_has_no_room() -> None:
    assert (count_lines("", 10), count_lines("one two", 10), count_lines("one two", measure("one tw"))) == (1, 1, 2)
    word = "Kwaliteitsverbeteringsvoorstellen"
    assert count_lines(word, 5) == ceil(measure(word) / 5)
    assert count_lines(f"a {word}", 5) == ceil(measure(word) / 5) + 1


@given(st.text(max_size=100), st.integers(1, 120))
def test_what_is_shortened_is_no_longer_than_it_may_be(text: str, letters: int) -> None:
    short = shorten(text, letters)
    assert len(short) <= letters
    assert (short == text) is (len(text) <= letters) or short.endswith("…")


def test_it_is_cut_after_a_word() -> None:
    assert shorten("Priorities change, every month", 20) == "Priorities change…"
    assert (shorten("Priorities", 5), shorten("Priorities", 0), shorten("", 0)) == ("Prio…", "", "")
