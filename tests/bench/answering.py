"""Completed answer sheets a second, ours against the bare application."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessment.access.invitations import Place, invite_many
from tests.bench.bare import make_bare_database
from tests.bench.machine import measure
from tests.bench.server import run_server
from tests.bench.visitors import Load, Visitor, run_visitors
from tests.bench.workload import make_app, make_campaign

SECONDS = 8.0
LINKS = 12_000
PAGES = 200
WARMING = 20
"""Visits before the clock starts, so that templates are compiled and caches filled on both sides."""

AT_A_TIME = (8, 32)
ROUNDS = 2


def report_answering() -> Iterator[str]:
    """Lines to print: both applications in turn, so that a machine that slows down slows both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spare, *starts = _prepare_ours(folder)
        make_bare_database(folder / "bare.db")
        for at_a_time in AT_A_TIME:
            ours, bare = [], []
            for _ in range(ROUNDS):
                share = [starts.pop() for _ in range(LINKS // (len(AT_A_TIME) * ROUNDS))]
                ours.append(_load("ours", folder, share, at_a_time))
                bare.append(_load("bare", folder, ["/start"] * 100_000, at_a_time))
            yield from _tell(at_a_time, ours, bare)
        yield from _time_one_page(folder, spare)


def _prepare_ours(folder: Path) -> list[str]:
    with make_app(folder).app_context():
        campaign_id = make_campaign(dimensions=1)
        places = [Place("unit-1", "staff")] * (LINKS + 1)
        return [f"/s/{token}" for _, token in invite_many(campaign_id, places)]


def _load(which: str, folder: Path, starts: list[str], at_a_time: int) -> Load:
    with run_server(which, folder) as port:
        visitor = Visitor(port)
        for start in starts[:WARMING]:
            visitor.visit(start)
        result: Load = measure(run_visitors, port, starts[WARMING:], at_a_time, SECONDS).result
        return result


def _tell(at_a_time: int, ours: list[Load], bare: list[Load]) -> Iterator[str]:
    rate, bare_rate = (sum(load.sheets_a_second for load in loads) / len(loads) for loads in (ours, bare))
    tail, bare_tail = (max(load.p99 for load in loads) for loads in (ours, bare))
    yield (
        f"  {at_a_time:2} at a time: {rate:6.1f} sheets a second, bare {bare_rate:6.1f}, ratio {rate / bare_rate:.2f};"
        f" p99 of a request {tail:.0f} ms, bare {bare_tail:.0f} ms;"
        f" requests a sheet {ours[0].requests:.1f} and {bare[0].requests:.1f}"
    )


def _time_one_page(folder: Path, start: str) -> Iterator[str]:
    """One page of 45 items on its own, asked for again and again by one visitor."""
    for which, link in (("ours", start), ("bare", "/start")):
        with run_server(which, folder) as port:
            visitor = Visitor(port)
            path, page = visitor.send(*visitor.open(link))
            began = time.perf_counter()
            for _ in range(PAGES):
                visitor.open(path)
            each = (time.perf_counter() - began) / PAGES * 1000
            yield f"  the page of 45 items ({which}): {each:.2f} ms, {len(page)} bytes"
