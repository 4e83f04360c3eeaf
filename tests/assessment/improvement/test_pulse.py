"""A pulse: the questions behind the decisions, asked again of everybody as one whole, and read beside last time."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.campaigns.drafts import propose_dates
from assessment.campaigns.inviting import invite_next
from assessment.campaigns.launch import launch_survey
from assessment.campaigns.moments import find_moment
from assessment.campaigns.pulse import name_pulse, start_pulse
from assessment.campaigns.service import PlanError
from assessment.clock import tell_time
from assessment.improvement.pulsing import pick_questions
from assessment.improvement.service import Ask, ask_decision
from assessment.models import AnswerSet, AuditEntry, Campaign, Invitation, Person, Unit, db, writing
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.respond.service import store_sheets
from assessment.respond.sheets import Sheet
from assessment.results.service import load_results
from questionnaires import fill_slots, load_text, shipped
from questionnaires.pulse import write_pulse
from tests.assessment.campaigns.facilitator import Facilitator, read, write_setup

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def answer(survey: int, people: int, point: int) -> None:
    """So many people of care, who answer about as high as ``point``."""
    campaign = db.session.get_one(Campaign, survey)
    asked = len(load_text(campaign.questionnaire_version.text, "asked").items)
    add = [
        Sheet("care", "staff", bytes(max(1, min(5, point + (number + place) % 3 - 1)) for place in range(asked)))
        for number in range(people)
    ]
    store_sheets(campaign, add)


def release(survey: int) -> None:
    close_campaign(survey)
    release_campaign(survey)


@pytest.fixture
def asked(app: Flask, client: FlaskClient) -> tuple[Facilitator, int]:
    """A survey with results, after which two decisions are asked."""
    facilitator = Facilitator(app, client)
    survey = facilitator.launch()
    with app.app_context():
        answer(survey, 34, 2)
        release(survey)
        fired = [one.recommendation for one in load_results(survey).derived.priorities]
        ask_decision(survey, Ask({"en": "Answer within two weeks", "nl": "Antwoord binnen twee weken"}))
        ask_decision(survey, Ask({"en": "Free an hour", "nl": "Maak een uur vrij"}, recommendation=fired[1]))
    return facilitator, survey


@SQLITE_ONLY
def test_the_questions_are_those_behind_the_decisions(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    with facilitator.app.app_context():
        view = load_results(survey)
        picked = pick_questions(view)
        second = view.derived.priorities[1]
    assert len(picked) == len(set(picked)) == 3
    reasons = {evidence.item for evidence in second.evidence if evidence.item}
    driver = {item.id for item in view.questionnaire.dimension(second.dimension).items}
    assert picked[0] in (reasons or driver)


def check_setup(client: FlaskClient, address: str) -> None:
    """It asks for little, and promises that nothing is kept of who works where."""
    place, pulse, _setup = address.rsplit("/", 2)
    setup = client.get(address)
    text = unescape(read(setup))
    assert "Set up a pulse" in text
    assert "Everybody is asked, as one whole: nothing is kept of who works where." in text
    assert "change the defaults" not in text
    assert client.get(f"{place}/{pulse}/defaults").status_code == 303
    tasks = unescape(read(client.get(f"{place}/{pulse}/check-list")))
    assert "51 people can be invited" in tasks
    assert "The senior managers' answer" not in tasks
    assert "Five commitments" not in tasks
    assert "For the sponsor" not in tasks
    forecast = unescape(read(client.get(f"{place}/{pulse}/forecast")))
    assert "If 60 % answer: 31 of 51" in forecast
    assert "Each question beside last time, “of those who answered”, give or take" in forecast
    assert "no total, no level, no recommendation" in forecast
    for promised in ("scores and levels", "scores, levels", "recommendations", "Units:", "groups", "unit that"):
        assert promised not in forecast, promised
    assert "Where few are asked" not in forecast
    check_one_number(client, address, setup.text)


def check_one_number(client: FlaskClient, address: str, page: str) -> None:
    """Nobody is listed: how many are asked is typed as one number, and what the survey counted stands there."""
    fields = re.findall(r'name="(count-[^"]+)"', page)
    assert fields == ["count-everybody"]
    assert re.search(r'name="count-everybody"[^>]*value="51"|value="51"[^>]*name="count-everybody"', page)
    place = address.removesuffix("/set-up")
    for number in ("48", "51"):
        version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(address).text)
        assert version is not None
        typed = write_setup(version=version[1], count__everybody=number) | {"name-en": "Pulse", "name-nl": "Pols"}
        sent = {key: value for key, value in typed.items() if key == "count-everybody" or "count-" not in key}
        assert client.post(address, data=sent | {"go": "stay"}).status_code == 303
        assert f"{number} people can be invited" in read(client.get(f"{place}/check-list"))
    assert 'name="count-everybody"' in client.get(address).text


def check_results(client: FlaskClient, place: str, pulse: int) -> None:
    """One page, each question beside last time, and no report."""
    results = unescape(read(client.get(f"{place}/{pulse}/results")))
    assert "Of 3 questions: 3 higher than last time." in results
    assert "Compared with: Quality at Zonneveld" in results
    assert "Answer within two weeks" in results
    assert len(re.findall(r"Up \d+ \(\d+ last time\)\.", results)) == 3
    for file in ("report.pdf", "files", "report.html"):
        assert client.get(f"{place}/{pulse}/results/{file}").location.endswith(f"/{pulse}/results")
    for page in ("follow-up", "publications", "report-words"):
        assert client.get(f"{place}/{pulse}/{page}").location.endswith(f"/{pulse}/results")
    assert client.get(f"{place}/{pulse}/results/results.json").status_code == 200
    assert f"{place}/{pulse}" in client.get(place).text


@SQLITE_ONLY
def test_a_pulse_is_set_up_asked_and_read_beside_last_time(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    app, client = facilitator.app, facilitator.client
    place = f"/organisations/{facilitator.organisation_id}/surveys"
    page = client.get(f"{place}/{survey}/follow-up").text
    assert "Ask again in between" in page
    made = client.post(f"{place}/{survey}/follow-up/pulse")
    assert made.status_code == 303
    again = client.post(f"{place}/{survey}/follow-up/pulse")
    assert again.location == made.location, "pressed twice, it is one"
    pulse = int(made.location.split("/")[-2])

    check_setup(client, made.location)
    with app.app_context():
        campaign = db.session.get_one(Campaign, pulse)
        launch_survey(facilitator.organisation_id, pulse, campaign.row_version)
        campaign = db.session.get_one(Campaign, pulse)
        assert campaign.structure == {
            "units": [],
            "groups": [],
            "invited": [{"unit": None, "group": None, "count": 51}],
            "whole": ["middle-managers", "staff", "quality-professionals"],
        }
        answer(pulse, 34, 4)
        kept = db.session.execute(
            select(AnswerSet.unit, AnswerSet.group_).where(AnswerSet.campaign_id == pulse).distinct()
        ).all()
        assert [tuple(row) for row in kept] == [(None, None)]
        release(pulse)
        view = load_results(pulse)
        assert [cell.key for cell in view.figures.cells] == ["all"]
        assert view.derived.index.score is None
        assert [one.dimension for one in view.derived.changes] == [item.id for item in view.questionnaire.items]
        assert all(one.real and one.difference > 25 for one in view.derived.changes)

    check_results(client, place, pulse)
    with app.app_context():
        events = db.session.scalars(select(AuditEntry.event)).all()
    assert "survey.pulse-begun" in events


@SQLITE_ONLY
def test_its_questions_stand_on_the_page_that_sets_it_up_in_each_language(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    with facilitator.app.app_context():
        picked = pick_questions(load_results(survey))
        pulse = start_pulse(facilitator.organisation_id, survey, picked)
    pages = [facilitator.get(f"/{one}/set-up").text for one in (pulse, facilitator.start())]
    told = [dict(re.findall(r'<ol lang="(\w+)">(.*?)</ol>', page, re.DOTALL)) for page in pages]
    whole = shipped("senior-management-drivers")
    assert sorted(told[0]) == ["en", "nl"]
    assert told[1] == {}
    for language, listed in told[0].items():
        asks = [unescape(text) for text in re.findall(r"<li>(.*?)</li>", listed)]
        assert asks == [fill_slots(whole.item(item).text[language], whole, language) for item in picked]
        assert not any("{" in text for text in asks)


@SQLITE_ONLY
def test_it_is_proposed_for_after_the_last_day_of_a_decision(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    today = tell_time().date()
    usual = propose_dates(today, "Europe/Amsterdam")[0]
    # Far from New Year, around which nothing is proposed.
    late = date(today.year + 2, 6, 15)
    opened = []
    with facilitator.app.app_context():
        for due in (today - timedelta(days=3), late, date(9999, 12, 31)):
            ask_decision(survey, Ask({"en": "By then", "nl": "Dan"}, due=due))
            pulse = start_pulse(facilitator.organisation_id, survey, pick_questions(load_results(survey)))
            campaign = db.session.get_one(Campaign, pulse)
            opened.append(campaign.opens_at)
            assert campaign.opens_at < campaign.closes_at
            assert campaign.closes_at.date() < campaign.results_on
            with writing() as session:
                session.delete(session.get_one(Campaign, pulse))
    after = find_moment(date(today.year + 2, 6, 16), time(8), "Europe/Amsterdam")
    assert opened == [usual, after, after]


def test_no_day_is_proposed_around_new_year_after_a_decision_either() -> None:
    opens, closes, results = propose_dates(date(2027, 9, 1), "Europe/Amsterdam", date(2027, 12, 20))
    assert (opens.date(), closes.date(), results) == (date(2028, 1, 3), date(2028, 1, 20), date(2028, 2, 3))


@SQLITE_ONLY
def test_the_next_survey_is_compared_with_the_last_survey_and_not_with_the_pulse(
    asked: tuple[Facilitator, int],
) -> None:
    facilitator, survey = asked
    with facilitator.app.app_context():
        pulse = start_pulse(facilitator.organisation_id, survey, pick_questions(load_results(survey)))
        campaign = db.session.get_one(Campaign, pulse)
        launch_survey(facilitator.organisation_id, pulse, campaign.row_version)
        answer(pulse, 34, 4)
        release(pulse)
    following = facilitator.start()
    assert facilitator.find(following).previous_campaign_id == survey
    offered = facilitator.get(f"/{following}/defaults").text
    assert "(version 1)" in offered
    assert f'value="kept:{facilitator.find(pulse).questionnaire_version_id}"' not in offered


@SQLITE_ONLY
def test_only_those_who_see_are_invited_and_nothing_says_where_they_work(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    app = facilitator.app
    with app.app_context():
        with writing() as session:
            unit = session.scalars(select(Unit.id).where(Unit.key == "care")).one()
            for number, group in enumerate(["staff"] * 9 + ["middle-managers", "senior-managers"]):
                mail = f"p{number}@zonneveld.example" if number < 10 else "boss@zonneveld.example"
                session.add(
                    Person(
                        organisation_id=facilitator.organisation_id, unit_id=unit, group_=group, name="P", email=mail
                    )
                )
        pulse = start_pulse(facilitator.organisation_id, survey, pick_questions(load_results(survey)))
        campaign = db.session.get_one(Campaign, pulse)
        launch_survey(facilitator.organisation_id, pulse, campaign.row_version)
        invite_next(facilitator.organisation_id, pulse)
        rows = db.session.execute(
            select(Invitation.unit, Invitation.group_, Invitation.address).where(Invitation.campaign_id == pulse)
        ).all()
    assert {(unit, group) for unit, group, _mail in rows} == {(None, None)}
    assert len(rows) == 10
    assert "boss@zonneveld.example" not in {mail for _unit, _group, mail in rows}


@SQLITE_ONLY
def test_no_pulse_without_a_question_or_of_what_has_no_results(asked: tuple[Facilitator, int]) -> None:
    facilitator, survey = asked
    with facilitator.app.app_context():
        for items in ((), ("a", "b", "c", "d")):
            with pytest.raises(PlanError):
                start_pulse(facilitator.organisation_id, survey, items)
    draft = facilitator.start()
    with facilitator.app.app_context(), pytest.raises(PlanError):
        start_pulse(facilitator.organisation_id, draft, ("commitment-attend",))


def test_a_pulse_is_a_sound_questionnaire_of_the_same_questions() -> None:
    whole = shipped("senior-management-drivers")
    picked = [whole.items[place].id for place in (3, 0, 12)]
    pulse = load_text(write_pulse(whole, picked), "pulse")
    assert [item.id for item in pulse.items] == picked
    assert [one.id for one in pulse.dimensions] == picked
    for item in pulse.items:
        before = whole.item(item.id)
        assert (item.text, item.scale, item.reverse) == (before.text, before.scale, before.reverse)
    assert not any(one.in_index for one in pulse.dimensions)
    assert write_pulse(whole, picked) == write_pulse(whole, picked)


def test_pulses_are_numbered_from_the_second_on() -> None:
    survey = {"en": "Quality 2027", "nl": "Kwaliteit 2027"}
    assert name_pulse(survey, set()) == {"en": "Pulse after Quality 2027", "nl": "Tussenmeting na Kwaliteit 2027"}
    assert name_pulse(survey, {"Tussenmeting na Kwaliteit 2027"})["en"] == "Pulse after Quality 2027 (2)"
