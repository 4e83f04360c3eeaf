"""Everybody who may look, and all they see: every address that can be opened, in every role and with every link."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property, lru_cache
from html import unescape
from io import BytesIO
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.routing import Rule

from assessment.access.invitations import invite
from assessment.models import ROLES, Campaign, Person, Unit, db
from questionnaires import lens_ids
from tests.fixtures.colleagues import add_colleague, sign_in

UNIT = "care"
"""The unit that the unit reader may see."""
WITH_LINK = "with a link"
NOBODY = "nobody"
PDF = "application/pdf"
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
        if self.kind == PDF:
            return read_pdf(self.content)
        text = self.content.decode()
        return " ".join(unescape(TAGS.sub(" ", text)).split()) if self.kind == "text/html" else text


Sights = dict[Address, Sight]


@lru_cache(maxsize=32)
def read_pdf(content: bytes) -> str:
    """The text of a PDF, read once for all who are shown the same one."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


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
        for role in ROLES:
            account = add_colleague(
                app,
                self.organisation_id,
                role,
                email=f"{role}-{survey_id}@zonneveld.example",
                unit=unit if role == "unit-reader" else "",
            )
            self.clients[role] = app.test_client()
            sign_in(self.clients[role], account)
        self.values: dict[str, list[object]] = {
            "organisation_id": [self.organisation_id],
            "survey_id": [survey_id],
            "campaign_id": [survey_id],
            "account_id": [account],
            "unit_id": [unit_id],
            "person_id": [person_id or 1],
            "number": [1, 2, 3],
            "part": [1],
            "language": ["en", "nl"],
            "action": ["close", "withdraw"],
            "token": ["A" * 22],
            "door_id": [1],
            "batch_id": [1],
        }

    def bring_link(self, unit: str = UNIT, group: str = "staff") -> None:
        """From now on somebody with a link that stays unused looks too. An open survey only."""
        with self.app.app_context():
            _, token = invite(self.survey_id, unit, group)
        self.clients[WITH_LINK] = self.app.test_client()
        self.clients[WITH_LINK].get(f"/s/{token}", follow_redirects=True)

    def list_addresses(self) -> list[str]:
        rules = [rule for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        return sorted(address for rule in rules for address in self._fill(rule))

    def _fill(self, rule: Rule) -> Iterator[str]:
        if rule.arguments & FILES:
            return
        unknown = set(rule.arguments) - set(self.values)
        assert not unknown, f"say in Eyes what stands for {unknown} in {rule.rule}"
        names = sorted(rule.arguments)
        for chosen in product(*(self.values[name] for name in names)):
            told = dict(zip(names, chosen, strict=True))
            address = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part, told=told: str(told[part[1]]), rule.rule)
            yield address
            if "/results" in address and rule.arguments:
                yield f"{address}?language=nl"
                if address.endswith(("/results", "/results.json")):
                    yield from (f"{address}?view={lens}" for lens in lens_ids())

    def look(self, only: Collection[Address] = (), without: str = "") -> Sights:
        """Everything that everybody sees now; ``only`` there, where that is given, and nowhere that ends so."""
        every = only or [
            (who, address)
            for who, address in product(self.clients, self.list_addresses())
            # A wrong link takes the place of the right one.
            if who != WITH_LINK or not address.startswith(("/s/", "/j/"))
        ]
        return {
            (who, address): self.open(who, address)
            for who, address in every
            if not without or not address.endswith(without)
        }

    def open(self, who: str, address: str) -> Sight:
        answer = self.clients[who].get(address, headers={"Accept": "text/html"})
        content = answer.data
        if answer.mimetype == "text/html":
            lines = VARYING.sub(r"\1", answer.text).splitlines()
            content = "\n".join(line for line in lines if line.strip()).encode()
        return Sight(answer.status_code, answer.mimetype, content)


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
