"""The agenda of a session, changed while it is planned and while it runs, and kept for the next one."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Workshop, WorkshopTemplate, db
from assessment.sessions.agendas import find_agenda
from assessment.sessions.running import Plan, plan_session
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    """In its third of eight phases: "Write in silence"."""
    room = open_room(app, agenda="network-40")
    room.go_to("write")
    return room


def read_agenda(room: Room) -> list[tuple[str, str, int, str]]:
    with room.app.app_context():
        phases = db.session.get_one(Workshop, room.session_id).phases
    return [(one["id"], one["kind"], one["minutes"], one["title"]) for one in phases]


def list_ids(room: Room) -> list[str]:
    return [one[0] for one in read_agenda(room)]


def press(room: Room, action: str, **data: str) -> int:
    return room.facilitator.post(f"{room.hand}/agenda/{action}", data=data).status_code


def test_parts_ahead_move_and_go_and_those_present_or_over_stay(room: Room) -> None:
    assert list_ids(room) == [f"p{number}" for number in range(1, 9)]
    assert press(room, "p8/move", before="p4") == 303
    assert press(room, "p8/move", before="p4") == 303
    assert press(room, "p5/remove") == 303
    assert list_ids(room) == ["p1", "p2", "p3", "p8", "p4", "p6", "p7"]
    for refused in ("p1/remove", "p3/remove", "p2/move", "p3/move"):
        assert press(room, refused, before="") == 303
    assert press(room, "p8/move", before="p2") == 303
    assert list_ids(room) == ["p1", "p2", "p3", "p8", "p4", "p6", "p7"]
    assert press(room, "p5/remove") == 404
    page = room.facilitator.get(f"{room.hand}/agenda").text
    assert len(re.findall(r"/agenda/p\d+/remove", page)) == 4
    assert ("/agenda/p3/remove" in page, "/agenda/p3/change" in page) == (False, True)


def test_a_part_gets_minutes_and_a_title_that_every_screen_shows(room: Room) -> None:
    phone = room.add_phone()
    assert press(room, "p3/change", minutes="12", title="Write, and breathe") == 303
    assert read_agenda(room)[2] == ("p3", "write", 12, "Write, and breathe")
    for screen in (phone.get("/room/"), room.facilitator.get(f"{room.hand}/wall"), room.facilitator.get(room.hand)):
        assert "Write, and breathe" in screen.text
    wrong = room.facilitator.post(f"{room.hand}/agenda/p3/change", data={"minutes": "soon", "title": "Kept"})
    assert wrong.status_code == 422
    assert 'href="#minutes-p3"' in wrong.text
    assert 'value="Kept"' in wrong.text
    assert read_agenda(room)[2] == ("p3", "write", 12, "Write, and breathe")


def test_an_added_part_is_added_once_and_no_number_comes_back(room: Room) -> None:
    page = room.facilitator.get(f"{room.hand}/agenda").text
    (number,) = re.findall(r'name="new-phase" value="(p\d+)"', page)
    sent = {"new-phase": number, "new-kind": "warm-up", "new-minutes": "4", "new-title": "", "new-before": "p6"}
    for _twice in range(2):
        assert room.facilitator.post(f"{room.hand}/agenda/add", data=sent).status_code == 303
    assert list_ids(room) == ["p1", "p2", "p3", "p4", "p5", "p9", "p6", "p7", "p8"]
    assert press(room, "p9/remove") == 303
    assert room.facilitator.post(f"{room.hand}/agenda/add", data=sent | {"new-before": ""}).status_code == 303
    assert list_ids(room)[-1] == "p10"
    refused = room.facilitator.post(f"{room.hand}/agenda/add", data=sent | {"new-kind": "score"})
    assert refused.status_code == 422


def test_pressing_next_twice_does_not_begin_the_part_anew(room: Room) -> None:
    with room.app.app_context():
        began = db.session.get_one(Workshop, room.session_id).phase_began_at
    room.go_to("write")
    with room.app.app_context():
        assert db.session.get_one(Workshop, room.session_id).phase_began_at == began


def test_five_minutes_more_are_five_once(room: Room) -> None:
    page = room.facilitator.get(room.hand).text
    (minutes,) = re.findall(r'name="minutes" value="(\d+)">\+5 minutes', page)
    for _twice in range(2):
        room.facilitator.post(f"{room.hand}/minutes", data={"phase": "p3", "minutes": minutes})
    assert read_agenda(room)[2][2] == 7 + 5


def test_a_kept_agenda_is_chosen_next_time_and_taken_away(room: Room) -> None:
    press(room, "p3/change", minutes="12", title="Our silence")
    for _twice in range(2):
        assert press(room, "keep", name="Ours") == 303
    press(room, "p3/change", minutes="13", title="Our silence")
    taken = room.facilitator.post(f"{room.hand}/agenda/keep", data={"name": "Ours"})
    assert (taken.status_code, "Another agenda has this name" in taken.text) == (422, True)
    with room.app.app_context():
        (kept,) = db.session.scalars(select(WorkshopTemplate)).all()
    page = room.facilitator.get(f"{room.base}/new").text
    assert "Ours, 45 minutes" in page
    made = room.facilitator.post(f"{room.base}/new", data=room.filled | {"name": "Next", "agenda": f"own-{kept.id}"})
    with room.app.app_context():
        phases = db.session.get_one(Workshop, int(made.location.rpartition("/")[2])).phases
    assert phases[2] == {"id": "p3", "kind": "write", "minutes": 12, "title": "Our silence"}
    assert room.facilitator.post(f"{room.base}/agendas/{kept.id}/remove").status_code == 303
    assert room.facilitator.post(f"{room.base}/agendas/{kept.id}/remove").status_code == 404
    assert "Ours" not in room.facilitator.get(f"{room.base}/new").text


def test_every_agenda_can_be_chosen_with_its_time_and_purpose(room: Room) -> None:
    page = room.facilitator.get(f"{room.base}/new").text
    for said in (
        "Network meeting, 90 minutes",
        "Network meeting, 40 minutes",
        "Meeting with senior managers, 60 minutes",
        "Results conversation, 60 minutes",
        "Self-assessment consensus, 120 minutes",
        "Actions review, 30 minutes",
        "Nine criteria, five of what an organisation does",
    ):
        assert said in page


def test_a_planned_session_is_discarded_and_a_running_one_is_not(room: Room) -> None:
    agenda = find_agenda("network-40")
    with room.app.app_context():
        plan = Plan("network", "Never held", "Why?", "en", "efqm-2013", agenda.phases)
        planned = plan_session(room.organisation_id, plan)
    place = f"{room.base}/{planned}"
    room.facilitator.post(f"{place}/people/add", data={"name": "Anna"})
    assert "Discard it" in room.facilitator.get(f"{place}/discard").text
    assert room.facilitator.post(f"{place}/discard").status_code == 303
    assert room.facilitator.get(place).status_code == 404
    assert room.facilitator.get(f"{room.hand}/discard").location == room.hand
    assert room.facilitator.post(f"{room.hand}/discard").location == room.hand
    assert room.facilitator.get(room.hand).status_code == 200


def test_ending_asks_first_and_tells_what_is_not_done(room: Room) -> None:
    page = room.facilitator.get(f"{room.hand}/end").text
    assert "Not done yet: Sort together, What the wall says, Vote, Work out the first three, Close." in page
    assert room.facilitator.post(f"{room.hand}/end").status_code == 303
    assert press(room, "p8/remove") == 303
    assert press(room, "p8/change", minutes="3", title="Late") == 303
    assert read_agenda(room)[7] == ("p8", "close", 4, "")
