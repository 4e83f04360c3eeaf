"""Texts on their way through the application by its own forms: typed, stored, shown, mailed, exported and printed."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.asked import asked_questionnaire
from assessment.access.invitations import invite
from assessment.comments.redaction import clean
from assessment.jobs import run_due_jobs
from assessment.models import (
    Campaign,
    Comment,
    CommentReview,
    CommentToRead,
    Person,
    ReleasedComment,
    Unit,
    db,
    writing,
)
from assessment.organisation.names import find_name_fault, same_name
from assessment.organisation.people import PAGE_SIZE
from assessment.organisation.plan import create_organisation
from assessment.paging import count_pages
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.respond.service import Sheet, store_sheets
from tests.assessment.campaigns.facilitator import write_setup
from tests.assessment.organisation.lists import write_csv
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.surveys import UNITS
from tests.trust.forms import read_forms
from tests.trust.visit import Visit

PAGES = 6
EACH = 60
"""The fewest texts of one journey: every one is a comment, and those that suit are names and other things as well."""

SHEETS = 6
NAMED_UNITS, NAMED_PEOPLE, NAMED_SURVEYS = 4, 8, 8
"""Texts of every ``EACH`` that name units, people who are typed in or come in a list, and what a survey tells of
itself."""
UNREAD = 8
"""Forms sent before the page that follows is read too: what it would say waits in the cookie until then."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


