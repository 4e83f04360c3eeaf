"""A senior manager's link: what it opens, what it never gives away (trust rules A17, S5, S9)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.access.invitations import find_link_key
from assessment.joint.tokens import MEMBERS
from tests.assessment.joint.managers import Manager, seat_managers
from tests.fixtures.surveys import open_survey

ADDRESSES = ("/joint/", "/joint/questions/1", "/joint/review", "/joint/refuse", "/joint/meeting", "/joint/confirm")


@pytest.fixture
def team(app: Flask) -> list[Manager]:
    with app.app_context():
        survey = open_survey()
    return seat_managers(app, survey, 2)


def test_the_link_goes_into_a_cookie_of_its_own_and_consumes_nothing(app: Flask, team: list[Manager]) -> None:
    entered = team[0].enter()
    cookie = entered.headers["Set-Cookie"]
    assert entered.headers["Location"] == "/joint/"
    assert team[0].token in cookie
    assert {"HttpOnly", "Path=/joint", "SameSite=Lax"} <= set(cookie.split("; "))
    assert [team[0].enter().status_code for _ in range(5)] == [303] * 5
    page = team[0].get()
    assert "A. Jansen, you are asked as a senior manager." in page
    assert team[0].token not in page


def test_pages_open_in_the_language_of_the_mail(app: Flask, team: list[Manager]) -> None:
    page = app.test_client().get(f"/j/{team[0].token}?language=nl", follow_redirects=True).text
    assert '<html lang="nl"' in page
    assert '<html lang="en"' in team[0].get()


@pytest.mark.parametrize("token", ["A" * 22, "x", "A" * 23, "' or 1=1 --"])
def test_what_was_never_a_link_opens_the_same_as_none(client: FlaskClient, team: list[Manager], token: str) -> None:
    bare = client.get("/joint/")
    entered = client.get(f"/j/{token}")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/joint/")
    for address in (*ADDRESSES, "/joint/certificate"):
        answer = client.get(address)
        assert (answer.status_code, answer.text) == (404, bare.text)


def test_tokens_of_other_doors_open_nothing(app: Flask, client: FlaskClient, team: list[Manager]) -> None:
    with app.app_context():
        unknown = MEMBERS.make_token(find_link_key(), 999)
        other_key = MEMBERS.make_token(b"another key", 1)
    for token in (unknown, other_key):
        client.get(f"/j/{token}")
        assert client.get("/joint/").status_code == 404


def test_a_page_of_one_manager_is_not_taken_for_another(app: Flask, team: list[Manager]) -> None:
    team[0].client.get(f"/j/{team[1].token}")
    assert team[0].post("/joint/refuse").status_code == 409
    assert "You take no part." not in team[1].get()


def test_looking_changes_nothing(app: Flask, team: list[Manager]) -> None:
    with app.app_context():
        before = team[0].seat
    for address in ADDRESSES:
        assert team[0].client.get(address).status_code in (200, 303)
    with app.app_context():
        assert team[0].seat == before


def test_a_wrong_answer_is_refused_and_kept_off(app: Flask, team: list[Manager]) -> None:
    refused = team[0].post("/joint/questions/1", **{"q-commitment-money": "9"})
    assert refused.status_code == 422
    assert "Choose one of the answers shown" in refused.text


def test_answers_can_be_changed_until_the_team_meets(app: Flask, team: list[Manager]) -> None:
    for manager in team:
        manager.answer(4)
    team[0].post("/joint/questions/1", **{"q-commitment-money": "1"})
    with app.app_context():
        place = team[0].seat.survey.questionnaire.position["commitment-money"]
        assert team[0].seat.first[place] == 1
    team[1].begin()
    moved = team[0].post("/joint/questions/1", **{"q-commitment-money": "5"})
    assert moved.headers["Location"] == "/joint/"
    with app.app_context():
        assert team[0].seat.first[place] == 1
