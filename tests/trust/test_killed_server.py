"""F1: the server dies again and again while people answer. Who saw "received" is stored once; the others send again."""

import http.client
import random
import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.models import db
from tests.assessment.commands.running import find_port
from tests.trust.answering import Numbered, find_faults, invite_numbered
from tests.trust.killing import serve

CLIENTS = 8
SHORT = (2, 40)
FULL = (200, 10_000)
PATIENCE_SECONDS = 60
DIED = (OSError, http.client.HTTPException)
"""What a browser meets when the server dies under it."""


class Crowd:
    """So many people at a time, one after another, each of whom sends until "received" is seen."""

    def __init__(self, port: int, links: list[str]) -> None:
        self.port, self.links = port, links
        self.acknowledged: list[int] = []
        self.broken = 0
        self.enough = threading.Event()
        self.faults: list[BaseException] = []
        self._next = iter(range(len(links)))
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._answer) for _ in range(CLIENTS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_for(self, received: int) -> None:
        """Until so many have seen "received", or one of them met what no visitor should."""
        while len(self.acknowledged) < received and not self.faults:
            time.sleep(0.02)

    def finish(self) -> None:
        """Let everybody who is under way come to an end."""
        self.enough.set()
        for thread in self._threads:
            thread.join()
        if self.faults:
            raise self.faults[0]

    def _answer(self) -> None:
        try:
            while not self.enough.is_set():
                with self._lock:
                    number = next(self._next)
                self._insist(number)
                self.acknowledged.append(number)
        except BaseException as fault:
            self.faults.append(fault)

    def _insist(self, number: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            visitor = Numbered(self.port)
            visitor.number = number
            try:
                return visitor.visit(self.links[number])
            except DIED:
                self.broken += 1
                assert time.monotonic() < deadline, "the server did not come back"
                time.sleep(0.05)
            finally:
                visitor.connection.close()


@pytest.mark.parametrize(("kills", "answers"), [SHORT, pytest.param(*FULL, marks=pytest.mark.trust)])
def test_nothing_acknowledged_is_lost_or_doubled_by_a_killed_server(
    app: Flask, kills: int, answers: int, tell: Callable[[str], None]
) -> None:
    port = find_port()
    crowd = Crowd(port, invite_numbered(app, answers + 1_000))
    server = serve(app, port)
    crowd.start()
    for killed in range(1, kills + 1):
        crowd.wait_for(answers * killed // kills)
        time.sleep(random.uniform(0, 0.5))
        server.kill()
        server = serve(app, port)
    crowd.finish()
    server.kill()

    assert find_faults(app, crowd.acknowledged) == []
    assert_sound(app)
    tell(f"F1: {kills} kills, {len(crowd.acknowledged)} acknowledged, {crowd.broken} cut off, 0 lost, 0 double")
    assert crowd.broken > 0
    assert len(crowd.acknowledged) >= answers


def assert_sound(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
