"""Everybody who may look, and all they see: every address that can be opened, in every role and with every link."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property, lru_cache
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any

import pypdfium2
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn as of_slides
from pyarrow import parquet
from sqlalchemy import select
from werkzeug.routing import Rule

from assessment.access.invitations import find_link_key, invite
from assessment.improvement.service import Ask, ask_decision
from assessment.models import ROLES, Campaign, Person, PublicationReader, Unit, db
from assessment.reporting.publishing import Addressee, publish
from assessment.reporting.reader_tokens import REPORT_LINKS
from assessment.reporting.service import MEDIA_TYPES
from assessment.reporting.variants import DOCX, FULL, PPTX, VARIANTS
from assessment.results.exports import FORMATS
from questionnaires import lens_ids
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.trust.doors import Doors, open_doors

UNIT = "care"
"""The unit that the unit reader may see."""
WITH_LINK = "with a link"
THROUGH_SHARED, AT_SCREEN, SENIOR = "through the shared link", "at the shared screen", "a senior manager"
READER = "a reader of the report"
HOLDERS = (WITH_LINK, THROUGH_SHARED, AT_SCREEN, SENIOR, READER)
"""Those whom a link tells apart; where its cookie is not sent they are nobody."""
NOBODY = "nobody"
CARDS = f"unit={UNIT}&group=staff"
SLOW = ("poster.pdf", "form.pdf", CARDS)
"""Take seconds to draw and hold nothing but words, questions and what is open to those who hold the paper."""
DOORS = ("/s/", "/j/", "/r/")
"""Addresses that put a link into a cookie and lead on: each is opened by a browser of its own."""
WRONG = "A" * 22
PDF, PNG, SVG = "application/pdf", "image/png", "image/svg+xml"
XLSX, PARQUET = FORMATS["xlsx"], FORMATS["parquet"]
FILES = {"name", "filename"}
"""Arguments of addresses of the look, which are files of the program."""
VARYING = re.compile(
    r'(csrf[_-]token"\s+(?:value|content)="|nonce="|name="(?:wish|form)" value="|'
    r'id="reference"[^>]*>)[^"<]*|()<p class="notice done" role="status">.*?</p>'
)
"""What is drawn anew each time a page is made or told once, such as the end of a refused step; it is no figure."""
TAGS = re.compile(r"(?s)<(head|script|style)\b.*?</\1>|<[^>]*>")

Address = tuple[str, str]
"""Who looks, and where."""


@dataclass(frozen=True)
class Sight:
    """What came back. ``content`` without what is drawn anew for each page."""

    status: int
    kind: str
    content: bytes

    @cached_property
    def text(self) -> str:
        """What can be read: of a page the words, of a PDF its text, of any other file the file."""
        if self.kind in READERS:
            return READERS[self.kind](self.content)
        if self.kind in (XLSX, PARQUET, PNG):
            return read_table_file(self.kind, self.content)
        text = self.content.decode()
        return " ".join(unescape(TAGS.sub(" ", text)).split()) if self.kind in ("text/html", SVG) else text


Sights = dict[Address, Sight]


def join_texts(paragraph: Any, tag: str) -> str:
    """The words of a paragraph. ``itertext`` would give each as often as it has elements around it."""
    return "".join(one.text or "" for one in paragraph.iter(tag))


@lru_cache(maxsize=32)
def read_words(content: bytes) -> str:
    """The text of a file of words, tables included, in its own order."""
    document = Document(BytesIO(content))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]
    return "\n".join(join_texts(one, qn("w:t")) for part in parts for one in part.iter(qn("w:p")))


@lru_cache(maxsize=32)
def read_slides(content: bytes) -> str:
    """The text of slides: shapes, tables, text alternatives and notes."""
    lines: list[str] = []
    for slide in Presentation(BytesIO(content)).slides:
        for page in (slide, slide.notes_slide):
            lines += [join_texts(one, of_slides("a:t")) for one in page.element.iter(of_slides("a:p"))]
            lines += [one.get("descr", "") for one in page.element.iter(of_slides("p:cNvPr"))]
    return "\n".join(lines)


@lru_cache(maxsize=32)
def read_pdf(content: bytes) -> str:
    """The text of a PDF, read once for all who are shown the same one."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


READERS = {PDF: read_pdf, MEDIA_TYPES[DOCX]: read_words, MEDIA_TYPES[PPTX]: read_slides}
"""How the text of a file is read, by its kind; pages and plain files are text."""


@lru_cache(maxsize=32)
def read_table_file(kind: str, content: bytes) -> str:
    """Every cell of a workbook or of typed columns, a line a row; a picture in pixels has no text."""
    rows: list[tuple[object, ...]] = []
    if kind == XLSX:
        rows = [row for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows(values_only=True)]
    elif kind == PARQUET:
        rows = [tuple(row.values()) for row in parquet.read_table(BytesIO(content)).to_pylist()]
    return "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in rows)


