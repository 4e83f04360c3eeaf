"""A survey that some answer through an open link: chosen at set-up, said everywhere, settled at launch (A16, A22)."""

from typing import Any

import pytest
from sqlalchemy import select

from assessment.campaigns.drafts import copy_survey
from assessment.campaigns.participation import count_done
from assessment.models import Campaign, Invitation, Receipt, db, writing
from assessment.release.closing import stop_answers
from assessment.release.limits import rate_participation
from assessment.release.service import find_release, release_campaign
from assessment.release.structure import Structure
from assessment.respond.service import store_sheets
from assessment.respond.sheets import Sheet
from assessment.results.circumstances import list_trust_lines
from assessment.results.service import load_results
from questionnaires import shipped
from tests.assessment.campaigns.facilitator import Facilitator, read, write_setup
from tests.fixtures.doors import open_to_everybody

SIZE = len(shipped("senior-management-drivers").items)
SAID = "an answer is a browser, a turn at the screen or a form, not a person"


def choose_open_link(facilitator: Facilitator, survey_id: int, smallest: str = "5") -> None:
    draft = facilitator.find(survey_id)
    typed: dict[str, Any] = {
        "version": str(draft.row_version),
        "questionnaire": f"kept:{draft.questionnaire_version_id}",
        "smallest_group": smallest,
        "open_link": "y",
    }
    assert facilitator.post(f"/{survey_id}/defaults", **typed).status_code == 303


