"""F7: sixty-four writers at a time in four processes. Nobody is refused, nothing is lost; a long wait ends in words."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.app import create_app
from assessment.models import writing
from tests.conftest import settings_for
from tests.fixtures.processes import PROCESSES
from tests.trust.answering import find_faults, invite_numbered
from tests.trust.visit import Visit

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SIDES = 4
AT_A_TIME = 16


def answer_all(folder: str, database_url: str, people: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """Sixteen at a time answer and send; gives each one's number and the status of the last page."""
    app = create_app(settings_for(Path(folder), database_url))
    app.config.update(WTF_CSRF_ENABLED=False)

    def answer(person: tuple[int, str]) -> tuple[int, int]:
        number, link = person
        visit = Visit(app, link, number)
        while not visit.received:
            status = visit.press().status_code
            if status != 200:
                return number, status
        return number, 200

    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        return list(crowd.map(answer, people))


@SQLITE_ONLY
@pytest.mark.parametrize("people", [160, pytest.param(1_000, marks=pytest.mark.trust)])
def test_sixty_four_writers_at_a_time_lose_nothing_and_are_not_refused(
    app: Flask, people: int, tell: Callable[[str], None]
) -> None:
    links = list(enumerate(invite_numbered(app, people)))
    settings = app.extensions["settings"]
    folder, address = str(settings.instance.parent), settings.database_url
    with PROCESSES.Pool(SIDES) as pool:
        ends = pool.starmap(answer_all, [(folder, address, links[side::SIDES]) for side in range(SIDES)])

    statuses = dict(pair for side in ends for pair in side)
    assert statuses == dict.fromkeys(range(people), 200)
    assert find_faults(app, list(statuses)) == []
    # Each person saved a page and sent it.
    tell(f"F7: {SIDES * AT_A_TIME} writers, {2 * people} writes, 0 refused, 0 lost")


@pytest.mark.trust
@SQLITE_ONLY
def test_who_waits_too_long_for_the_lock_reads_plain_words_and_can_go_on(app: Flask) -> None:
    (link,) = invite_numbered(app, 1)
    visit = Visit(app, link, 0)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        """Another process would do the same: the lock of the file is taken and kept."""
        with app.app_context(), writing() as session:
            session.execute(text("SELECT 1"))
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    while True:
        answer = visit.press()
        if answer.status_code != 200 or visit.received:
            break
    done.set()
    thread.join()

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "This cannot be stored right now" in answer.text
    assert "locked" not in answer.text
    while not visit.received:
        assert visit.press().status_code == 200
    assert find_faults(app, [0]) == []
