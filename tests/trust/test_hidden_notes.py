"""A15: before the reveal no screen shows a note but its author's; afterwards nothing tells whose it is, or when it
came."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Base, Note, Participant, db
from assessment.sessions.notes import MOST_NOTES
from assessment.sessions.seats import find_seat
from tests.fixtures.sessions import Room, open_room

RUNS = 20
FURTHEST = 0.12
"""Of the mean rank correlation: four times its deviation where order is drawn."""


def put_up(phone: FlaskClient, text: str) -> str:
    note_id = random_token()
    assert phone.post("/room/notes", data={"note": note_id, "text": text}).status_code == 303
    return note_id


def list_screens(room: Room) -> list[str]:
    return [room.base, room.hand, f"{room.hand}/wall", f"{room.hand}/canvas", f"{room.hand}/version"]


def read_screens(room: Room, phones: list[FlaskClient], but: int) -> str:
    """Everything that is shown anywhere but on one phone: every phase's pages, gone back to, and the streams."""
    pages = [room.facilitator.get(screen).text for screen in list_screens(room)]
    for number, phone in enumerate(phones):
        if number != but:
            pages += [phone.get(address).text for address in ("/room/", "/room/version", "/join")]
    return "\n".join(pages)


def read_stream(client: FlaskClient, address: str, events: int) -> bytes:
    with client.get(address, buffered=False) as answer:
        parts = answer.iter_encoded()
        return b"".join(next(parts) for _ in range(events))


def test_no_screen_but_its_authors_shows_a_hidden_note(
    app: Flask, record_property: Callable[[str, object], None]
) -> None:
    room = open_room(app)
    phones = [room.add_phone(f"Person {number}") for number in range(6)]
    room.go_to("write")
    notes = {}
    for number, phone in enumerate(phones):
        notes[number] = [(put_up(phone, f"canary-{number}-{note}"), f"canary-{number}-{note}") for note in range(3)]
    pasted = {"paste": random_token(), "lines": "canary-paper-1\n" + "canary-paper-2 " * 12}
    left = room.facilitator.post(f"{room.hand}/notes", data=pasted)
    assert "canary-paper-1" not in left.text

    # The write phase, and those before it, to which a facilitator may go back.
    for kind in ("write", "warm-up", "arrive", "write"):
        room.go_to(kind)
        for number in range(len(phones)):
            shown = read_screens(room, phones, number)
            assert f"canary-{number}-" not in shown
            assert "canary-paper" not in shown
            assert not any(note_id in shown for note_id, _text in notes[number])
        for client, address in ((room.facilitator, f"{room.hand}/stream"), (phones[0], "/room/stream")):
            assert re.fullmatch(rb"event: change\ndata: \d+\n\n", read_stream(client, address, 1))
    own = phones[2].get("/room/").text
    assert all(text in own for _note_id, text in notes[2])

    # Nor does what is done to notes work on hidden ones, whoever knows their ids.
    hidden = notes[0][0][0]
    assert room.facilitator.get(f"{room.hand}/notes/{hidden}").status_code == 404
    for what in ("place", "merge", "split"):
        sent = {"page": random_token(), "criterion": "1", "into": notes[1][0][0], "first": "x", "second": "y"}
        answer = room.facilitator.post(f"{room.hand}/notes/{hidden}/{what}", data=sent)
        assert "canary" not in answer.text
    phones[1].post("/room/sort", data={"note": hidden, "criterion": "1"})
    with app.app_context():
        stored = {note.id: note for note in db.session.scalars(select(Note))}
        assert {note.revealed for note in stored.values()} == {False}
        assert {note.criterion for note in stored.values()} == {None}
    record_property("counts of A15: hidden notes", {"notes": len(stored), "shown before the reveal": 0})


def test_nothing_stored_after_the_reveal_leads_to_an_author(app: Flask) -> None:
    room = open_room(app)
    phones = [room.add_phone() for _ in range(6)]
    phase_ids = [room.go_to("write")]
    for number, phone in enumerate(phones):
        put_up(phone, f"Note {number}")
    phase_ids.append(room.go_to("sort"))
    for phone in phones:
        phone.post("/room/sort/next")
        held = re.search(r'name="note" value="([^"]+)"', phone.get("/room/").text)
        assert held
        phone.post("/room/sort", data={"note": held[1], "criterion": "2"})
    room.go_to("tray")
    with app.app_context():
        keys = set()
        for token in room.tokens:
            seat = find_seat(token)
            assert seat is not None
            keys |= {seat.key_for(phase_id) for phase_id in phase_ids}
        keys |= set(db.session.scalars(select(Participant.key_sha256)))
        kept = {
            str(value)
            for table in Base.metadata.sorted_tables
            if table.name != "participant"
            for row in db.session.execute(select(table))
            for value in row
        }
    assert len(keys) == 18
    assert not [key for key in keys if any(key in value for value in kept)]


def correlate(order: list[int]) -> float:
    """Spearman's, of an order of 0..n-1 with the order in which they came."""
    count = len(order)
    return 1 - 6 * sum((place - came) ** 2 for place, came in enumerate(order)) / (count * (count**2 - 1))


@pytest.mark.parametrize("way", ["phones", "paper"])
def test_notes_do_not_stand_in_the_order_in_which_they_came(
    app: Flask, way: str, record_property: Callable[[str, object], None]
) -> None:
    found = {"shown": 0.0, "sorted first": 0.0}
    for run in range(RUNS):
        room = open_room(app, f"Run{run}")
        phones = [room.add_phone() for _ in range(8)]
        room.go_to("write")
        texts = [f"Note {number:02}." for number in range(len(phones) * MOST_NOTES)]
        if way == "paper":
            room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": "\n".join(texts)})
        else:
            for number, text in enumerate(texts):
                put_up(phones[number % len(phones)], text)
        room.go_to("read")
        shown = [int(number) for number in re.findall(r"Note (\d\d)\.", phones[0].get("/room/").text)]
        assert sorted(shown) == list(range(len(texts)))
        found["shown"] += correlate(shown) / RUNS
        room.go_to("sort")
        given = []
        for _note in range(len(texts)):
            phones[1].post("/room/sort/next")
            page = phones[1].get("/room/").text
            held = re.search(r'name="note" value="([^"]+)"', page)
            number = re.search(r'id="note-now">Note (\d\d)\.', page)
            assert held
            assert number
            given.append(int(number[1]))
            phones[1].post("/room/sort", data={"note": held[1], "criterion": "1"})
        assert sorted(given) == list(range(len(texts)))
        found["sorted first"] += correlate(given) / RUNS
    record_property("counts of A15: order of notes", {"runs": RUNS, "notes": RUNS * len(texts)})
    assert {name: abs(mean) < FURTHEST for name, mean in found.items()} == dict.fromkeys(found, True), found
