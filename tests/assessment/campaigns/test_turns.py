"""Length, views and form of address at set-up: what is offered, what it costs, and what is frozen at launch."""

from math import ceil, sqrt

import pytest

from assessment.campaigns.forecast import foresee
from assessment.campaigns.lengths import list_lengths, may_take_turns, share_asked
from assessment.campaigns.offers import offer_questionnaire
from assessment.models import QuestionnaireVersion, db
from assessment.release.structure import Structure
from assessment.scoring.margin import t_quantile
from questionnaires import load_text, shipped, shipped_ids
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.fixtures.turns import write_turns

TURNS = load_text(write_turns(), "turns.yaml")
SIXTY = write_turns(blocks=4, questions=30)
"""Twelve minutes in all: a core of two, and four blocks of fourteen or sixteen."""
LONG = load_text(write_turns(blocks=8, questions=41), "long.yaml")
MANY = {"count-care-staff": "300"}


def offer_turns(facilitator: Facilitator, text: str = write_turns()) -> str:
    """The value by which the questionnaire is chosen on the page."""
    with facilitator.app.app_context():
        offer_questionnaire(" Zonneveld ", text)
        version = db.session.query(QuestionnaireVersion).order_by(QuestionnaireVersion.id.desc()).first()
        return f"kept:{version.id}"


def choose(facilitator: Facilitator, survey_id: int, **typed: object):
    draft = facilitator.find(survey_id)
    sent = {"questionnaire": f"kept:{draft.questionnaire_version_id}", "smallest_group": "5", "asks_comments": "y"}
    return facilitator.post(f"/{survey_id}/defaults", version=str(draft.row_version), **(sent | typed))


@pytest.mark.parametrize("key", shipped_ids())
def test_no_shipped_questionnaire_has_questions_that_take_turns(key: str) -> None:
    """Content 1 gives everybody the same 30 questions: six minutes need no shortening."""
    assert shipped(key).rotating_blocks == ()
    assert [length.drawn for length in list_lengths(shipped(key), 5000)] == [None]


def test_lengths_fit_into_five_ten_and_fifteen_minutes() -> None:
    """82 questions in eight blocks and a core of two: each block has ten."""
    lengths = list_lengths(LONG, 20_000)
    assert [(length.drawn, length.questions, length.minutes) for length in lengths] == [
        (None, 82, 16),
        (7, 72, 14),
        (5, 52, 10),
        (2, 22, 4),
    ]
    margins = [dict(length.margins)[60] for length in lengths]
    assert margins == sorted(margins)


def test_the_margin_of_a_length_is_that_of_the_method() -> None:
    """Two of four blocks, 400 invited, 60 % answering: 240 people, of whom 120 are asked each question in a block."""
    (length,) = [one for one in list_lengths(TURNS, 400, 2) if one.drawn == 2]
    answers, asked, items = 240, 120, 6
    blocks = ["core", "a", "b", "c", "d", "a"]
    each = [answers if block == "core" else asked for block in blocks]
    correlation = 0.45
    variance = 25**2 * items**2 / (items + items * (items - 1) * correlation)
    total = 0.0
    for i, one in enumerate(blocks):
        for j, other in enumerate(blocks):
            both = (
                answers if one == other == "core" else asked if "core" in (one, other) or one == other else answers / 6
            )
            total += both * variance * (1 if i == j else correlation) / (each[i] * each[j])
    expected = t_quantile(asked - 1) * sqrt(total / items**2 * (1 - asked / 400) + 2.5**2 / 12 / items)
    assert dict(length.margins)[60] == ceil(expected)


@pytest.mark.parametrize(("invited", "fits"), [(66, False), (67, True), (None, False)])
def test_a_length_is_offered_where_ten_people_are_asked_alike(invited: int | None, fits: bool) -> None:
    """One of four blocks is four choices: with 67 invited and 60 % answering, ten people each."""
    sixty = load_text(SIXTY, "sixty.yaml")
    assert may_take_turns(sixty, 1, invited) is fits
    lengths = [(length.drawn, length.questions, length.minutes) for length in list_lengths(sixty, invited)]
    assert lengths == [(None, 60, 12), *([(3, 46, 9), (1, 18, 4)] if fits else [])]


def test_a_forecast_counts_those_who_are_asked() -> None:
    structure = {
        "units": [{"key": "all", "name": {"en": "All"}, "parent": None}],
        "groups": [{"key": "staff", "name": {"en": "Staff"}, "voice": "sees"}],
        "invited": [{"unit": "all", "group": "staff", "count": 100}],
    }
    share = share_asked(TURNS, 1)
    assert share == 1 / 4
    whole, quarter = (
        foresee(Structure.of(structure), 5, 60, part).margin for part in (share_asked(TURNS, None), share)
    )
    assert whole == ceil(t_quantile(59) * 25 / sqrt(60) * sqrt(1 - 60 / 100))
    assert quarter == ceil(t_quantile(14) * 25 / sqrt(15) * sqrt(1 - 15 / 100))


