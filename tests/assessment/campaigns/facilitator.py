"""A facilitator of a made-up organisation, signed in, who sets up surveys by the pages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.test import TestResponse

from assessment.models import Campaign, db
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS

MANAGERS = {"managers-en": "A. Jansen, B. Kaya and C. Smit", "managers-nl": "A. Jansen, B. Kaya en C. Smit"}
COUNTS = {
    "count-zonneveld-senior-managers": "7",
    "count-care-staff": "30",
    "count-care-middle-managers": "6",
    "count-software-staff": "12",
    "count-archive-staff": "3",
}


def write_setup(**changes: str | list[str]) -> dict[str, Any]:
    """What the set-up page sends: everything that a launch needs, with ``changes``; hyphens are two underscores."""
    today = datetime.now(UTC).date()
    typed = {
        "version": "1",
        "name-en": "Quality at Zonneveld",
        "name-nl": "Kwaliteit bij Zonneveld",
        "scope": "all",
        "opens_day": (today + timedelta(days=3)).isoformat(),
        "opens_clock": "08:00",
        "closes_day": (today + timedelta(days=20)).isoformat(),
        "closes_clock": "17:00",
        "results_on": (today + timedelta(days=30)).isoformat(),
        "zone": "Europe/Amsterdam",
        "languages": ["en", "nl"],
        "contact": "Sam de Wit, 020 555 0100",
        "server_keeper": "M. Bos (IT)",
        "sponsor": "E. Visser, chair of the board",
        "sponsor_email": "e.visser@zonneveld.example",
    }
    return typed | MANAGERS | COUNTS | {name.replace("__", "-"): value for name, value in changes.items()}


@dataclass
class Facilitator:
    app: Flask
    client: FlaskClient
    organisation_id: int = field(init=False)

    def __post_init__(self) -> None:
        with self.app.app_context():
            self.organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        sign_in(self.client, add_colleague(self.app, self.organisation_id, "facilitator"))

    @property
    def place(self) -> str:
        return f"/organisations/{self.organisation_id}/surveys"

    def get(self, page: str = "") -> TestResponse:
        return self.client.get(f"{self.place}{page}")

    def post(self, page: str, **typed: Any) -> TestResponse:
        return self.client.post(f"{self.place}{page}", data=typed)

    def start(self) -> int:
        """A new draft; gives its id."""
        made = self.post("/new")
        assert made.status_code == 303
        return int(made.location.split("/")[-2])

    def set_up(self, **changes: str | list[str]) -> int:
        """A draft with everything that a launch needs."""
        survey_id = self.start()
        saved = self.client.post(f"{self.place}/{survey_id}/set-up", data=write_setup(**changes))
        assert saved.status_code == 303, read(saved)
        return survey_id

    def launch(self, **changes: str | list[str]) -> int:
        survey_id = self.set_up(**changes)
        self.post(f"/{survey_id}/launch", sure="yes", version="2")
        assert self.find(survey_id).state == "open"
        return survey_id

    def find(self, survey_id: int) -> Campaign:
        """The row as it stands, free of any session."""
        with self.app.app_context():
            campaign = db.session.scalars(select(Campaign).where(Campaign.id == survey_id)).one()
            db.session.expunge(campaign)
            return campaign


def read(answer: TestResponse) -> str:
    """The text of a page, tags taken out."""
    return " ".join(Markup(answer.text).striptags().split())
