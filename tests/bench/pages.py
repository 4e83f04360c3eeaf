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
ROUNDS = 15
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


class OverBoundError(Exception):
    """A page takes more queries or time than it may."""


@dataclass(frozen=True)
class Cost:
    """``is_page``: a page with the frame around it; only such a one can be the lightest."""

    address: str
    queries: int
    milliseconds: float
    is_page: bool


def report_pages() -> Iterator[str]:
    """Lines to print: each page with its verdict, the dearest last. Raises OverBoundError after the last line."""
    with tempfile.TemporaryDirectory() as folder:
        costs = measure_pages(Path(folder))
    lightest = min(cost.milliseconds for cost in costs if cost.is_page)
    over = 0
    for cost in sorted(costs, key=lambda cost: cost.milliseconds):
        times = cost.milliseconds / lightest
        sound = cost.queries <= MOST_QUERIES and times <= MOST_TIMES
        over += not sound
        told = f"{cost.queries:>3} queries {cost.milliseconds:>7.1f} ms {times:>5.1f} times"
        yield f"  {cost.address:<52} {told} {'within' if sound else 'OVER THE BOUND'}"
    yield f"  {len(costs)} addresses, {over} over {MOST_QUERIES} queries or {MOST_TIMES} times the lightest page"
    if over:
        raise OverBoundError(f"{over} pages are over the bound")


def measure_pages(folder: Path) -> list[Cost]:
    settings = Settings(instance=folder, secret_key="b" * 48, link_key="c" * 48, log_level="ERROR")  # type: ignore[arg-type]
    app = create_app(settings)
    migrate(app)
    place, account_id = build_organisation(app)
    client = app.test_client()
    sign_in(client, account_id)
    pages = {address: page for address in list_addresses(app, place) if (page := open_page(client, address))}
    times: dict[str, list[float]] = {address: [] for address in pages}
    # In turn, so that a machine that slows down slows all of them.
    for _ in range(ROUNDS):
        for address, taken in times.items():
            taken.append(time_page(client, address))
    costs = [
        Cost(address, count_queries(app, client, address), median(times[address]), "work-header" in page)
        for address, page in pages.items()
    ]
    with app.app_context():
        db.engine.dispose()
    return costs


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


def open_page(client: FlaskClient, address: str) -> str | None:
    """The page, which is warm from then on; None for an address that leads elsewhere or is no page."""
    first = client.get(address)
    return first.text if first.status_code == 200 and first.content_type.startswith("text/html") else None


def time_page(client: FlaskClient, address: str) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000


def count_queries(app: Flask, client: FlaskClient, address: str) -> int:
    queries = 0

    def count(*_anything: object) -> None:
        nonlocal queries
        queries += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    client.get(address)
    event.remove(engine, "before_cursor_execute", count)
    return queries
