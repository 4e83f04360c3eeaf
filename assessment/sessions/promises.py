"""Actions in a session: those that are open, what becomes of them, and what senior managers name for two weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import Action, NetworkRequest, Workshop, db, in_language
from assessment.results.network import FOR_REQUEST, YES
from assessment.sessions.agendas import read_phases
from assessment.sessions.asking import CARRIED, keep_settled, need_own
from assessment.sessions.cards import OvertakenError
from assessment.sessions.changing import GoneError, MovedError, changing

TWO_WEEKS = timedelta(days=14)
PLEDGE, NEXT_DATE = "pledge", "next-date"
OPEN = ("open", "late")


@dataclass(frozen=True, slots=True)
class Promised:
    """An action as a wall shows it; ``late``: its day is over; ``settled``: what this session made of it, "" while it
    was not talked about: done, dropped, carried, day."""

    row: Action
    text: str
    late: bool
    settled: str


def list_open(workshop: Workshop) -> list[Promised]:
    """Actions of earlier sessions and of the survey that is talked about: late ones first, then by their day; those
    that this session has settled stay in their place."""
    settled = [int(name[1:]) for name in workshop.settings.get(CARRIED, {}) if name.startswith("a")]
    own = select(Action).where(
        Action.organisation_id == workshop.organisation_id,
        Action.workshop_id.is_distinct_from(workshop.id),
        or_(Action.workshop_id.is_not(None), Action.campaign_id == workshop.campaign_id),
        or_(Action.status.in_(OPEN), Action.id.in_(settled)),
    )
    found = [_look(row, workshop) for row in db.session.scalars(own)]
    return sorted(found, key=lambda one: (one.row.due or date.max, one.row.id))


def list_made(workshop: Workshop) -> list[Promised]:
    """What was promised in this session, senior managers' promises last."""
    own = select(Action).where(Action.workshop_id == workshop.id, Action.status != "dropped").order_by(Action.id)
    found = [_look(row, workshop) for row in db.session.scalars(own)]
    return sorted((one for one in found if one.text), key=lambda one: one.row.actor == "managers")


def select_agreed() -> Select[Action, NetworkRequest]:
    """Actions with the request that each answers; a promise that was taken back with its answer is none."""
    asked = Action.source[FOR_REQUEST].as_integer() == NetworkRequest.id
    return (
        select(Action, NetworkRequest)
        .outerjoin(NetworkRequest, asked & (NetworkRequest.organisation_id == Action.organisation_id))
        .where(or_(NetworkRequest.id.is_(None), NetworkRequest.answer.in_(YES), Action.status != "dropped"))
    )


def is_of_managers(row: Action) -> bool:
    """Whether a senior manager has promised it: with an answer, or as the one thing for two weeks."""
    return PLEDGE in row.source or FOR_REQUEST in row.source


def list_pledged(workshop: Workshop) -> list[Promised]:
    return [one for one in list_made(workshop) if PLEDGE in one.row.source]


def settle_action(organisation_id: int, workshop_id: int, action_id: int, how: str, due: date | None = None) -> None:
    """``how``: done, dropped, open or carried (both leave it open) or day (with a new one). A session that has ended
    settles its own. Twice changes nothing. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        row = _find(session, organisation_id, action_id)
        need_own(workshop, row.workshop_id)
        before = {"status": row.status, "due": row.due}
        row.status = how if how in ("done", "dropped") else "open"
        if how == "day":
            row.due = due
        if workshop.state == "running":
            keep_settled(workshop, f"a{action_id}", how)
        after = {"status": row.status, "due": row.due}
        changed = {name: [before[name], new] for name, new in after.items() if before[name] != new}
        session.flush()
        if changed:
            details = {"survey": workshop.name, "text": row.text, "changed": changed}
            record(session, organisation_id, "action.changed", f"session {workshop_id}", details)


def change_action(organisation_id: int, workshop_id: int, action_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """Write an action of a session that has ended anew; saving the same again changes nothing. ``seen``: the version
    that the page had. Raises GoneError, MovedError and OvertakenError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        row = find_own(session, workshop, action_id)
        if workshop.state != "ended":
            raise MovedError
        before = read_values(row, workshop.language)
        changed = {name: [before[name], new] for name, new in values.items() if before[name] != new}
        if not changed:
            return
        if row.row_version != seen:
            raise OvertakenError
        for name, new in values.items():
            setattr(row, name, {workshop.language: new} if name == "text" else new)
        session.flush()
        told = {name: pair for name, pair in changed.items() if name != "email"}
        details = {"survey": workshop.name, "text": row.text, "changed": told}
        record(session, organisation_id, "action.changed", f"session {workshop_id}", details)


