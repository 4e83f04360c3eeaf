"""Mails to colleagues that could not be delivered: shown to their administrators, and sent again."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.accounts.colleagues import invite_colleague
from assessment.accounts.links import ask_reset, find_link
from assessment.accounts.undelivered import list_undelivered
from assessment.jobs import run_due_jobs
from assessment.models import AuditEntry, Welcome, db
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox, read_link, read_token
from tests.fixtures.surveys import UNITS


@pytest.fixture
def place(app: Flask, client: FlaskClient, organisation: int) -> str:
    sign_in(client, add_colleague(app, organisation, "administrator"))
    return f"/organisations/{organisation}/colleagues"


def read(client: FlaskClient, place: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(place).text)).split())


def refuse(step: str, address: str) -> str:
    return "550 no such mailbox" if step == "rcpt" and not address.startswith("sam") else ""


def test_a_refused_invitation_is_shown_and_sent_again(
    app: Flask, client: FlaskClient, place: str, organisation: int, mailbox: Mailbox
) -> None:
    mailbox.fault = refuse
    with app.app_context():
        for name in ("kim", "sam"):
            invite_colleague(organisation, f"{name}@zonneveld.example", ["facilitator"], "", "en")
    run_due_jobs(app)

    page = read(client, place)
    part = page.partition("Mails that could not be delivered")[2].partition("Invited, not here yet")[0]
    assert "kim@zonneveld.example Invitation The mail server knows no such mailbox, or refuses it." in part
    assert "sam@zonneveld.example" not in part
    (again,) = re.findall(r'action="([^"]+/again)"', client.get(place).text)
    mailbox.fault = lambda _step, _address: ""
    assert client.post(again).location == place
    run_due_jobs(app)

    assert "Mails that could not be delivered" not in read(client, place)
    (mail,) = mailbox.to("kim@zonneveld.example")
    with app.app_context():
        link = find_link(read_token(read_link(mail)))
        assert link is not None
        assert link.email == "kim@zonneveld.example"
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.event, last.details) == ("colleague.sent-again", {"email": "kim@zonneveld.example"})
    assert client.post(again).status_code == 404


def test_a_refused_mail_for_a_new_password_is_shown_to_the_own_administrators_only(
    app: Flask, client: FlaskClient, place: str, organisation: int, mailbox: Mailbox
) -> None:
    mailbox.fault = refuse
    add_colleague(app, organisation, "executive", email="kim@zonneveld.example")
    with app.app_context():
        other = create_organisation({"en": "Another"}, UNITS)
        assert ask_reset("kim@zonneveld.example", [])
        assert ask_reset("nobody@zonneveld.example", [])
    run_due_jobs(app)

    assert "kim@zonneveld.example A new password The mail server knows no such mailbox" in read(client, place)
    with app.app_context():
        (mine,) = list_undelivered(organisation)
        assert list_undelivered(other) == []
        welcome_id = mine.welcome_id
    sign_in(other_client := app.test_client(), add_colleague(app, other, "administrator", email="o@another.example"))
    elsewhere = f"/organisations/{other}/colleagues/mails/{welcome_id}/again"
    assert other_client.post(elsewhere).status_code == 404


def test_what_was_withdrawn_or_invited_anew_is_listed_no_more(
    app: Flask, client: FlaskClient, place: str, organisation: int, mailbox: Mailbox
) -> None:
    mailbox.fault = refuse
    with app.app_context():
        invite_colleague(organisation, "kim@zonneveld.example", ["facilitator"], "", "en")
    run_due_jobs(app)
    with app.app_context():
        assert len(list_undelivered(organisation)) == 1
        welcome_id = db.session.scalars(select(Welcome.id)).one()
    client.post(f"{place}/invitations/{welcome_id}/withdraw")

    with app.app_context():
        assert list_undelivered(organisation) == []
    assert client.post(f"{place}/mails/{welcome_id}/again").status_code == 404
