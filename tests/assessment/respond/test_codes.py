"""The survey's own address for typed codes: what opens, what does not, and how often one may be wrong (A17)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from assessment.access.codes import code_for, write_code
from assessment.access.invitations import invite
from assessment.models import Attempt, Invitation, db, writing
from tests.fixtures.surveys import open_survey

NOTHING = "This code opens nothing."


@pytest.fixture
def card(app: Flask) -> tuple[int, int, str]:
    """A survey, an invitation of its and the code of that."""
    with app.app_context():
        survey_id = open_survey()
        invitation, _token = invite(survey_id, "care", "staff", "card")
        key = app.extensions["settings"].link_key.get_secret_value().encode()
        return survey_id, invitation.id, write_code(code_for(key, invitation.id))


def test_a_code_opens_the_survey_and_again_on_another_device(app: Flask, card: tuple[int, int, str]) -> None:
    survey_id, _invitation, code = card
    for typed in (code, code.lower().replace("-", " ")):
        client = app.test_client()
        answer = client.post(f"/c/{survey_id}", data={"code": typed})
        assert (answer.status_code, answer.location) == (303, "/survey/")
        assert "Quality at Zonneveld 2027" in client.get("/survey/").text
    with app.app_context():
        assert db.session.query(Attempt).count() == 0


def test_spent_and_never_valid_codes_are_answered_alike(
    app: Flask, client: FlaskClient, card: tuple[int, int, str]
) -> None:
    survey_id, invitation_id, code = card
    with app.app_context(), writing() as session:
        session.execute(update(Invitation).where(Invitation.id == invitation_id).values(done=True))
    never = "0" * len(code)
    pages = [client.post(f"/c/{survey_id}", data={"code": typed}) for typed in (code, never)]

    assert [page.status_code for page in pages] == [422, 422]
    assert NOTHING in pages[0].text
    assert pages[0].text.replace(code, "") == pages[1].text.replace(never, "")


def test_a_code_is_worth_nothing_at_another_survey(app: Flask, client: FlaskClient, card: tuple[int, int, str]) -> None:
    with app.app_context():
        other = open_survey()
    assert client.post(f"/c/{other}", data={"code": card[2]}).status_code == 422
    assert client.get("/c/99").status_code == 404


def test_twenty_wrong_ones_a_minute_close_this_survey_s_address_alone(
    app: Flask, client: FlaskClient, card: tuple[int, int, str]
) -> None:
    survey_id, _invitation, code = card
    with app.app_context():
        other = open_survey()
        looked_at = 0
        for number in range(1_000):
            answer = client.post(f"/c/{survey_id}", data={"code": f"{number:010d}"})
            looked_at += answer.status_code == 422
            assert answer.status_code in (422, 429)
    print(f"typed codes: 1,000 wrong ones, {looked_at} looked at in a minute")
    assert looked_at == 20
    assert client.post(f"/c/{survey_id}", data={"code": code}).status_code == 429
    assert client.post(f"/c/{other}", data={"code": code}).status_code == 422
    with app.app_context(), writing() as session:
        session.execute(update(Attempt).values(at=datetime.now(UTC) - timedelta(seconds=61)))
    assert client.post(f"/c/{survey_id}", data={"code": code}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Attempt.id).where(Attempt.door == f"code:{survey_id}")).all() == []
