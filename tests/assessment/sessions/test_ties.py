"""Two choices with the same number of dots are equals, and a tie for the third place leaves nothing out unsaid."""

import re
from collections.abc import Mapping
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from assessment.sessions.counting import list_contested, list_tied, rank
from assessment.sessions.minutes import Ballot
from assessment.sessions.minutes_report import build_ballot
from tests.fixtures.network import close_vote, make_clusters, put_dot
from tests.fixtures.sessions import Room, open_room

SHOWN = r'(<li[^>]*>)\s*<p class="canvas-name">([^<]+)</p>\s*<p class="canvas-count">(\d+)(.*?)</p>'
CONTESTED = "Tied at the third place: "


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def show_hands(room: Room, counts: Mapping[str, int]) -> str:
    """On criteria; gives the phase."""
    phase = room.go_to("vote")
    told = {f"dots-{criterion}": str(count) for criterion, count in counts.items()}
    assert room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data=told).status_code == 303
    return phase


def read_told(page: str) -> dict[str, tuple[int, bool, bool]]:
    """Of each criterion that got something: how many, whether it is set apart, and whether it is told as tied."""
    found = re.findall(SHOWN, page, re.DOTALL)
    return {name[0]: (int(count), "full" in row, "tied" in rest) for row, name, count, rest in found if count != "0"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4)))
def test_contested_is_what_equals_the_last_of_three_where_not_all_of_it_is_among_them(counts: dict[str, int]) -> None:
    first, contested = rank(counts, 3), list_contested(counts, 3)
    left_out = [one for one in counts if one not in first and counts[one] and counts[one] == counts[first[-1]]]
    assert bool(contested) is bool(left_out)
    if contested:
        assert set(contested) == set(left_out) | {one for one in first if counts[one] == counts[first[-1]]}
        assert set(contested) <= list_tied(counts)


def test_equals_are_told_as_equals_on_every_screen(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    for number, phone in enumerate(phones):
        put_dot(phone, ids["Fire first"] if number else ids["No answers"])
        put_dot(phone, ids["Drifting"])
        if number > 1:
            put_dot(phone, ids["No answers"])
    close_vote(room, phase)
    for page in (room.facilitator.get(room.hand), room.facilitator.get(f"{room.hand}/wall"), phones[0].get("/room/")):
        told = {name: ("tied" in rest) for _row, name, _count, rest in re.findall(SHOWN, page.text, re.DOTALL)}
        assert told == {"Drifting": False, "Fire first": True, "No answers": True}
        assert CONTESTED not in page.text


def test_nothing_is_tied_where_nothing_was_given(room: Room) -> None:
    show_hands(room, {"1": 2})
    assert "tied" not in room.facilitator.get(room.hand).text


def test_a_tie_for_the_third_place_is_told_where_the_first_three_are_worked_out(room: Room) -> None:
    show_hands(room, {"2": 6, "4": 5, "5": 3, "7": 3, "8": 1})
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert read_told(wall) == {
        "2": (6, True, False),
        "4": (5, True, False),
        "5": (3, True, True),
        "7": (3, True, True),
        "8": (1, False, False),
    }
    said = f"{CONTESTED}“5 Processes, Products and Services”, “7 People Results”."
    assert said in unescape(room.facilitator.get(room.hand).text)
    room.go_to("work-out")
    page = unescape(room.facilitator.get(room.hand).text)
    assert f"{said} The room decides by word of mouth which is worked out first." in page
    assert "For one that has no card here, add another card." in page
    assert page.index(CONTESTED) < page.index('id="card-2"')


def test_three_that_lead_alone_or_are_tied_among_themselves_leave_nothing_to_decide(room: Room) -> None:
    show_hands(room, {"2": 3, "4": 3, "5": 3, "7": 1})
    assert read_told(room.facilitator.get(room.hand).text)["5"] == (3, True, True)
    room.go_to("work-out")
    assert CONTESTED not in room.facilitator.get(room.hand).text


def test_a_meeting_that_works_nothing_out_is_not_asked_to_decide(app: Flask) -> None:
    room = open_room(app, phases=[("vote", 5), ("close", 5)])
    show_hands(room, {"2": 6, "4": 5, "5": 3, "7": 3})
    assert CONTESTED not in room.facilitator.get(room.hand).text


def test_minutes_give_equals_the_same_place(app: Flask) -> None:
    with app.test_request_context():
        ballot = build_ballot(Ballot("Vote", "dots", (("A", 6), ("B", 3), ("C", 3), ("D", 1), ("E", 0), ("F", 0))))
        plain = build_ballot(Ballot("Vote", "dots", (("A", 6), ("B", 3), ("C", 0), ("D", 0))))
        worth = build_ballot(Ballot("Was it worth the time?", "people", (("Yes", 3), ("No", 3))))
    assert ballot.head == ("What", "Dots", "Place")
    assert ballot.rows == (
        ("A", "6", "1"),
        ("B", "3", "2, tied"),
        ("C", "3", "2, tied"),
        ("D", "1", "4"),
        ("E", "0", "–"),
        ("F", "0", "–"),
    )
    assert (plain.head, worth.head) == (("What", "Dots"), ("What", "How many"))
