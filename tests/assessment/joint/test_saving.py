"""What a senior manager chooses is kept at once, as staff's answers are: closing the phone loses nothing."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.test import TestResponse

from assessment.access.invitations import find_link_key
from assessment.access.tokens import page_mark
from assessment.joint.loading import MARKED
from assessment.joint.tokens import MEMBERS
from assessment.models import JointMember, db
from tests.assessment.joint.managers import Manager, name_team, seat_managers
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


def choose(manager: Manager, **values: str) -> TestResponse:
    """As the page's script sends it."""
    data = {"link": page_mark(manager.token, MARKED)} | {f"q-{key.replace('_', '-')}": v for key, v in values.items()}
    return manager.client.post("/joint/questions/1", data=data, headers={"HX-Request": "true"})


def test_a_choice_is_kept_without_leaving_the_page(app: Flask, survey: int) -> None:
    first, second = seat_managers(app, survey, 2)
    answer = choose(first, commitment_attend="4")

    assert (answer.status_code, answer.text) == (200, "Saved")
    with app.app_context():
        kept = db.session.get_one(JointMember, first.seat.member_id)
        assert kept.first is not None
        assert (kept.first.count(4), kept.first.count(0), kept.answered) == (1, len(kept.first) - 1, False)
        assert second.seat.first.count(0) == len(second.seat.first)


def test_whoever_comes_back_goes_on_at_the_first_page_with_no_answer(app: Flask, survey: int) -> None:
    first, second = seat_managers(app, survey, 2)
    choose(first, commitment_attend="4")
    assert 'href="/joint/questions/2">Go on where you left off' in first.get()
    assert 'href="/joint/questions/1">Start' in second.get()
    second.fill(3)
    assert 'href="/joint/review">Go on where you left off' in second.get()


def test_a_wrong_value_or_a_meeting_that_began_is_said_in_the_line(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    assert choose(team[0], commitment_attend="9").text.startswith("Not saved yet: ")
    for manager in team:
        manager.answer(3)
    team[1].begin()
    answer = choose(team[0], commitment_attend="5")

    assert (answer.status_code, answer.text.partition(":")[0]) == (200, "Not saved")
    with app.app_context():
        assert team[0].seat.first.count(5) == 0


def test_on_a_phone_it_says_saved_and_a_reload_shows_it(live_server: LiveServer, page: Page) -> None:
    with live_server.app.app_context():
        [member_id] = name_team(open_survey(), 1)
        token = MEMBERS.make_token(find_link_key(), member_id)
    page.goto(f"{live_server.url}/j/{token}")
    page.goto(f"{live_server.url}/joint/questions/1")
    page.get_by_role("group").first.get_by_label("Often").check()
    expect(page.locator("#saved")).to_have_text("Saved")
    page.reload()

    expect(page.get_by_role("group").first.get_by_label("Often")).to_be_checked()
