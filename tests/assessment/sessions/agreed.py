"""A network meeting that asks three things of senior managers, and the meeting in which two of them are answered."""

from dataclasses import dataclass
from datetime import date

from flask import Flask
from sqlalchemy import select

from assessment.jobs import run_due_jobs
from assessment.models import Action, NetworkRequest, db, writing
from tests.assessment.sessions.test_requests import hold_next
from tests.fixtures.network import ask, list_clusters, make_clusters, read_version
from tests.fixtures.sessions import Room, open_room

FIRST, SECOND, THIRD = "A director opens each review", "Answer each complaint", "Fewer goals a year"
DUE, LATER, MEETS = date(2097, 9, 1), date(2097, 1, 15), date(2097, 1, 12)
ROUTE = {"manager": "Ms Jansen", "email": "", "first": "Anna", "second": "Bo", "meets_on": "2097-01-12"}


@dataclass
class Held:
    """``asking`` and ``answering``: the facilitator's pages of the two sessions; ``ids``: of the requests."""

    room: Room
    asking: str
    answering: str
    ids: dict[str, int]

    def look(self, place: str) -> str:
        return " ".join(self.room.facilitator.get(place).text.split())


def hold_both(app: Flask, language: str = "en") -> Held:
    """No survey; both have ended, and their minutes are drawn."""
    room = open_room(app, agenda="network-90", language=language)
    make_clusters(room)
    with app.app_context():
        topics = {name: one.id for name, one in list_clusters(room).items()}
    ids = {
        text: ask(room, text, topic=topics[name])
        for text, name in ((FIRST, "Drifting"), (SECOND, "No answers"), (THIRD, "Fire first"))
    }
    asking = room.hand
    for text, at in ((FIRST, "10:30"), (SECOND, "10:30"), (THIRD, "")):
        bring(room, ids[text], at)
    promise(room, "Tell everybody", "S. Aydin", date(2097, 2, 1))
    hold_next(room, "managers-60", language)
    answer(room, ids[FIRST], answer="if", words="there is a room", owner="Ms Jansen", answer_on=str(DUE))
    answer(room, ids[SECOND], answer="later", owner="Ms Jansen", answer_on=str(LATER))
    pledge = {"wish": "P" * 22, "owner": "Mr Vos", "text": "Sit with the night shift"}
    room.facilitator.post(f"{room.hand}/pledges", data=pledge)
    again = {"day": "2097-04-15", "at": "09:30", "who": "All three", "between": "Ms Jansen"}
    room.facilitator.post(f"{room.hand}/next-date", data=again)
    room.facilitator.post(f"{room.hand}/end")
    held = Held(room, asking, room.hand, ids)
    for place in (held.asking, held.answering):
        for other in ("en", "nl"):
            room.facilitator.post(f"{place}/outcome", data={"language": other})
    run_due_jobs(app)
    return held


def bring(room: Room, request_id: int, at: str) -> None:
    place = f"{room.hand}/requests/{request_id}/route"
    version = read_version(room.facilitator.get(place).text)
    assert room.facilitator.post(place, data=ROUTE | {"meets_at": at, "version": version}).status_code == 303


def promise(room: Room, text: str, owner: str, due: date | None) -> int:
    """An action of the session that runs now."""
    with room.app.app_context(), writing() as session:
        own = {"organisation_id": room.organisation_id, "workshop_id": room.session_id}
        row = Action(text={"en": text}, owner=owner, due=due, actor="we", **own)
        session.add(row)
        session.flush()
        return row.id


def answer(room: Room, request_id: int, place: str = "", **told: str) -> str:
    """On the page of this session, or of another one; gives where that leads."""
    form = f"{place or room.hand}/requests/{request_id}/answer"
    version = read_version(room.facilitator.get(form).text)
    sent = room.facilitator.post(form, data={"words": "", "version": version} | told)
    assert sent.status_code == 303
    return sent.location or ""


def find_request(held: Held, text: str) -> NetworkRequest:
    """Inside an application context."""
    return db.session.get_one(NetworkRequest, held.ids[text])


def find_action(text: str) -> Action:
    """Inside an application context; ``text``: its beginning."""
    return next(one for one in db.session.scalars(select(Action)) if str(one.text.get("en")).startswith(text))
