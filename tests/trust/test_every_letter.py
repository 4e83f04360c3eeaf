"""F21: any Unicode comes back as it was typed, on pages, in the database, in mails, CSV files and PDFs; what cannot be
kept is refused with a reason, and nothing of it is stored."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO

import pymupdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from assessment.access.invitations import invite
from assessment.models import Comment, Person, db
from assessment.reporting.verify import verify_report
from reports.printed import read_codes_plainly
from reports.texts import list_letters, squash
from tests.assessment.organisation.lists import write_csv
from tests.fixtures.colleagues import sign_in
from tests.fixtures.mailbox import Mailbox
from tests.trust.journey import EACH, Journey
from tests.trust.rightful import choose_first
from tests.trust.scripts import MAKERS, make_refused, make_texts
from tests.trust.test_injected_sql import count_rows
from tests.trust.test_twins import OWN
from tests.trust.twins import make_twin

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FULL, MANY = 2_000, 500
"""Texts of the long form, and how many of them travel together: the report that they end in costs most of all, and
little more for many."""

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=xxx"
SPOILT = (b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"caf\xe9")
"""Bytes that are no UTF-8: never used, cut off, too long, both halves of a pair, beyond Unicode, Windows-1252."""

SAID = re.compile(r"The field “([^”]*)” holds something that is no letter in UTF-8, at byte ([0-9]+)")


class Paper:
    """The text of a report. What a reader of PDFs cannot tell: spaces and ends of lines, ligatures (NFKC), the order of
    what runs from right to left, marks that share a sign with another letter, and the alef in a lam-alef."""

    def __init__(self, pdf: bytes) -> None:
        pages = PdfReader(BytesIO(pdf)).pages
        for page in pages:
            read_codes_plainly(page)
        self.text = "".join(squash(page.extract_text()) for page in pages)
        self.letters = Counter(list_letters(self.text))
        self.missing_glyphs, self.beyond = 0, []
        with pymupdf.open(stream=pdf) as document:
            for page in document:
                for span in page.get_texttrace():
                    self.missing_glyphs += sum(glyph == 0 for _, glyph, _, _ in span["chars"])
                self.beyond += [
                    f"page {page.number + 1}: {word[4][:20]!r}"
                    for word in page.get_text("words")
                    if word[2] > page.rect.width or word[0] < 0 or word[3] > page.rect.height or word[1] < 0
                ]

    def find_missing(self, texts: Sequence[str]) -> list[str]:
        """Texts whose letters the report does not have; those that are read as they are written stand in it whole."""
        whole = [text for text in texts if squash(text) not in self.text]
        return [text for text in whole if Counter(list_letters(text)) - self.letters]


@pytest.mark.parametrize(
    ("database_url", "count", "each"),
    [("sqlite", EACH, EACH), pytest.param("sqlite", FULL, MANY, marks=pytest.mark.trust)],
    indirect=["database_url"],
)
def test_texts_come_back_as_they_were_typed(
    app: Flask, mailbox: Mailbox, count: int, each: int, tell: Callable[[str], None]
) -> None:
    texts = make_texts(count)
    changed: list[str] = []
    seen: Counter[str] = Counter()
    missing_glyphs = 0
    for number, first in enumerate(range(0, count, each)):
        own = [text for _, text in texts[first : first + each]]
        journey = Journey(app, mailbox, number, own)
        journey.travel()
        paper = Paper(journey.pdf)
        changed += journey.changed
        changed += [f"PDF: {text!r}" for text in paper.find_missing(journey.shown)]
        changed += [f"PDF: {place}" for place in paper.beyond]
        with app.test_request_context():
            changed += [f"PDF verified: {fault}" for fault in verify_report(journey.pdf)]
        seen.update(journey.seen)
        seen["PDF"] += len(journey.shown)
        missing_glyphs += paper.missing_glyphs
    assert changed == [], "\n".join(changed[:40])
    tell(
        f"F21: {len(texts)} texts of {len(MAKERS)} kinds, looked for {seen.total()} times in {len(seen)} places, 0 "
        f"changed, 0 off the page, reports verified; {missing_glyphs} signs of no font here, drawn as boxes"
    )


def write_parts(fields: dict[str, bytes]) -> bytes:
    parts = (
        b'--xxx\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + text + b"\r\n"
        for name, text in fields.items()
    )
    return b"".join(parts) + b"--xxx--\r\n"


def write_pairs(fields: dict[str, bytes]) -> bytes:
    return b"&".join(
        name.encode() + b"=" + b"".join(b"%%%02X" % byte for byte in text) for name, text in fields.items()
    )


@SQLITE_ONLY
def test_bytes_that_are_no_letters_are_refused_with_their_field(
    app: Flask, client: FlaskClient, tell: Callable[[str], None]
) -> None:
    """In every kind of form, by link and by account: what, where, how to mend, and not a row is written."""
    twin = make_twin(app, OWN)
    sign_in(client, twin.account_id)
    base = f"/organisations/{twin.ids['organisation_id']}"
    with app.app_context():
        client.get(f"/s/{invite(twin.surveys[1], 'care', 'staff')[1]}")
        before = count_rows()
    forms = {
        "/survey/questions/1": "comment",
        f"{base}/units/new": "name_en",
        f"{base}/units/{twin.ids['unit_id']}": "name_nl",
        f"{base}/people/new": "name",
        f"{base}/groups": "group-1-en",
        f"{base}/surveys/{twin.surveys[0]}/set-up": "name-en",
        f"{base}/surveys/{twin.surveys[0]}/defaults": "mail-invitation-nl",
        f"{base}/surveys/{twin.surveys[1]}/contacts": "contact",
        f"{base}/surveys/{twin.surveys[0]}/joint-answer/members": "name",
        "/account": "name",
        "/account/password": "password",
        "/sign-in": "email",
    }
    tried = 0
    for address, field in forms.items():
        for spoilt in SPOILT:
            fields = {"version": b"1", field: b"ab " + spoilt + b" c", "go": b"next"}
            for kind, body in ((FORM, write_pairs(fields)), (PARTS, write_parts(fields))):
                answer = client.post(address, data=body, content_type=kind)
                said = SAID.search(answer.text)
                place = 4 + (3 if spoilt == b"caf\xe9" else 0)
                assert (answer.status_code, said and said.groups()) == (400, (field, str(place))), (address, spoilt)
                assert "Nothing was stored" in answer.text
                tried += 1
    with app.app_context():
        assert count_rows() == before
    for query in ("text=%ff", "text=%00", "%ed%a0%80=1"):
        assert client.get(f"{base}/people?{query}").status_code == 400
    whole = client.post(
        "/account", data=write_pairs({"name": "Zoë 🙂 \u202dنم".encode(), "language": b"en"}), content_type=FORM
    )
    assert whole.status_code == 303
    tell(f"F21: {tried} forms with bytes that are no UTF-8: all refused with field and place, 0 rows")


@SQLITE_ONLY
def test_characters_that_cannot_be_kept_are_refused_and_stay_on_the_page(
    app: Flask, client: FlaskClient, tell: Callable[[str], None]
) -> None:
    twin = make_twin(app, OWN)
    sign_in(client, twin.account_id)
    base = f"/organisations/{twin.ids['organisation_id']}"
    with app.app_context():
        client.get(f"/s/{invite(twin.surveys[1], 'care', 'staff')[1]}")
        before = count_rows()
    forms = {
        "/survey/questions/1": ("comment", "cannot be stored"),
        f"{base}/units/new": ("name_en", "cannot be shown"),
        f"{base}/people/new": ("name", "cannot be shown"),
        f"{base}/surveys/{twin.surveys[0]}/set-up": ("name-en", "cannot be stored"),
        f"{base}/surveys/{twin.surveys[1]}/contacts": ("contact", "cannot be stored"),
        f"{base}/surveys/{twin.surveys[0]}/joint-answer/members": ("name", "cannot be stored"),
        "/account": ("name", "control characters"),
    }
    tried = 0
    for address, (field, reason) in forms.items():
        shown = client.get(address).text
        for text in make_refused(random.Random(1)):
            if text[2] == "\x85" and (field == "comment" or reason == "cannot be shown"):
                continue  # it breaks a line, as it does where it comes from; in a name it is a space
            sent = {field: text, "version": "1", "email": "a@x.example", "go": "next"}
            link = re.search(r'name="link" value="([^"]+)"', shown)
            sent |= {"link": link[1]} if link else {}
            answer = client.post(address, data=sent | (choose_first(shown) if field == "comment" else {}))
            assert (answer.status_code, reason in answer.text) == (422, True), (address, text, answer.text[-1500:])
            tried += 1
    with app.app_context():
        assert count_rows() == before
        assert db.session.scalar(select(func.count()).where(Comment.text.contains("ab\0"))) == 0
    tell(f"F21: {tried} forms with NUL and the like: all refused with a reason, 0 rows")


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("Zoë é".encode() + b" \xff", "the letters here cannot be read"),
        (b"ab \xed\xa0\x80", "the letters here cannot be read"),
        (b"\xf0\x9f\x99", "the letters here cannot be read"),
        (b"ab \0", "this holds a NUL sign"),
    ],
)
def test_a_spoilt_list_of_people_is_refused_with_its_row(
    app: Flask, client: FlaskClient, spoilt: bytes, reason: str
) -> None:
    twin = make_twin(app, OWN)
    sign_in(client, twin.account_id)
    rows = [("Zoë", "a@x.example", "Care", "Staff", "nl"), ("here", "b@x.example", "Care", "Staff", "nl")]
    content = write_csv(rows).replace(b"here", spoilt)
    with app.app_context():
        people = db.session.scalar(select(func.count()).select_from(Person))
    sent = {"file": (BytesIO(content), "list.csv")}
    answer = client.post(f"/organisations/{twin.ids['organisation_id']}/people/list", data=sent)
    assert answer.status_code == 422
    assert f"Row 3: {reason}" in answer.text
    assert "save the file as “CSV UTF-8”" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == people


def test_the_generated_texts_are_what_they_are_called() -> None:
    """Each kind comes, both directions, marks, pairs beyond 16 bits, long words; and the same seed gives the same."""
    texts = make_texts(EACH * 4)
    assert texts == make_texts(EACH * 4)
    assert {kind for kind, _ in texts} == set(MAKERS)
    letters = " ".join(text for _, text in texts)
    assert {"R", "AL", "L", "RLO", "LRI", "NSM"} <= set(map(unicodedata.bidirectional, letters))
    assert {"Mn", "Cf", "Co", "Cn", "Zs", "So"} <= set(map(unicodedata.category, letters))
    assert any(len(word) == 200 for word in letters.split())
