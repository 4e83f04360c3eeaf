"""Requests to senior managers: who knows whom, who brings them, what was answered, and what the next session hears."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import Acquaintance, Action, NetworkRequest, Participant, Workshop, db
from assessment.results.network import FOR_REQUEST, YES, was_dropped
from assessment.results.numbers import speaking
from assessment.sessions.cards import OvertakenError
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.seats import Seat

PATIENCE = timedelta(days=30)
"""After so long a request without an answer is told as such on the network's own wall."""
ANSWERS = ("yes", "if", "no", "later")
WAITING = ("", "later")
"""Those after which an answer is still to come."""
CARRIED = "carried"
"""Where the session's settings keep what was carried over in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a wall shows it. ``days``: since it was asked; ``silent``: no answer for more than 30 days;
    ``dropped``: its yes was a promise that has been dropped since."""

    row: NetworkRequest
    days: int
    silent: bool
    carried: bool
    dropped: bool


def list_asked(workshop: Workshop) -> list[Asked]:
    """The requests of this session."""
    return [_look(row, workshop, dropped) for row, dropped in _list(NetworkRequest.workshop_id == workshop.id)]


def list_earlier(workshop: Workshop) -> list[Asked]:
    """Those of this organisation's earlier sessions that nobody has closed, and those that were closed in this
    session: in the order in which they were asked, which no answer changes."""
    earlier = _list(
        NetworkRequest.organisation_id == workshop.organisation_id,
        NetworkRequest.workshop_id != workshop.id,
        NetworkRequest.closed_on.is_(None) | NetworkRequest.id.in_(_list_kept(workshop, "closed")),
    )
    return sorted((_look(row, workshop, dropped) for row, dropped in earlier), key=lambda one: _tell_place(one.row))


def _list(*which: ColumnElement[bool]) -> Sequence[Row[NetworkRequest, bool]]:
    """In the order of writing; with whether the promise that answers it was dropped."""
    found = select(NetworkRequest, was_dropped()).where(NetworkRequest.text != "", *which)
    return db.session.execute(found.order_by(NetworkRequest.id)).all()


def find_request(organisation_id: int, request_id: int) -> NetworkRequest:
    """One of any session. Raises GoneError."""
    row: NetworkRequest = _find(db.session, organisation_id, request_id)
    return row


def list_unsettled(organisation_id: int) -> tuple[list[NetworkRequest], int]:
    """What a meeting that is set up opens with: requests that wait for an answer, in the order in which they were
    asked, and how many have theirs already while nobody has closed them."""
    own = select(NetworkRequest).where(
        NetworkRequest.organisation_id == organisation_id,
        NetworkRequest.text != "",
        NetworkRequest.closed_on.is_(None),
    )
    found = sorted(db.session.scalars(own), key=_tell_place)
    waiting = [row for row in found if row.answer in WAITING]
    return waiting, len(found) - len(waiting)


def _tell_place(row: NetworkRequest) -> tuple[date, int]:
    """By when it was asked; what goes to nobody yet comes last."""
    return row.asked_on or date.max, row.id


def list_asked_before(organisation_id: int) -> list[str]:
    """Senior managers who were named for a request already, each once, for whoever types a name again."""
    own = select(NetworkRequest.manager).where(NetworkRequest.organisation_id == organisation_id)
    return list(db.session.scalars(own.where(NetworkRequest.manager != "").distinct().order_by(NetworkRequest.manager)))


def list_knowers(workshop: Workshop) -> dict[int, list[str]]:
    """For the facilitator's eyes only: names of those who know whom a request goes to, "" for one without a name."""
    statement = (
        select(Acquaintance.request_id, Participant.name)
        .join(Participant, Participant.id == Acquaintance.participant_id)
        .where(Participant.workshop_id == workshop.id)
    )
    knowers: dict[int, list[str]] = {}
    for request_id, name in db.session.execute(statement.order_by(Participant.name, Participant.id)):
        knowers.setdefault(request_id, []).append(name)
    return knowers


def list_known(seat: Seat) -> set[int]:
    """The requests of which this phone has said so."""
    own = select(Acquaintance.request_id).where(Acquaintance.participant_id == seat.participant_id)
    return set(db.session.scalars(own))


def tell_known(seat: Seat, request_id: int, *, known: bool) -> None:
    """ "I know this person", or not after all; offered once somebody is named. Twice changes nothing. Raises
    GoneError and MovedError."""
    with acting(seat.workshop.id, "route") as (session, workshop, _phase_id):
        row = _find(session, workshop.organisation_id, request_id)
        if row.workshop_id != workshop.id:
            raise GoneError
        if known and not row.manager:
            raise MovedError
        told = session.get(Acquaintance, (request_id, seat.participant_id))
        if known and told is None:
            session.add(
                Acquaintance(
                    request_id=request_id,
                    participant_id=seat.participant_id,
                    organisation_id=workshop.organisation_id,
                )
            )
        elif not known and told is not None:
            session.delete(told)