class _Texts(HTMLParser):
    """The text of each innermost element, and of all attributes that people read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._keep()
        self.found.update(value for name, value in attrs if name == "value" and value)

    def handle_endtag(self, tag: str) -> None:
        self._keep()

    def handle_data(self, data: str) -> None:
        self._text += data

    def _keep(self) -> None:
        self.found |= {self._text, self._text.strip(), self._text.removeprefix("\n")}
        self._text = ""


def read_texts(page: str) -> set[str]:
    reader = _Texts()
    reader.feed(page)
    reader.close()
    return reader.found


class Commenter(Visit):
    """Somebody who writes one of ``texts`` wherever a comment is asked, and sees it again on the page."""

    def __init__(self, app: Flask, link: str, number: int, texts: Iterator[str]) -> None:
        super().__init__(app, link, number)
        self._texts = texts
        self.changed: list[str] = []

    def fill(self) -> dict[str, str]:
        fields = super().fill()
        if 'name="comment"' in self.page.text:
            fields["comment"] = next(self._texts, "")
        return fields

    def answer(self) -> None:
        while not self.received:
            place, sent = self.page.request.path, self.fill()
            answer = self.client.post(place, data=sent, follow_redirects=True)
            assert answer.status_code == 200, (place, sent.get("comment"))
            if "comment" in sent:
                forms = read_forms(place, self.client.get(place).text)
                kept = [dict(form.fields).get("comment") for form in forms if "comment" in form.names]
                self.changed += [] if kept == [sent["comment"]] else [sent["comment"]]
            self.page = answer


@dataclass
class Journey:
    """``changed``: what came back otherwise, with where; ``seen``: how many texts were looked for in each place."""

    app: Flask
    mailbox: Mailbox
    number: int
    texts: list[str]
    changed: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    pdf: bytes = b""
    posted: int = 0

    def __post_init__(self) -> None:
        self.share = len(self.texts) // EACH

    def travel(self) -> None:
        self._settle()
        self._name_units()
        self._name_people()
        self._set_up()
        self._answer()
        self._read_comments()
        self._read_results()

    def check(self, place: str, wanted: list[str], found: Any) -> None:
        self.seen[place] = self.seen.get(place, 0) + len(wanted)
        self.changed += [f"{place}: {text!r}" for text in wanted if text not in found]

    def _settle(self) -> None:
        with self.app.app_context():
            self.organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        self.clients: list[FlaskClient] = []
        self.accounts: list[int] = []
        for role in ("facilitator", "second-reader"):
            email = f"{role}{self.number}@zonneveld.example"
            self.accounts.append(add_colleague(self.app, self.organisation_id, role, email=email))
            self.clients.append(self.app.test_client())
            sign_in(self.clients[-1], self.accounts[-1])
        self.client = self.clients[0]
        self.base = f"/organisations/{self.organisation_id}"
        self.names = [text for text in self.texts if find_name_fault(same_name(text)) is None]

    def _open_form(self, place: str, ending: str) -> dict[str, str]:
        """The fields of the form on that page that leads to an address with this ending."""
        address = f"{self.base}{place}"
        forms = read_forms(address, self.client.get(address).text)
        return dict(next(form.fields for form in forms if form.method == "POST" and form.action.endswith(ending)))

    def _post(self, place: str, status: int = 303, **typed: Any) -> str:
        answer = self.client.post(f"{self.base}{place}", data=typed)
        assert answer.status_code == status, (place, typed, answer.text[-2000:])
        self.posted += 1
        if answer.location and self.posted % UNREAD == 0:
            self.client.get(answer.location)
        return answer.location or answer.text

    def _name_units(self) -> None:
        with self.app.app_context():
            top = db.session.scalars(
                select(Unit.id).where(Unit.organisation_id == self.organisation_id, Unit.key == "care")
            ).one()
        refused = [text for text in self.texts if text not in self.names][: NAMED_UNITS * self.share]
        for text in refused:
            said = self._post("/units/new", 422, name_en=text, name_nl=text, parent=top)
            assert 'class="error' in said or "error-summary" in said, said[-3000:]
        self.units = list(dict.fromkeys(map(same_name, self.names)))[-NAMED_UNITS * self.share :]
        for text in self.units:
            self._post("/units/new", name_en=text, name_nl=text, parent=top)
        with self.app.app_context():
            rows = db.session.scalars(select(Unit).where(Unit.parent_id == top)).all()
            self.keys, places = [row.key for row in rows], [row.id for row in rows]
            self.check("database: units", self.units, {row.name["en"] for row in rows})
        assert len(self.keys) == len(self.units)
        with self.app.app_context(), writing() as session:
            values = {"organisation_id": self.organisation_id, "group_": "staff"}
            session.add_all(Person(unit_id=place, **values) for place in places for _ in range(SHEETS))
        self.check("page: units", self.units, read_texts(self.client.get(f"{self.base}/units").text))

    def _name_people(self) -> None:
        count = NAMED_PEOPLE * self.share
        typed, listed = self.names[:count], self.names[count : 2 * count]
        assert len(listed) == count
        with self.app.app_context():
            care = db.session.scalars(
                select(Unit.id).where(Unit.organisation_id == self.organisation_id, Unit.key == "care")
            ).one()
        for place, text in enumerate(typed):
            email = f"p{place}-{self.number}@zonneveld.example"
            self._post("/people/new", name=text, email=email, unit=care, group="staff", language="en")
        rows = [
            (text, f"l{place}-{self.number}@zonneveld.example", "Care", "Staff", "en")
            for place, text in enumerate(listed)
        ]
        sent = {"file": (io.BytesIO(write_csv(rows)), "list.csv")}
        assert self.client.post(f"{self.base}/people/list", data=sent).status_code == 303
        self._post("/people/list/confirm", **self._open_form("/people/list", "/confirm"))
        people = [same_name(text) for text in typed + listed]
        with self.app.app_context():
            names = db.session.scalars(select(Person.name).where(Person.organisation_id == self.organisation_id)).all()
            self.check("database: people", people, names)
        pages = range(1, count_pages(len(names), PAGE_SIZE) + 1)
        texts = [self.client.get(f"{self.base}/people?page={page}").text for page in pages]
        self.check("page: people", people, [text for page in texts for text in read_texts(page)])

    def _set_up(self) -> None:
        lines = [text.strip() for text in self.texts if "\n" not in text and "{" not in text and len(text) <= 200]
        plain = [text for text in lines if text and len(text.split()) < 20]
        for number in range(self.share):
            self._draft(plain[number * NAMED_SURVEYS : (number + 1) * NAMED_SURVEYS])
        self._post(f"{self.place}/launch", **(self._open_form(f"{self.place}/check-list", "/launch") | {"sure": "yes"}))

    def _draft(self, plain: list[str]) -> None:
        """A survey that says of itself what it is told; the last of them is held."""
        place = self._post("/surveys/new").removesuffix("/set-up").removeprefix(self.base)
        self.survey_id, self.place = int(place.rpartition("/")[2]), place
        named = {"name__en": plain[0], "managers__en": plain[1], "contact": plain[2], "server_keeper": plain[3]}
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        setup = write_setup(**named, sponsor=plain[4], opens_day=yesterday)
        setup = {name: value for name, value in setup.items() if not name.startswith("count-")}
        self._post(f"{place}/set-up", **setup)
        form = self._open_form(f"{place}/defaults", "/defaults")
        own = {
            "purpose-en": plain[5],
            "mail-invitation-en": f"{plain[6]}\n\n{plain[7]}\n\n{{link}}",
            "asks_comments": "y",
        }
        self._post(f"{place}/defaults", **(form | own))
        with self.app.app_context():
            row = db.session.get_one(Campaign, self.survey_id)
            kept = [row.name["en"], row.senior_managers["en"], row.contact, row.server_keeper, row.sponsor]
            kept += [row.purpose["en"], row.mail_texts["invitation"]["en"].split("\n\n")[0]]
            self.check(
                "database: survey", [*plain[:7], own["mail-invitation-en"]], [*kept, row.mail_texts["invitation"]["en"]]
            )
        for page, wanted in (("set-up", plain[:5]), ("defaults", [plain[5], own["mail-invitation-en"]])):
            texts = read_texts(self.client.get(f"{self.base}{place}/{page}").text)
            self.check(f"page: {page}", wanted, texts)
        self._send_test(plain)

    def _send_test(self, plain: list[str]) -> None:
        """The organisation's own words as they arrive in a mailbox."""
        form = self._open_form(f"{self.place}/invitations", "/test")
        self.mailbox.kept.clear()
        self._post(f"{self.place}/invitations/test", **(form | {"language": "en"}))
        with self.app.app_context():
            run_due_jobs(self.app)
        (mail,) = self.mailbox.kept
        subject = " ".join(plain[6].split())
        part = mail.get_body(("plain",))
        assert part is not None
        self.check("mail: subject", [subject[:100]], str(mail["Subject"]))
        self.check("mail: text", [plain[7]], part.get_content())

    def _answer(self) -> None:
        with self.app.app_context():
            links = [f"/s/{invite(self.survey_id, 'care', 'staff')[1]}" for _ in range(-(-len(self.texts) // PAGES))]
            survey = db.session.get_one(Campaign, self.survey_id)
            codes = bytes([3] * len(asked_questionnaire(survey).items))
            store_sheets(survey, [Sheet(key, "staff", codes, {}) for key in self.keys for _ in range(SHEETS)])
        left = iter(self.texts)
        for number, link in enumerate(links):
            one = Commenter(self.app, link, number, left)
            one.answer()
            self.changed += [f"page: answering: {text!r}" for text in one.changed]
        assert next(left, None) is None
        self.seen["page: answering"] = len(self.texts)
        with self.app.app_context():
            kept = db.session.scalars(select(Comment.text).where(Comment.campaign_id == self.survey_id)).all()
            self.check("database: comments", self.texts, kept)
            close_campaign(self.survey_id)
            release_campaign(self.survey_id)

    def _read_comments(self) -> None:
        self.shown = [clean(text) for text in self.texts]
        place = f"{self.base}/comments/{self.survey_id}"
        found: set[str] = set()
        for number in range(1, PAGES + 1):
            page = 1
            while (answer := self.client.get(f"{place}/{number}?page={page}")).status_code == 200:
                found |= read_texts(answer.text)
                page += 1
            assert (page > 1, answer.status_code) == (True, 404)
        self.check("page: readers", self.shown, found)
        with self.app.app_context(), writing() as session:
            rows = session.scalars(select(CommentToRead).where(CommentToRead.campaign_id == self.survey_id)).all()
            values = {"organisation_id": self.organisation_id, "campaign_id": self.survey_id, "shown": True}
            session.add_all(
                CommentReview(comment_id=one.id, account_id=account, text=clean(one.text), **values)
                for one in rows
                for account in self.accounts
            )
        self.client.post(f"{place}/release")
        with self.app.app_context():
            run_due_jobs(self.app)
            kept = db.session.scalars(select(ReleasedComment.text)).all()
            self.check("database: released", self.shown, kept)

    def _read_results(self) -> None:
        results = f"{self.base}/surveys/{self.survey_id}/results"
        first = self.client.get(results).text
        ways = re.findall(rf'href="({re.escape(results)}/(?:drivers/|units\?)[^"]*)"', first)
        pages = first + "".join(self.client.get(html.unescape(way)).text for way in ways)
        self.check("pages: results", [*self.shown, *self.units], read_texts(pages))
        table = list(csv.reader(io.StringIO(self.client.get(f"{results}/results.csv").text.removeprefix("\ufeff"))))
        named = {row[1] for row in table}
        self.check("CSV: units", self.units, named)
        document = json.dumps(json.loads(self.client.get(f"{results}/results.json").text), ensure_ascii=False)
        # It calls units by their keys.
        quoted = [json.dumps(text, ensure_ascii=False)[1:-1] for text in self.shown]
        self.check("JSON", [*quoted, *(f'"unit:{key}"' for key in self.keys)], document)
        assert self.client.post(f"{results}/report", data={"language": "en"}).status_code == 303
        with self.app.app_context():
            run_due_jobs(self.app)
        self.pdf = self.client.get(f"{results}/report.pdf?language=en").data
        assert self.pdf.startswith(b"%PDF-"), re.sub(rb"<[^>]*>", b" ", self.pdf)[-1500:]
