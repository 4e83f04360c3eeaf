"""Taps of people who sort: taking a wrong one back, not being sure, and what screens say about how far it is."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Note, Tap, db
from tests.fixtures.network import load_workshop
from tests.fixtures.sessions import Room, open_room

BACK = "I meant another one"


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def put_up(room: Room, *texts: str) -> dict[str, str]:
    """From paper, and lead everybody to sorting; gives the notes' ids."""
    room.go_to("write")
    told = {"paste": random_token(), "lines": "\n".join(texts)}
    assert room.facilitator.post(f"{room.hand}/notes", data=told).status_code == 303
    room.go_to("sort")
    with room.app.app_context():
        return {note.text: note.id for note in db.session.scalars(select(Note))}


def read_form(page: str, name: str) -> dict[str, str]:
    """What the form sends that tells which note it is about under that name; nothing where there is none."""
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        if name in fields:
            return {field: fields[field] for field in (name, "given")}
    return {}


def tap(phone: FlaskClient, criterion: str) -> Mapping[str, str]:
    """Tap the note in hand; gives what was sent."""
    phone.post("/room/sort/next")
    sent = read_form(phone.get("/room/").text, "note") | {"criterion": criterion}
    assert phone.post("/room/sort", data=sent).status_code == 303
    return sent


def take_back(phone: FlaskClient) -> dict[str, str]:
    sent = read_form(phone.get("/room/").text, "tapped")
    assert phone.post("/room/sort/back", data=sent).status_code == 303
    return sent


def read(app: Flask, note_id: str) -> tuple[str | None, bool, list[str]]:
    with app.app_context():
        note = db.session.get_one(Note, note_id)
        return note.criterion, note.tray, note.proposals


def test_a_wrong_tap_is_taken_back_until_somebody_else_has_tapped(app: Flask, room: Room) -> None:
    ids = put_up(room, "No time", "Too many rules")
    anna, ben = room.add_phone(), room.add_phone()
    assert BACK not in anna.get("/room/").text
    wrong = tap(anna, "9")
    page = anna.get("/room/").text
    assert (BACK in page, "9 Business Results</strong>" in page) == (True, True)
    sent = take_back(anna)
    page = anna.get("/room/").text
    assert (read_form(page, "note")["note"], BACK in page) == (wrong["note"], False), "that note is in hand again"
    with app.app_context():
        assert [(one.note_id, one.criterion) for one in db.session.scalars(select(Tap))] == [(wrong["note"], None)]
    # What was sent before comes once more, late.
    anna.post("/room/sort", data=wrong)
    tap(anna, "2")
    anna.post("/room/sort/back", data=sent)
    with app.app_context():
        held = db.session.get_one(Tap, (wrong["note"], db.session.scalars(select(Tap.sorter_sha256)).first()))
        assert held.criterion == "2"
    for _both in ids:
        tap(ben, "2")
    assert read(app, wrong["note"]) == ("2", False, ["2"])
    assert BACK not in anna.get("/room/").text
    anna.post("/room/sort/back", data=sent)
    tap(anna, "2")
    assert {read(app, note_id)[0] for note_id in ids.values()} == {"2"}
    with app.app_context():
        assert db.session.scalars(select(Tap)).all() == [], "nobody's key stays"


def test_nobody_takes_back_what_another_one_tapped(app: Flask, room: Room) -> None:
    put_up(room, "No time", "Too many rules")
    anna, ben = room.add_phone(), room.add_phone()
    tapped = tap(anna, "2")
    sent = read_form(anna.get("/room/").text, "tapped")
    ben.post("/room/sort/next")
    ben.post("/room/sort/back", data=sent)
    with app.app_context():
        taps = [one.criterion for one in db.session.scalars(select(Tap).where(Tap.note_id == tapped["note"]))]
        assert taps.count("2") == 1


@pytest.mark.parametrize(("other", "proposals"), [("2", ["2"]), ("unsure", [])])
def test_not_sure_sends_a_note_into_the_tray(app: Flask, room: Room, other: str, proposals: list[str]) -> None:
    (note_id,) = put_up(room, "No time").values()
    anna, ben = room.add_phone(), room.add_phone()
    anna.post("/room/sort/next")
    assert 'value="unsure">Not sure' in anna.get("/room/").text
    tap(anna, "unsure")
    assert "<strong>Not sure</strong>" in anna.get("/room/").text
    tap(ben, other)
    assert read(app, note_id) == (None, True, proposals)


def test_not_sure_is_no_proposal_when_sorting_ends_early(app: Flask, room: Room) -> None:
    (note_id,) = put_up(room, "No time").values()
    anna, _ben = room.add_phone(), room.add_phone()
    tap(anna, "unsure")
    room.facilitator.post(f"{room.hand}/sorting/end")
    assert read(app, note_id) == (None, True, [])


def test_phones_hear_once_that_the_last_note_is_sorted(app: Flask, room: Room) -> None:
    put_up(room, "No time", "Too many rules")
    anna, ben, cato = (room.add_phone() for _ in range(3))
    seen = []
    for phone in (anna, anna, ben, ben):
        tap(phone, "2")
        seen.append(int(cato.get("/room/version").text))
    assert seen == [seen[0]] * 3 + [seen[0] + 1]
    assert "Every note is sorted" in cato.get("/room/").text


def test_the_wall_counts_taps_before_the_first_note_is_placed(app: Flask, room: Room) -> None:
    put_up(room, "No time", "Too many rules", "Nobody listens")
    anna, ben = room.add_phone("Anna"), room.add_phone()
    wall = f"{room.hand}/wall"
    assert "half-way" not in room.facilitator.get(wall).text
    with app.app_context():
        before = load_workshop(room).wall_version
    tap(anna, "2")
    with app.app_context():
        assert load_workshop(room).wall_version > before
    assert "1 note is half-way" in room.facilitator.get(wall).text
    tap(anna, "2")
    text = room.facilitator.get(wall).text
    assert ("2 notes are half-way" in text, "0 of 3 notes are placed" in text, "Anna" in text) == (True, True, False)
    for _all in range(3):
        tap(ben, "2")
    assert "half-way" in room.facilitator.get(wall).text
    tap(anna, "2")
    assert "half-way" not in room.facilitator.get(wall).text


@pytest.mark.parametrize("agenda", ["network-90", "network-40"])
def test_ending_early_says_how_many_notes_and_where_they_wait(app: Flask, agenda: str) -> None:
    room = open_room(app, agenda=agenda)
    put_up(room, "No time", "Too many rules", "Nobody listens")
    anna, ben = room.add_phone(), room.add_phone()
    tap(anna, "2")
    assert "Stop sorting: the 3 notes that are left go into the tray" in room.facilitator.get(room.hand).text
    room.facilitator.post(f"{room.hand}/sorting/end")
    hand = room.facilitator.get(room.hand).text
    assert ("Every note is sorted" in hand, "0 of 3 notes are placed" in hand) == (False, True)
    canvas = f'href="{room.hand}/canvas#unplaced"'
    if agenda == "network-90":
        assert "3 notes wait in the tray. The room talks about them in “Talk about the tray”." in hand
        assert canvas not in hand
    else:
        assert "3 notes wait in the tray, and the agenda has no part for them" in hand
        assert canvas in hand
    assert "3 notes wait in the tray" in ben.get("/room/").text
    room.go_to("finding")
    finding = room.facilitator.get(room.hand).text
    assert "Place the 3 notes that have no place yet" in finding
    assert canvas in finding
    assert 'id="unplaced"' in room.facilitator.get(f"{room.hand}/canvas").text
