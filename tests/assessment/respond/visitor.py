"""A person with a browser, told as a visit: open a link, read a page, fill it in, press a button."""

import re
from dataclasses import dataclass, field
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assessment.access.invitations import invite
from assessment.models import AnswerSet, Campaign, db, writing

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
RADIO = re.compile(r'<input type="radio" name="([^"]+)" id="[^"]+" value="([^"]+)"( checked)?>')


@dataclass
class Visitor:
    client: FlaskClient
    page: TestResponse = field(init=False)

    def open(self, address: str) -> "Visitor":
        self.page = self.client.get(address, follow_redirects=True)
        return self

    def press(self, button: str = "next", fields: dict[str, object] | None = None, **headers: str) -> "Visitor":
        """Send the page's form with its hidden fields and what is filled in besides."""
        sent = {**self.hidden, **self.checked, "go": button, **(fields or {})}
        self.page = self.client.post(self.path, data=sent, follow_redirects=True, headers=headers)
        return self

    def switch(self, language: str, fields: dict[str, object] | None = None) -> "Visitor":
        return self.press(fields={"language": language, **(fields or {})})

    @property
    def path(self) -> str:
        return self.page.request.path

    @property
    def text(self) -> str:
        """The words on the page, without markup."""
        body = re.sub(r"(?s)<head>.*</head>", " ", self.page.text)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def heading(self) -> str:
        (heading,) = re.findall(r"<h1>(.*?)</h1>", self.page.text)
        return unescape(heading)

    @property
    def title(self) -> str:
        return unescape(re.findall(r"<title>(.*?) - ", self.page.text)[0])

    @property
    def hidden(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in HIDDEN.findall(self.page.text)}

    @property
    def checked(self) -> dict[str, str]:
        return {name: value for name, value, checked in RADIO.findall(self.page.text) if checked}

    @property
    def questions(self) -> list[str]:
        return list(dict.fromkeys(name for name, _, _ in RADIO.findall(self.page.text)))

    def values(self, name: str) -> list[str]:
        return [value for found, value, _ in RADIO.findall(self.page.text) if found == name]

    def answer_all(self, value: str = "4") -> "Visitor":
        """From the first page of questions to the review."""
        while "/questions/" in self.path:
            self.press(fields=dict.fromkeys(self.questions, value))
        return self


def arrive(
    app, campaign_id: int, unit: str | None = "care", group: str | None = "staff", kind: str = "personal"
) -> Visitor:
    """Somebody who has just opened a new link to the survey."""
    with app.app_context():
        _, token = invite(campaign_id, unit, group, kind)
    return Visitor(app.test_client()).open(f"/s/{token}")


def stored(app) -> list[tuple[str | None, str | None, bytes]]:
    """Unit, group and answers of every answer set, sorted: their order means nothing."""
    with app.app_context():
        rows = db.session.execute(select(AnswerSet.unit, AnswerSet.group_, AnswerSet.answers))
        return sorted((tuple(row) for row in rows), key=repr)


def change_campaign(app, survey: int, **values: object) -> None:
    """Set columns of a campaign, as time and organisers do."""
    with app.app_context(), writing() as session:
        campaign = session.get_one(Campaign, survey)
        for name, value in values.items():
            setattr(campaign, name, value)
