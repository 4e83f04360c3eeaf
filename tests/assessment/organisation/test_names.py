"""Names as people write them and the keys made from them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.organisation.names import NameList, find_name_fault, make_key, make_stem, same_name


def test_spellings_of_one_name_are_one() -> None:
    names = NameList(5)

    places = [
        names.take(cell) for cell in ("Zürich ", "Zu\u0308rich", "\u00a0Zürich", "zürich", "New  York", "New York")
    ]

    assert places == [0, 0, 0, 1, 2, 2]
    assert names.names == ["Zürich", "zürich", "New York"]
    assert (names.find("New\tYork"), names.find("York")) == (2, None)


def test_a_copy_takes_names_of_its_own() -> None:
    names = NameList(5)
    names.take("north")
    copied = names.copy()
    copied.take("south")

    assert (names.names, copied.names) == (["north"], ["north", "south"])
    assert names.find("south") is None


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "is blank"),
        (" \t\u00a0", "is blank"),
        ("\u200b\u200f", "is blank"),
        ("=A1", "begins as a formula does: let the name begin with a letter or a digit"),
        (" @SUM(A1)", "begins as a formula does: let the name begin with a letter or a digit"),
        ("-", "begins as a formula does: let the name begin with a letter or a digit"),
        ("x" * 201, "has 201 characters, a name at most 200: is this the right column?"),
        ("north\x1b[0m", "holds a character that cannot be printed: write the name as plain text"),
        ("north\ufffe", "holds a character that cannot be printed: write the name as plain text"),
        ("north\ud800", "holds a character that cannot be printed: write the name as plain text"),
    ],
)
def test_what_is_no_name_is_refused_with_the_reason(cell: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        NameList(5).take(cell)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    "name", ["2", "Ärzte 👩🏽‍⚕️", "עברית", "شرق\u200fغرب", "x" * 200, "神奈川", "O'Neill & Søn <b>"]
)
def test_any_writing_is_a_name(name: str) -> None:
    names = NameList(1)
    names.take(name)

    assert names.names == [name]


def test_more_names_than_there_can_be_are_refused() -> None:
    names = NameList(2)
    names.take("a")
    names.take("b")

    assert names.take("a") == 0
    with pytest.raises(ValueError, match=r"^is name number 3 and the limit is 2: is this the right column\?$"):
        names.take("c")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Customer service", "customer-service"),
        ("Zürich", "zurich"),
        ("STRASSE / Straße", "strasse-strasse"),
        ("2", "2"),
        ("東京", ""),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_stem_is_plain_letters(name: str, stem: str) -> None:
    assert make_stem(name) == stem


def test_a_key_is_numbered_where_others_have_it() -> None:
    taken: list[str] = []
    for name in ("North", "north", "nörth", "north-2", "東", "西", "2"):
        taken.append(make_key(name, taken, "unit"))

    assert taken == ["north", "north-2", "north-3", "north-2-2", "unit", "unit-2", "2"]


@given(st.text(), st.lists(st.sampled_from(["a", "unit", "unit-2", "2"])))
def test_every_key_is_new_and_fits_an_address(name: str, taken: list[str]) -> None:
    key = make_key(name, taken, "unit")

    assert key not in taken
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
    assert len(key) <= 60


@given(st.text())
def test_a_name_that_is_taken_is_kept_as_it_was_written(text: str) -> None:
    name = same_name(text)
    if find_name_fault(name) is None:
        names = NameList(1)
        names.take(text)
        assert names.names == [" ".join(text.split())]
        assert unicodedata.normalize("NFC", names.names[0]) == name
        assert names.find(name) == 0


def test_names_that_look_alike_are_found() -> None:
    names = NameList(9)
    for name in ("North", "South", "north", "Nórth", "東", "西"):
        names.take(name)

    assert names.find_look_alikes() == [("North", "north"), ("North", "Nórth")]
