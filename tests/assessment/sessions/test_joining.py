"""Setting a session up, starting it, coming in with six letters, and being led through its agenda."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import Participant, Workshop, db
from assessment.sessions.seats import LETTERS, find_seat, read_code
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def test_a_name_is_enough_to_set_a_session_up(app: Flask, room: Room) -> None:
    facilitator = room.facilitator
    page = facilitator.get(f"{room.base}/new")
    assert "What hinders quality here?" in page.text
    refused = facilitator.post(f"{room.base}/new", data=room.filled | {"name": " "})
    assert (refused.status_code, "Give the session a name" in refused.text) == (422, True)
    made = facilitator.post(f"{room.base}/new", data=room.filled | {"name": "What next"})
    assert made.status_code == 303
    page = facilitator.get(made.location).text
    assert "What next" in page
    assert "Start the session" in page
    assert "What next" in facilitator.get(room.base).text


def test_people_come_in_with_six_letters_and_no_account(app: Flask, room: Room) -> None:
    phone = app.test_client()
    wrong = phone.post("/room/join", data={"code": "AAAAAA", "name": ""})
    assert (wrong.status_code, "No session runs under these letters" in wrong.text) == (422, True)
    spelt = f"{room.code[:3].lower()} {room.code[3:]}"
    come_in = phone.post("/room/join", data={"code": spelt, "name": "Anna"}, follow_redirects=True)
    assert (come_in.request.path, "You are in, Anna." in come_in.text) == ("/room/", True)
    again = phone.post("/room/join", data={"code": room.code, "name": "Anna"}, follow_redirects=True)
    assert again.status_code == 200
    with app.app_context():
        assert [one.name for one in db.session.scalars(select(Participant))] == ["Anna"]
    assert "1 person is in" in room.facilitator.get(room.hand).text
    assert f'value="{room.code}"' in app.test_client().get(f"/join/{room.code}", follow_redirects=True).text


def test_every_screen_goes_where_the_facilitator_goes(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    page = room.facilitator.get(room.hand).text
    following = re.findall(r'name="phase" value="(p\d+)">Next: What came back', page)
    assert following == ["p2"]
    room.facilitator.post(f"{room.hand}/phase", data={"phase": "p4"})
    for screen in (room.facilitator.get(f"{room.hand}/wall"), phone.get("/room/")):
        assert re.search("<h1>(<span>)?Write in silence", screen.text)
    changed = room.facilitator.post(f"{room.hand}/minutes", data={"phase": "p4", "minutes": "12"})
    assert changed.status_code == 303
    refused = room.facilitator.post(f"{room.hand}/minutes", data={"phase": "p4", "minutes": "0"})
    assert "Write a whole number from 1 to 240" in refused.text
    with app.app_context():
        workshop = db.session.scalars(select(Workshop)).one()
        assert workshop.phases[3] == {"id": "p4", "kind": "write", "minutes": 12, "title": ""}
    room.facilitator.post(f"{room.hand}/end")
    assert "The session has ended" in phone.get("/room/").text
    assert "No session runs under these letters" in app.test_client().post("/room/join", data={"code": room.code}).text


def test_a_stream_tells_the_version_at_once_and_each_change(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    with phone.get("/room/stream", buffered=False) as answer:
        parts = answer.iter_encoded()
        first = next(parts)
        room.facilitator.post(f"{room.hand}/phase", data={"phase": "p2"})
        told = next(part for part in parts if part.startswith(b"event"))
    assert (answer.mimetype, first) == ("text/event-stream", b"event: change\ndata: 2\n\n")
    assert told == b"event: change\ndata: 3\n\n"
    assert phone.get("/room/version").text == "3"


def test_keys_of_two_phases_have_nothing_in_common(app: Flask, room: Room) -> None:
    room.add_phone()
    with app.app_context():
        seat = find_seat(room.tokens[0])
        assert seat is not None
        one, other = seat.key_for("p4"), seat.key_for("p6")
        stored = db.session.scalars(select(Participant.key_sha256)).one()
    assert len({one, other, stored}) == 3
    assert one == seat.key_for("p4")


@pytest.mark.parametrize(
    ("typed", "code"), [("abc def", "ABCDEF"), ("ABC-DEF", "ABCDEF"), ("ABCDE", ""), ("ABCDEO", ""), ("ABCDE1", "")]
)
def test_codes_as_people_type_them(typed: str, code: str) -> None:
    assert read_code(typed) == code
    assert not set("ILOU") & set(LETTERS)


def test_another_organisation_has_no_such_session(app: Flask, client: FlaskClient, room: Room) -> None:
    other = open_room(app, "Elsewhere")
    theirs = room.hand.replace(room.base, other.base)
    assert other.facilitator.get(theirs).status_code == 404
    assert other.facilitator.get(room.hand).status_code == 404
