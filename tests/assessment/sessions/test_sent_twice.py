"""Whatever phones and the facilitator send, sending it once or twice gives the same notes, taps and places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from assessment.access.tokens import spell_token
from assessment.models import CanvasChange, Note, Tap, Workshop, db, writing
from assessment.sessions import notes, placing, running, sorting
from assessment.sessions.board import read_board
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.notes import TooManyNotesError
from assessment.sessions.seats import Seat, find_seat
from tests.fixtures.sessions import Room, open_room

PHONES, IDS = 2, [spell_token(bytes([number] * 16)) for number in range(6)]
REFUSED = (GoneError, MovedError, TooManyNotesError)
TEXTS = st.sampled_from(["No time", "Rules", "Nobody listens"])
PHONE, NOTE = st.integers(0, PHONES - 1), st.integers(0, len(IDS) - 1)
CRITERION, PAGE = st.sampled_from(["1", "2"]), st.integers(0, 3)
WRITING = st.one_of(
    st.tuples(st.just("add"), PHONE, NOTE, TEXTS),
    st.tuples(st.just("change"), PHONE, NOTE, TEXTS),
    st.tuples(st.just("change"), PHONE, NOTE, st.just("")),
    st.tuples(st.just("paste"), NOTE, st.lists(TEXTS, max_size=3)),
)
PLACING = st.one_of(
    st.tuples(st.just("place"), NOTE, CRITERION, PAGE),
    st.tuples(st.just("merge"), NOTE, NOTE, PAGE),
    st.tuples(st.just("split"), NOTE, TEXTS, TEXTS, PAGE),
    st.tuples(st.just("undo")),
)
SORTING = st.one_of(st.tuples(st.just("tap"), PHONE, CRITERION), st.tuples(st.just("tap"), PHONE, CRITERION), PLACING)

Call = Callable[[], None]


@dataclass
class Player:
    """Carries out acts as pages would send them, and keeps what was sent, and of that what was not refused."""

    room: Room
    sent: list[Call] = field(default_factory=list)
    taken: list[Call] = field(default_factory=list)

    @property
    def ours(self) -> tuple[int, int]:
        return self.room.organisation_id, self.room.session_id

    def seat(self, phone: int) -> Seat:
        seat = find_seat(self.room.tokens[phone])
        assert seat is not None
        return seat

    def send(self, what: Callable[..., None], *given: Any) -> None:
        def call() -> None:
            what(*given)

        self.sent.append(call)
        try:
            call()
        except REFUSED:
            db.session.rollback()
        else:
            self.taken.append(call)

    def play(self, act: Sequence[Any]) -> None:
        kind, *given = act
        getattr(self, kind)(*given)

    def add(self, phone: int, note: int, text: str) -> None:
        self.send(lambda: notes.add_note(self.seat(phone), IDS[note], text))

    def change(self, phone: int, note: int, text: str) -> None:
        shown = sorted((own.id, own.version) for own in notes.list_own(self.seat(phone), "p4"))
        note_id, version = shown[note % len(shown)] if shown else (IDS[note], 0)
        self.send(lambda: notes.change_note(self.seat(phone), note_id, version, text))

    def paste(self, note: int, lines: list[str]) -> None:
        self.send(notes.paste_notes, *self.ours, IDS[note], lines)

    def tap(self, phone: int, criterion: str) -> None:
        self.send(lambda: sorting.give_note(self.seat(phone)))
        held = sorting.find_held(self.seat(phone), "p6")
        note_id = held.note_id if held else ""
        self.send(lambda: sorting.tap(self.seat(phone), note_id, criterion))

    def find(self, note: int) -> str:
        """One that is on the canvas or in the tray."""
        shown = sorted(card.id for card in read_board(running.find_session(*self.ours), "en").cards)
        return shown[note % len(shown)] if shown else IDS[note]

    def place(self, note: int, criterion: str, page: int) -> None:
        self.send(placing.place_note, *self.ours, self.find(note), criterion, IDS[page])

    def merge(self, note: int, into: int, page: int) -> None:
        self.send(placing.merge_notes, *self.ours, self.find(note), self.find(into), IDS[page])

    def split(self, note: int, first: str, second: str, page: int) -> None:
        self.send(placing.split_note, *self.ours, self.find(note), (first, second), IDS[page])

    def undo(self) -> None:
        last = placing.find_last_act(self.room.session_id)
        act_id = last.id if last else ""
        self.send(placing.undo, *self.ours, act_id)

    def go(self, phase_id: str) -> None:
        self.send(running.go_to, *self.ours, phase_id)


def repeat(call: Call) -> None:
    """Pages tell what is refused; nothing may come of it."""
    try:
        call()
    except REFUSED:
        db.session.rollback()


def read_state(session_id: int) -> dict[str, Any]:
    """Everything but where notes were drawn to lie, and when they were given."""
    found = db.session.scalars(select(Note)).all()
    taps = db.session.execute(select(Tap.note_id, Tap.sorter_sha256, Tap.criterion))
    acts = db.session.execute(select(CanvasChange.id, CanvasChange.number, CanvasChange.kind, CanvasChange.undone))
    state = {
        "notes": {
            one.id: (
                *(one.text, one.version, one.revealed, one.author_sha256),
                *(one.criterion, one.tray, one.proposals, one.merged_into),
            )
            for one in found
        },
        "taps": sorted((one[0], one[1], one[2] or "") for one in taps),
        "acts": sorted(tuple(one) for one in acts),
    }
    db.session.rollback()
    return state


def begin_again(session_id: int) -> None:
    with writing() as session:
        for table in (Tap, CanvasChange, Note):
            session.execute(delete(table))
        session.get_one(Workshop, session_id).phase = 3


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(WRITING, max_size=12), st.lists(SORTING, max_size=14), st.lists(PLACING, max_size=8), st.data())
def test_sent_once_or_twice_it_is_the_same(
    app: Flask, written: list[Any], sorted_: list[Any], placed: list[Any], data: st.DataObject
) -> None:
    if "room" not in app.extensions:
        app.extensions["room"] = open_room(app)
        for _phone in range(PHONES):
            app.extensions["room"].add_phone()
    player = Player(app.extensions["room"])
    session_id = player.room.session_id
    with app.app_context():
        begin_again(session_id)
        for acts, following in ((written, "p6"), (sorted_, "p7"), (placed, "")):
            for act in acts:
                player.play(act)
            if following:
                player.go(following)
        once = read_state(session_id)
        # A phone that asks for a note later than it did is asking again: only what is sent at once is sent twice.
        twice = data.draw(st.lists(st.booleans(), min_size=len(player.sent), max_size=len(player.sent)))
        begin_again(session_id)
        for call, again in zip(player.sent, twice, strict=True):
            for _time in range(1 + again):
                repeat(call)
        assert read_state(session_id) == once


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(WRITING, max_size=12), st.lists(PLACING, max_size=12), st.data())
def test_what_comes_once_more_and_late_changes_nothing(
    app: Flask, written: list[Any], placed: list[Any], data: st.DataObject
) -> None:
    if "room" not in app.extensions:
        app.extensions["room"] = open_room(app)
        for _phone in range(PHONES):
            app.extensions["room"].add_phone()
    player = Player(app.extensions["room"])
    session_id = player.room.session_id
    with app.app_context():
        begin_again(session_id)
        for acts, following in ((written, "p7"), (placed, "")):
            for act in acts:
                player.play(act)
                before = read_state(session_id)
                if player.taken:
                    repeat(data.draw(st.sampled_from(player.taken)))
                assert read_state(session_id) == before
            if following:
                player.go(following)
