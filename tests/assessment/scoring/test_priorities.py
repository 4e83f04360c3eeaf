"""Recommendations in order (method 16)."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.derive import derive
from assessment.scoring.derived import Derived
from assessment.scoring.figures import Count, ReleasedFigures, Value
from questionnaires import shipped
from questionnaires.model import Questionnaire
from tests.assessment.scoring.releases import cell, figure, joint_answer, release, statistics
from tests.assessment.scoring.sheets import dimension, item, questionnaire


def advice(name: str, of: str, *when: dict[str, object], effort: str = "S", target: float = 60) -> dict[str, object]:
    text = {"en": "Words."}
    return {
        "id": name,
        "dimension": of,
        "title": text,
        "first_step": text,
        "measure": text,
        "when": when,
        "effort": effort,
        "target": target,
    }


def advised(*recommendations: dict[str, object]) -> Questionnaire:
    return questionnaire(
        *(dimension(name, item(f"{name}1"), item(f"{name}2")) for name in "wxyz"), recommendations=recommendations
    )


def shown(of: Questionnaire, joint: dict[str, int | None] | None = None, **scores: float | None) -> ReleasedFigures:
    given = {one.id: 50.0 for one in of.items} | scores
    everybody = cell(given, dimensions=statistics(of, 2, 3))
    return release(everybody, joint=joint_answer(joint) if joint else None)


def test_the_weight_is_distance_times_share_by_effort() -> None:
    of = advised(
        advice("item", "w", {"item": "w1", "below": 50}, effort="M"),
        advice("whole", "x", {"dimension": "x", "below": 60}, effort="L"),
        advice("never", "y", {"dimension": "y", "below": 10}),
    )
    found = derive(shown(of, w1=40), of)
    assert [(one.recommendation, one.weight) for one in found.priorities] == [
        ("item", pytest.approx(20 * 0.6 / 2)),
        ("whole", pytest.approx(10 * 0.5 / 4)),
    ]
    assert found.deferred == ()
    first = found.priorities[0].evidence
    assert [(one.item, one.dimension, one.what, one.value) for one in first] == [("w1", None, "score", 40)]


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ({"item": "w1", "below": 40}, False),
        ({"item": "w1", "below": 40.1}, True),
        ({"item": "w1", "unfavourable_from": 60}, True),
        ({"item": "w1", "unfavourable_from": 60.1}, False),
        ({"item": "w1", "favourable_below": 40}, False),
        ({"item": "w1", "favourable_below": 41}, True),
        ({"item": "w1", "below": 41, "unfavourable_from": 70}, False),
        ({"dimension": "w", "below": 46}, True),
        ({"dimension": "w", "blind_spot": True}, False),
    ],
)
def test_bounds(condition: dict[str, object], fires: bool) -> None:
    of = advised(advice("one", "w", condition))
    assert bool(derive(shown(of, w1=40), of).priorities) is fires


def test_a_blind_spot_fires_and_says_so() -> None:
    of = advised(advice("one", "w", {"dimension": "w", "blind_spot": True}))
    found = derive(shown(of, {"w1": 4, "w2": 4}), of).priorities
    assert [(one.blind_spot, one.evidence[0].what, one.evidence[0].value) for one in found] == [
        (True, "blind spot", 25)
    ]
    assert derive(shown(of, {"w1": 3, "w2": 3}), of).priorities == ()


def test_a_blind_spot_goes_before_an_equal_but_not_before_a_heavier() -> None:
    of = advised(*(advice(name, name, {"dimension": name, "below": 60}) for name in "wxy"))
    found = derive(shown(of, {"y1": 5, "y2": 5}, w1=20), of)
    assert [one.recommendation for one in found.priorities] == ["w", "y", "x"]


def test_at_most_two_a_driver_and_six_in_all() -> None:
    of = advised(
        *(advice(f"{name}{place}", name, {"dimension": name, "below": 60}) for name in "wxyz" for place in range(3))
    )
    found = derive(shown(of, w1=0, x1=10, y1=20, z1=30), of)
    assert [one.recommendation for one in found.priorities] == ["w0", "w1", "x0", "x1", "y0", "y1"]
    assert len(found.deferred) == 6
    assert {one.recommendation for one in found.deferred} >= {"w2", "z0"}


def test_what_only_some_are_asked_takes_no_place_among_the_six() -> None:
    of = advised(*(advice(name, name, {"dimension": name, "below": 60}) for name in "wx"))
    aside = tuple(one.model_copy(update={"in_index": one.id != "w"}) for one in of.dimensions)
    found = derive(shown(of, w1=0, x1=30), of.model_copy(update={"dimensions": aside}))
    assert [one.recommendation for one in found.priorities] == ["x"]
    assert [one.recommendation for one in found.deferred] == ["w"]


def test_a_withheld_figure_is_no_evidence() -> None:
    of = advised(
        advice("item", "w", {"item": "w1", "below": 50}), advice("whole", "x", {"dimension": "x", "below": 60})
    )
    figures = shown(of, w1=None, x1=None, x2=None)
    assert derive(figures, of).priorities == ()


def test_a_score_without_shares_still_fires_but_weighs_nothing() -> None:
    of = advised(advice("item", "w", {"item": "w1", "below": 50}), advice("other", "x", {"item": "x1", "below": 50}))
    items = (
        figure("w1", None).model_copy(update={"score": Value(value=10)}),
        figure("x1", 45),
    )
    found = derive(release(cell({}, items=items)), of)
    assert [(one.recommendation, one.weight) for one in found.priorities] == [
        ("other", pytest.approx(15 * 0.55)),
        ("item", 0),
    ]


def test_without_enough_answers_nothing_is_advised() -> None:
    of = advised(advice("whole", "x", {"dimension": "x", "below": 60}))
    few = release(cell({one.id: 10.0 for one in of.items}, n=Count(low=5, high=9)))
    assert derive(few, of).priorities == ()


DRIVERS = shipped("senior-management-drivers")
SCORED = [one for one in DRIVERS.items if one.scored]


def place_of(driver: str, derived: Derived) -> int:
    """The place of a driver's first recommendation, behind all where it has none."""
    ranked = [one.dimension for one in derived.priorities]
    return ranked.index(driver) if driver in ranked else len(ranked)


