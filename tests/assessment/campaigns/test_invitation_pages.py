"""The pages of invitations, as a facilitator sees them."""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from assessment.access.invitations import Place, add_invitations
from assessment.campaigns.moments import today_in
from assessment.jobs import run_due_jobs
from assessment.joint.team import choose_way
from assessment.models import Campaign, Job, Mail, Person, db, writing
from assessment.respond.promise import tell_day
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.fixtures.colleagues import sign_in
from tests.fixtures.large import build_organisation
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.people import add_people


def test_every_page_opens_for_a_draft_and_after_launch(app: Flask, facilitator: Facilitator, mailbox: Mailbox) -> None:
    survey_id = facilitator.set_up()
    assert "Send me a test mail" in read(facilitator.get(f"/{survey_id}/invitations"))
    assert "Your words for the reminder in Dutch" in read(facilitator.get(f"/{survey_id}/defaults"))
    assert "Mail the link to the sponsor" in read(facilitator.get(f"/{survey_id}/check-list"))
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    with app.app_context():
        add_people(survey_id, care=3, without_mail=2)
    facilitator.post(f"/{survey_id}/invitations/test", language="en", wish="a1")
    facilitator.post(f"/{survey_id}/invitations/sponsor")
    assert "Invitations are being made" in read(facilitator.get(f"/{survey_id}/invitations"))
    with app.app_context():
        run_due_jobs(app)
    assert sorted(mailbox.addresses) == ["e.visser@zonneveld.example", "sam@zonneveld.example"]
    (test,) = mailbox.to("sam@zonneveld.example")
    assert str(test["Subject"]) == "Test: Quality at Zonneveld: 6 minutes"
    assert "2 people in the list have no mail address" in read(facilitator.get(f"/{survey_id}/invitations"))
    assert "2 letters" in read(facilitator.get(f"/{survey_id}/invitations/letters"))
    made = facilitator.post(f"/{survey_id}/invitations/cards", unit="care", group="staff", count="5")
    assert made.status_code == 303
    assert "5 cards" in read(facilitator.get(f"/{survey_id}/invitations/cards"))
    for file in ("cards/nl/poster.pdf", "letters/letters-1.pdf?unit=care"):
        assert facilitator.get(f"/{survey_id}/invitations/{file}").data.startswith(b"%PDF")
    assert "Invite, remind, print" in read(facilitator.get(f"/{survey_id}"))
    with app.app_context():
        assert len(db.session.scalars(select(Mail.id).where(Mail.kind == "invitation")).all()) == 3


def test_the_one_reminder_is_refused_until_it_is_worth_something(
    app: Flask, facilitator: Facilitator, mailbox: Mailbox
) -> None:
    """Before the opening there is no button, and its address refuses; afterwards it wants to be sure."""
    survey_id = facilitator.set_up()
    page = f"/{survey_id}/invitations"
    assert f"/{survey_id}/defaults#mails" in facilitator.get(page).text
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    with app.app_context():
        add_people(survey_id, care=3)
        run_due_jobs(app)
    assert "Its words were settled at launch." in read(facilitator.get(page))
    shown = read(facilitator.get(page))
    assert "is everybody who was to be asked at launch (51), with mail or without" in shown
    assert "It can be sent once the survey is open and the invitations have gone out: from" in shown
    assert "3 mails, until" in shown
    assert "Send the reminder" not in shown
    facilitator.post(f"{page}/reminder", sure="yes")
    assert "Nobody was reminded: the survey is not open" in read(facilitator.get(page))

    now = datetime.now(UTC)
    with app.app_context(), writing() as session:
        session.get_one(Campaign, survey_id).opens_at = now - timedelta(hours=1)
    assert "Invitations are still on their way" in read(facilitator.get(page))
    with app.app_context():
        with writing() as session:
            session.execute(update(Mail).values(next_at=now))
            session.execute(update(Job).where(Job.kind.contains("mail"), Job.state == "waiting").values(run_at=now))
        run_due_jobs(app)
    assert "Send the reminder" in read(facilitator.get(page))
    facilitator.post(f"{page}/reminder")
    assert "tick first that you know there is only one reminder" in read(facilitator.get(page))
    facilitator.post(f"{page}/reminder", sure="yes")
    assert "The reminder was sent. People get only one." in read(facilitator.get(page))
    assert len(mailbox.kept) == 3


def test_mails_to_senior_managers_are_told_apart_until_it_is_settled_how_they_answer(
    app: Flask, facilitator: Facilitator
) -> None:
    survey_id = facilitator.set_up()
    with app.app_context():
        add_people(survey_id, care=12, senior=6)
    shown = read(facilitator.get(f"/{survey_id}/check-list"))
    assert "12 people can be invited, senior managers not counted." in shown
    assert "18 mails go out at the opening." in shown
    assert "6 senior managers are among them: how they answer is not settled." in shown
    assert "whether comments are asked, how senior managers answer" in shown

    with app.app_context():
        choose_way(facilitator.organisation_id, survey_id, "joint")
    shown = read(facilitator.get(f"/{survey_id}/check-list"))
    assert "12 mails go out at the opening." in shown
    assert "are among them" not in shown


