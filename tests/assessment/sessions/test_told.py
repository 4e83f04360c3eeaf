"""What screens say is so: what phones show, what can be voted for, what is not saved yet, what was received."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Acquaintance, Workshop, db
from assessment.sessions.agendas import AGENDAS, name_phase_kind, tell_purpose
from tests.fixtures.network import ask, close_vote, lay_notes, load_workshop, make_clusters, put_dot, read_version
from tests.fixtures.sessions import Room, open_room

KNOW = "I know this person"


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def read_phones(room: Room) -> str:
    """What the hand says that phones show."""
    (said,) = re.findall(r"On the phones now: ([^<]+)</p>", room.facilitator.get(room.hand).text)
    return str(said)


def list_offered(page: str) -> list[str]:
    return re.findall(r"<strong>([^<]+)</strong>", page)


def test_before_a_warm_up_is_chosen_no_vote_is_told_and_after_it_the_answer(room: Room) -> None:
    phase = room.go_to("warm-up")
    room.add_phone()
    assert "about to begin" in read_phones(room)
    room.facilitator.post(f"{room.hand}/warm-up/pick", data={"phase": phase, "warm-up": "myth-or-reality"})
    assert read_phones(room) == "the question, and what can be tapped."
    room.facilitator.post(f"{room.hand}/warm-up/show", data={"phase": phase, "place": "0"})
    assert read_phones(room) == "the answer."


def test_a_field_for_names_is_told_once_there_is_a_cluster(room: Room) -> None:
    room.go_to("cluster")
    room.add_phone()
    assert "no field before there is a cluster" in read_phones(room)
    make_clusters(room)
    assert read_phones(room) == "each cluster, with a field for another name."


def test_dots_are_told_only_while_phones_have_them(room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(4)]
    assert read_phones(room) == "“We vote by show of hands.”, and no dots."
    phones.append(room.add_phone())
    assert read_phones(room) == "what can be voted for, and three dots."
    for phone in phones:
        put_dot(phone, ids["Drifting"])
    close_vote(room, phase)
    assert read_phones(room) == "the result."


def test_sorting_and_the_end_are_told_as_they_are(room: Room) -> None:
    room.go_to("write")
    room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": "No time"})
    room.go_to("sort")
    phones = [room.add_phone()]
    assert "the facilitator places the notes" in read_phones(room)
    phones += [room.add_phone() for _ in range(4)]
    assert read_phones(room) == "one note at a time, with the criteria to tap."
    room.facilitator.post(f"{room.hand}/sorting/end")
    assert read_phones(room) == "how many notes wait in the tray."
    phase = room.go_to("close")
    assert read_phones(room) == "whether it was worth their time."
    for phone in phones:
        phone.post("/room/worth", data={"worth": "yes"})
    close_vote(room, phase)
    assert read_phones(room) == "“Thank you for being here.”"


@pytest.mark.parametrize("agenda", [one.key for one in AGENDAS])
def test_what_phones_show_is_told_in_every_part(app: Flask, agenda: str) -> None:
    room = open_room(app, agenda=agenda, named=agenda == "consensus-120")
    with app.app_context():
        kinds = [one["kind"] for one in load_workshop(room).phases]
    room.add_phone("Anna")
    for kind in kinds:
        room.go_to(kind)
        assert len(read_phones(room)) > 5, kind


def test_only_criteria_with_notes_can_be_voted_for(app: Flask, room: Room) -> None:
    phones = [room.add_phone() for _ in range(5)]
    phase = room.go_to("vote")
    everything = list_offered(phones[0].get("/room/").text)
    assert len(everything) == 9
    ids = lay_notes(room)
    assert list_offered(phones[0].get("/room/").text) == ["2 Strategy", "3 People", everything[4]]
    for phone in phones:
        put_dot(phone, "2")
        put_dot(phone, "9")
    close_vote(room, phase)
    with app.app_context():
        assert load_workshop(room).results["votes"][phase] == {"2": 5, "3": 0, "5": 0}
    # What was told stands, whatever becomes of notes.
    place = f"{room.hand}/notes/{ids['No time to learn']}/place"
    assert room.facilitator.post(place, data={"page": random_token(), "criterion": "9"}).status_code == 303
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert re.findall(r'canvas-name">([^<]+)<', wall) == ["2 Strategy", "3 People", everything[4]]


def test_setting_up_and_the_agenda_say_the_same_of_the_short_one(app: Flask) -> None:
    with app.test_request_context():
        promised, named = tell_purpose("network-40"), name_phase_kind("work-out")
    assert named == "Work out the first three"
    assert "the first three worked out" in promised


def test_i_know_this_person_is_offered_once_somebody_is_named(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    request_id = ask(room, "An answer within 30 days", topic=ids["No answers"])
    room.go_to("route")
    phone, other = room.add_phone("Anna"), room.add_phone()
    button = f">{KNOW}<"
    for page in (phone.get("/room/").text, room.facilitator.get(f"{room.hand}/wall").text):
        assert KNOW not in page
    assert "comes once somebody is named" in read_phones(room)
    know = f"/room/requests/{request_id}/know"
    assert phone.post(know, data={"known": "yes"}).location == "/room/"
    with app.app_context():
        assert db.session.scalars(select(Acquaintance)).all() == []
    place = f"{room.hand}/requests/{request_id}/route"

    def save(**told: str) -> str:
        sent = told | {"version": read_version(room.facilitator.get(place).text)}
        return room.facilitator.post(place, data=sent, follow_redirects=True).text

    saved = save(manager="E. Visser")
    assert re.search(r'role="status">Saved\.<', saved), "a sign that it was received"
    assert button in phone.get("/room/").text
    assert f"Tap “{KNOW}” on your phone" in room.facilitator.get(f"{room.hand}/wall").text
    assert KNOW in read_phones(room)
    for one in (phone, other):
        one.post(know, data={"known": "yes"})
    save(manager="E. Visser", first="Anna")
    with app.app_context():
        assert len(db.session.scalars(select(Acquaintance)).all()) == 2
    save(manager="B. de Boer")
    with app.app_context():
        assert db.session.scalars(select(Acquaintance)).all() == [], "they knew somebody else"


def test_beside_next_stands_what_is_not_saved_yet_and_it_comes_when_saved_late(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("work-out")
    phone = room.add_phone()
    assert 'id="caution"' not in room.facilitator.get(room.hand).text
    phone.post(f"/room/cards/{ids['Drifting']}/pen")
    hand = room.facilitator.get(room.hand).text
    assert re.search(r'id="caution">A phone still writes “Drifting”, and nothing on it is saved yet', hand)
    room.go_to("close")
    assert 'id="caution"' not in room.facilitator.get(room.hand).text
    kind = "What is done" in phone.get(f"/room/cards/{ids['Drifting']}").text
    told = {"version": "0", "text": "Say what comes first", "owner": "", "email": "", "due": "", "actor": "we"}
    assert (kind, phone.post(f"/room/cards/{ids['Drifting']}", data=told).status_code) == (True, 303)
    room.go_to("work-out")
    hand = room.facilitator.get(room.hand).text
    assert ("Say what comes first" in hand, 'id="caution"' in hand) == (True, False)


def test_a_phone_reads_that_its_proposal_was_received_until_the_name_is_given(room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("cluster")
    phone, other = room.add_phone(), room.add_phone()
    assert "what you proposed" not in phone.get("/room/").text
    place = f"/room/clusters/{ids['Drifting']}"
    assert phone.post(place, data={"name": "No compass"}).status_code == 303
    assert "The facilitator has what you proposed: “No compass”." in phone.get("/room/").text
    assert "No compass" not in other.get("/room/").text
    named = {"do": "name", "name": "No compass"}
    assert room.facilitator.post(f"{room.hand}/clusters/{ids['Drifting']}", data=named).status_code == 303
    assert "what you proposed" not in phone.get("/room/").text


def test_beside_next_stands_what_is_not_done_yet(room: Room) -> None:
    notes = lay_notes(room)
    room.go_to("cluster")
    loose = f"{len(notes)} notes lie in no cluster"
    assert loose not in room.facilitator.get(room.hand).text
    make_clusters(room)
    assert re.search(r"\d+ notes lie in no cluster: nobody can vote for them.", room.facilitator.get(room.hand).text)
    phase = room.go_to("vote")
    open_vote = "Nothing is chosen yet: type the hands that you count."
    assert open_vote in room.facilitator.get(room.hand).text
    for _ in range(5):
        room.add_phone()
    assert "Nothing is chosen yet: close the vote first." in room.facilitator.get(room.hand).text
    close_vote(room, phase, unseen=True)
    assert open_vote in room.facilitator.get(room.hand).text
    room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data={})
    told = room.facilitator.get(room.hand).text
    assert (open_vote in told, "Correct the counts" in told) == (False, True)


def test_the_meeting_with_those_who_are_asked_is_set_up_from_the_session_that_asked(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("work-out")
    ask(room, "Answer within a month", topic=ids["No answers"])
    room.facilitator.post(f"{room.hand}/end")
    ended = room.facilitator.get(room.hand).text
    said = r"<h3>Answer within a month</h3> <p>No answer yet</p> <p[^>]*>to nobody yet · asked on \d"
    assert re.search(said, " ".join(ended.split()))
    (place,) = re.findall(r'href="([^"]+/sessions/new\?agenda=[^"]+)"', ended)
    page = room.facilitator.get(place).text
    assert re.search(r'value="managers-60" checked', page) or re.search(r'value="managers-60"[^>]*checked', page)
    made = {"name": "Meeting", "agenda": "managers-60", "question": "Why?", "lens": "efqm-2013", "language": "en"}
    led = room.facilitator.post(place, data=made | {"survey": "0"})
    assert led.status_code == 303
    with app.app_context():
        following = db.session.scalars(select(Workshop).order_by(Workshop.id.desc())).first()
        assert following is not None
        assert [phase["kind"] for phase in following.phases] == [
            *("open", "cases", "worries", "answers", "next-date", "pledge")
        ]
    room.facilitator.post(f"{led.location}/start")
    assert "Answer within a month" in room.facilitator.get(led.location).text
    room.facilitator.post(f"{led.location}/phase", data={"phase": following.phases[3]["id"]})
    assert "1 request has no answer yet." in room.facilitator.get(led.location).text


def test_a_room_without_phones_is_not_told_to_use_them(room: Room) -> None:
    """But for how the first one comes in, and the field for people without one."""
    ids = make_clusters(room)
    asked = ask(room, "An answer within 30 days", topic=ids["No answers"])
    route = f"{room.hand}/requests/{asked}/route"
    told = {"manager": "E. Visser", "version": read_version(room.facilitator.get(route).text)}
    assert room.facilitator.post(route, data=told).status_code == 303
    for number in range(6):
        room.facilitator.post(f"{room.hand}/people/add", data={"name": f"Person {number}", "to": "hand"})
    assert "6 people are in" in room.facilitator.get(room.hand).text
    for kind in ("warm-up", "sort", "finding", "cluster", "work-out", "route", "close"):
        room.go_to(kind)
        hand, wall = (room.facilitator.get(f"{room.hand}{screen}").text for screen in ("", "/wall"))
        hand = re.sub(r'<p class="notice" id="unreached">.*?</p>', "", hand)
        lines = re.findall(r">([^<]*phone[^<]*)<", hand + wall)
        sound = "without a phone|fewer than two phones|No phone is in"
        assert [line for line in lines if not re.search(sound, line)] == [], kind
