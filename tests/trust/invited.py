"""People who were invited by mail, and answer by the link that they got."""

from urllib.parse import urlsplit

from flask import Flask

from assessment.campaigns.inviting import invite_everybody
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, db
from tests.fixtures.mailbox import Mailbox, read_link
from tests.fixtures.people import add_people


def invite_people(app: Flask, mailbox: Mailbox, survey_id: int, **people: int) -> dict[str, str]:
    """Address to link of so many people a unit (see ``add_people``), as their mails say."""
    with app.app_context():
        add_people(survey_id, **people)
        invite_everybody(db.session.get_one(Campaign, survey_id).organisation_id, survey_id)
        run_due_jobs(app)
    return {str(mail["To"]): urlsplit(read_link(mail)).path for mail in mailbox.kept}
