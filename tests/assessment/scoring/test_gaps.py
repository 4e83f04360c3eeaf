"""What is said minus what is seen (method 8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.derive import derive
from assessment.scoring.derived import Gap
from assessment.scoring.figures import Mark, Value
from assessment.scoring.gaps import name_gap
from tests.assessment.scoring.releases import FEW, cell, joint_answer, release, statistics
from tests.assessment.scoring.sheets import dimension, item, questionnaire

ONE = questionnaire(dimension("d", item("a"), item("b", reverse=True, weight=3), item("c")))


def gap_of(
    score: float, answers: dict[str, int | None], *, margin: float | None = 3, n=100, **joint: bool
) -> Gap | None:
    everybody = cell(dict.fromkeys("abc", score), n=n, dimensions=statistics(ONE, margin, margin))
    found = derive(release(everybody, joint=joint_answer(answers, **joint)), ONE).gaps
    return found[0] if found else None


def test_said_is_the_weighted_mean_of_what_was_answered() -> None:
    gap = gap_of(40, {"a": 5, "b": 2, "c": None})
    assert gap is not None
    assert gap.said == Value(value=(100 + 3 * 75) / 4)
    assert gap.seen == Value(value=40)
    assert gap.difference == pytest.approx(81.25 - 40)
    assert gap.name == "blind spot"


@pytest.mark.parametrize(
    ("seen", "margin", "name"),
    [
        (65, 3, "blind spot"),
        (65.1, 3, "shared view"),
        (85, 3, "hidden strength"),
        (84.9, 3, "shared view"),
        (63, 12, "difference"),
        (63, 11.9, "blind spot"),
        (63, None, "difference"),
    ],
)
def test_a_gap_has_a_name_from_ten_points_beyond_the_margin(seen: float, margin: float | None, name: str) -> None:
    gap = gap_of(seen, {"a": 4, "b": 2, "c": 4}, margin=margin)
    assert gap is not None
    assert gap.name == name


def test_after_seeing_results_no_gap_has_a_name() -> None:
    for seen in (20, 74):
        gap = gap_of(seen, {"a": 4, "b": 2, "c": 4}, after_results=True)
        assert gap is not None
        assert gap.name == "difference"


def test_without_a_joint_answer_there_is_no_gap() -> None:
    assert gap_of(50, {"a": None, "b": None}) is None
    assert derive(release(cell(dict.fromkeys("abc", 50.0))), ONE).gaps == ()


def test_five_to_nine_people_need_a_wide_gap() -> None:
    """t(4) 25 / sqrt(5) is 32 points, and 6 for rounding."""
    small = {"invited": 12, "answered": FEW}
    names = []
    for seen in (62, 61):
        everybody = cell(dict.fromkeys("abc", seen), n=FEW, margin=None)
        joint = joint_answer({"a": 5, "b": 1, "c": 5})
        names += [gap.name for gap in derive(release(everybody, joint=joint, **small), ONE).gaps]
    assert names == ["difference", "blind spot"]


@pytest.mark.parametrize(
    ("said", "seen", "name"),
    [
        (Value(value=80), Value(value=20, mark="at most"), "blind spot"),
        (Value(value=80), Value(value=20, mark="at least"), "difference"),
        (Value(value=20), Value(value=80, mark="at least"), "hidden strength"),
        (Value(value=20), Value(value=80, mark="at most"), "difference"),
        (Value(value=80, mark="at least"), Value(value=20), "blind spot"),
        (Value(value=80, mark="at most"), Value(value=20), "difference"),
        (Value(value=80, mark="at least"), Value(value=20, mark="at most"), "blind spot"),
        (Value(value=80, mark="at least"), Value(value=20, mark="at least"), "difference"),
        (Value(value=80), Value(value=20, mark="about"), "difference"),
        (Value(value=25), Value(value=20, mark="at most"), "difference"),
        (Value(value=25), Value(value=20), "shared view"),
    ],
)
def test_an_open_end_names_a_gap_only_where_it_makes_it_larger(said: Value, seen: Value, name: str) -> None:
    assert name_gap(said, seen, sure=True) == name


marks: st.SearchStrategy[Mark | None] = st.sampled_from([None, "at least", "at most", "about"])


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(0, 100), marks, marks)
def test_a_named_gap_holds_for_every_truth_behind_open_ends(said: int, seen: int, first, second) -> None:
    name = name_gap(Value(value=said, mark=first), Value(value=seen, mark=second), sure=True)

    def reach(score: int, mark: Mark | None) -> tuple[int, int]:
        return (score if mark in (None, "at least") else 0), (score if mark in (None, "at most") else 100)

    (said_low, said_high), (seen_low, seen_high) = reach(said, first), reach(seen, second)
    if name == "blind spot":
        assert said_low - seen_high >= 10
    elif name == "hidden strength":
        assert seen_low - said_high >= 10
    elif name == "shared view":
        assert max(said_high - seen_low, seen_high - said_low) < 10


MANY = questionnaire(*(dimension(name, item(f"{name}1"), item(f"{name}2")) for name in "vwxyz"))


def anonymous_gaps(says: float, n: int = 12, comparison: float | None = 3, **more: object) -> dict[str, str]:
    """Everybody sees 50 in five dimensions; managers say 50, but ``says`` in the first."""
    names = [one.id for one in MANY.items]
    seen = cell(dict.fromkeys(names, 50), dimensions=statistics(MANY, 2, comparison))
    said = cell({name: says if name.startswith("v") else 50 for name in names}, key="says", n=n, margin=None)
    return {gap.dimension: gap.name for gap in derive(release(seen, said, **more), MANY).gaps}


def test_anonymous_managers_are_compared_by_welch_with_a_borrowed_spread() -> None:
    """The spread is 3 / 1.98 x 10 = 15 points, so twelve managers have a standard error of 4.4."""
    assert anonymous_gaps(75)["v"] == "blind spot"
    assert anonymous_gaps(25)["v"] == "hidden strength"
    assert anonymous_gaps(75, comparison=9)["v"] == "difference"
    assert anonymous_gaps(59)["v"] == "shared view"
    assert set(anonymous_gaps(75).values()) == {"blind spot", "shared view"}


def test_five_tests_at_once_ask_for_more_than_one() -> None:
    """61.5 against 50 is one p of .02: enough alone, too little as the best of five."""
    alone = questionnaire(dimension("v", item("v1"), item("v2")))
    seen = cell({"v1": 50, "v2": 50}, dimensions=statistics(alone, 2, 3))
    said = cell({"v1": 61.5, "v2": 61.5}, key="says", n=12, margin=None)
    assert [gap.name for gap in derive(release(seen, said), alone).gaps] == ["blind spot"]
    assert anonymous_gaps(61.5)["v"] == "difference"


def test_a_joint_answer_in_time_speaks_for_anonymous_managers_too() -> None:
    answers: dict[str, int | None] = dict.fromkeys([one.id for one in MANY.items], 5)
    assert set(anonymous_gaps(50, joint=joint_answer(answers)).values()) == {"blind spot"}
    assert anonymous_gaps(75, joint=joint_answer(answers, after_results=True))["v"] == "blind spot"
    assert anonymous_gaps(75, joint=joint_answer(answers, after_results=True))["w"] == "shared view"
