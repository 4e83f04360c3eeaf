"""S24: text stays text, whatever is stored: every page is built as it would be of harmless words of the same length."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.invitations import invite
from assessment.campaigns.service import CampaignPlan, create_campaign, open_campaign
from assessment.models import ROLES, Account, Campaign, Person, Unit, db, writing
from assessment.organisation.plan import PlannedGroup, PlannedUnit, create_organisation
from assessment.release.closing import close_campaign
from assessment.release.service import release_campaign
from assessment.respond.service import Sheet, store_sheets
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.questionnaires.changes import SAMPLE
from tests.trust.hostile import PAYLOADS, Texts, read_shape
from tests.trust.test_access import list_routes
from tests.trust.visit import Visit

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = {"title", "about", "levels", "labels", "lead", "text", "self", "first_step", "name", "measure", "slots"}
"""Keys of a questionnaire file whose values people read, but for result sentences, which must hold their {p}."""


def poison(node: Any, texts: Texts, words: bool = False) -> Any:
    """The questionnaire with every text that people read replaced."""
    if isinstance(node, dict):
        return {key: poison(value, texts, words or key in WORDS) for key, value in node.items()}
    if isinstance(node, list):
        return [poison(value, texts, words) for value in node]
    return texts.take() if words and isinstance(node, str) else node


class House:
    """An organisation in which every text is handed out by ``texts``: one survey released, one open."""

    def __init__(self, app: Flask, texts: Texts) -> None:
        self.app, self.texts = app, texts
        with app.app_context():
            self.organisation = create_organisation(texts.take_both(), self._plan_units(), self._plan_groups())
            self.account = add_colleague(app, self.organisation, *ROLES, email=f"sam{self.organisation}@x.example")
            self.released, self.open = self._run(), self._launch()
            close_campaign(self.released)
            release_campaign(self.released)
            self._name_people()
            self.links = [f"/s/{invite(self.open, 'care', group)[1]}" for group in ("staff", "senior", "staff")]

    def _plan_units(self) -> list[PlannedUnit]:
        return [
            PlannedUnit("house", self.texts.take_both()),
            PlannedUnit("care", self.texts.take_both(), "house"),
            PlannedUnit("desk", self.texts.take_both(), "house"),
        ]

    def _plan_groups(self) -> list[PlannedGroup]:
        return [
            PlannedGroup("senior", self.texts.take_both(), "says"),
            PlannedGroup("staff", self.texts.take_both()),
            PlannedGroup("others", self.texts.take_both()),
        ]

    def _launch(self) -> int:
        now, take = datetime.now(UTC), self.texts.take
        plan = CampaignPlan(
            name=self.texts.take_both(),
            questionnaire=yaml.safe_dump(poison(yaml.safe_load(SAMPLE), self.texts), allow_unicode=True),
            languages=("en", "nl"),
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=10),
            results_on=date(2099, 1, 1),
            senior_managers=self.texts.take_both(),
            purpose=self.texts.take_both(),
            sponsor=take(),
            contact=take(),
            server_keeper=take(),
            invited=[{"unit": unit, "group": "staff", "count": 40} for unit in ("care", "desk")],
        )
        campaign_id = create_campaign(self.organisation, plan)
        open_campaign(campaign_id)
        return campaign_id

    def _run(self) -> int:
        campaign_id = self._launch()
        sheets = [
            Sheet(unit, group, bytes([1 + person % 5, 5 - person % 5, 3]), {"answers": self.texts.take()})
            for unit in ("care", "desk")
            for group in ("staff", "senior")
            for person in range(35)
        ]
        store_sheets(db.session.get_one(Campaign, campaign_id), sheets)
        return campaign_id

    def _name_people(self) -> None:
        with writing() as session:
            unit = session.scalars(select(Unit).where(Unit.organisation_id == self.organisation)).first()
            assert unit is not None
            for number in range(5):
                person = Person(
                    organisation_id=self.organisation, unit_id=unit.id, group_="staff", name=self.texts.take()
                )
                person.email = f"person{number}@house{self.organisation}.example"
                session.add(person)
            session.get_one(Account, self.account).name = self.texts.take()
            self.numbers = {"organisation_id": self.organisation, "account_id": self.account, "unit_id": unit.id}
            session.flush()
            self.numbers["person_id"] = person.id

    def walk(self) -> dict[str, str]:
        """Every page that can be opened, by a name that is the same in another house of the same shape."""
        client = self.app.test_client()
        sign_in(client, self.account)
        pages = {}
        for survey, name in ((self.open, "open"), (self.released, "released")):
            for _, rule in (pair for pair in list_routes(self.app) if pair[0] == "GET"):
                if rule.arguments <= {*self.numbers, "survey_id", "number"} and "/survey/" not in f"{rule.rule}/":
                    pages[f"{name} {rule.rule}"] = self._open(client, rule.rule, survey)
        return pages | self._answer()

    def _open(self, client: FlaskClient, rule: str, survey: int) -> str:
        values = self.numbers | {"survey_id": survey, "number": 1}
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), rule)
        response = client.get(address)
        return response.text if response.mimetype == "text/html" and response.status_code == 200 else ""

    def _answer(self) -> dict[str, str]:
        """What somebody of each voice sees who answers, and who comes after closing."""
        pages = {}
        for number, link in enumerate(self.links):
            visit = Visit(self.app, link, 0)
            while not visit.received:
                pages[f"person {number} {visit.page.request.path}"] = visit.page.text
                assert visit.press().status_code == 200
            pages[f"person {number} {visit.page.request.path}"] = visit.page.text
        return pages


@SQLITE_ONLY
@pytest.mark.parametrize("start", [0, 40, 80])
def test_every_page_is_built_of_hostile_words_as_of_harmless_ones(
    app: Flask, start: int, tell: Callable[[str], None]
) -> None:
    hostile, harmless = House(app, Texts(start, harmless=False)), House(app, Texts(start, harmless=True))
    pages, expected = hostile.walk(), harmless.walk()

    assert list(pages) == list(expected)
    shown = [page for page in pages if pages[page]]
    assert len(shown) > 25
    for page in pages:
        assert read_shape(pages[page]) == read_shape(expected[page]), page
    texts = sum(text.count("window.hit") + text.count("elsewhere.example") for text in pages.values())
    tell(f"S24: {len(PAYLOADS)} texts from {start} on, shown {texts} times on {len(shown)} pages: 0 taken for markup")
    assert texts > 100
