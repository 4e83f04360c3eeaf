"""What was agreed in a session that has ended, and what is still open of all of them: requests to senior managers,
their promises, and actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from assessment.clock import tell_time
from assessment.models import Action, NetworkRequest, Workshop, db, in_language
from assessment.results.network import was_dropped
from assessment.results.sources import tell_status
from assessment.sessions.asking import WAITING, count_days, is_silent
from assessment.sessions.promises import OPEN, is_of_managers, select_agreed


@dataclass(frozen=True, slots=True)
class Task:
    """An action or a promise, and the session in which it was agreed. ``asked``: the request that it answers;
    ``status``: open, late, done, dropped."""

    row: Action
    asked: NetworkRequest | None
    session: Workshop
    text: str
    status: str

    @property
    def promised(self) -> bool:
        """By a senior manager."""
        return is_of_managers(self.row)

    @property
    def urgent(self) -> bool:
        return self.status == "late"


@dataclass(frozen=True, slots=True)
class Request:
    """One to senior managers; ``session``: on whose page it is followed: in which it was answered or, where that was
    none, asked. ``days``: since it was asked; ``silent``: no answer for more than 30 days; ``late``: the day of its
    answer is over; ``dropped``: its yes was a promise that has been dropped since."""

    row: NetworkRequest
    session: Workshop
    days: int
    silent: bool
    late: bool
    dropped: bool

    @property
    def waits(self) -> bool:
        """For its answer."""
        return self.row.answer in WAITING

    @property
    def urgent(self) -> bool:
        return self.silent or self.late


@dataclass(frozen=True, slots=True)
class Followed:
    """``answered``: requests of earlier sessions that were answered in this one."""

    requests: Sequence[Request]
    answered: Sequence[Request]
    promises: Sequence[Task]
    actions: Sequence[Task]

    @property
    def urgent_requests(self) -> list[Request]:
        return [one for one in self.requests if one.urgent]

    @property
    def urgent_tasks(self) -> list[Task]:
        return [one for one in (*self.promises, *self.actions) if one.urgent]

    @property
    def count(self) -> int:
        return len(self.requests) + len(self.answered) + len(self.promises) + len(self.actions)


def list_agreed(workshop: Workshop, language: str) -> Followed:
    """All of one session, in the order of asking and promising; settled actions too."""
    asked = _list_requests(
        or_(NetworkRequest.workshop_id == workshop.id, NetworkRequest.answered_in == workshop.id),
    )
    return _sort_out(
        [one for one in asked if one.row.workshop_id == workshop.id],
        [one for one in asked if one.row.workshop_id != workshop.id],
        _list_tasks(language, Action.workshop_id == workshop.id),
    )


def list_open(organisation_id: int, language: str) -> Followed:
    """Of all sessions that have ended: what waits for an answer and what is not done, the most pressing first."""
    asked = _list_requests(
        NetworkRequest.organisation_id == organisation_id,
        NetworkRequest.answer.in_(WAITING),
        NetworkRequest.closed_on.is_(None),
        Workshop.state == "ended",
    )
    tasks = _list_tasks(
        language,
        Action.organisation_id == organisation_id,
        Action.status.in_(OPEN),
        Workshop.state == "ended",
    )
    return _sort_out(
        sorted(asked, key=lambda one: (not one.urgent, one.row.answer_on or date.max, -one.days)),
        [],
        sorted(tasks, key=lambda one: (not one.urgent, one.row.due or date.max)),
    )


def _sort_out(requests: Sequence[Request], answered: Sequence[Request], tasks: Sequence[Task]) -> Followed:
    return Followed(
        requests=requests,
        answered=answered,
        promises=[one for one in tasks if one.promised],
        actions=[one for one in tasks if not one.promised],
    )


def _list_requests(*which: ColumnElement[bool]) -> list[Request]:
    answering = aliased(Workshop)
    rows = db.session.execute(
        select(NetworkRequest, Workshop, answering, was_dropped())
        .join(Workshop, Workshop.id == NetworkRequest.workshop_id)
        .outerjoin(answering, answering.id == NetworkRequest.answered_in)
        .where(NetworkRequest.text != "", *which)
        .order_by(NetworkRequest.id)
    )
    return [_look_at_request(row, answering or asking, dropped) for row, asking, answering, dropped in rows]


def _look_at_request(row: NetworkRequest, session: Workshop, dropped: bool) -> Request:
    today = tell_time().date()
    waits = row.answer in WAITING and row.closed_on is None
    return Request(
        row=row,
        session=session,
        days=count_days(row),
        silent=waits and is_silent(row),
        late=waits and row.answer_on is not None and row.answer_on < today,
        dropped=dropped,
    )


def _list_tasks(language: str, *which: ColumnElement[bool]) -> list[Task]:
    rows = db.session.execute(
        select_agreed()
        .add_columns(Workshop)
        .join(Workshop, Workshop.id == Action.workshop_id)
        .where(*which)
        .order_by(Action.id)
    )
    today = tell_time().date()
    return [
        Task(row, asked, session, text, tell_status(row.status, row.due, today))
        for row, asked, session in rows
        if (text := in_language(row.text, language))
    ]
