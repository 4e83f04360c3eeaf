"""What may be said by people invited and answered, units and groups, strengths, divided views."""

import pytest

from assessment.scoring.derive import derive
from assessment.scoring.derived import Derived
from assessment.scoring.figures import Count, Participation, ReleasedFigures, Value
from assessment.scoring.participation import Form, choose_form
from tests.assessment.scoring.releases import FEW, cell, exactly, figure, joint_answer, release, statistics
from tests.assessment.scoring.sheets import dimension, item, questionnaire

PLAIN = questionnaire(
    dimension("one", item("a"), item("b"), item("c")),
    dimension("two", item("d"), item("e"), item("g", scored=False)),
    dimension("software", item("f"), audience="software", in_index=False),
)
SCORES = dict.fromkeys("abcdefg", 50.0)


def whole(n: Count | int, invited: int | None, **more: object) -> ReleasedFigures:
    parts = (
        cell(SCORES, key="unit:north", n=12, invited=14, units=("north",)),
        cell(SCORES, key="unit:south", n=10, invited=11, units=("south",)),
        cell(SCORES, key="group:staff", n=15, invited=20, groups=("staff",)),
    )
    return release(cell(SCORES, n=n, invited=invited, margin=2), *parts, invited=invited, **more)


@pytest.mark.parametrize(
    ("answered", "invited", "form"),
    [
        (70, 100, "full"),
        (69, 100, "answered"),
        (50, 100, "answered"),
        (49, 100, "those who answered"),
        (30, 100, "those who answered"),
        (29, 100, "none"),
        (FEW, 25, "none"),
        (10, 15, "answered"),
        (10, 14, "words"),
        (FEW, 8, "words"),
        (FEW, 7, "none"),
        (40, None, "full"),
        (FEW, None, "none"),
    ],
)
def test_forms(answered: Count | int, invited: int | None, form: Form) -> None:
    assert derive(whole(answered, invited), PLAIN).form == form


def test_a_rate_in_steps_stands_in_for_numbers_that_are_not_shown() -> None:
    figures = whole(40, None)
    for rate, form in ((70, "full"), (65, "answered"), (45, "those who answered"), (25, "none")):
        shown = Participation(invited=None, answered=40, rate=rate)
        assert choose_form(figures.summary.model_copy(update={"participation": shown}), exactly(40)) == form


def test_own_answer_sheets_are_read_however_few() -> None:
    found = derive(whole(3, None, disclosure="full"), PLAIN)
    assert (found.form, found.index.score) == ("full", Value(value=50))


def said(found: Derived) -> tuple[bool, bool, int, int]:
    """(index, levels, units, groups)"""
    levels = any(one.level for one in found.dimensions)
    return found.index.score is not None, levels, len(found.units), len(found.groups)


@pytest.mark.parametrize(
    ("n", "invited", "expected"),
    [
        (80, 100, (True, True, 2, 1)),
        (60, 100, (True, True, 2, 1)),
        (40, 100, (False, False, 0, 0)),
        (20, 100, (False, False, 0, 0)),
        (30, 39, (True, True, 1, 0)),
        (30, 40, (True, True, 2, 1)),
        (10, 12, (True, True, 0, 0)),
    ],
)
def test_few_people_hear_less(n: int, invited: int, expected: tuple[bool, bool, int, int]) -> None:
    assert said(derive(whole(n, invited), PLAIN)) == expected


@pytest.mark.parametrize(("n", "reason"), [(40, "half answered"), (20, "few answers")])
def test_a_missing_index_says_why(n: int, reason: str) -> None:
    assert derive(whole(n, 100), PLAIN).index.reason == reason


def test_nothing_is_concluded_from_too_few_answers() -> None:
    strong = release(cell(dict.fromkeys("abcdefg", 80.0), n=20), invited=100, joint=joint_answer({"a": 1}))
    found = derive(strong, PLAIN, previous=strong)
    assert (found.strengths, found.gaps, found.changes) == ((), (), ())


def test_fewer_than_half_show_changes_but_no_index() -> None:
    figures = whole(40, 100)
    assert [one.dimension for one in derive(figures, PLAIN, previous=figures).changes] == ["one", "two", "software"]


def test_a_release_without_anybody_says_nothing() -> None:
    empty = ReleasedFigures(summary=whole(10, None).summary, cells=())
    found = derive(empty, PLAIN, previous=empty)
    assert (found.form, found.n, found.index.score) == ("none", Count(low=0, high=4), None)
    assert {one.reason for one in found.dimensions} == {"not assessed"}


def test_units_have_scores_levels_and_the_order_of_the_organisation() -> None:
    structure = {"units": [{"key": "south"}, {"key": "north"}], "groups": [{"key": "staff"}]}
    found = derive(whole(80, 100), PLAIN, structure=structure)
    assert [one.key for one in found.units] == ["unit:south", "unit:north"]
    assert [one.key for one in derive(whole(80, 100), PLAIN).units] == ["unit:north", "unit:south"]
    south = found.units[0]
    assert (south.n, south.invited) == (exactly(10), 11)
    assert [(one.dimension, one.score, one.level) for one in south.dimensions] == [
        (name, Value(value=50), 3) for name in ("one", "two", "software")
    ]
    assert found.groups[0].key == "group:staff"


def test_senior_managers_are_no_group_of_those_who_see() -> None:
    boss = cell(SCORES, key="group:senior-managers", n=12, voice="says")
    figures = release(cell(SCORES), boss, cell(SCORES, key="says", n=12))
    found = derive(figures, PLAIN)
    assert found.groups == ()
    assert [gap.name for gap in found.gaps] == ["shared view"] * 3


def test_strengths_are_the_most_favourable_three_from_half_on() -> None:
    favourable = {"a": 50, "b": 90, "c": 49.9, "d": 60, "e": 60, "f": 95, "g": 99}
    few = Value(value=10)
    items = tuple(figure(name, share, unfavourable=few) for name, share in favourable.items())
    assert derive(release(cell({}, items=items)), PLAIN).strengths == ("b", "d", "e")
    low = tuple(figure(name, 20) for name in "bcde")
    assert derive(release(cell({}, items=(figure("a", 50, unfavourable=few), *low))), PLAIN).strengths == ("a",)


def test_a_question_on_which_people_are_divided_is_no_strength() -> None:
    split = figure("a", 60, unfavourable=Value(value=30))
    whole = figure("b", 55, unfavourable=Value(value=29))
    assert derive(release(cell({}, items=(split, whole))), PLAIN).strengths == ("b",)


def test_divided_questions_have_many_on_both_sides() -> None:
    split = {"a": (30, 30), "b": (29, 70), "c": (70, 29), "d": (45, 50), "g": (50, 50), "f": (50, 50)}
    items = tuple(
        figure(name, 50, favourable=Value(value=high), unfavourable=Value(value=low))
        for name, (high, low) in split.items()
    )
    assert derive(release(cell({}, items=items)), PLAIN).divided == ("a", "d")


def test_the_same_figures_give_the_same_result_through_json() -> None:
    figures = release(
        cell(SCORES, dimensions=statistics(PLAIN, 2, 3)),
        cell(SCORES, key="unit:north", n=FEW, units=("north",)),
        joint=joint_answer({"a": 5, "d": None}),
    )
    again = ReleasedFigures.model_validate_json(figures.model_dump_json())
    first = derive(figures, PLAIN, previous=figures)
    assert derive(again, PLAIN, previous=again) == first
    assert Derived.model_validate_json(first.model_dump_json()) == first
