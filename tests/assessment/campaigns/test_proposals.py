"""What a new draft proposes from the list of people and from whoever sets it up; nothing is proposed a second time."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.campaigns.sponsor_mail import ask_sponsor
from assessment.jobs import run_due_jobs
from assessment.models import Person, db, writing
from tests.assessment.campaigns.facilitator import Facilitator, read, write_setup
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.people import add_people


def list_everybody(app: Flask, survey_id: int, **values: str) -> None:
    """Eight staff, three senior managers, all with ``values``."""
    with app.app_context():
        add_people(survey_id, care=8, senior=3)
        with writing() as session:
            session.execute(update(Person).values(**values))


def test_a_new_draft_takes_languages_managers_and_contact_from_the_list(app: Flask, facilitator: Facilitator) -> None:
    before = facilitator.find(facilitator.start())
    assert (before.languages, before.senior_managers) == (["en", "nl"], {})

    list_everybody(app, before.id, language="nl")
    survey_id = facilitator.start()
    draft = facilitator.find(survey_id)
    with app.app_context():
        senior = select(Person.name).where(Person.group_ == "senior-managers").order_by(Person.name)
        told = ", ".join(db.session.scalars(senior))
    assert told.count(", ") == 2
    assert draft.languages == ["nl"]
    assert draft.senior_managers == {"en": told, "nl": told}
    page = facilitator.get(f"/{survey_id}/set-up").text
    colleague = re.search(r'id="contact"[^>]*value="([^"]+)"', page)
    assert colleague is not None
    assert draft.contact == colleague[1]
    assert "@" in draft.contact

    # All of it may be emptied, and stays empty.
    saved = {"contact": "", "managers-en": "", "managers-nl": "", "languages": ["en"]}
    facilitator.client.post(f"{facilitator.place}/{survey_id}/set-up", data=write_setup() | saved)
    again = facilitator.find(survey_id)
    assert (again.contact, again.senior_managers, again.languages) == ("", {}, ["en"])
    assert "Name them in each language" in read(facilitator.get(f"/{survey_id}/check-list"))


def test_nobody_is_proposed_where_a_senior_manager_has_no_name(app: Flask, facilitator: Facilitator) -> None:
    first = facilitator.start()
    list_everybody(app, first, name="")
    assert facilitator.find(facilitator.start()).senior_managers == {}


@pytest.mark.parametrize(
    ("sponsor", "others", "subject"),
    [
        ("nl", "en", "vijf toezeggingen"),
        ("en", "nl", "five commitments"),
        (None, "nl", "vijf toezeggingen"),
    ],
)
def test_the_sponsor_is_asked_in_the_language_of_the_list(
    app: Flask, facilitator: Facilitator, mailbox: Mailbox, sponsor: str | None, others: str, subject: str
) -> None:
    """The survey's first language is English; who is not listed gets what most people have."""
    survey_id = facilitator.set_up(sponsor_email="Senior2@Zonneveld.example")
    list_everybody(app, survey_id, language=others)
    with app.app_context():
        with writing() as session:
            own = update(Person).where(Person.email == "senior2@zonneveld.example")
            session.execute(own.values(language=sponsor) if sponsor else own.values(email="other@zonneveld.example"))
        ask_sponsor(facilitator.organisation_id, survey_id)
        run_due_jobs(app)

    (mail,) = mailbox.kept
    assert subject in str(mail["Subject"])
