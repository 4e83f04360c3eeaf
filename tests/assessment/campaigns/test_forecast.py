"""The forecast is the release's own rules on head counts: what it foretells is what a release then shows."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from assessment.campaigns.forecast import RATES, advise_form, expect_margin_now, foresee, spread_answers
from assessment.campaigns.forecast_words import tell_forecast
from assessment.models import db
from assessment.organisation.plan import STANDARD_GROUPS
from assessment.release.closing import close_campaign
from assessment.release.service import find_cells, release_campaign
from assessment.release.structure import Structure
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.assessment.release.surveys import make_small_survey
from tests.trust.room import store_survey

UNITS = ("care", "office", "tiny")


def snapshot(counts: dict[tuple[str, str], int], units: tuple[str, ...] = UNITS) -> dict[str, Any]:
    return {
        "units": [{"key": key, "name": {"en": key.title()}, "parent": None} for key in units],
        "groups": [{"key": group.key, "name": group.name, "voice": group.voice} for group in STANDARD_GROUPS],
        "invited": [{"unit": unit, "group": group, "count": count} for (unit, group), count in counts.items()],
    }


@pytest.mark.parametrize(
    ("staff", "advice", "forms"),
    [
        (7, "session", ["none", "none", "none"]),
        (8, "small", ["none", "words", "words"]),
        (14, "small", ["words", "words", "words"]),
        (15, "survey", ["none", "none", "full"]),
        (30, "survey", ["those who answered", "answered", "full"]),
    ],
)
def test_few_people_get_what_suits_them(staff: int, advice: str, forms: list[str]) -> None:
    structure = Structure.of(snapshot({("care", "staff"): staff}))
    assert advise_form(staff) == advice
    assert [foresee(structure, 5, rate).form for rate in RATES] == forms


def test_who_answers_more_sees_more(app: Flask) -> None:
    counts = {("care", "staff"): 30, ("care", "middle-managers"): 8, ("office", "staff"): 12, ("tiny", "staff"): 4}
    with app.test_request_context():
        told = tell_forecast(snapshot(counts), 5).told
    assert [each.title for each in told] == [
        "If 40 % answer: 22 of 54",
        "If 60 % answer: 32 of 54",
        "If 80 % answer: 43 of 54",
    ]
    assert told[0].sentences == (
        "The whole organisation: scores only, without a level or an index, and nothing about units.",
    )
    assert told[1].sentences[0] == (
        "The whole organisation: scores and levels “of those who answered”, give or take 6 points."
    )
    assert told[1].sentences[1] == "Units: Care. Shown together: Office and Tiny."
    assert told[2].sentences[2].startswith("Groups: ")


def test_who_is_shown_together_is_named_and_why_more_answers_can_show_fewer_units(app: Flask) -> None:
    """One who stands directly in the whole does not answer at 60 per cent, and does at 80."""
    counts = {("home", "staff"): 1, ("care", "staff"): 43, ("office", "staff"): 10}
    whole = snapshot(counts, ("home", "care", "office"))
    for unit in whole["units"][1:]:
        unit["parent"] = "home"
    with app.test_request_context():
        told = tell_forecast(whole, 5).told
    assert told[1].sentences[1] == "Units: Care and Office."
    assert told[2].sentences[1:3] == (
        "Units: Care. Shown together: Office and those directly in Home.",
        "Not on its own here, though more people answer: Office. As soon as a few answer beside it who are too few to "
        "be shown, it is shown together with them: otherwise their answers could be worked out by subtracting.",
    )


def test_seven_people_are_advised_to_hold_a_session(facilitator: Facilitator) -> None:
    none = {f"count__{place}": "" for place in ("care__middle-managers", "software__staff", "archive__staff")}
    survey_id = facilitator.set_up(count__care__staff="7", **none)
    told = read(facilitator.get(f"/{survey_id}/forecast"))
    assert "Hold a session instead" in told
    assert "If 60 % answer" not in told


def test_without_head_counts_there_is_no_forecast(facilitator: Facilitator) -> None:
    survey_id = facilitator.start()
    assert "The forecast needs head counts" in read(facilitator.get(f"/{survey_id}/forecast"))


@pytest.mark.parametrize("rate", RATES)
def test_a_release_of_so_many_answers_shows_the_cells_that_were_foretold(app: Flask, rate: int) -> None:
    invited = {("care", "staff"): 40, ("care", "middle"): 12, ("office", "staff"): 25, ("tiny", "quality"): 8}
    survey = make_small_survey(dict(zip(invited, spread_answers(list(invited.values()), rate), strict=True)))
    counts = [{"unit": unit, "group": group, "count": count} for (unit, group), count in invited.items()]
    survey.structure["invited"] = counts
    with app.app_context():
        campaign_id = store_survey(survey, 1)
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        shown = {cell.key for cell in find_cells(campaign_id)}
        db.session.rollback()

    outlook = foresee(Structure.of(survey.structure), 5, rate)

    foretold = {cell.key for cell in outlook.cells}
    if outlook.form in ("full", "answered"):
        assert shown == foretold | {"all"}
    else:
        assert foretold == set()


@given(st.lists(st.integers(0, 60), max_size=20), st.integers(0, 100))
def test_spread_answers_add_up_and_nobody_answers_twice(people: list[int], rate: int) -> None:
    counts = spread_answers(people, rate)
    assert sum(counts) == (sum(people) * rate + 50) // 100
    assert all(0 <= count <= most for count, most in zip(counts, people, strict=True))


def test_the_margin_on_the_way_is_reckoned_from_numbers_of_people_only() -> None:
    """t(32) 25 / sqrt(33) sqrt(1 - 33 / 55) = 5.6 for 60 % of 55."""
    assert expect_margin_now(60, 55) == 6
    assert expect_margin_now(100, 55) == 0
    assert (expect_margin_now(10, 55), expect_margin_now(None, 55), expect_margin_now(60, None)) == (None, None, None)
