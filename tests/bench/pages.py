"""Every page that a facilitator opens, in an organisation of 5,000 people in 400 units: queries, and processor time.

The bound is a dozen queries a page, and four times the lightest page's time.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from assessment.app import create_app
from assessment.campaigns.drafts import create_draft
from assessment.campaigns.service import create_campaign, open_campaign
from assessment.migrations import migrate
from assessment.models import Account, Person, Unit, db, writing
from assessment.organisation import upload
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.settings import Settings
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import plan_survey

PEOPLE, UNITS = 5_000, 400
MOST_QUERIES, MOST_TIMES = 12, 4
ROUNDS = 7
KEPT_LIST = b"Name,E-mail,Unit\n" + b"".join(b"New %d,new%d@a.example,Team 1\n" % (n, n) for n in range(2_000))


@dataclass(frozen=True)
class Place:
    """The organisation, a unit, a person and two surveys of it: a draft and one that runs."""

    organisation_id: int
    unit_id: int
    person_id: int
    draft_id: int
    open_id: int

    def fill(self, rule: str, survey_id: int) -> str:
        values = {
            "<int:organisation_id>": self.organisation_id,
            "<int:unit_id>": self.unit_id,
            "<int:person_id>": self.person_id,
            "<int:survey_id>": survey_id,
            "<int:number>": 1,
            "<any(close, withdraw, discard):action>": "close",
        }
        for name, value in values.items():
            rule = rule.replace(name, str(value))
        return rule


@dataclass(frozen=True)
class Cost:
    address: str
    queries: int
    milliseconds: float


def report_pages() -> Iterator[str]:
    """Lines to print: each page, the dearest last."""
    with tempfile.TemporaryDirectory() as folder:
        costs = measure_pages(Path(folder))
    lightest = min(cost.milliseconds for cost in costs)
    for cost in sorted(costs, key=lambda cost: cost.milliseconds):
        times = cost.milliseconds / lightest
        over = " OVER THE BOUND" if cost.queries > MOST_QUERIES or times > MOST_TIMES else ""
        yield f"  {cost.address:<52} {cost.queries:>3} queries {cost.milliseconds:>7.1f} ms {times:>5.1f} times{over}"


def measure_pages(folder: Path) -> list[Cost]:
    settings = Settings(instance=folder, secret_key="b" * 48, link_key="c" * 48, log_level="ERROR")  # type: ignore[arg-type]
    app = create_app(settings)
    migrate(app)
    place, account_id = build_organisation(app)
    client = app.test_client()
    sign_in(client, account_id)
    found = [measure(app, client, address) for address in list_addresses(app, place)]
    with app.app_context():
        db.engine.dispose()
    return [cost for cost in found if cost is not None]


def build_organisation(app: Flask) -> tuple[Place, int]:
    units = [PlannedUnit("top", {"en": "Zonneveld", "nl": "Zonneveld"})]
    for number in range(1, UNITS):
        name = f"Team {number}"
        parent = "top" if number < 21 else f"team-{1 + number % 20}"
        units.append(PlannedUnit(f"team-{number}", {"en": name, "nl": name}, parent))
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, units)
        ids = db.session.scalars(select(Unit.id).where(Unit.organisation_id == organisation_id)).all()
        people = [
            {
                "organisation_id": organisation_id,
                "unit_id": ids[number % UNITS],
                "group_": "staff" if number % 12 else "middle-managers",
                "email": f"person{number}@zonneveld.example",
                "name": f"Person {number}",
                "language": "nl",
            }
            for number in range(PEOPLE)
        ]
        with writing() as session:
            session.execute(insert(Person), people)
        counts = [{"unit": f"team-{n}", "group": "staff", "count": PEOPLE // UNITS} for n in range(1, UNITS)]
        open_id = create_campaign(organisation_id, plan_survey(invited=counts))
        open_campaign(open_id)
        draft_id = create_draft(organisation_id)
        account_id = add_colleague(app, organisation_id, "facilitator", "administrator")
        upload.keep_list(organisation_id, account_id, "people.csv", KEPT_LIST)
        assert db.session.get(Account, account_id) is not None
        person_id = db.session.scalars(select(Person.id)).first() or 0
    return Place(organisation_id, ids[5], person_id, draft_id, open_id), account_id


def list_addresses(app: Flask, place: Place) -> list[str]:
    """Every GET page below the organisation, those of surveys for both surveys."""
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/organisations/") and "GET" in (rule.methods or ()):
            surveys = (place.draft_id, place.open_id) if "survey_id" in rule.rule else (0,)
            found += [place.fill(rule.rule, survey_id) for survey_id in surveys]
    return sorted(address for address in found if "<" not in address)


def measure(app: Flask, client: FlaskClient, address: str) -> Cost | None:
    """The page once warm; None for an address that leads elsewhere or is no page."""
    first = client.get(address)
    if first.status_code != 200 or not first.content_type.startswith("text/html"):
        return None
    queries = 0

    def count(*_anything: object) -> None:
        nonlocal queries
        queries += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    client.get(address)
    event.remove(engine, "before_cursor_execute", count)
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        client.get(address)
        taken.append((time.process_time() - began) * 1000)
    return Cost(address, queries, median(taken))
