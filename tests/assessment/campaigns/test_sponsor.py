"""The sponsor's page: five commitments at a link of its own."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from assessment.campaigns.sponsor import COMMITMENTS, find_sponsored, make_sponsor_token
from assessment.campaigns.sponsor_mail import ask_sponsor
from assessment.models import Campaign, Mail, db, writing
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.fixtures.mailbox import Mailbox

KEY = b"a key of thirty-two letters, more"


def test_a_link_opens_its_own_survey_and_no_other() -> None:
    token = make_sponsor_token(KEY, 12)
    assert find_sponsored(KEY, token) == 12
    for other in (token.replace("12-", "13-"), token[:-1], f"{token}a", "12-", "", "0" + token, token.upper()):
        assert find_sponsored(KEY, other) is None
    assert find_sponsored(b"another key", token) is None


def find_page(facilitator: Facilitator, survey_id: int) -> str:
    key = facilitator.app.extensions["settings"].link_key.get_secret_value().encode()
    return f"/sponsor/{make_sponsor_token(key, survey_id)}"


def test_the_sponsor_answers_without_an_account_and_may_refuse(app: Flask, facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    page = find_page(facilitator, survey_id)
    assert page in facilitator.get(f"/{survey_id}/check-list").text
    sponsor = app.test_client()
    assert "cannot name a single blind spot" in read(sponsor.get(page))

    half = sponsor.post(page, data={"joint-answer": "yes"})
    assert half.status_code == 422
    assert read(half).count("Choose yes or no") == 4
    assert 'id="joint-answer-0" value="yes" checked' in half.text

    answers = dict.fromkeys(COMMITMENTS, "yes") | {"working-time": "no"}
    assert sponsor.post(page, data=answers).status_code == 303
    survey = facilitator.find(survey_id)
    assert survey.sponsor_answer == {key: key != "working-time" for key in COMMITMENTS}
    assert survey.row_version == 2
    assert "4 of 5 given." in read(facilitator.get(f"/{survey_id}/check-list"))


def test_only_the_sponsors_mail_carries_the_link_where_there_is_a_mail_server(
    app: Flask, facilitator: Facilitator, mailbox: Mailbox
) -> None:
    """Whoever has it could answer in the sponsor's place; without a server the page shows it, and says why."""
    survey_id, page = facilitator.set_up(sponsor_email=""), ""
    for address in (f"/{survey_id}/check-list", f"/{survey_id}"):
        page = facilitator.get(address).text
        assert "/sponsor/" not in page
        assert "no mail address of the sponsor is known yet" in page
        facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert f"/{survey_id}/contacts#sponsor_email" in page

    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail_host": ""})
    shown = facilitator.get(f"/{survey_id}").text
    assert find_page(facilitator, survey_id) in shown
    assert "No mail server is set, so the link stands here" in shown


def test_after_closing_the_answers_stay(app: Flask, facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    with app.app_context(), writing() as session:
        session.execute(update(Campaign).where(Campaign.id == survey_id).values(state="closed"))
    page = find_page(facilitator, survey_id)

    app.test_client().post(page, data=dict.fromkeys(COMMITMENTS, "yes"))

    assert facilitator.find(survey_id).sponsor_answer is None
    assert "this page takes no answers any more" in read(app.test_client().get(page))


def test_a_made_up_link_leads_nowhere(app: Flask, facilitator: Facilitator) -> None:
    facilitator.set_up()
    for token in ("1-" + "a" * 22, "nothing", "999-" + "b" * 22):
        assert app.test_client().get(f"/sponsor/{token}").status_code == 404


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Amsterdam", datetime(2027, 3, 1, 23, 30, tzinfo=UTC), "2 March 2027"),
        ("America/New_York", datetime(2027, 3, 2, 3, 0, tzinfo=UTC), "1 March 2027"),
        ("UTC", datetime(2027, 3, 1, 23, 30, tzinfo=UTC), "1 March 2027"),
    ],
)
def test_the_day_on_which_the_sponsor_was_asked_is_that_of_the_surveys_zone(
    facilitator: Facilitator, zone: str, moment: datetime, day: str
) -> None:
    survey_id = facilitator.set_up(zone=zone)
    with facilitator.app.app_context():
        for _again in range(2):
            assert ask_sponsor(facilitator.organisation_id, survey_id, moment) == "e.visser@zonneveld.example"
        sent = select(func.count()).where(Mail.campaign_id == survey_id, Mail.kind == "sponsor")
        assert db.session.scalar(sent) == 1

    assert f"The link was mailed to the sponsor on {day}." in read(facilitator.get(f"/{survey_id}/check-list"))
