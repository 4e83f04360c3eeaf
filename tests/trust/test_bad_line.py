"""F3: the line breaks at any byte, stalls or is slow. Who saw "received" is stored once, and nothing is stored half."""

import gc
import http.client
import re
import socket
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import AnswerSet, db
from tests.assessment.commands.running import find_port
from tests.trust.answering import POINTS, Numbered, find_faults, invite_numbered
from tests.trust.bad_line import Fault, Line, Passage, bad_line
from tests.trust.killing import serve

BROKEN = (OSError, http.client.HTTPException)
"""What a browser meets when the line breaks."""

PARTS = ("request head", "request body", "answer head", "answer body")
ACTS = ("save", "send")
WAYS = ("cut", "reset", "cut", "reset", "stall")
PATIENCE_SECONDS = 1
"""After which a browser of this test takes a silent line for a broken one."""

QUESTIONS = "/survey/questions/1"
REVIEW = "/survey/review"
THANKS = "/survey/thanks"
CHECKED = re.compile(r'<input type="radio"[^>]* checked>')
THREADS, SLOW, SILENT, QUICK = 20, 3, 9, 6
BEGINNINGS = (b"G", b"GET /health HTTP/1.1\r\nHost", b"POST /survey/ HTTP/1.1\r\nContent-Length: 9\r\n\r\ncsrf")


@dataclass(frozen=True, slots=True)
class Cut:
    """``share``: how far into that part of the request or of its answer the line breaks, from 0 to below 1."""

    act: str
    part: str
    share: float
    how: str

    def make_fault(self, usual: Passage) -> Fault:
        side, _, half = self.part.partition(" ")
        whole = usual.request if side == "request" else usual.answer
        head = whole.index(b"\r\n\r\n") + 4
        after = int(self.share * head) if half == "head" else head + int(self.share * (len(whole) - head))
        return Fault(side, after, self.how)  # type: ignore[arg-type]


def spread_cuts(size: int) -> Iterator[Cut]:
    """So many, each part of each act cut at places evenly apart, both ends among them."""
    each = size / (len(PARTS) * len(ACTS))
    for number in range(size):
        place = number // (len(PARTS) * len(ACTS))
        part, act = PARTS[number % len(PARTS)], ACTS[number // len(PARTS) % len(ACTS)]
        yield Cut(act, part, place / each, WAYS[number % len(WAYS)])


class Persistent(Numbered):
    """Sends again, as a browser's user does, until the next page is there."""

    def __init__(self, line: Line, number: int) -> None:
        super().__init__(line.port)
        self.line, self.number = line, number
        self.broken = 0

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str | None, str]:
        """This library takes a head that breaks off for a whole one; browsers do not, where they are strict."""
        status, location, page = super()._ask(method, path, body)
        if status == HTTPStatus.SEE_OTHER and location is None:
            raise http.client.IncompleteRead(b"")
        return status, location, page

    def insist(self, path: str, page: str) -> tuple[str, str]:
        for _ in range(10):
            try:
                return self.send(path, page)
            except BROKEN:
                self.broken += 1
                self.connection.close()
        raise AssertionError("the line stayed broken")

    def go_to(self, wanted: str, link: str) -> str:
        """The page at that address, everything before it answered."""
        path, page = self.open(link)
        while path != wanted:
            path, page = self.insist(path, page)
        return page

    def break_once(self, path: str, page: str, fault: Fault) -> None:
        """Send on a line that breaks: no answer comes."""
        self.line.fail(fault)
        # Nothing but a line that falls silent is waited for.
        self.connection.timeout = PATIENCE_SECONDS if fault.how == "stall" else None
        self.connection.close()
        with pytest.raises(BROKEN):
            self.send(path, page)
        self.connection.close()
        self.connection.timeout = None

    def look(self, act: str) -> str:
        """What the server has of what was sent: "nothing", "all", or something in between."""
        if act == "send":
            return "all" if self.open(THANKS)[0] == THANKS else "nothing"
        _, page = self.open(QUESTIONS)
        answered, asked = len(CHECKED.findall(page)), sum(name.startswith("q-") for name in self.fill(page))
        return {0: "nothing", asked: "all"}.get(answered, f"{answered} of {asked}")