def weights_of(driver: str, derived: Derived) -> dict[str, float]:
    return {
        one.recommendation: one.weight for one in (*derived.priorities, *derived.deferred) if one.dimension == driver
    }


def test_what_is_set_aside_takes_no_place_and_the_next_that_fired_does() -> None:
    of = advised(
        *(advice(f"{name}{place}", name, {"dimension": name, "below": 60}) for name in "wxyz" for place in range(3))
    )
    figures = shown(of, w1=0, x1=10, y1=20, z1=30)
    found = derive(figures, of, set_aside={"w0", "y1"})
    assert [one.recommendation for one in found.priorities] == ["w1", "w2", "x0", "x1", "y0", "y2"]
    assert [one.recommendation for one in found.set_aside] == ["w0", "y1"]
    every = {one.recommendation for one in (*found.priorities, *found.deferred, *found.set_aside)}
    assert every == {advice.id for advice in of.recommendations}
    assert derive(figures, of, set_aside={"never heard of"}) == derive(figures, of)


steps = st.integers(0, 40).map(lambda step: 2.5 * step)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, min_size=len(SCORED), max_size=len(SCORED)), st.data(), st.sampled_from([None, 4, 5]))
def test_lowering_a_driver_never_lowers_its_priority(
    scores: Sequence[float], data: st.DataObject, said: int | None
) -> None:
    before = {one.id: score for one, score in zip(SCORED, scores, strict=True)}
    driver = data.draw(st.sampled_from([one.id for one in DRIVERS.dimensions if any(i.scored for i in one.items)]))
    after = {
        name: score
        if DRIVERS.dimension_of[name].id != driver
        else data.draw(steps.filter(lambda low, top=score: low <= top))
        for name, score in before.items()
    }
    joint = {one.id: (6 - said if one.reverse else said) for one in SCORED} if said else None
    aside = data.draw(st.sets(st.sampled_from([advice.id for advice in DRIVERS.recommendations])))
    high, low = (derive(shown(DRIVERS, joint, **scores), DRIVERS, set_aside=aside) for scores in (before, after))
    assert not aside & {one.recommendation for one in (*low.priorities, *low.deferred)}
    assert place_of(driver, low) <= place_of(driver, high)
    lighter, heavier = weights_of(driver, high), weights_of(driver, low)
    assert all(heavier.get(name, -1) >= weight - 1e-9 for name, weight in lighter.items())
    assert len(low.priorities) <= 6
    assert max(sum(one.dimension == of for one in low.priorities) for of in {d.id for d in DRIVERS.dimensions}) <= 2