class Eyes:
    """Colleagues in every role, nobody, and somebody with a link who has not answered, at one survey."""

    def __init__(self, app: Flask, survey_id: int, unit: str = UNIT) -> None:
        self.app, self.survey_id = app, survey_id
        with app.app_context():
            self.organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
            unit_id = db.session.scalars(
                select(Unit.id).where(Unit.organisation_id == self.organisation_id, Unit.key == unit)
            ).one()
            person_id = db.session.scalar(
                select(Person.id).where(Person.organisation_id == self.organisation_id).limit(1)
            )
        self.clients: dict[str, FlaskClient] = {NOBODY: app.test_client()}
        self.accounts: dict[str, int] = {}
        for role in ROLES:
            account = add_colleague(
                app,
                self.organisation_id,
                role,
                email=f"{role}-{survey_id}@zonneveld.example",
                unit=unit if role == "unit-reader" else "",
            )
            self.accounts[role] = account
            self.clients[role] = app.test_client()
            sign_in(self.clients[role], account)
        self.values: dict[str, list[object]] = {
            "organisation_id": [self.organisation_id],
            "survey_id": [survey_id],
            "campaign_id": [survey_id],
            "account_id": [account],
            "unit_id": [unit_id],
            "person_id": [person_id or 1],
            "driver": ["commitment", "goals"],
            "question": ["commitment-cut"],
            "unit": [unit],
            "number": [1, 2, 3],
            "part": [1],
            "language": ["en", "nl"],
            "action": ["close", "withdraw"],
            "door_id": [1],
            "batch_id": [1],
            "decision_id": [1],
            **{name: [1] for name in ("session_id", "participant_id", "agenda_id", "action_id")},
            "phase_id": ["p1"],
            **{name: ["1"] for name in ("request_id", "cluster_id", "topic", "note_id")},
            "table": ["notes", "requests"],
            "code": ["ABCDEF"],
            "recommendation": ["join-the-network", "protect-a-budget"],
            "publication_id": [1],
            "chart": ["total", "drivers", "units", "groups", "question-commitment-attend", "question-nothing"],
        }
        self.tokens: dict[str, list[str]] = {}

    def bring_link(self, unit: str = UNIT, group: str = "staff") -> None:
        """From now on somebody with a link that stays unused looks too. An open survey only."""
        with self.app.app_context():
            _, token = invite(self.survey_id, unit, group)
        self.clients[WITH_LINK] = self.app.test_client()
        self.clients[WITH_LINK].get(f"/s/{token}", follow_redirects=True)

    def bring_doors(self, unit: str = UNIT, *, met: bool = False) -> Doors:
        """From now on the survey has every kind of open link and a joint answer (see ``open_doors``), and those who
        hold these links look too. An open survey only."""
        with self.app.app_context():
            typists = self.accounts["facilitator"], self.accounts["administrator"]
            doors = open_doors(self.survey_id, unit, typists, met=met)
        self.values |= {"door_id": [*doors.door_ids], "batch_id": [*doors.batch_ids]}
        self.tokens = {"/s/": [doors.shared, doors.screen], "/j/": [*doors.managers[1:]], "/sponsor/": [doors.sponsor]}
        for who, door in (
            (THROUGH_SHARED, f"/s/{doors.shared}"),
            (AT_SCREEN, f"/s/{doors.screen}"),
            (SENIOR, f"/j/{doors.managers[0]}"),
        ):
            self.clients[who] = self.app.test_client()
            assert self.clients[who].get(door, follow_redirects=True).status_code == 200
        return doors

    def bring_reader(self) -> None:
        """From now on somebody to whom the report was sent looks too, and two decisions are asked. A released survey
        only."""
        with self.app.app_context():
            for text in ("One of us at every meeting", "Problems answered in time"):
                ask_decision(self.survey_id, Ask({"en": text}, "E. Visser"))
            reader = Addressee("E. Visser", "e.visser@zonneveld.example", "en")
            publication = publish(self.organisation_id, self.survey_id, [reader])
            statement = select(PublicationReader.id).where(PublicationReader.publication_id == publication)
            token = REPORT_LINKS.make_token(find_link_key(), db.session.scalars(statement).one())
        self.values["publication_id"] = [publication]
        self.tokens["/r/"] = [token]
        self.clients[READER] = self.app.test_client()
        assert self.clients[READER].get(f"/r/{token}", follow_redirects=True).status_code == 200

    def list_opened(self, *, met: bool = False) -> set[Address]:
        """Who sees what by the doors of an open survey, or works on them, and where."""
        place = f"/organisations/{self.organisation_id}/surveys/{self.survey_id}"
        typed, begun = self.values["batch_id"]
        doors = [f"{way}{token}" for way, tokens in self.tokens.items() for token in tokens]
        seen = {
            THROUGH_SHARED: ["/survey/"],
            AT_SCREEN: ["/survey/screen/", "/survey/screen/end"],
            SENIOR: [
                "/joint/",
                *(["/joint/meeting"] if met else ["/joint/questions/1", "/joint/review", "/joint/refuse"]),
            ],
            NOBODY: [f"/c/{self.survey_id}", *doors],
            "facilitator": [
                *(f"{place}/{page}" for page in ("open-links", "paper", "invitations/cards", "joint-answer")),
                f"{place}/paper/{typed}",
                f"{place}/paper/{begun}/forms/1",
                *doors,
            ],
            "administrator": [f"{place}/paper/{typed}/differences", f"{place}/paper/{typed}/forms/1"],
        }
        return {(who, address) for who, addresses in seen.items() for address in addresses}

    def list_papers(self) -> set[Address]:
        """What is printed for those who come in by a door, as one of those sees it who may."""
        place = f"/organisations/{self.organisation_id}/surveys/{self.survey_id}"
        papers = (
            f"open-links/{self.values['door_id'][0]}/nl/poster.pdf",
            "paper/en/form.pdf",
            "invitations/cards/en/poster.pdf",
            f"invitations/cards/nl/cards-1.pdf?{CARDS}",
        )
        return {("facilitator", f"{place}/{paper}") for paper in papers}

    def list_addresses(self) -> list[str]:
        rules = [rule for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        return sorted(address for rule in rules for address in self._fill(rule))

    def _fill(self, rule: Rule) -> Iterator[str]:
        if rule.arguments & FILES:
            return
        known = self.values | {"token": [WRONG, *self.tokens.get(rule.rule.partition("<")[0], ())]}
        unknown = set(rule.arguments) - set(known)
        assert not unknown, f"say in Eyes what stands for {unknown} in {rule.rule}"
        names = sorted(rule.arguments)
        for chosen in product(*(known[name] for name in names)):
            told = dict(zip(names, chosen, strict=True))
            if rule.rule.endswith(".png") and told["chart"] != "drivers":
                # Drawn of the picture in SVG, which is looked at for every chart.
                continue
            address = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part, told=told: str(told[part[1]]), rule.rule)
            yield f"{address}?{CARDS}" if "/cards-" in address else address
            if "/results" in address and rule.arguments:
                yield f"{address}?language=nl"
                if "/report." in address and not address.endswith(".pptx"):
                    yield from (f"{address}?variant={variant}" for variant in VARIANTS if variant != FULL)
                if address.endswith(("/results", "/results.json")):
                    yield from (f"{address}?view={lens}" for lens in lens_ids())

    def look(self, only: Collection[Address] = (), without: tuple[str, ...] = ()) -> Sights:
        """Everything that everybody sees now; ``only`` there, where that is given, and nowhere that ends so."""
        every = only or [
            (who, address)
            for who, address in product(self.clients, self.list_addresses())
            if who not in HOLDERS or not address.startswith((*DOORS, "/organisations/", "/account"))
        ]
        return {(who, address): self.open(who, address) for who, address in every if not address.endswith(without)}

    def open(self, who: str, address: str) -> Sight:
        led = address.startswith(DOORS)
        client = self._copy(who) if led else self.clients[who]
        answer = client.get(address, headers={"Accept": "text/html"}, follow_redirects=led)
        content = answer.data
        if answer.mimetype == "text/html":
            lines = VARYING.sub(r"\1", answer.text).splitlines()
            content = "\n".join(line for line in lines if line.strip()).encode()
        return Sight(answer.status_code, answer.mimetype, content)

    def _copy(self, who: str) -> FlaskClient:
        """Another window of the same browser, whose cookies the door's own are not added to."""
        client, name = self.app.test_client(), self.app.config["SESSION_COOKIE_NAME"]
        if session := self.clients[who].get_cookie(name):
            client.set_cookie(name, session.value)
        return client


def list_shown(sights: Sights) -> list[Address]:
    """Where there was something to see."""
    return [address for address, sight in sights.items() if sight.status == 200]


def find_changes(before: Sights, after: Sights) -> list[str]:
    """Where something else is seen than before."""
    return [f"{who} at {where}" for (who, where), sight in after.items() if before[who, where] != sight]


def explain_changes(before: Sights, after: Sights) -> str:
    """The lines that are other than before."""
    lines: list[str] = []
    for address, sight in after.items():
        if before[address] != sight:
            old, new = (one.content.decode(errors="replace").splitlines() for one in (before[address], sight))
            lines += [str(address), *(line for line in unified_diff(old, new, n=0, lineterm="") if line[:3] != "@@ ")]
    return "\n".join(lines)
