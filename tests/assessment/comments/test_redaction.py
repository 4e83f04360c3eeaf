"""Striking words: only the words of the original can stand, and of two readers the stricter wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.comments.redaction import Opinion, clean, find_kept, render, settle

TEXT = st.text(alphabet="ab .\n", min_size=1, max_size=30).filter(lambda text: clean(text) == text)


@pytest.mark.parametrize(
    ("original", "typed", "shown"),
    [
        ("Jan never visits.", "Jan never visits.", "Jan never visits."),
        ("Jan never visits.", "[...] never visits.", "[...] never visits."),
        ("Jan never visits.", "[…]never visits.", "[...] never visits."),
        ("Jan's desk is empty", "[...]'s desk is empty", "[...]'s desk is empty"),
        ("Jan and Piet shout", "[...] and [...] shout", "[...] and [...] shout"),
        ("Jan and Piet shout", "[...] [...] shout", "[...] shout"),
        ("one\r\ntwo three", "one\n[...] three", "one\n[...] three"),
        ("a a a b", "a [...] a [...]", "a [...] a [...]"),
        ("Jan says: Jan", "[...] says: Jan", "[...] says: Jan"),
        ("all of it", "[...]", "[...]"),
    ],
)
def test_words_are_replaced_by_marks(original: str, typed: str, shown: str) -> None:
    kept = find_kept(original, typed)
    assert kept is not None
    assert render(original, kept) == shown


@pytest.mark.parametrize(
    ("original", "typed"),
    [
        ("Jan never visits.", "Jan always visits."),
        ("Jan never visits.", "[...] always visits."),
        ("Jan never visits.", "never visits."),
        ("Jan never visits.", "[...] visits. [...] never"),
        ("Jan never visits.", ""),
        ("Jan never visits.", "Jan [...] never visits."),
        ("Jan never visits.", "[...] never visits. Ever."),
        ("aa", "aaa[...]"),
        ("aba", "ab[...]ba"),
    ],
)
def test_anything_else_is_no_redaction(original: str, typed: str) -> None:
    assert find_kept(original, typed) is None


@given(TEXT, st.data())
def test_a_redaction_is_read_back_with_the_same_words_and_marks(original: str, data: st.DataObject) -> None:
    kept = tuple(data.draw(st.lists(st.booleans(), min_size=len(original), max_size=len(original))))
    shown = render(original, kept)
    again = find_kept(original, shown)
    assert again is not None
    assert "".join(render(original, again).split()) == "".join(shown.split())


@given(TEXT, st.data())
def test_two_readers_show_nothing_that_either_struck(original: str, data: st.DataObject) -> None:
    masks = st.lists(st.booleans(), min_size=len(original), max_size=len(original)).map(tuple)
    texts = [render(original, data.draw(masks)) for _ in range(2)]
    together = settle(original, [Opinion(True, text) for text in texts])
    for text in texts:
        assert together is None or is_part(letters(together), letters(text))


def letters(text: str) -> str:
    return "".join(character for character in text.replace("[...]", "") if not character.isspace())


def is_part(some: str, whole: str) -> bool:
    """Whether the characters of one stand in the other in the same order."""
    rest = iter(whole)
    return all(character in rest for character in some)


def test_the_stricter_decision_wins() -> None:
    original = "Jan shouts at Piet in the hall"
    whole, first, second = (
        Opinion(True, text)
        for text in (original, "[...] shouts at Piet in the hall", "Jan shouts at [...] in the hall")
    )
    assert settle(original, [whole, whole]) == original
    assert settle(original, [whole, first]) == "[...] shouts at Piet in the hall"
    assert settle(original, [first, second]) == "[...] shouts at [...] in the hall"
    assert settle(original, [first, Opinion(False, "insult")]) is None
    assert settle("Jan Piet", [Opinion(True, "[...] Piet"), Opinion(True, "Jan [...]")]) is None
    assert settle("👍", [Opinion(True, "👍")] * 2) == "👍"
    assert settle(original, []) is None
