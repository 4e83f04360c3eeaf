"""Which changes phones hear of: those that change what they offer, and no others."""

import pytest
from flask import Flask

from tests.fixtures.network import load_workshop, make_clusters
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def read_versions(room: Room) -> tuple[int, int]:
    """Of the wall, and of phones."""
    with room.app.app_context():
        workshop = load_workshop(room)
        return workshop.wall_version, workshop.phone_version


def add_by_name(room: Room, name: str) -> None:
    assert room.facilitator.post(f"{room.hand}/people/add", data={"name": name}).status_code == 303


def test_phones_look_again_when_so_many_are_in_that_they_offer_something_else(room: Room) -> None:
    woken = []
    for number in range(1, 9):
        wall, phones = read_versions(room)
        room.add_phone()
        after = read_versions(room)
        assert after[0] == wall + 1
        if after[1] != phones:
            woken.append(number)
    assert woken == [2, 5]


def test_the_fifth_who_comes_in_during_the_vote_without_a_phone_gives_all_phones_their_dots(room: Room) -> None:
    make_clusters(room)
    room.go_to("vote")
    phone, *_others = [room.add_phone() for _ in range(4)]
    assert "we vote by show of hands" in phone.get("/room/").text
    seen = int(phone.get("/room/version").text)
    add_by_name(room, "Bert")
    assert int(phone.get("/room/version").text) == seen + 1
    assert "3 dots left" in phone.get("/room/").text
    add_by_name(room, "Bert")
    add_by_name(room, "Cato")
    assert int(phone.get("/room/version").text) == seen + 1


def test_when_somebody_is_taken_out_phones_look_again(room: Room) -> None:
    """The one who was taken out as well, who finds the door."""
    room.add_phone("Anna")
    page = room.facilitator.get(f"{room.hand}/people").text
    action = next(part for part in page.split('"') if part.endswith("/remove"))
    _wall, phones = read_versions(room)
    assert room.facilitator.post(action).status_code == 303
    assert read_versions(room)[1] == phones + 1
