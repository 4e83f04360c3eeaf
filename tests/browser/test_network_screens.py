"""Walls, hands and phones of a network's own work, in both languages and with long words: they hold what they show."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from assessment.models import NetworkRequest, Workshop, db, writing
from assessment.sessions.agendas import find_agenda
from assessment.sessions.running import Plan, plan_session, start_session
from tests.browser.visits.looks import Looks
from tests.fixtures.network import ask, close_vote, lay_notes, make_cluster, put_dot, read_version
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

LONG = "Kwaliteitsverbeteringsvoorstellen blijven maandenlang zonder antwoord van wie erover gaat"
NOTES = {"2": [f"{LONG} {number}" for number in range(6)], "5": [f"Tweede {LONG} {number}" for number in range(5)]}


def hold_next(room: Room, agenda: str, language: str) -> None:
    room.facilitator.post(f"{room.hand}/end")
    with room.app.app_context():
        found = find_agenda(agenda)
        plan = Plan(found.kind, "Vervolg", "", language, "efqm-2013", found.phases, previous_id=room.session_id)
        room.session_id = plan_session(room.organisation_id, plan)
        start_session(room.organisation_id, room.session_id)
        room.code = db.session.get_one(Workshop, room.session_id).code or ""
    room.tokens.clear()
    for _ in range(6):
        room.add_phone()


@pytest.mark.visit
@pytest.mark.parametrize("language", ["en", "nl"])
def test_screens_hold_what_they_show(live_server: LiveServer, browser: Browser, language: str) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, language=language)
    with Looks(browser, live_server, room) as looks:
        notes = lay_notes(room, NOTES)
        ids = [
            make_cluster(room, criterion, [notes[text] for text in texts[at : at + 2]], texts[at][:78])
            for criterion, texts in NOTES.items()
            for at in (0, 2)
        ]
        for cluster, actor in zip(ids, ("we", "managers", "managers", ""), strict=True):
            room.facilitator.post(f"{room.hand}/clusters/{cluster}", data={"do": actor or "nobody"})
        phones = [room.add_phone("Anna Bakker") for _ in range(6)]
        phones[1].post(f"/room/clusters/{ids[0]}", data={"name": LONG[:78]})
        looks.look("cluster")
        phase = room.go_to("vote")
        looks.look("vote")
        for cluster in ids[:3]:
            for phone in phones:
                put_dot(phone, cluster)
        close_vote(room, phase)
        looks.look("vote")
        asked = look_at_cards(looks, phones[0], ids)
        with room.app.app_context(), writing() as session:
            for own_id in asked:
                session.get_one(NetworkRequest, own_id).asked_on = datetime.now(UTC).date() - timedelta(days=34)
        look_after(looks, language)
    assert looks.faults == [], "\n".join(looks.faults)
    assert looks.seen == 56


def look_at_cards(looks: Looks, phone: FlaskClient, topics: list[str]) -> list[int]:
    """From the first card to the close; gives the requests."""
    room = looks.room
    room.go_to("work-out")
    phone.post(f"/room/cards/{topics[0]}/pen")
    asked = [ask(room, f"{LONG} {at} " * 3, topic=topics[at], example=LONG * 3, brings=LONG * 2) for at in (1, 2)]
    action = {
        "version": "0",
        "text": LONG * 2,
        "owner": "Anna Bakker",
        "email": "",
        "due": "2027-03-19",
        "actor": "we",
    }
    looks.look("work-out")
    room.facilitator.post(f"{room.hand}/cards/{topics[0]}", data=action)
    room.go_to("route")
    phone.post(f"/room/requests/{asked[0]}/know", data={"known": "yes"})
    place = f"{room.hand}/requests/{asked[0]}/route"
    told = {
        "manager": "E. Visser-van den Boogaard",
        "first": "Anna Bakker",
        "second": "Bo",
        "meets_on": "2027-01-12",
    }
    room.facilitator.post(place, data=told | {"version": read_version(room.facilitator.get(place).text)})
    for kind in ("route", "close"):
        looks.look(kind)
    return asked


def look_after(looks: Looks, language: str) -> None:
    """The meeting with senior managers, the network's next one, and the review of actions."""
    room = looks.room
    hold_next(room, "managers-60", language)
    room.go_to("pledge")
    pledge = {"wish": "P" * 22, "owner": "E. Visser-van den Boogaard", "text": LONG * 2}
    room.facilitator.post(f"{room.hand}/pledges", data=pledge)
    date = {"day": "2027-04-15", "at": "09:30", "who": LONG, "between": LONG}
    room.facilitator.post(f"{room.hand}/next-date", data=date)
    for kind in ("open", "cases", "worries", "answers", "next-date", "pledge"):
        looks.look(kind)
    hold_next(room, "network-90", language)
    looks.look("back")
    hold_next(room, "actions-30", language)
    looks.look("review")