def read_values(row: Action, language: str) -> dict[str, Any]:
    """What the form of an action holds."""
    told = {name: getattr(row, name) for name in ("owner", "email", "due", "actor")}
    return {"text": in_language(row.text, language)} | told


def find_own(session: Session, workshop: Workshop, action_id: int) -> Action:
    """An action of this session that stands on its own: what answers a request is changed with its answer. Raises
    GoneError."""
    row = _find(session, workshop.organisation_id, action_id)
    if row.workshop_id != workshop.id or FOR_REQUEST in row.source:
        raise GoneError
    return row


def pledge(organisation_id: int, workshop_id: int, wish: str, owner: str, text: str) -> None:
    """One thing that a senior manager does in the coming two weeks; ``wish``: made by the page, twice changes nothing.
    Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _need_phase(workshop, PLEDGE)
        own = select(Action).where(Action.workshop_id == workshop_id, Action.source[PLEDGE].as_string() == wish)
        if session.scalars(own).one_or_none() is not None:
            return
        row = Action(
            organisation_id=organisation_id,
            workshop_id=workshop_id,
            campaign_id=workshop.campaign_id,
            text={workshop.language: text},
            owner=owner,
            due=tell_time().date() + TWO_WEEKS,
            actor="managers",
            source={PLEDGE: wish},
        )
        session.add(row)
        session.flush()
        details = {"survey": workshop.name, "text": row.text}
        record(session, organisation_id, "action.promised", f"session {workshop_id}", details)


def unpledge(organisation_id: int, workshop_id: int, action_id: int) -> None:
    """Take away what was written wrongly. Raises GoneError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        row = _find(session, organisation_id, action_id)
        if row.workshop_id != workshop.id or PLEDGE not in row.source:
            raise GoneError
        text = row.text
        session.delete(row)
        session.flush()
        record(session, organisation_id, "action.dropped", f"session {workshop_id}", {"text": text})


def set_next_date(organisation_id: int, workshop_id: int, values: Mapping[str, Any]) -> None:
    """When they meet next, who comes, and who answers in between."""
    with changing(workshop_id, organisation_id) as (_session, workshop):
        _need_phase(workshop, NEXT_DATE)
        workshop.results = workshop.results | {"next": dict(values)}


def read_next_date(workshop: Workshop) -> Mapping[str, str]:
    """``day`` and ``at`` as they are written in ISO, ``who``, ``between``; empty while nothing was agreed."""
    told: Mapping[str, str] = workshop.results.get("next", {})
    return told


def find_action(organisation_id: int, action_id: int) -> Action:
    """Raises GoneError."""
    return _find(db.session, organisation_id, action_id)


def _need_phase(workshop: Workshop, kind: str) -> None:
    if kind not in {phase.kind for phase in read_phases(workshop.phases)}:
        raise MovedError


def _find(session: Session, organisation_id: int, action_id: int) -> Action:
    own = select(Action).where(Action.id == action_id, Action.organisation_id == organisation_id)
    row = session.scalars(own).one_or_none()
    if row is None:
        raise GoneError
    return row


def _look(row: Action, workshop: Workshop) -> Promised:
    today = tell_time().date()
    settled = workshop.settings.get(CARRIED, {}).get(f"a{row.id}", "")
    late = row.status in OPEN and row.due is not None and row.due < today
    return Promised(row, in_language(row.text, workshop.language), late, settled)