def test_the_choice_raises_the_smallest_group_and_is_said_on_every_page_before_launch(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    assert all(
        SAID not in read(facilitator.get(f"/{survey_id}/{page}")) for page in ("set-up", "forecast", "check-list")
    )

    choose_open_link(facilitator, survey_id)

    draft = facilitator.find(survey_id)
    assert (draft.smallest_group, draft.structure["open"]) == (10, True)
    for page in ("set-up", "forecast", "check-list"):
        assert SAID in read(facilitator.get(f"/{survey_id}/{page}"))
    assert "Open link Done" in read(facilitator.get(f"/{survey_id}/check-list"))


def test_a_larger_smallest_group_stays_and_saving_the_set_up_again_keeps_the_choice(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    choose_open_link(facilitator, survey_id, smallest="12")
    facilitator.post(f"/{survey_id}/set-up", **write_setup(version="3"))

    draft = facilitator.find(survey_id)
    assert (draft.row_version, draft.smallest_group, draft.structure["open"]) == (4, 12, True)


def test_a_copy_keeps_it_and_unticking_takes_it_back(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    choose_open_link(facilitator, survey_id)
    with facilitator.app.app_context():
        copied, _moved_on = copy_survey(facilitator.organisation_id, survey_id)
    draft = facilitator.find(copied)
    assert (draft.structure["open"], draft.smallest_group) == (True, 10)

    questionnaire = f"kept:{draft.questionnaire_version_id}"
    facilitator.post(f"/{copied}/defaults", version="1", questionnaire=questionnaire, smallest_group="5")

    draft = facilitator.find(copied)
    assert ("open" in draft.structure, draft.smallest_group) == (False, 5)


def test_launch_settles_it_with_ten_at_least(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    choose_open_link(facilitator, survey_id)
    with facilitator.app.app_context(), writing() as session:
        session.get_one(Campaign, survey_id).smallest_group = 5
    version = str(facilitator.find(survey_id).row_version)
    facilitator.post(f"/{survey_id}/launch", sure="yes", version=version)

    launched = facilitator.find(survey_id)
    assert (launched.state, launched.smallest_group, launched.structure["open"]) == ("open", 10, True)
    assert SAID in read(facilitator.get(f"/{survey_id}"))
    facilitator.post(f"/{survey_id}/defaults", version="9", questionnaire="kept:1", smallest_group="5")
    assert facilitator.find(survey_id).structure["open"] is True


INVITED = (
    {"unit": "care", "group": "staff", "count": 40},
    {"unit": "care", "group": "middle-managers", "count": 20},
    {"unit": "software", "group": "staff", "count": 30},
    {"unit": "software", "group": "middle-managers", "count": 20},
    {"unit": "archive", "group": "staff", "count": 20},
)


def answer(survey: int, counts: dict[tuple[str, str], int]) -> None:
    campaign = db.session.get_one(Campaign, survey)
    sheets = [
        Sheet(unit, group, bytes(1 + (number + place) % 5 for place in range(SIZE)))
        for (unit, group), count in counts.items()
        for number in range(count)
    ]
    store_sheets(campaign, sheets)


COUNTS = {
    ("care", "staff"): 43,
    ("care", "middle-managers"): 19,
    ("software", "staff"): 24,
    ("software", "middle-managers"): 12,
    ("archive", "staff"): 9,
}


@pytest.mark.parametrize("open_link", [True, False])
def test_the_release_has_no_splits_and_no_group_below_ten(facilitator: Facilitator, open_link: bool) -> None:
    with facilitator.app.app_context():
        survey = open_to_everybody(invited=INVITED)
        if not open_link:
            with writing() as session:
                campaign = session.get_one(Campaign, survey)
                campaign.smallest_group, campaign.structure = 5, campaign.structure | {"open": False}
        answer(survey, COUNTS)
        stop_answers(survey)
        release_campaign(survey)

        figures = find_release(survey)

    kinds = [cell.kind for cell in figures.cells]
    smallest = min(cell.n.low for cell in figures.cells)
    assert figures.summary.open_link is open_link
    assert ("unit-group" in kinds) is not open_link
    assert "unit:archive" in [cell.key for cell in figures.cells] or open_link
    assert (figures.summary.smallest_group, smallest >= 10) == ((10, True) if open_link else (5, False))


def test_results_say_what_an_answer_is_and_report_more_answers_than_people(facilitator: Facilitator) -> None:
    with facilitator.app.app_context():
        survey = open_to_everybody(invited=INVITED)
        answer(survey, COUNTS)
        stop_answers(survey)
        release_campaign(survey)

        english, dutch = (list_trust_lines(load_results(survey, language=language)) for language in ("en", "nl"))

    assert english[0].startswith("107 answers; 130 people could take part")
    assert "not always a person. More answers than people: Care 62 of 60." in english[1]
    assert "Meer antwoorden dan mensen: Zorg 62 van 60." in dutch[1]


def test_a_survey_with_more_answers_than_people_is_released_and_says_so(facilitator: Facilitator) -> None:
    with facilitator.app.app_context():
        survey = open_to_everybody(invited=INVITED)
        answer(survey, {place: 2 * count for place, count in COUNTS.items()})
        stop_answers(survey)
        release_campaign(survey)

        view = load_results(survey)
        lines = list_trust_lines(view)

    assert lines[0].startswith("214 answers; 130 people could take part")
    assert "More answers than people: Everybody who sees 214 of 130; Care 124 of 60;" in lines[1]
    assert view.derived.index.score is not None
    assert view.derived.index.margin is None or view.derived.index.margin >= 0


def test_turns_and_forms_count_in_the_whole_rate_only(facilitator: Facilitator) -> None:
    with facilitator.app.app_context():
        survey = open_to_everybody(invited=INVITED)
        organisation_id = db.session.scalars(select(Campaign.organisation_id)).one()
        with writing() as session:
            common = {"organisation_id": organisation_id, "campaign_id": survey, "unit": "care", "group_": "staff"}
            session.add_all(Invitation(token_sha256=f"a{n}", done=True, **common) for n in range(20))
            session.add_all(Receipt(submission_sha256=f"r{n}", campaign_id=survey) for n in range(45))
        structure = Structure.of(db.session.get_one(Campaign, survey).structure)
        rates = rate_participation(structure, count_done(db.session, survey), 10)

    assert (rates.whole, rates.units["care"]) == (50, 35)
