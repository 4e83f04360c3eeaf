"""The pages of invitations, as a facilitator sees them."""

from flask import Flask
from sqlalchemy import select

from assessment.jobs import run_due_jobs
from assessment.models import Mail, db
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.people import add_people


def test_every_page_opens_for_a_draft_and_after_launch(app: Flask, facilitator: Facilitator, mailbox: Mailbox) -> None:
    survey_id = facilitator.set_up()
    assert "Send me a test mail" in read(facilitator.get(f"/{survey_id}/invitations"))
    assert "Your words for the reminder in Dutch" in read(facilitator.get(f"/{survey_id}/defaults"))
    assert "Mail the link to the sponsor" in read(facilitator.get(f"/{survey_id}/check-list"))
    facilitator.post(f"/{survey_id}/launch", version="2")
    with app.app_context():
        add_people(survey_id, care=3, without_mail=2)
    facilitator.post(f"/{survey_id}/invitations/test", language="en", wish="a1")
    facilitator.post(f"/{survey_id}/invitations/sponsor")
    assert "Invitations are being made" in read(facilitator.get(f"/{survey_id}/invitations"))
    with app.app_context():
        run_due_jobs(app)
    assert sorted(mailbox.addresses) == ["e.visser@zonneveld.example", "sam@zonneveld.example"]
    assert "2 people in the list have no mail address" in read(facilitator.get(f"/{survey_id}/invitations"))
    assert "2 without mail" in read(facilitator.get(f"/{survey_id}/invitations/letters"))
    made = facilitator.post(f"/{survey_id}/invitations/cards", unit="care", group="staff", count="5")
    assert made.status_code == 303
    assert "5 cards" in read(facilitator.get(f"/{survey_id}/invitations/cards"))
    for file in ("cards/nl/poster.pdf", "letters/letters-1.pdf?unit=care"):
        assert facilitator.get(f"/{survey_id}/invitations/{file}").data.startswith(b"%PDF")
    assert "Invite, remind, print" in read(facilitator.get(f"/{survey_id}"))
    with app.app_context():
        assert len(db.session.scalars(select(Mail.id).where(Mail.kind == "invitation")).all()) == 3