def save_route(organisation_id: int, workshop_id: int, request_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """Who is asked, by whom and when. Raises GoneError and OvertakenError."""
    with changing(workshop_id, organisation_id, running=False) as (session, _workshop):
        row = _find(session, organisation_id, request_id, seen, values)
        if row is None:
            return
        if values["manager"] != row.manager:
            # Whoever knows the one who was named before need not know this one.
            session.execute(delete(Acquaintance).where(Acquaintance.request_id == request_id))
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()
        _note(session, organisation_id, "request.routed", row)


def save_answer(organisation_id: int, workshop_id: int, request_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """What senior managers answer, in the session or after its end; a yes is a promise, on a condition too: an action
    of theirs, one a request, dropped when it is no yes any more. Raises GoneError, MovedError and OvertakenError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        if workshop.state == "planned":
            raise MovedError
        row = _find(session, organisation_id, request_id, seen, values)
        if row is None:
            return
        before = row.answer
        for name, value in values.items():
            setattr(row, name, value)
        if row.answer != before:
            row.answered_on = tell_time().date() if row.answer in YES or row.answer == "no" else None
        if workshop.state == "running":
            row.answered_in = workshop.id
        elif row.answer != before and row.answered_in != workshop.id:
            # What comes in after the end was said in no meeting; a meeting's own answers are followed up on its page.
            row.answered_in = None
        _keep_promise(session, row)
        session.flush()
        _note(session, organisation_id, "request.answered", row, answer=row.answer)


def settle_request(organisation_id: int, workshop_id: int, request_id: int, *, closed: bool) -> None:
    """Close a request, so that no later session opens with it, or carry it over; when its session has ended it is
    closed or opened again. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        row = _find(session, organisation_id, request_id)
        need_own(workshop, row.workshop_id)
        was_closed = row.closed_on is not None
        row.closed_on = tell_time().date() if closed else None
        if workshop.state == "running":
            keep_settled(workshop, f"r{request_id}", "closed" if closed else "carried")
        session.flush()
        if was_closed is not closed:
            if closed:
                _note(session, organisation_id, "request.closed", row)
            else:
                _note(session, organisation_id, "request.opened", row)


def need_own(workshop: Workshop, agreed_in: int | None) -> None:
    """A session that runs settles what earlier ones agreed on; one that has ended only its own. Raises MovedError."""
    if workshop.state != "running" and (workshop.state != "ended" or agreed_in != workshop.id):
        raise MovedError


def keep_settled(workshop: Workshop, name: str, how: str) -> None:
    """Remember what was done in this session about an earlier action or request."""
    workshop.settings = workshop.settings | {CARRIED: workshop.settings.get(CARRIED, {}) | {name: how}}


def was_carried(workshop: Workshop, name: str) -> bool:
    settled: Mapping[str, str] = workshop.settings.get(CARRIED, {})
    return settled.get(name) == "carried"


def forget_knowers(session: Session, workshop: Workshop) -> None:
    """Who knows whom is destroyed when the session ends."""
    own = select(Participant.id).where(Participant.workshop_id == workshop.id)
    session.execute(delete(Acquaintance).where(Acquaintance.participant_id.in_(own)))


def _keep_promise(session: Session, row: NetworkRequest) -> None:
    """It stands in the session in which it was given; where that was none, in the one that asked."""
    statement = select(Action).where(
        Action.organisation_id == row.organisation_id, Action.source[FOR_REQUEST].as_integer() == row.id
    )
    promise = session.scalars(statement).one_or_none()
    if row.answer not in YES:
        if promise is not None and promise.status == "open":
            promise.status = "dropped"
        return
    given_in = session.get_one(Workshop, row.answered_in or row.workshop_id)
    if promise is None:
        promise = Action(organisation_id=row.organisation_id, actor="managers", source={FOR_REQUEST: row.id})
        session.add(promise)
    promise.workshop_id, promise.campaign_id = given_in.id, given_in.campaign_id
    promise.text = {given_in.language: _word_promise(row, given_in.language)}
    promise.owner, promise.due = row.owner, row.answer_on
    if promise.status == "dropped":
        promise.status = "open"


def _word_promise(row: NetworkRequest, language: str) -> str:
    """What is promised, never without its condition."""
    if row.answer != "if":
        return row.text
    with speaking(language):
        return f"{row.text} ({_('Yes, if')}: {row.words})"


def _find(
    session: Session, organisation_id: int, request_id: int, seen: int | None = None, values: Any = None
) -> NetworkRequest | Any:
    """The row, held against ``seen``, the version that a page had. None where ``values`` stand in it already: somebody
    sends the same again. Raises GoneError and OvertakenError."""
    row = session.scalars(
        select(NetworkRequest).where(NetworkRequest.id == request_id, NetworkRequest.organisation_id == organisation_id)
    ).one_or_none()
    if row is None:
        raise GoneError
    if seen is not None and row.row_version != seen:
        if all(getattr(row, name) == value for name, value in values.items()):
            return None
        raise OvertakenError
    return row


def count_days(row: NetworkRequest) -> int:
    """Since it was asked; 0 while it goes to nobody."""
    return (tell_time().date() - row.asked_on).days if row.asked_on else 0


def is_silent(row: NetworkRequest) -> bool:
    """No answer for so long that this is told."""
    return row.answer == "" and count_days(row) > PATIENCE.days


def _look(row: NetworkRequest, workshop: Workshop, dropped: bool) -> Asked:
    return Asked(row, count_days(row), is_silent(row), was_carried(workshop, f"r{row.id}"), dropped)


def _list_kept(workshop: Workshop, how: str) -> Sequence[int]:
    settled = workshop.settings.get(CARRIED, {})
    return [int(name[1:]) for name, done in settled.items() if name.startswith("r") and done == how]


def _note(session: Session, organisation_id: int, event: str, row: NetworkRequest, **details: object) -> None:
    """A line in the trail, last in the transaction."""
    record(session, organisation_id, event, f"request {row.id}", {"text": row.text} | details)
