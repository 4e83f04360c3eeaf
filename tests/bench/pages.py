"""Every page that a facilitator opens, in an organisation of 5,000 people in 400 units, and those of results that staff
and unit readers open: queries, and processor time.

The bound is a dozen queries a page, and four times the lightest page's time.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from assessment.app import create_app
from assessment.migrations import migrate
from assessment.models import db
from assessment.settings import Settings
from tests.bench.machine import OverBoundError
from tests.fixtures.colleagues import sign_in
from tests.fixtures.large import build_organisation, count_queries, list_addresses, open_page, send_others

PEOPLE, UNITS = 5_000, 400
MOST_QUERIES, MOST_TIMES = 12, 4
ROUNDS = 15
BROUGHT = 2_000
"""People of a list that waits to be confirmed."""


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
        yield f"  {cost.address:<60} {told} {'within' if sound else 'OVER THE BOUND'}"
    yield f"  {len(costs)} addresses, {over} over {MOST_QUERIES} queries or {MOST_TIMES} times the lightest page"
    if over:
        raise OverBoundError(f"{over} pages are over the bound")


def measure_pages(folder: Path) -> list[Cost]:
    settings = Settings(instance=folder, secret_key="b" * 48, link_key="c" * 48, log_level="ERROR")  # type: ignore[arg-type]
    app = create_app(settings)
    migrate(app)
    place, account_id = build_organisation(app, PEOPLE, UNITS, BROUGHT)
    client = app.test_client()
    sign_in(client, account_id)
    # Pages of somebody's own account know no people or units.
    addresses = [address for address in list_addresses(app, place) if address.startswith("/organisations/")]
    visits = [(address, client, address) for address in addresses] + [
        (f"{address}, {who}", visitor, address) for who, visitor, address in send_others(app, place)
    ]
    pages = {name: (visitor, address, open_page(visitor, address)) for name, visitor, address in visits}
    times: dict[str, list[float]] = {name: [] for name, (_visitor, _address, page) in pages.items() if page}
    # In turn, so that a machine that slows down slows all of them.
    for _ in range(ROUNDS):
        for name, taken in times.items():
            taken.append(time_page(*pages[name][:2]))
    costs = []
    for name, taken in times.items():
        visitor, address, page = pages[name]
        queries = count_queries(app, visitor, address)
        costs.append(Cost(name, queries, median(taken), "work-header" in (page or "")))
    with app.app_context():
        db.engine.dispose()
    return costs


def time_page(client: FlaskClient, address: str) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000
