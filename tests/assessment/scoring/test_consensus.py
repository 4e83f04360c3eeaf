"""From judgements to points: values worked out by hand, for both weightings of EFQM 2013 and for EFQM 2025."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring.consensus import (
    EVIDENCE,
    OVERALL,
    PART_RULES,
    Rules,
    find_spread,
    find_threshold,
    judge,
    order_by_spread,
    propose,
    score_evidence,
    score_part,
)
from assessment.scoring.judging import DRIVERS, find_model
from questionnaires import QuestionnaireError, lens
from questionnaires.shipped_radars import FOLDER, load_radar, radar, radar_ids

ENABLER = {
    "sound": 60,
    "integrated": 80,
    "implemented": 50,
    "structured": 40,
    "measurement": 30,
    "learning": 20,
    "improvement": 40,
}
RESULT = {
    "scope": 30,
    "integrity": 60,
    "segmentation": 90,
    "trends": 50,
    "targets": 70,
    "comparisons": 20,
    "confidence": 60,
}
EXECUTION = {"sound": 70, "aligned": 50, "implemented": 60, "flexible": 40, "evaluated": 30, "learn": 10}


def score_2013(points: dict[str, float], criterion: str, **rules: object) -> float | None:
    return score_part(points, radar("efqm-2013").set_of(criterion), Rules(**rules))  # type: ignore[arg-type]


def test_a_part_is_the_mean_of_its_elements_unless_its_limiting_attribute_is_lower() -> None:
    # Approach (60 + 80) / 2 = 70, Deployment (50 + 40) / 2 = 45, Refinement (30 + 20 + 40) / 3 = 30: mean 145 / 3.
    assert score_2013(ENABLER, "1") == pytest.approx(145 / 3)
    # Relevance (30 + 60 + 90) / 3 = 60, Performance (50 + 70 + 20 + 60) / 4 = 50: mean 55, and Scope holds it at 30.
    assert score_2013(RESULT, "6") == 30
    assert score_2013(RESULT, "6", capped=False) == 55
    # Sound holds the same part at 10.
    assert score_2013(ENABLER | {"sound": 10}, "1") == 10


def test_the_other_readings_of_the_matrix() -> None:
    # 320 / 7 attributes; by weights 0.5 x 60 + 0.3 x 50 + 0.2 x 20 = 49, of 1.
    assert score_2013(ENABLER, "1", part_rule="mean_of_attributes") == pytest.approx(320 / 7)
    weights = {"sound": 0.5, "implemented": 0.3, "learning": 0.2}
    assert score_2013(ENABLER, "1", part_rule="weighted", weights=weights) == pytest.approx(49)
    # No source names weights for 2013: evenly, as the mean of all attributes.
    assert score_2013(ENABLER, "1", part_rule="weighted") == pytest.approx(320 / 7)
    # Execution of 2025 by the guide's example: 0.2 x (70 + 50 + 60 + 40) + 0.1 x (30 + 10) = 48.
    execution = radar("efqm-2025").set_of("4")
    assert score_part(EXECUTION, execution, Rules("weighted")) == pytest.approx(48)
    # A whole judged by hand is held by Sound too, and asks for nothing else.
    assert score_2013({"sound": 60, OVERALL: 55}, "1", part_rule="manual") == 55
    assert score_2013({"sound": 40, OVERALL: 55}, "1", part_rule="manual") == 40


def test_what_is_open_is_missing_and_never_zero() -> None:
    some = {name: value for name, value in ENABLER.items() if name != "learning"}
    assert [score_2013(some, "1", part_rule=rule) for rule in PART_RULES] == [None] * 4
    assert score_2013({OVERALL: 55}, "1", part_rule="manual") is None
    assert score_2013({}, "1") is None
    assert score_part({}, None) is None
    assert score_part({EVIDENCE: 0}, None) == 0
    assert [score_evidence(step) for step in range(5)] == [0, 25, 50, 75, 100]
    with pytest.raises(ValueError, match="no step 5"):
        score_evidence(5)


AGREED = {
    **dict(zip(("1a", "1b", "1c", "1d", "1e"), (50, 75, 25, 50, 50), strict=True)),  # 250 / 5 = 50
    **dict(zip(("2a", "2b", "2c", "2d"), (25, 50, 75, 50), strict=True)),  # 200 / 4 = 50
    **dict(zip(("3a", "3b", "3c", "3d", "3e"), (100, 75, 50, 50, 25), strict=True)),  # 300 / 5 = 60
    **dict(zip(("4a", "4b", "4c", "4d", "4e"), (50, 50, 50, 25, 75), strict=True)),  # 250 / 5 = 50
    **dict(zip(("5a", "5b", "5c", "5d", "5e"), (75, 75, 50, 50, 50), strict=True)),  # 300 / 5 = 60
    **{"6a": 75, "6b": 25},  # 0.75 x 75 + 0.25 x 25 = 62.5
    **{"7a": 50, "7b": 75},  # 0.75 x 50 + 0.25 x 75 = 56.25
    **{"8a": 25, "8b": 50},  # 2013: 0.5 x 25 + 0.5 x 50 = 37.5; earlier: 0.25 x 25 + 0.75 x 50 = 43.75
    **{"9a": 50, "9b": 75},  # 0.5 x 50 + 0.5 x 75 = 62.5
}


@pytest.mark.parametrize(
    ("edition", "eight", "points"),
    [
        # 50 + 50 + 60 + 50 + 60 + 1.5 x 62.5 + 56.25 + 37.5 + 1.5 x 62.5
        ("efqm-2013", 37.5, 551.25),
        # 50 + 0.8 x 50 + 0.9 x 60 + 0.9 x 50 + 1.4 x 60 + 2 x 62.5 + 0.9 x 56.25 + 0.6 x 43.75 + 1.5 x 62.5
        ("efqm-1999", 43.75, 568.625),
    ],
)
def test_points_of_both_weightings(edition: str, eight: float, points: float) -> None:
    judgement = judge(lens(edition), AGREED, radar(edition).recognition)
    assert judgement.criteria == {
        "1": 50, "2": 50, "3": 60, "4": 50, "5": 60, "6": 62.5, "7": 56.25, "8": eight, "9": 62.5,
    }  # fmt: skip
    assert (judgement.points, judgement.open_parts) == (points, ())
    assert judgement.recognition is not None
    assert judgement.recognition.name["en"] == "Recognised for Excellence, 5 stars"


def test_points_of_the_edition_of_2025() -> None:
    # Criteria 1 to 7 at 40, 50, 60, 30, 50, 20, 70: 40 + 50 + 60 + 2 x 30 + 50 + 2 x 20 + 2 x 70 = 440.
    scores = {"1": 40, "2": 50, "3": 60, "4": 30, "5": 50, "6": 20, "7": 70}
    parts = {part: float(scores[part[0]]) for part in lens("efqm-2025").dimension_of_part}
    judgement = judge(lens("efqm-2025"), parts, radar("efqm-2025").recognition)
    assert judgement.points == pytest.approx(440)
    assert judgement.recognition is not None
    assert judgement.recognition.name["en"] == "Recognised by EFQM, 4 stars"


@pytest.mark.parametrize("part", sorted(AGREED))
def test_one_part_left_open_gives_no_points(part: str) -> None:
    left = {name: score for name, score in AGREED.items() if name != part}
    judgement = judge(lens("efqm-2013"), left, radar("efqm-2013").recognition)
    assert (judgement.points, judgement.recognition, judgement.open_parts) == (None, None, (part,))
    assert judgement.criteria[part[0]] is None
    assert sum(score is not None for score in judgement.criteria.values()) == 8


def test_thresholds_count_from_their_number_on() -> None:
    recognition = radar("efqm-2013").recognition
    told = {points: find_threshold(recognition, points) for points in (199.9, 200, 299.9, 300, 300 - 1e-12, 500, 1000)}
    assert {points: one and one.start for points, one in told.items()} == {
        199.9: None, 200: 200, 299.9: 200, 300: 300, 300 - 1e-12: 300, 500: 500, 1000: 500,
    }  # fmt: skip
    bands = radar("efqm-2013").bands
    # Between two bands, as means are, the lower one.
    found = [find_threshold(bands, value) for value in (0, 12.5, 15, 37, 40, 100)]
    assert [one and one.start for one in found] == [0, 0, 15, 15, 40, 90]


def test_models_without_points_have_criteria_only() -> None:
    for name in (DRIVERS, "ink"):
        model = find_model(name, {"scale": "radar"})
        agreed = {part: {EVIDENCE: 3.0} for part in model.lens.dimension_of_part}
        judgement = model.judge(agreed)
        assert set(judgement.criteria.values()) == {75}
        assert (judgement.points, judgement.open_parts, model.uses_radar) == (None, (), False)
    assert len(find_model(DRIVERS, {}).lens.dimensions) == 5


def test_most_divided_first() -> None:
    scores = {"1a": [50, 50], "1b": [0, 100], "1c": [], "1d": [25, 50, 100], "1e": [25, 100, 100], "2a": [75]}
    # By spread; of two equal ones the one with the larger standard deviation; what nobody scored last.
    assert order_by_spread(scores.items()) == ["1b", "1e", "1d", "1a", "2a", "1c"]
    assert [find_spread(one) for one in scores.values()] == [0, 100, 0, 75, 75, 0]
    assert (propose([75, 0, 50, 25]), propose([75, 0, 50]), propose([])) == (25, 50, None)


percentages = st.floats(0, 100)


@given(st.data(), st.sampled_from(["efqm-1999", "efqm-2013", "efqm-2025"]), st.sampled_from(PART_RULES), st.booleans())
def test_points_stay_in_bounds_and_never_fall_when_a_judgement_rises(
    data: st.DataObject, edition: str, rule: str, capped: bool
) -> None:
    model = find_model(edition, {"scale": "radar", "part_rule": rule, "capped": capped})
    agreed = {
        part: {key: data.draw(percentages) for key in model.list_keys(part)} for part in model.lens.dimension_of_part
    }
    points = model.judge(agreed).points
    assert points is not None
    assert 0 <= points <= 1000 + 1e-9
    part = data.draw(st.sampled_from(sorted(agreed)))
    key = data.draw(st.sampled_from(sorted(agreed[part])))
    raised = agreed | {part: agreed[part] | {key: data.draw(st.floats(agreed[part][key], 100))}}
    higher = model.judge(raised).points
    assert higher is not None
    assert higher >= points - 1e-9


@given(percentages, st.sampled_from(["efqm-1999", "efqm-2013", "efqm-2025"]))
def test_equal_parts_give_ten_points_a_per_cent(score: float, edition: str) -> None:
    judgement = judge(lens(edition), dict.fromkeys(lens(edition).dimension_of_part, score), radar(edition).recognition)
    assert judgement.points == pytest.approx(10 * score)


@pytest.mark.parametrize("name", radar_ids())
def test_every_criterion_is_judged_by_one_set_and_every_limit_is_an_attribute(name: str) -> None:
    shipped = radar(name)
    criteria = [one for attributes in shipped.sets for one in attributes.criteria]
    assert sorted(criteria) == sorted(one.id for one in lens(name).dimensions)
    assert all(set(one.cap_by) <= set(one.list_attributes()) for one in shipped.sets)
    assert any(fact.startswith("G") for fact in shipped.provenance.values())
    with pytest.raises(LookupError):
        shipped.set_of("10")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cap_by: [sound]", "cap_by: [loud]", "no element has this attribute"),
        ("from: 15", "from: 45", "each begins above the one before"),
        ("step: 5", "steps: 5", "steps"),
    ],
)
def test_a_wrong_file_is_refused(old: str, new: str, message: str) -> None:
    text = (FOLDER / "efqm-2013.yaml").read_text(encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=message):
        load_radar(text.replace(old, new, 1), "efqm-2013.yaml")
    with pytest.raises(LookupError):
        radar("ink")
