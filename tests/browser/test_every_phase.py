"""Every kind of phase on wall, hand and phone, as full as a room can make it: nothing is cut, small or out of reach,
and axe-core finds nothing. What a network does with clusters, requests and promises is looked at in
test_network_screens.py."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser
from sqlalchemy import delete, select

from assessment.access.tokens import random_token
from assessment.models import Note, Participant, Workshop, db, writing
from assessment.sessions import agreeing, explanations, notes, part_scores, seats, sorting, votes, warming
from assessment.sessions.judged import find_judged
from assessment.sessions.notes import LONGEST_NOTE
from assessment.sessions.phases.all import SCREENS
from tests.assessment.sessions.surveyed import open_surveyed
from tests.browser.visits.looks import Looks
from tests.fixtures.network import make_cluster
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

LONG = (
    "Kwaliteitsverbeteringsvoorstellen blijven maandenlang zonder antwoord liggen, en niemand weet wie erover gaat of "
    "waar je dat kunt navragen, terwijl dezelfde fout elke week terugkomt en wij haar steeds opnieuw herstellen zonder "
    "dat iemand vraagt hoe dat komt, wat het kost en wie het merkt."
)
NAME = "Wilhelmina-Alexandra van den Boogaard-Oudenampsen, afdeling"
IN_THE_ROOM = 150
CRITERIA = [str(number) for number in range(1, 10)]
IN_NETWORK = {"cluster", "vote", "work-out", "route", "close", "answers", "next-date", "pledge", "back", "review"}
"""Kinds of phases that test_network_screens.py looks at."""
OF_MANAGERS = {"open", "cases", "worries"}
"""Those of a meeting with senior managers, which that file looks at with requests, and this one without any."""
IN_CROWD = {"arrive", "warm-up", "write", "read", "sort", "tray", "finding", "cluster", "vote"}
WITH_RESULTS = {"walk", "explain"}
OF_ASSESSORS = {"score", "divided"}


def test_no_kind_of_phase_is_forgotten() -> None:
    assert set(SCREENS) == IN_NETWORK | OF_MANAGERS | IN_CROWD | WITH_RESULTS | OF_ASSESSORS


def seat_people(room: Room, people: int, name: str = "") -> None:
    with room.app.app_context():
        room.tokens += [seats.join(room.session_id, name) for _ in range(people)]


def find_phase_id(room: Room) -> str:
    phase: str = load(room).phases[load(room).phase]["id"]
    return phase


def load(room: Room) -> Workshop:
    return db.session.get_one(Workshop, room.session_id)


def look_at_warm_up(looks: Looks) -> None:
    room = looks.room
    looks.look("warm-up")
    for warm_up in ("escaped-defects", "four-hundred-bugs", "myth-or-reality"):
        with room.app.app_context():
            phase_id = find_phase_id(room)
            warming.pick(room.organisation_id, room.session_id, phase_id, warm_up)
            for token in room.tokens[:7]:
                seat = seats.find_seat(token)
                assert seat is not None
                place = warming.find_place(seat.workshop, phase_id)
                assert place is not None
                warming.vote(seat, random_token(), 0, place.question.choice_ids[0])
        looks.look("warm-up")
        with room.app.app_context():
            warming.show(room.organisation_id, room.session_id, phase_id, 0)
        looks.look("warm-up")


def fill_wall(looks: Looks) -> list[str]:
    """150 notes of full length, from the first to their places; gives their ids."""
    room = looks.room
    looks.look("write")
    with room.app.app_context(), writing() as session:
        workshop = session.get_one(Workshop, room.session_id)
        put_up = [notes.make_note(workshop, random_token(), LONG[:LONGEST_NOTE]) for _ in range(IN_THE_ROOM)]
        session.add_all(put_up)
        ids = [note.id for note in put_up]
    looks.look("write")
    looks.look("read")
    looks.look("sort")
    with room.app.app_context():
        for token in room.tokens[:5]:
            seat = seats.find_seat(token)
            assert seat is not None
            sorting.give_note(seat)
    looks.look("sort")
    looks.look("tray")
    with room.app.app_context(), writing() as session:
        for note in session.scalars(select(Note).where(Note.tray)):
            note.proposals = CRITERIA[3:5]
    looks.look("tray")
    return ids


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_full_room_fits_its_screens(live_server: LiveServer, browser: Browser, language: str) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, language=language, name=NAME, question=LONG[:150])
    seat_people(room, 3)
    with Looks(browser, live_server, room) as looks:
        looks.look("arrive")
        seat_people(room, IN_THE_ROOM - 3, NAME)
        looks.look("arrive")
        look_at_warm_up(looks)
        ids = fill_wall(looks)
        with room.app.app_context(), writing() as session:
            for place, note_id in enumerate(ids):
                note = session.get_one(Note, note_id)
                note.tray, note.criterion = False, "2" if place < 60 else "5" if place < 120 else CRITERIA[place % 9]
        looks.look("finding")
        looks.look("cluster")
        for criterion, first in (("2", 0), ("5", 60)):
            for start, end in pairwise(range(first, first + 41, 5)):
                made = make_cluster(room, criterion, ids[start:end], LONG[:80])
                room.facilitator.post(f"{room.hand}/clusters/{made}", data={"do": "managers"})
        looks.look("cluster")
        phase_id = room.go_to("vote")
        looks.look("vote")
        with room.app.app_context():
            choices = [choice.id for choice in votes.list_choices(load(room))]
            assert len(choices) == 16
            for token, choice in zip(room.tokens, choices, strict=False):
                seat = seats.find_seat(token)
                assert seat is not None
                votes.put_dot(seat, random_token(), choice)
            votes.close_vote(room.organisation_id, room.session_id, phase_id, unseen=False)
        looks.look("vote")
    assert looks.faults == [], "\n".join(looks.faults)
    assert looks.kinds == IN_CROWD


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_talks_about_results_fit_their_screens(live_server: LiveServer, browser: Browser, language: str) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_surveyed(live_server.app, language=language)
    with Looks(browser, live_server, room) as looks:
        seat_people(room, 12)
        phase_id = room.go_to("walk")
        for place in range(3):
            room.facilitator.post(f"{room.hand}/walk", data={"phase": phase_id, "place": str(place)})
            looks.look("walk")
        phase_id = room.go_to("explain")
        looks.look("explain")
        with room.app.app_context():
            for number, token in enumerate(room.tokens):
                for act in ("choose", "write"):
                    seat = seats.find_seat(token)
                    assert seat is not None
                    if act == "choose":
                        explanations.choose_side(seat, explanations.MANAGERS if number % 2 else explanations.STAFF)
                    else:
                        explanations.write_explanation(seat, random_token(), LONG)
        looks.look("explain")
        with room.app.app_context():
            explanations.reveal(room.organisation_id, room.session_id, phase_id)
        looks.look("explain")
    assert looks.faults == [], "\n".join(looks.faults)
    assert looks.kinds == WITH_RESULTS


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_meeting_without_a_survey_fits_its_screens(live_server: LiveServer, browser: Browser, language: str) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, agenda="managers-60", language=language, question=LONG[:150])
    seat_people(room, 3)
    with Looks(browser, live_server, room) as looks:
        for kind in (*sorted(OF_MANAGERS), "explain"):
            looks.look(kind)
    assert looks.faults == [], "\n".join(looks.faults)


@pytest.mark.visit
def test_a_page_of_short_notes_fits_its_wall(live_server: LiveServer, browser: Browser) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app)
    seat_people(room, 3)
    with Looks(browser, live_server, room) as looks:
        for letters in (24, 48, 72, 96):
            with room.app.app_context(), writing() as session:
                session.execute(delete(Note))
                workshop = session.get_one(Workshop, room.session_id)
                put_up = [notes.make_note(workshop, random_token(), LONG[:letters].strip()) for _ in range(30)]
                for note in put_up:
                    note.revealed = True
                session.add_all(put_up)
            looks.look("read")
    assert looks.faults == [], "\n".join(looks.faults)


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_consensus_fits_its_screens(live_server: LiveServer, browser: Browser, language: str) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, agenda="consensus-120", language=language, named=True)
    seat_people(room, 12)
    with room.app.app_context(), writing() as session:
        for participant in session.scalars(select(Participant)):
            participant.name = NAME
    with Looks(browser, live_server, room) as looks:
        looks.look("score")
        with room.app.app_context():
            for number, token in enumerate(room.tokens):
                seat = seats.find_seat(token)
                assert seat is not None
                for part in find_judged(seat.workshop).parts[:2]:
                    own = part_scores.OwnScore({"evidence": number % 5}, LONG, LONG, LONG)
                    part_scores.save_score(seat, part.id, own)
        looks.look("score")
        looks.look("divided")
        with room.app.app_context():
            first = agreeing.list_standings(load(room))[0].part.id
            agreeing.take_up(room.organisation_id, room.session_id, first)
        looks.look("divided")
        with room.app.app_context():
            agreed = agreeing.Agreement({"evidence": 2}, LONG, LONG)
            agreeing.agree(room.organisation_id, room.session_id, first, agreed, 0)
        looks.look("divided")
        looks.look("score")
    assert looks.faults == [], "\n".join(looks.faults)
    assert looks.kinds == OF_ASSESSORS
