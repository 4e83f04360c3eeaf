"""S26: no text becomes a header of a mail, a second mail or somebody else's address, read from what a server got."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from assessment.mail.service import wake
from assessment.models import Account, Campaign, JointMember, Mail, Organisation, Person, Unit, Welcome, db, writing
from tests.fixtures.mailbox import Mailbox
from tests.trust.correspondence import MAIL_KINDS, Correspondence

BREAKS = ("\r\n", "\n", "\r", "\r\n ", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")
INJECTIONS = (
    "Bcc: victim@elsewhere.example",
    "To: victim@elsewhere.example",
    "Content-Type: text/html\r\n\r\n<a href=//elsewhere.example>",
    ".\r\nMAIL FROM:<x@elsewhere.example>\r\nRCPT TO:<victim@elsewhere.example>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.",
    "Subject: You have won",
    "=?utf-8?q?x=0D=0ABcc:_victim=40elsewhere.example?=",
)
PAYLOADS = tuple(f"News{line}{injection}" for line, injection in product(BREAKS, INJECTIONS))
HEADERS = Counter(
    (
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
        "Content-Language",
    )
)
PART_HEADERS = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rewrite(letters: Correspondence, payload: str) -> None:
    """Every text that people type becomes the payload, also where a form would refuse it, and all mails wait again."""
    both = {"en": payload, "nl": payload}
    own = f"{payload} {{name}} {payload}\n\n{{link}}\n\n{{sponsor}} {payload}"
    texts = {kind: {"en": own, "nl": own} for kind in ("invitation", "reminder", "extended")}
    with letters.app.app_context(), writing() as session:
        session.execute(update(Organisation).values(name=both))
        session.execute(update(Unit).values(name=both))
        session.execute(update(Person).values(name=payload))
        session.execute(update(JointMember).values(name=payload))
        session.execute(update(Account).values(name=payload))
        campaign = session.get_one(Campaign, letters.survey_id)
        campaign.name = campaign.senior_managers = campaign.purpose = both
        campaign.sponsor = campaign.contact = campaign.server_keeper = payload
        campaign.mail_texts = texts
        now = datetime.now(UTC)
        session.execute(update(Mail).values(state="waiting", next_at=now, tries=0, fault=""))
        wake(session, now)


def find_faults(mail: EmailMessage) -> list[str]:
    """What a mail has that ours never has."""
    faults = []
    if Counter(mail.keys()) != HEADERS:
        faults.append(f"headers {sorted(mail.keys())}")
    parts = list(mail.iter_parts())
    if [part.get_content_type() for part in parts] != ["text/plain", "text/html"]:
        faults.append(f"parts {[part.get_content_type() for part in parts]}")
    faults += [f"headers of a part {sorted(part.keys())}" for part in parts if not set(part.keys()) <= PART_HEADERS]
    if "victim" in str(mail["To"]) or len(mail["To"].addresses) != 1:
        faults.append(f"to {mail['To']}")
    if len(str(mail["Subject"]).splitlines()) != 1:
        faults.append(f"subject {mail['Subject']!r}")
    return faults


@SQLITE_ONLY
@pytest.mark.parametrize("texts", [PAYLOADS[::5], pytest.param(PAYLOADS, marks=pytest.mark.trust)], ids=len)
def test_no_text_makes_a_header(
    app: Flask, client: FlaskClient, mailbox: Mailbox, texts: tuple[str, ...], tell: Callable[[str], None]
) -> None:
    letters = Correspondence(app, client, people=1)
    letters.write_mails()
    assert [fault for mail in mailbox.kept for fault in find_faults(mail)] == []
    expected = Counter(mailbox.addresses)
    mailbox.kept.clear()
    for payload in texts:
        rewrite(letters, payload)
        letters.run_jobs()
        faults = [fault for mail in mailbox.kept for fault in find_faults(mail)]
        assert faults == [], repr(payload)
        assert any("News" in str(mail["Subject"]) for mail in mailbox.kept)
        assert Counter(mailbox.addresses) == expected, repr(payload)
        mailbox.kept.clear()
    with app.app_context():
        assert set(db.session.scalars(select(Mail.kind))) == MAIL_KINDS
    mails = len(texts) * expected.total()
    tell(f"S26: {len(texts)} texts in {mails} mails of {len(MAIL_KINDS)} kinds: 0 extra headers, parts or mails")


@SQLITE_ONLY
def test_no_address_with_a_break_is_taken_or_written_to(
    app: Flask, client: FlaskClient, mailbox: Mailbox, tell: Callable[[str], None]
) -> None:
    letters = Correspondence(app, client, people=1)
    colleagues, people = (f"/organisations/{letters.organisation_id}/{page}" for page in ("colleagues", "people/new"))
    with app.app_context():
        unit = str(db.session.scalars(select(Unit.id).order_by(Unit.id)).first())
    taken = 0
    for payload in PAYLOADS:
        wrong = f"victim@elsewhere.example{payload.removeprefix('News')}"
        person = {"name": "A", "email": wrong, "unit": unit, "group": "staff", "language": "en"}
        forms: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
            (f"{letters.place}/joint-answer/members", {"name": "A", "email": wrong, "language": "en"}),
            (f"{letters.place}/second-reader", {"email": wrong, "language": "en"}),
            (f"{letters.place}/contacts", {"version": "9", "sponsor_email": wrong}),
            (f"{colleagues}/invite", {"email": wrong, "roles": ["executive"], "unit": "", "language": "en"}),
            (people, person),  # type: ignore[arg-type] # one text a field
        )
        for address, data in forms:
            assert client.post(address, data=data).status_code == 422, f"{address} {wrong!r}"
            taken += 1
    with app.app_context():
        addresses = [
            db.session.scalar(select(func.count()).where(column.contains("victim")))
            for column in (JointMember.email, Welcome.email, Campaign.sponsor_email, Person.email)
        ]
    letters.run_jobs()
    assert addresses == [0, 0, 0, 0]
    assert "victim" not in " ".join(mailbox.addresses)
    tell(f"S26: {taken} addresses with line breaks typed into 5 forms: 0 taken")
