"""Who is in the room: the door, coming back, names, and what a facilitator changes."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.access.tries import MOST_FROM_AN_ADDRESS
from assessment.models import Participant, db
from tests.fixtures.sessions import Room, open_room

SAYS_NAMES = "In this session participants see each other's scores, with names."


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def list_names(room: Room) -> list[str]:
    with room.app.app_context():
        own = select(Participant.name).where(Participant.workshop_id == room.session_id)
        return sorted(db.session.scalars(own))


def find_id(room: Room, name: str) -> int:
    with room.app.app_context():
        return db.session.scalars(select(Participant.id).where(Participant.name == name)).one()


def press(room: Room, action: str, name: str = "", to: str = "") -> int:
    return room.facilitator.post(f"{room.hand}/people/{action}", data={"name": name, "to": to}).status_code


def test_the_same_phone_comes_back_to_its_seat(room: Room) -> None:
    phone = room.add_phone("Anna")
    back = phone.get(f"/join/{room.code}", follow_redirects=True)
    assert (back.request.path, list_names(room)) == ("/room/", ["Anna"])
    assert "Go on there" in phone.get("/join", follow_redirects=True).text


def test_a_second_session_in_the_same_browser_is_told_to_leave_the_first(app: Flask, room: Room) -> None:
    other = open_room(app, "Elsewhere", question="Why?")
    phone = room.add_phone("Anna")
    door = phone.get(f"/join/{other.code}", follow_redirects=True)
    assert (door.request.path, "Joining another session leaves it." in door.text) == ("/room/join", True)
    assert phone.post("/room/join", data={"code": other.code, "name": "Anna"}).status_code == 303
    assert (list_names(room), list_names(other)) == (["Anna"], ["Anna"])
    other.go_to("write")
    assert "Write in silence" in phone.get("/room/").text


def test_where_names_are_shown_the_door_says_so_and_wants_one(app: Flask) -> None:
    room = open_room(app, agenda="consensus-120", named=True)
    phone = app.test_client()
    first = phone.post("/room/join", data={"code": room.code, "name": "Anna"})
    assert (first.status_code, SAYS_NAMES in first.text, list_names(room)) == (200, True, [])
    nameless = phone.post("/room/join", data={"code": room.code, "name": "", "knows": "y"})
    assert (nameless.status_code, SAYS_NAMES in nameless.text, list_names(room)) == (422, True, [])
    come_in = phone.post("/room/join", data={"code": room.code, "name": "Anna", "knows": "y"})
    assert (come_in.status_code, list_names(room)) == (303, ["Anna"])


def test_after_many_wrong_codes_from_one_address_the_door_stays_shut(app: Flask, room: Room) -> None:
    """And a right code counts as no try: a whole room comes in through one address."""
    for _person in range(3):
        room.add_phone()
    guesser = app.test_client()
    answers = [
        guesser.post("/room/join", data={"code": f"ZZZZ{first}{second}"}).status_code
        for first in "ABCDEFGHJKMNPQRS"
        for second in "ABCDEFGHJKMNPQRSTVW"
    ]
    assert answers == [422] * MOST_FROM_AN_ADDRESS + [429] * (len(answers) - MOST_FROM_AN_ADDRESS)
    right = guesser.post("/room/join", data={"code": room.code})
    assert (right.status_code, "Wait ten minutes, or ask the facilitator" in right.text) == (429, True)
    assert len(list_names(room)) == 3


def test_a_facilitator_adds_renames_and_takes_out(room: Room) -> None:
    phone = room.add_phone()
    for _twice in range(2):
        assert press(room, "add", "Bert", "hand") == 303
    assert list_names(room) == ["", "Bert"]
    assert "2 people are in" in room.facilitator.get(room.hand).text
    assert press(room, f"{find_id(room, '')}/rename", "Anna") == 303
    assert press(room, f"{find_id(room, 'Bert')}/rename", " ") == 422
    page = room.facilitator.get(f"{room.hand}/people").text
    assert page.index("Anna") < page.index("Bert")
    anna = find_id(room, "Anna")
    assert press(room, f"{anna}/remove") == 303
    assert press(room, f"{anna}/remove") == 404
    assert list_names(room) == ["Bert"]
    assert phone.get("/room/").location == "/room/join"
    told = "This phone has no seat any more"
    assert [told in door.get("/room/join").text for door in (phone, room.app.test_client())] == [True, False]
    assert press(room, "add") == 422


def test_nobody_of_another_session_is_renamed_or_taken_out(app: Flask, room: Room) -> None:
    other = open_room(app, "Elsewhere")
    other.add_phone("Carla")
    carla = find_id(other, "Carla")
    assert [press(room, f"{carla}/rename", "X"), press(room, f"{carla}/remove")] == [404, 404]
    assert list_names(other) == ["Carla"]


def test_when_it_has_ended_people_stay_as_they_were(room: Room) -> None:
    room.add_phone("Anna")
    room.facilitator.post(f"{room.hand}/end")
    anna = find_id(room, "Anna")
    for action in ("add", f"{anna}/rename", f"{anna}/remove"):
        assert press(room, action, "Bert") == 303
    assert list_names(room) == ["Anna"]


def test_an_address_that_leads_to_this_computer_only_is_told_before_somebody_tries_a_phone(room: Room) -> None:
    assert "Phones cannot come in yet" in room.facilitator.get(room.hand).text
    settings = room.app.extensions["settings"]
    room.app.extensions["settings"] = settings.model_copy(update={"base_address": "http://192.0.2.7:8000"})
    assert "Phones cannot come in yet" not in room.facilitator.get(room.hand).text
    room.app.extensions["settings"] = settings
    room.add_phone()
    assert "Phones cannot come in yet" not in room.facilitator.get(room.hand).text
