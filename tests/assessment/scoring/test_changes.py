"""Changes between two campaigns (method 11)."""

import pytest

from assessment.scoring.derive import derive
from assessment.scoring.derived import Change
from assessment.scoring.figures import ReleasedFigures, Value
from assessment.scoring.reading import find_common_items
from questionnaires.model import Questionnaire
from tests.assessment.scoring.releases import cell, release, statistics
from tests.assessment.scoring.sheets import dimension, item, questionnaire

NOW = questionnaire(dimension("one", item("a"), item("b")), dimension("two", item("c"), item("d")))


def figures(comparison: float | None = 3, n: int = 100, **scores: float | Value | None) -> ReleasedFigures:
    given = {"a": 50.0, "b": 50.0, "c": 50.0, "d": 50.0, **scores}
    return release(cell(given, n=n, dimensions=statistics(NOW, comparison, comparison)))


def changes(
    now: ReleasedFigures, before: ReleasedFigures, old: Questionnaire | None = None
) -> dict[str | None, Change]:
    found = derive(now, NOW, previous=before, previous_questionnaire=old).changes
    return {one.dimension: one for one in found}


def test_a_change_is_the_difference_of_two_shown_scores() -> None:
    found = changes(figures(a=60, b=70), figures(a=40))
    assert list(found) == [None, "one", "two"]
    assert (found["one"].before, found["one"].now, found["one"].difference) == (Value(value=45), Value(value=65), 20)
    assert (found[None].before, found[None].now, found[None].difference) == (Value(value=47.5), Value(value=57.5), 10)
    assert (found["two"].difference, found["two"].real) == (0, False)


@pytest.mark.parametrize(("difference", "real"), [(4.2, False), (4.3, True)])
def test_a_change_is_real_beyond_both_margins(difference: float, real: bool) -> None:
    """Two margins of 3 points make one of 3 x the root of 2 for their difference: 4.24."""
    found = changes(figures(a=50 + difference, b=50 + difference), figures())
    assert found["one"].real is real


@pytest.mark.parametrize(("mark", "real"), [(None, True), ("at least", False), ("at most", False)])
def test_an_open_end_is_never_called_a_change(mark, real: bool) -> None:
    found = changes(figures(a=Value(value=90, mark=mark), b=90), figures())
    assert found["one"].real is real
    assert found["one"].now.mark == mark
    assert found[None].real is real


def test_ten_to_twenty_nine_answers_need_a_prudent_difference() -> None:
    """25 / root of 20 each: a standard error of 7.9 for the difference, 16 points for Welch."""
    before = figures(None, n=20)
    assert not changes(figures(None, n=20, a=65, b=65), before)["one"].real
    assert changes(figures(None, n=20, a=67, b=67), before)["one"].real


def test_own_margins_of_few_answers_count_under_full_disclosure_only() -> None:
    for disclosure, real in (("anonymous", False), ("full", True)):
        before, now = (
            release(cell({"a": score, "b": score}, n=20, dimensions=statistics(NOW, 3, 3)), disclosure=disclosure)
            for score in (50, 56)
        )
        assert changes(now, before)["one"].real is real


def test_only_questions_shown_both_times_are_compared() -> None:
    found = changes(figures(a=90, b=60), figures(a=None, b=50))
    assert found["one"].difference == 10
    found = changes(figures(a=None, b=None), figures())
    assert list(found) == ["two"]


def test_without_an_earlier_release_nothing_has_changed() -> None:
    assert derive(figures(), NOW).changes == ()


def test_only_questions_asked_alike_are_common() -> None:
    old = questionnaire(
        dimension("one", item("a"), item("b", text={"en": "Other words."})),
        dimension("two", item("c", reverse=True), item("d", 4)),
        dimension("three", item("e")),
    )
    assert find_common_items(NOW, old) == {"a"}
    found = changes(figures(a=70), figures(b=0), old)
    assert {name: one.difference for name, one in found.items()} == {"one": 20}
    assert find_common_items(NOW, NOW) == set("abcd")


def test_a_language_more_leaves_questions_alike() -> None:
    numbers = tuple("12345")
    more = questionnaire(
        dimension("one", item("a", text={"en": "Text of a.", "nl": "Tekst van a."}), item("b")),
        scales={"5": {"points": 5, "labels": {"en": numbers, "nl": numbers}}},
    )
    assert find_common_items(NOW, more) == {"a", "b"}
    changed = questionnaire(dimension("one", item("a", text={"de": "Text."}), item("b")))
    assert find_common_items(NOW, changed) == {"b"}


def test_other_words_on_the_scale_make_another_question() -> None:
    relabelled = questionnaire(
        NOW.dimensions[0], scales={"5": {"points": 5, "labels": {"en": ("1", "2", "3", "4", "top")}}}
    )
    assert find_common_items(NOW, relabelled) == set()
