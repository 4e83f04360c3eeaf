"""The forms of a network's own work, filled in as a facilitator and somebody with a phone would send them."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask.testing import FlaskClient

from assessment.models import Action, NetworkRequest, Note, Participant, Workshop, db, writing
from assessment.sessions.running import go_to, start_session
from assessment.sessions.votes import give_for, list_choices
from tests.browser.every_page import ORGANISATION
from tests.fixtures.installation import Installation

RULE = f"{ORGANISATION}/sessions/<int:session_id>"
NOTE = "2" * 32
PEOPLE = 5


def lead(session_id: int, kind: str, *more: Callable[[Workshop], None]) -> Callable[[FlaskClient], None]:
    """Start the session, if it is only planned, fill its room and lead it to that part; then what else happened."""

    def first(client: FlaskClient) -> None:
        with client.application.app_context():
            workshop = db.session.get_one(Workshop, session_id)
            own = workshop.organisation_id
            start_session(own, session_id)
            workshop = db.session.get_one(Workshop, session_id)
            go_to(own, session_id, next(one["id"] for one in workshop.phases if one["kind"] == kind))
            with writing() as session:
                people = [Participant(organisation_id=own, workshop_id=session_id) for _ in range(PEOPLE)]
                session.add_all(people)
            for make in more:
                make(db.session.get_one(Workshop, session_id))

    return first


def add_note(workshop: Workshop) -> None:
    with writing() as session:
        own = {"organisation_id": workshop.organisation_id, "workshop_id": workshop.id}
        session.add(Note(id=NOTE, text="No time", place=1, revealed=True, criterion="1", **own))


def add_pledge(workshop: Workshop) -> None:
    add_action(workshop, {"pledge": "one"})


def add_action(workshop: Workshop, source: dict[str, str] | None = None) -> None:
    with writing() as session:
        own = {"organisation_id": workshop.organisation_id, "workshop_id": workshop.id}
        session.add(Action(text={"en": "Call back"}, due=date(2027, 1, 12), source=source or {}, **own))


def drop_requests(_workshop: Workshop) -> None:
    """What is to be written is not yet written."""
    with writing() as session:
        for asked in session.query(NetworkRequest):
            session.delete(asked)


def list_network_forms(house: Installation) -> Iterator[dict[str, Any]]:
    """Each as the fields of a `Sending`."""
    yield from _list_hand(house)
    yield from _list_managers(house)
    yield from _list_phone(house)
    ended = f"/organisations/{house.organisation_id}/sessions/{house.sessions['ended']}"
    page = f"{ended}/actions/{house.ids['action: ended']}/change?to=open"
    rule = f"{RULE}/actions/<int:action_id>/change"
    yield {"rule": rule, "who": "facilitator", "page": page, "typed": {"text": "Call back", "owner": "Bo"}}


def _list_hand(house: Installation) -> Iterator[dict[str, Any]]:
    base = f"/organisations/{house.organisation_id}/sessions"
    one, name = house.sessions["running in en"], "running in en"
    hand, cluster, asked = f"{base}/{one}", house.tokens[f"cluster: {name}"], house.ids[f"request: {name}"]

    def form(to: str, kind: str, typed: dict[str, Any], *more: Any, page: str = "", **rest: Any) -> dict[str, Any]:
        first = lead(one, kind, *more)
        return {"rule": RULE + to, "who": "facilitator", "page": page or hand, "typed": typed, "first": first} | rest

    yield form("/clusters", "cluster", {"note": [NOTE], "name": "Time", "into": ""}, add_note)
    yield form(
        "/clusters/<cluster_id>", "cluster", {"do": "name", "name": "Another"}, action=f"{hand}/clusters/{cluster}"
    )
    dots = {f"dots-{cluster}": "2"}
    yield form("/votes/<phase_id>/dots", "vote", dots)
    yield form("/votes/<phase_id>/tell", "vote", {}, page=f"{hand}/votes/p10/close")
    # No more hands than people, which would be asked about.
    yield form("/votes/<phase_id>/hands", "vote", {f"dots-{cluster}": "1"}, _leave_alone)
    yield form("/votes/<phase_id>/back", "vote", {}, _give_dots)
    yield form("/cards", "work-out", {})
    yield form("/cards/<topic>/kind", "work-out", {"kind": "action"}, drop_requests)
    yield form("/cards/<topic>/drop", "work-out", {})
    yield form("/cards/<topic>", "work-out", {"text": "One answer"}, page=f"{hand}/cards/{cluster}")
    yield form(
        "/requests/<int:request_id>/route", "route", {"manager": "E. Visser"}, page=f"{hand}/requests/{asked}/route"
    )
    answer = {"answer": "yes", "owner": "E. Visser", "answer_on": "2027-05-01"}
    yield form("/requests/<int:request_id>/answer", "back", answer, page=f"{hand}/requests/{asked}/answer")


def _list_managers(house: Installation) -> Iterator[dict[str, Any]]:
    """Of a session that follows."""
    base = f"/organisations/{house.organisation_id}/sessions"
    planned, other = house.sessions["planned"], house.sessions["running in nl"]

    def form(to: str, kind: str, typed: dict[str, Any], *more: Any, session_id: int = planned) -> dict[str, Any]:
        first, page = lead(session_id, kind, *more), f"{base}/{session_id}"
        return {"rule": RULE + to, "who": "facilitator", "page": page, "typed": typed, "first": first}

    yield form("/pledges", "pledge", {"owner": "E. Visser", "text": "Sit with the night shift"})
    yield form("/pledges/<int:action_id>/remove", "pledge", {}, add_pledge)
    yield form("/next-date", "next-date", {"day": "2027-04-15", "at": "09:30", "who": "All", "between": "Bo"})
    yield form("/requests/<int:request_id>/settle", "back", {"do": "close"}, session_id=other)
    done = form("/actions/<int:action_id>", "back", {"do": "done"}, session_id=other)
    promise = lead(planned, "pledge", add_action)

    def first(client: FlaskClient) -> None:
        promise(client)
        done["first"](client)

    yield done | {"first": first}


def _list_phone(house: Installation) -> Iterator[dict[str, Any]]:
    one, name = house.sessions["running in en"], "running in en"
    cluster = house.tokens[f"cluster: {name}"]

    def form(to: str, kind: str, typed: dict[str, Any], *more: Any, page: str = "/room/") -> dict[str, Any]:
        who, first = f"in the room: {name}", lead(one, kind, *more)
        return {"rule": f"/room{to}", "who": who, "page": page, "typed": typed, "first": first}

    yield form("/clusters/<cluster_id>", "cluster", {"name": "Too little time"})
    yield form("/votes", "vote", {})
    yield form("/worth", "close", {"worth": "yes"})
    yield form("/cards/<topic>/pen", "work-out", {})
    yield form("/cards/<topic>", "work-out", {"text": "One answer"}, page=f"/room/cards/{cluster}")
    yield form("/requests/<int:request_id>/know", "route", {})


def _leave_alone(workshop: Workshop) -> None:
    """So few are in that hands are counted."""
    with writing() as session:
        for one in session.query(Participant).filter_by(workshop_id=workshop.id, key_sha256=None):
            session.delete(one)


def _give_dots(workshop: Workshop) -> None:
    phase_id = workshop.phases[workshop.phase]["id"]
    give_for(workshop.organisation_id, workshop.id, phase_id, "G" * 22, {list_choices(workshop)[0].id: 1})
