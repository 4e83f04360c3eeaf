"""More hands or dots than there are people are asked about once: a slip is seen, and who counted right is not held."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.models import Vote, db
from tests.fixtures.network import load_workshop, make_clusters
from tests.fixtures.sessions import Room, open_room

DOUBT = "More than the 4 people who are in. If you counted right, press once more."
ALL_GIVEN = (
    "You gave the dots of everybody who is in without a phone (2). If these are one more person's, give them once more."
)


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def read_counts(room: Room, phase: str) -> dict[str, int]:
    with room.app.app_context():
        return dict(load_workshop(room).results.get("votes", {}).get(phase, {}))


def count_dots(room: Room) -> int:
    with room.app.app_context():
        return db.session.scalar(select(func.count(Vote.id))) or 0


def add_people(room: Room, *names: str) -> None:
    for name in names:
        assert room.facilitator.post(f"{room.hand}/people/add", data={"name": name}).status_code == 303


def read_hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(sure[^"]*)" value="([^"]*)"', page))


def test_more_hands_than_people_are_asked_about_and_kept_where_they_are_sent_again(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    for _ in range(4):
        room.add_phone()
    place = f"{room.hand}/votes/{phase}/hands"
    drifting, answers = f"dots-{ids['Drifting']}", f"dots-{ids['No answers']}"
    asked = room.facilitator.post(place, data={drifting: "22", answers: "4"})
    assert (asked.status_code, asked.text.count('aria-invalid="true"'), read_counts(room, phase)) == (422, 1, {})
    assert DOUBT in asked.text
    assert f'aria-describedby="hands-{ids["Drifting"]}-error"' in asked.text
    assert f'name="{drifting}" id="hands-{ids["Drifting"]}" value="22"' in asked.text
    sure = read_hidden(asked.text)
    assert sure == {f"sure-{ids['Drifting']}": "22"}
    # Another number than the one that was asked about is asked about too.
    other = room.facilitator.post(place, data={drifting: "33", answers: "4"} | sure)
    assert (other.status_code, read_counts(room, phase)) == (422, {})
    second = room.facilitator.post(place, data={drifting: "22", answers: "9"} | sure)
    assert (second.status_code, read_hidden(second.text)) == (422, sure | {f"sure-{ids['No answers']}": "9"})
    assert room.facilitator.post(place, data={drifting: "22", answers: "4"} | sure).status_code == 303
    kept = {ids["Drifting"]: 22, ids["No answers"]: 4, ids["Fire first"]: 0}
    assert read_counts(room, phase) == kept
    # What stands already is not asked about again while another count is corrected.
    assert room.facilitator.post(place, data={drifting: "22", answers: "3"}).status_code == 303
    assert read_counts(room, phase) == kept | {ids["No answers"]: 3}


def test_as_many_hands_as_people_are_nothing_to_ask_about(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    add_people(room, "Bert", "Cato", "Daan")
    told = {f"dots-{one}": "3" for one in ids.values()}
    assert room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data=told).status_code == 303
    assert set(read_counts(room, phase).values()) == {3}


def test_where_nobody_was_entered_nothing_is_known_and_nothing_is_asked(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    told = {f"dots-{ids['Drifting']}": "22"}
    assert room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data=told).status_code == 303
    assert read_counts(room, phase)[ids["Drifting"]] == 22


def test_dots_of_one_more_than_are_in_without_a_phone_are_asked_about(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    for _ in range(4):
        room.add_phone()
    add_people(room, "Bert", "Cato")
    place = f"{room.hand}/votes/{phase}/dots"
    for letter in "AB":
        given = {"wish": letter * 22, f"dots-{ids['Drifting']}": "1"}
        assert room.facilitator.post(place, data=given).status_code == 303
    third = {"wish": "C" * 22, f"dots-{ids['No answers']}": "2"}
    asked = room.facilitator.post(place, data=third)
    assert (asked.status_code, count_dots(room)) == (422, 2)
    assert ALL_GIVEN in unescape(asked.text)
    chosen = re.findall(r'<select name="dots-([^"]+)".*?<option value="(\d)" selected', asked.text)
    assert (ids["No answers"], "2") in chosen
    assert f'name="wish" value="{"C" * 22}"' in asked.text
    # The same dots sent twice are no third person.
    assert room.facilitator.post(place, data={"wish": "A" * 22, f"dots-{ids['Drifting']}": "1"}).status_code == 303
    assert count_dots(room) == 2
    assert room.facilitator.post(place, data=third | read_hidden(asked.text)).status_code == 303
    assert count_dots(room) == 4


def test_where_nobody_without_a_phone_was_entered_dots_are_taken(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    for _ in range(5):
        room.add_phone()
    given = {"wish": "A" * 22, f"dots-{ids['Drifting']}": "1"}
    assert room.facilitator.post(f"{room.hand}/votes/{phase}/dots", data=given).status_code == 303
    assert count_dots(room) == 1
