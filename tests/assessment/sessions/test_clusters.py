"""Notes that say one thing are put together, named and told apart by who can act."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import NameProposal, Note, db
from assessment.sessions.clusters import find_fullest
from tests.fixtures.network import NOTES, lay_notes, list_clusters, make_cluster, make_clusters
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def test_the_two_fullest_criteria_are_talked_about(room: Room) -> None:
    lay_notes(room)
    room.go_to("cluster")
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert ("2 Strategy · 3" in wall, "5 Processes" in wall, "3 People" in wall) == (True, True, False)
    hand = room.facilitator.get(room.hand).text
    assert all(text in hand for text in (*NOTES["2"], *NOTES["5"]))
    talked, others = hand.split('<details id="other-columns">')
    assert NOTES["3"][0] not in talked
    assert NOTES["3"][0] in others
    assert f"{len(NOTES['3'])} note" in others


def test_of_equally_full_criteria_the_first_of_the_model_counts() -> None:
    assert find_fullest({"5": 2, "3": 2, "1": 2, "2": 4}, ["1", "2", "3", "5"]) == ["2", "1"]
    assert find_fullest({}, ["1", "2"]) == []


def test_ticked_notes_become_one_cluster_however_often_that_is_sent(app: Flask, room: Room) -> None:
    notes = lay_notes(room)
    room.go_to("cluster")
    first, second, third = (notes[text] for text in NOTES["2"])
    wish = make_cluster(room, "2", [first, second], "Drifting")
    make_cluster(room, "2", [third], "Another name", wish)
    with app.app_context():
        assert list(list_clusters(room)) == ["Drifting"]
        held = db.session.scalars(select(Note.id).where(Note.cluster_id == wish)).all()
        assert set(held) == {first, second}
    put = {"wish": "A" * 22, "criterion": "2", "note": [third], "name": "", "into": wish}
    room.facilitator.post(f"{room.hand}/clusters", data=put)
    with app.app_context():
        assert len(db.session.scalars(select(Note.id).where(Note.cluster_id == wish)).all()) == 3


def test_notes_of_another_criterion_or_none_make_no_cluster(app: Flask, room: Room) -> None:
    notes = lay_notes(room)
    for ticked in ([], [notes[NOTES["5"][0]]]):
        told = {"wish": "B" * 22, "criterion": "2", "note": ticked, "name": "Nothing", "into": ""}
        answer = room.facilitator.post(f"{room.hand}/clusters", data=told, follow_redirects=True)
        assert "Tick the notes that say one thing." in answer.text
    with app.app_context():
        assert list_clusters(room) == {}


def test_two_that_are_one_are_merged_and_taken_apart_again(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    place = f"{room.hand}/clusters"
    room.facilitator.post(f"{place}/{ids['Drifting']}", data={"do": "merge", "into": ids["Fire first"]})
    with app.app_context():
        assert set(list_clusters(room)) == {"Fire first", "No answers"}
        assert len(db.session.scalars(select(Note).where(Note.cluster_id == ids["Fire first"])).all()) == 3
    again = room.facilitator.post(f"{place}/{ids['Drifting']}", data={"do": "merge", "into": ids["Fire first"]})
    assert again.status_code == 404
    room.facilitator.post(f"{place}/{ids['Fire first']}", data={"do": "apart"})
    with app.app_context():
        assert set(list_clusters(room)) == {"No answers"}
        assert db.session.scalars(select(Note.text).where(Note.criterion == "2", Note.cluster_id.is_(None))).all()


def test_who_can_act_is_what_the_room_says(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("cluster")
    place = f"{room.hand}/clusters/{ids['No answers']}"
    for said, told in (("managers", "managers"), ("we", "we"), ("nobody", "")):
        room.facilitator.post(place, data={"do": said})
        with app.app_context():
            assert list_clusters(room)["No answers"].actor == told
    room.facilitator.post(place, data={"do": "managers"})
    assert "senior managers must" in room.facilitator.get(f"{room.hand}/wall").text
    assert room.facilitator.post(place, data={"do": "everybody"}).status_code == 303
    with app.app_context():
        assert list_clusters(room)["No answers"].actor == "managers"


def test_a_phone_proposes_one_name_and_the_facilitator_takes_it(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("cluster")
    phone, other = room.add_phone("Anna"), room.add_phone()
    place = f"/room/clusters/{ids['No answers']}"
    for name in ("Silence", "Nobody answers us"):
        assert phone.post(place, data={"name": name}).status_code == 303
    other.post(place, data={"name": "Deaf ears"})
    hand = room.facilitator.get(room.hand).text
    assert ("Nobody answers us" in hand, "Deaf ears" in hand, "Silence" in hand) == (True, True, False)
    shown = (phone.get("/room/").text, room.facilitator.get(f"{room.hand}/wall").text)
    assert not any("Deaf ears" in page for page in shown)
    room.facilitator.post(f"{room.hand}/clusters/{ids['No answers']}", data={"do": "name", "name": "Deaf ears"})
    with app.app_context():
        assert "Deaf ears" in list_clusters(room)
        assert db.session.scalars(select(NameProposal)).all() == []


def test_a_proposal_that_comes_too_late_is_led_to_what_the_room_is_at(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phone = room.add_phone()
    room.go_to("vote")
    answer = phone.post(f"/room/clusters/{ids['No answers']}", data={"name": "Late"})
    assert (answer.status_code, answer.location) == (303, "/room/")
    with app.app_context():
        assert db.session.scalars(select(NameProposal)).all() == []