def test_beside_the_launch_button_stands_what_it_sets_going(app: Flask, facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    page = f"/{survey_id}/check-list"
    shown = read(facilitator.get(page))
    assert "Quality at Zonneveld" in shown
    assert "It opens on" in shown
    assert "It closes on" in shown
    # Seven senior managers are in the head counts and have not chosen to answer the survey.
    assert "Nobody is listed, so no mails go out: print code cards for 51 people after launch." in shown

    with app.app_context():
        add_people(survey_id, care=12, senior=3, without_mail=2)
    shown = read(facilitator.get(page))
    assert "12 mails go out at the opening." in shown
    assert "2 people without mail get a code card or letter, which you print after launch." in shown
    assert "Nobody is listed" not in shown
    # An opening that has passed is no day to wait for.
    with app.app_context(), writing() as session:
        session.get_one(Campaign, survey_id).opens_at = datetime.now(UTC) - timedelta(hours=1)
    shown = read(facilitator.get(page))
    assert "It opens as soon as it is launched" in shown
    assert "12 mails go out at once." in shown
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    with app.app_context():
        run_due_jobs(app)
        kinds = db.session.scalars(select(Mail.kind).where(Mail.kind == "invitation")).all()
    assert len(kinds) == 12


def test_the_check_list_says_when_the_sponsor_was_asked(app: Flask, facilitator: Facilitator, mailbox: Mailbox) -> None:
    survey_id = facilitator.set_up()
    page = f"/{survey_id}/check-list"
    assert "was mailed to the sponsor" not in read(facilitator.get(page))
    facilitator.post(f"/{survey_id}/invitations/sponsor")
    with app.app_context():
        today = today_in(db.session.get_one(Campaign, survey_id).zone, datetime.now(UTC))
    shown = read(facilitator.get(page))
    assert f"The link was mailed to the sponsor on {tell_day(today, 'en')}." in shown
    assert "Mail the link once more" in shown

    mailbox.fault = lambda step, address: "550 gone" if step == "rcpt" else ""
    with app.app_context():
        run_due_jobs(app)
    assert "to e.visser@zonneveld.example could not be delivered." in read(facilitator.get(page))


def test_contact_and_server_keeper_are_both_named_where_both_are_missing(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up(contact="", server_keeper="")
    told = "Say who answers questions about the survey, and who runs the server: the promise names them."
    assert told in read(facilitator.get(f"/{survey_id}/check-list"))


def test_no_way_of_the_senior_managers_is_ticked_before_one_is_stored(facilitator: Facilitator) -> None:
    """The check list and the page say the same."""
    survey_id = facilitator.set_up()
    assert "Not settled yet" in read(facilitator.get(f"/{survey_id}/check-list"))
    page = f"/{survey_id}/joint-answer"
    assert "checked" not in facilitator.get(page).text
    assert facilitator.post(f"{page}/way", way="joint").status_code == 303
    assert facilitator.get(page).text.count("checked") == 1
    assert "Not settled yet" not in read(facilitator.get(f"/{survey_id}/check-list"))


def test_piles_of_cards_and_people_who_need_them_are_turned_page_by_page(app: Flask, client: FlaskClient) -> None:
    place, account_id = build_organisation(app, people=59, units=59, brought=1)
    sign_in(client, account_id)
    page = place.fill("/organisations/<int:organisation_id>/surveys/<int:survey_id>/invitations/cards", place.open_id)
    with app.app_context(), writing() as session:
        places = [Place(f"team-{number}", group) for number in range(1, 59) for group in ("staff", "middle-managers")]
        add_invitations(session, place.open_id, places, "card")
        session.execute(update(Person).values(email=None))

    for field, pages, rows in (("page", 5, 116), ("people", 3, 59)):
        found: list[str] = []
        for number in range(1, pages + 1):
            told = client.get(page, query_string={field: number}).text
            assert f"Page {number} of {pages}" in told
            item = r"<span>([^<]+): 1 card</span>" if field == "page" else r"<li>([^<]+): \d+</li>"
            found += re.findall(item, told)
        assert len(found) == len(set(found)) == rows
    # Turning one list leaves the other where it is.
    both = client.get(page, query_string={"page": 2, "people": 3}).text
    assert "people=3&amp;page=3" in both
    assert "page=2&amp;people=2" in both
    assert "Page 5 of 5" in client.get(page, query_string={"page": 99, "people": -1}).text
