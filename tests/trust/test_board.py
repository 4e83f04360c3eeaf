"""F9: many people on one board, over lines of which every twentieth request is cut and sent again. No note is lost,
none is there twice, and all screens show the same afterwards."""

import http.client
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import CanvasChange, Note, Tap, db
from assessment.sessions.notes import MOST_NOTES
from tests.fixtures.server import serving
from tests.fixtures.sessions import Room, open_room
from tests.trust.bill import counts_of

CUT_SHARE = 0.05
CRITERIA = ("1", "2", "3", "5")
HELD = re.compile(r'name="note" value="([^"]+)"')
SHOWN = re.compile(r'<li class="note">([^<]*)</li>')
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|<time class="clock".*?</time>', re.DOTALL)
"""What every look at a page writes anew: the token of forms, and the time that is left."""

ON_CANVAS = re.compile(r'<li class="note"><a href="[^"]*/notes/([^"]+)">([^<]*)</a>')


@dataclass
class Device:
    """A phone or laptop with a line of its own."""

    port: int
    cookie: str
    dice: random.Random
    bill: Counter[str] = field(default_factory=Counter)

    def get(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return page

    def send(self, path: str, **sent: str) -> int:
        """Until an answer has come; gives its status."""
        body = urlencode(sent).encode()
        while True:
            self.bill["requests"] += 1
            if self.dice.random() < CUT_SHARE:
                self._cut(path, body)
                continue
            connection = self._begin(path, body)
            connection.send(body)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
                # Nothing was stored, and the page says so: it is sent again, as its owner would.
                self.bill["told to send again"] += 1
                continue
            return answer.status

    def _begin(self, path: str, body: bytes) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest("POST", path)
        for name, value in (("Cookie", self.cookie), ("Content-Type", "application/x-www-form-urlencoded")):
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        return connection

    def _cut(self, path: str, body: bytes) -> None:
        """In the middle of the request, or when all of it was sent and before its answer was read."""
        connection = self._begin(path, body)
        whole = self.dice.random() < 0.5
        connection.send(body if whole else body[: len(body) // 2])
        connection.close()
        self.bill["cut before the answer" if whole else "cut in the request"] += 1


@dataclass
class Writer:
    """Somebody with a phone, and what was acknowledged of what they wrote and tapped."""

    device: Device
    name: str
    mine: dict[str, tuple[str, int]] = field(default_factory=dict)
    tapped: dict[str, str] = field(default_factory=dict)

    def write(self, actions: int) -> None:
        for number in range(actions):
            dice, text = self.device.dice, f"{self.name} {number}"
            if len(self.mine) < MOST_NOTES and (not self.mine or dice.random() < 0.6):
                note_id = random_token()
                assert self.device.send("/room/notes", note=note_id, text=text) == 303
                self.mine[note_id] = (text, 0)
                continue
            note_id = dice.choice(sorted(self.mine))
            version = self.mine[note_id][1]
            away = {"away": "1"} if dice.random() < 0.3 else {}
            sent = {"note": note_id, "version": str(version), "text": text} | away
            assert self.device.send("/room/notes/change", **sent) == 303
            if away:
                del self.mine[note_id]
            else:
                self.mine[note_id] = (text, version + 1)

    def sort(self, actions: int) -> None:
        for _number in range(actions):
            assert self.device.send("/room/sort/next") == 303
            held = HELD.search(self.device.get("/room/"))
            if held is None:
                return
            criterion = self.device.dice.choice(CRITERIA)
            assert self.device.send("/room/sort", note=held[1], criterion=criterion) == 303
            self.tapped[held[1]] = criterion


@dataclass
class Meeting:
    room: Room
    hand: Device
    writers: list[Writer]

    @property
    def devices(self) -> list[Device]:
        return [self.hand, *(writer.device for writer in self.writers)]

    def add_up(self, notes: int) -> Counter[str]:
        bill = sum((device.bill for device in self.devices), Counter[str]())
        bill["notes"], bill["taps"] = notes, sum(len(writer.tapped) for writer in self.writers)
        bill["notes lost"] = bill["screens that differ"] = 0
        return bill

    def together(self, *does: Callable[[], None]) -> None:
        start = threading.Barrier(len(does))

        def do(what: Callable[[], None]) -> None:
            start.wait()
            what()

        with ThreadPoolExecutor(len(does)) as pool:
            for ended in [pool.submit(do, what) for what in does]:
                ended.result()

    def paste(self, pastes: int) -> list[str]:
        """While the others write; gives what was pasted."""
        lines = [[f"paper {number}", "the same on every paper"] for number in range(pastes)]
        for some in lines:
            sent = {"paste": random_token(), "lines": "\n".join(some)}
            assert self.hand.send(f"{self.room.hand}/notes", **sent) == 303
        return [line for some in lines for line in some]

    def place(self, actions: int) -> int:
        """Place, merge, split and take back; gives how many notes a split made that stands."""
        board = f"{self.room.hand}/canvas"
        for number in range(actions):
            page = self.hand.get(board)
            cards = ON_CANVAS.findall(page)
            act = re.search(r'name="act" value="([^"]+)"', page)
            kind = self.hand.dice.choice(("place", "place", "merge", "split", "undo"))
            (one, text), (other, _text) = self.hand.dice.sample(cards, 2)
            sent = {"page": random_token()}
            match kind:
                case "place":
                    sent |= {"criterion": self.hand.dice.choice(CRITERIA)}
                case "merge":
                    sent |= {"into": other}
                case "split":
                    sent |= {"first": text, "second": f"split {number}"}
                case _:
                    sent = {"act": act[1] if act else ""}
            path = f"{self.room.hand}/undo" if kind == "undo" else f"{self.room.hand}/notes/{one}/{kind}"
            assert self.hand.send(path, **sent) == 303
        with self.room.app.app_context():
            acts = db.session.scalars(select(CanvasChange)).all()
            assert sorted(one.number for one in acts) == list(range(1, len(acts) + 1))
            return sum(len(one.before["made"]) for one in acts if not one.undone)


def tell_cookies(client: FlaskClient) -> str:
    return "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())


def open_meeting(app: Flask, port: int, people: int) -> Meeting:
    room = open_room(app)
    phones = [room.add_phone() for _ in range(people)]
    dice = [random.Random(f"F9 {number}") for number in range(people + 1)]
    writers = [
        Writer(Device(port, tell_cookies(phone), dice[number]), f"phone {number}")
        for number, phone in enumerate(phones)
    ]
    return Meeting(room, Device(port, tell_cookies(room.facilitator), dice[-1]), writers)


def find_wrong_taps(notes: dict[str, Note], writers: list[Writer]) -> Iterator[str]:
    """What lies elsewhere than the acknowledged taps say."""
    taps: dict[str, list[str]] = {note_id: [] for note_id in notes}
    for writer in writers:
        for note_id, criterion in writer.tapped.items():
            taps[note_id].append(criterion)
    for note_id, note in notes.items():
        tapped = taps[note_id]
        if len(tapped) > 2 or sorted(set(tapped)) != note.proposals:
            yield f"{note_id}: {tapped} became {note.proposals}"
        placed = tapped[0] if len(tapped) == 2 and len(set(tapped)) == 1 else None
        if (note.criterion, note.tray) != (placed, placed is None):
            yield f"{note_id}: {tapped} lies on {note.criterion}"


@pytest.mark.parametrize(("people", "actions"), [(12, 20), pytest.param(50, 40, marks=pytest.mark.trust)])
def test_many_people_on_one_board_lose_nothing_and_see_the_same(
    app: Flask, people: int, actions: int, record_property: Callable[[str, object], None]
) -> None:
    with serving(app) as server:
        meeting = open_meeting(app, int(server.url.rpartition(":")[2]), people)
        room, half = meeting.room, actions // 2
        room.go_to("write")
        pasted: list[str] = []
        writing = [lambda writer=writer: writer.write(half) for writer in meeting.writers]
        meeting.together(*writing, lambda: pasted.extend(meeting.paste(half)))

        room.go_to("sort")
        written = [text for writer in meeting.writers for text, _version in writer.mine.values()]
        with app.app_context():
            shown = {note.id: note for note in db.session.scalars(select(Note).where(Note.revealed))}
        assert Counter(note.text for note in shown.values()) == Counter(written + pasted)
        assert {note.author_sha256 for note in shown.values()} == {None}
        meeting.together(*(lambda writer=writer: writer.sort(half) for writer in meeting.writers))

        room.go_to("tray")
        with app.app_context():
            sorted_notes = {note.id: note for note in db.session.scalars(select(Note).where(Note.revealed))}
            assert db.session.scalars(select(Tap)).all() == []
        assert list(find_wrong_taps(sorted_notes, meeting.writers)) == []
        made = meeting.place(actions)

        room.go_to("finding")
        laptops = (meeting.hand, Device(meeting.hand.port, tell_cookies(room.facilitator), random.Random(9)))
        walls = {CHANGING.sub("", laptop.get(f"{room.hand}/wall")) for laptop in laptops}
        boards = {CHANGING.sub("", laptop.get(f"{room.hand}/canvas")) for laptop in laptops}
        room.go_to("read")
        lists = {tuple(SHOWN.findall(writer.device.get("/room/"))) for writer in meeting.writers}

    with app.app_context():
        standing = db.session.scalars(select(Note).where(Note.revealed)).all()
    assert len(standing) == len(written) + len(pasted) + made
    assert (len(walls), len(boards), len(lists)) == (1, 1, 1)
    assert sorted(lists.pop()) == sorted(note.text for note in standing if note.merged_into is None)
    bill = meeting.add_up(len(standing))
    record_property(counts_of("F9: many people on one board"), dict(bill))
    assert bill["cut before the answer"]
    assert bill["cut in the request"]