def measure(line: Line, link: str) -> dict[str, Passage]:
    """What passes when somebody saves and sends without trouble: to know where to cut."""
    visitor, usual = Numbered(line.port), {}
    path, page = visitor.open(link)
    while path != THANKS:
        act = {QUESTIONS: "save", REVIEW: "send"}.get(path)
        status, location, _ = visitor._ask("POST", path, urlencode(visitor.fill(page)))
        assert (status, location is not None) == (303, True)
        if act:
            usual[act] = line.last
        path, page = visitor.open(str(location))
    visitor.connection.close()
    return usual


def answer_on_a_breaking_line(line: Line, links: list[str]) -> None:
    """The first one undisturbed, each of the others cut once."""
    usual, found = measure(line, links[0]), Counter[tuple[str, str]]()
    for number, cut in enumerate(spread_cuts(len(links) - 1), start=1):
        visitor = Persistent(line, number)
        path = QUESTIONS if cut.act == "save" else REVIEW
        page = visitor.go_to(path, links[number])
        visitor.break_once(path, page, cut.make_fault(usual[cut.act]))
        found[cut.part, visitor.look(cut.act)] += 1
        while path != THANKS:
            path, page = visitor.insist(path, page)
        visitor.connection.close()
    assert line.failed == found.total() == len(links) - 1
    assert set(found) == {(part, "nothing" if "request" in part else "all") for part in PARTS}


def assert_whole(app: Flask, people: int) -> None:
    """Everybody's answers, to the last question."""
    with app.app_context():
        stored = db.session.scalars(select(AnswerSet.answers)).all()
    assert len(stored) == people
    assert {code for answers in stored for code in answers} <= set(range(1, POINTS + 1))


class Dawdler(threading.Thread):
    """Answers; the line, which is told so, carries what is sent first a few bytes at a time."""

    def __init__(self, line: Line, number: int, link: str) -> None:
        super().__init__()
        self.visitor = Persistent(line, number)
        self.link = link

    def run(self) -> None:
        self.visitor.visit(self.link)
        self.visitor.connection.close()


def answer_among_the_slow(line: Line, numbers: range, links: list[str]) -> None:
    """Some send slowly, three times as many have sent a part and fall silent, and the others answer meanwhile."""
    held = [socket.create_connection(("127.0.0.1", line.server_port)) for _ in range(SILENT)]
    for number, connection in enumerate(held):
        connection.sendall(BEGINNINGS[number % len(BEGINNINGS)])
    failed = line.failed
    line.fail(*[Fault("request", 0, "slow")] * SLOW)
    dawdlers = [Dawdler(line, number, links[number]) for number in numbers[:SLOW]]
    for dawdler in dawdlers:
        dawdler.start()
    for number in numbers[SLOW:]:
        visitor = Numbered(line.server_port)
        visitor.number = number
        visitor.visit(links[number])
        visitor.connection.close()
    for dawdler in dawdlers:
        dawdler.join()
    for connection in held:
        connection.close()
    assert line.failed == failed + SLOW
    assert sum(dawdler.visitor.tally.finished for dawdler in dawdlers) == SLOW


@pytest.mark.parametrize("cuts", [20, pytest.param(200, marks=pytest.mark.trust)])
def test_nothing_is_lost_doubled_or_stored_half_on_a_bad_line(
    app: Flask, cuts: int, tell: Callable[[str], None]
) -> None:
    people = cuts + 1 + SLOW + QUICK
    port, links = find_port(), invite_numbered(app, people)
    server = serve(app, port, THREADS=str(THREADS))
    try:
        with bad_line(port) as line:
            answer_on_a_breaking_line(line, links[: cuts + 1])
            answer_among_the_slow(line, range(cuts + 1, people), links)
    finally:
        server.kill()

    assert find_faults(app, range(people)) == []
    assert_whole(app, people)
    tell(f"F3: cut at {cuts} places of saving and sending, each sent again: 0 lost, 0 double, 0 stored half")
    tell(f"F3: {QUICK} answered while {SILENT} were silent and {SLOW} slow at a server of {THREADS} threads")


def test_a_line_that_ends_closes_also_what_it_took_a_moment_ago() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, warnings.catch_warnings(record=True) as open_ends:
        warnings.simplefilter("always")
        for _round in range(30):
            with bad_line(server.getsockname()[1]) as line:
                browser = [socket.create_connection(("127.0.0.1", line.port)) for _ in range(4)]
            for connection in browser:
                connection.close()
            gc.collect()
    assert [str(warning.message) for warning in open_ends] == []
