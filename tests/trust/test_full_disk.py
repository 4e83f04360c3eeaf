"""F5: the disk is full, or does not take a write. Nobody is told "received" wrongly, and all goes on afterwards."""

import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from assessment.models import db
from tests.trust.answering import find_faults, invite_numbered
from tests.trust.visit import Visit

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE_A_RUN = 24
ROOM_BYTES = 60_000
"""How much of the log of changes still fits: a few people's writes."""

STEPS = 6
"""No visit has more steps than this: welcome, questions, review, thanks."""


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    """The database may not grow by a page: what SQLite then says is what it says when the disk is full."""
    with app.app_context():
        engine = db.engine
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT", single=True) as connection:
            connection.execute(text("VACUUM"))  # no free page is left over from earlier drafts
        pages = db.session.scalar(text("PRAGMA page_count"))

    def limit(connection: DBAPIConnection, *_others: object) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count={pages}")

    def lift(connection: DBAPIConnection, *_others: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count=4294967294")

    event.listen(engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(engine, "checkout", limit)
        event.listen(engine, "checkout", lift)


@contextmanager
def failing_writes(app: Flask) -> Iterator[None]:
    """The system refuses every write beyond some length of a file, as a disk does that is broken there."""
    with app.app_context(), db.engine.connect().execution_options(single=True) as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@SQLITE_ONLY
@pytest.mark.parametrize("trouble", [full_disk, failing_writes])
@pytest.mark.parametrize("runs", [5, pytest.param(50, marks=pytest.mark.trust)])
def test_nothing_is_lost_to_a_disk_that_takes_no_more(
    app: Flask, trouble: Callable[[Flask], "contextmanager[None]"], runs: int, tell: Callable[[str], None]
) -> None:
    links = iter(enumerate(invite_numbered(app, runs * PEOPLE_A_RUN)))
    received: list[int] = []
    refused = read = 0
    for run in range(runs):
        chance = random.Random(run)
        visits = [(number, Visit(app, link, number)) for number, link in (next(links) for _ in range(PEOPLE_A_RUN))]
        for _, visit in visits:
            for _ in range(chance.randint(0, 3)):
                visit.press()
        with trouble(app):
            for _, visit in visits:
                refused += press_in_trouble(visit) or press_in_trouble(visit)
                read += visit.client.get(visit.page.request.path).status_code == 200
        for number, visit in visits:
            for _ in range(STEPS):
                if not visit.received:
                    assert visit.press().status_code == 200
            assert visit.received
            received.append(number)
    assert find_faults(app, received) == []
    with app.app_context():
        assert db.session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
    assert refused > 0
    assert read == runs * PEOPLE_A_RUN
    tell(f"F5: {trouble.__name__}, {runs} runs, {refused} writes refused, {read} pages read meanwhile, 0 lost, 0 false")


def press_in_trouble(visit: Visit) -> bool:
    """Whether it was refused, and then in plain words; what is taken is taken for good (find_faults sees to that)."""
    if visit.received:
        return False
    answer = visit.press()
    assert answer.status_code in (200, 503)
    if answer.status_code == 200:
        return False
    assert "This cannot be stored right now" in answer.text
    assert answer.headers["Retry-After"] == "10"
    return True