def test_an_own_questionnaire_can_take_turns(facilitator: Facilitator) -> None:
    turns = offer_turns(facilitator)
    survey_id = facilitator.set_up(**MANY)
    moved = choose(facilitator, survey_id, questionnaire=turns)
    assert moved.location.endswith("/defaults")

    page = read(facilitator.get(f"/{survey_id}/defaults"))
    assert "All questions: 12, about 2 minutes." in page
    saved = choose(facilitator, survey_id, length="2")
    assert saved.status_code == 422, "two minutes need no shortening"
    assert facilitator.find(survey_id).rotating_blocks is None


def test_a_length_is_frozen_with_the_rest(facilitator: Facilitator) -> None:
    turns = offer_turns(facilitator, SIXTY)
    survey_id = facilitator.set_up(**MANY)
    choose(facilitator, survey_id, questionnaire=turns)
    assert "Questions take turns: 18 a person at most, about 4 minutes." in read(
        facilitator.get(f"/{survey_id}/defaults")
    )
    assert choose(facilitator, survey_id, length="1", form_of_address="u").status_code == 303
    draft = facilitator.find(survey_id)
    assert (draft.rotating_blocks, draft.form_of_address) == (1, "u")
    assert "each is answered by about 25 % of those who answer" in read(facilitator.get(f"/{survey_id}/forecast"))
    assert "In the survey they take turns" in read(facilitator.get(f"/{survey_id}/trial/1"))

    facilitator.post(f"/{survey_id}/launch", sure="yes", version=str(draft.row_version))
    assert facilitator.find(survey_id).state == "open"
    assert choose(facilitator, survey_id, length="all").status_code == 303
    assert facilitator.find(survey_id).rotating_blocks == 1


def test_with_too_few_people_the_check_list_says_so(facilitator: Facilitator) -> None:
    turns = offer_turns(facilitator, SIXTY)
    survey_id = facilitator.set_up(**MANY)
    choose(facilitator, survey_id, questionnaire=turns)
    assert choose(facilitator, survey_id, length="1").status_code == 303
    draft = facilitator.find(survey_id)
    smaller = {"count-care-staff": "40", "version": str(draft.row_version)}
    facilitator.client.post(f"{facilitator.place}/{survey_id}/set-up", data=smaller | {"languages": ["en", "nl"]})

    page = read(facilitator.get(f"/{survey_id}/check-list"))
    assert "Length Missing Too few people are invited for questions to take turns" in page
    version = str(facilitator.find(survey_id).row_version)
    facilitator.post(f"/{survey_id}/launch", sure="yes", version=version)
    assert facilitator.find(survey_id).state == "draft"


def test_another_questionnaire_brings_its_own_lengths_and_views(facilitator: Facilitator) -> None:
    turns = offer_turns(facilitator, SIXTY)
    survey_id = facilitator.set_up(**MANY)
    own = f"kept:{facilitator.find(survey_id).questionnaire_version_id}"
    assert choose(facilitator, survey_id, views=["efqm-2025"]).status_code == 303
    assert facilitator.find(survey_id).views == ["drivers", "efqm-2025"]
    choose(facilitator, survey_id, questionnaire=turns, views=["efqm-2025"])
    assert choose(facilitator, survey_id, length="3").status_code == 303
    choose(facilitator, survey_id, questionnaire=own)
    draft = facilitator.find(survey_id)
    assert (draft.rotating_blocks, draft.views) == (None, [])


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (["efqm-2013", "efqm-1999", "efqm-2025", "ink"], []),
        (["ink"], ["drivers", "ink"]),
        ([], ["drivers"]),
    ],
)
def test_views_are_chosen_beside_the_drivers(facilitator: Facilitator, chosen: list[str], kept: list[str]) -> None:
    survey_id = facilitator.set_up()
    assert choose(facilitator, survey_id, views=chosen).status_code == 303
    assert facilitator.find(survey_id).views == kept
    page = facilitator.get(f"/{survey_id}/defaults").text
    assert [
        name for name in ("efqm-2013", "efqm-1999", "efqm-2025", "ink") if f'value="{name}" checked' in page
    ] == chosen


def test_an_unknown_view_or_address_is_refused(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    for typed in ({"views": ["iso-9001"]}, {"form_of_address": "gij"}, {"length": "3"}):
        assert choose(facilitator, survey_id, **typed).status_code == 422
    draft = facilitator.find(survey_id)
    assert (draft.views, draft.form_of_address, draft.rotating_blocks) == ([], "je", None)


def test_a_copy_takes_length_views_and_address_along(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    choose(facilitator, survey_id, views=["ink"], form_of_address="u")
    copied = int(facilitator.post(f"/{survey_id}/copy").location.split("/")[-2])
    assert (facilitator.find(copied).views, facilitator.find(copied).form_of_address) == (["drivers", "ink"], "u")
