"""Closing a vote: what it would do is said before, and done only where the page said so."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.models import Vote, db
from tests.fixtures.network import load_workshop, make_clusters, put_dot
from tests.fixtures.sessions import Room, open_room

UNSEEN = "Close without showing the dots, and count hands instead"
TOLD = "Close the vote and show it"


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def read_state(room: Room) -> tuple[dict[str, str], int]:
    """How votes ended, and how many dots there are."""
    with room.app.app_context():
        dots = db.session.scalar(select(func.count(Vote.id))) or 0
        return load_workshop(room).results.get("ended", {}), dots


def test_with_one_vote_of_five_the_dots_are_destroyed_only_after_a_question(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    put_dot(phones[0], ids["Drifting"])
    hand = room.facilitator.get(room.hand).text
    assert (TOLD in hand, UNSEEN in hand) == (False, True)
    # Pressed in a window that is behind, or sent by hand: asked all the same.
    pressed = room.facilitator.post(f"{room.hand}/votes/{phase}/tell")
    assert (pressed.status_code, pressed.location) == (303, f"{room.hand}/votes/{phase}/close")
    assert read_state(room) == ({}, 1)
    asked = room.facilitator.get(pressed.location).text
    assert re.search(r"<strong>1</strong> of 5 have voted", asked)
    assert "Closing now destroys the dots, and nobody sees them" in asked
    assert UNSEEN in asked
    closed = room.facilitator.post(f"{room.hand}/votes/{phase}/tell", data={"unseen": "1"}, follow_redirects=True)
    assert read_state(room) == ({phase: "few"}, 0)
    assert "Vote by show of hands and type what you count" in closed.text
    assert room.facilitator.get(pressed.location).status_code == 303


def test_what_the_page_said_is_done_or_nothing(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    for phone in phones:
        put_dot(phone, ids["Drifting"])
    # The fifth voted while the question was on the screen.
    pressed = room.facilitator.post(f"{room.hand}/votes/{phase}/tell", data={"unseen": "1"}, follow_redirects=True)
    assert (pressed.request.path, TOLD in pressed.text, UNSEEN in pressed.text) == (room.hand, True, False)
    assert read_state(room) == ({}, 5)
    room.facilitator.post(f"{room.hand}/votes/{phase}/tell")
    assert read_state(room) == ({phase: "dots"}, 0)
    for page in (room.hand, f"{room.hand}/wall"):
        text = room.facilitator.get(page).text
        assert ("The result stands; nobody can change it." in text, "fixed" in text) == (True, False)


def test_four_phones_and_the_dots_of_others_are_still_too_few(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(4)]
    names = ("Bert", "Cato")
    for name in names:
        room.facilitator.post(f"{room.hand}/people/add", data={"name": name})
    for phone in phones:
        put_dot(phone, ids["Drifting"])
    for name in names:
        given = {"wish": name[0] * 22, f"dots-{ids['No answers']}": "1"}
        assert room.facilitator.post(f"{room.hand}/votes/{phase}/dots", data=given).status_code == 303
    hand = room.facilitator.get(room.hand).text
    assert re.search(r"<strong>6</strong> of 6 have voted", hand)
    assert (TOLD in hand, UNSEEN in hand) == (False, True)


def test_whether_it_was_worth_it_is_closed_unseen_after_a_question_too(room: Room) -> None:
    phase = room.go_to("close")
    phones = [room.add_phone() for _ in range(5)]
    phones[0].post("/room/worth", data={"worth": "no"})
    assert "Show the counts" not in room.facilitator.get(room.hand).text
    asked = room.facilitator.post(f"{room.hand}/votes/{phase}/tell", follow_redirects=True).text
    assert ("Closing now destroys the taps" in asked, "show of hands" in asked) == (True, False)
    assert read_state(room) == ({}, 1)
