"""What the quality network did after a release: its sessions, what it asked of senior managers, what was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, String, case, cast, exists, func, or_, select

from assessment.models import Action, Campaign, NetworkRequest, Release, Workshop
from assessment.results.answers import write_answer
from assessment.results.numbers import speaking, write_date
from assessment.results.sentences import end_sentence
from assessment.results.view import RequestFact, ResultsView, SessionFact

ANSWERED = ("yes", "if", "no")
YES = ("yes", "if")
"""Answers that are promises."""
FOR_REQUEST = "request"
"""Under which the source of a promise holds the request that it answers."""


@dataclass(frozen=True)
class RequestPart:
    """``who``: asked of; ``answer``: a sentence, also where there is none yet."""

    text: str
    who: str
    answer: str


@dataclass(frozen=True)
class SessionPart:
    title: str
    requests: tuple[RequestPart, ...]


@dataclass(frozen=True)
class NetworkPart:
    """``counted``: how much was asked, answered and done, in one sentence."""

    counted: str
    sessions: tuple[SessionPart, ...]


def was_dropped() -> ColumnElement[bool]:
    """Beside a request: its answer is a yes, and the promise which that gave has been dropped since."""
    dropped = exists().where(
        Action.organisation_id == NetworkRequest.organisation_id,
        Action.source[FOR_REQUEST].as_integer() == NetworkRequest.id,
        Action.status == "dropped",
    )
    return NetworkRequest.answer.in_(YES) & dropped


BETWEEN, INSIDE = "\x1e", "\x1f"
"""Separators that no form takes in a text."""
_COLUMNS: tuple[Any, ...] = (
    Workshop.ended_at,
    Workshop.id,
    Workshop.name,
    Workshop.held_on,
    NetworkRequest.id,
    NetworkRequest.text,
    NetworkRequest.manager,
    NetworkRequest.answer,
    NetworkRequest.words,
    NetworkRequest.owner,
    NetworkRequest.answer_on,
    NetworkRequest.answered_on,
    case((was_dropped(), "dropped"), else_=""),
)


def select_sessions(survey: BindParameter[int]) -> ScalarSelect[str]:
    """Those that ended since the survey's release, about it or about none, with their requests: as one text, so that
    pages of results need not ask the database once more for it."""
    row = reduce(lambda line, part: line + INSIDE + part, [_spell(column) for column in _COLUMNS])
    of_survey = select(Campaign.organisation_id).where(Campaign.id == survey).scalar_subquery()
    since = select(Release.released_at).where(Release.campaign_id == survey).scalar_subquery()
    return (
        select(func.aggregate_strings(row, BETWEEN))
        .select_from(Workshop)
        .outerjoin(NetworkRequest, (NetworkRequest.workshop_id == Workshop.id) & (NetworkRequest.text != ""))
        .where(
            Workshop.organisation_id == of_survey,
            Workshop.state == "ended",
            Workshop.ended_at >= since,
            or_(Workshop.campaign_id.is_(None), Workshop.campaign_id == survey),
        )
        .scalar_subquery()
    )


def _spell(column: ColumnElement[Any]) -> ColumnElement[str]:
    return func.coalesce(cast(column, String), "")


def split_sessions(joined: str) -> tuple[SessionFact, ...]:
    """In the order of time, whatever the database made of it."""
    rows = [row.split(INSIDE) for row in joined.split(BETWEEN) if row]
    rows.sort(key=lambda row: (row[0], int(row[1]), int(row[4] or 0)))
    return tuple(
        SessionFact(name=name, held_on=_read_day(held_on), requests=tuple(_list_requests(own)))
        for (_ended, _id, name, held_on), own in (
            (key, list(lines)) for key, lines in groupby(rows, key=lambda row: row[:4])
        )
    )


def _list_requests(rows: Iterable[list[str]]) -> Iterator[RequestFact]:
    for _id, text, manager, answer, words, owner, answer_on, answered_on, dropped in (row[4:] for row in rows):
        if text:
            yield RequestFact.model_validate(
                {
                    "text": text,
                    "manager": manager,
                    "answer": answer,
                    "words": words,
                    "owner": owner,
                    "answer_on": _read_day(answer_on),
                    "answered_on": _read_day(answered_on),
                    "dropped": bool(dropped),
                }
            )


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def make_network(view: ResultsView) -> NetworkPart | None:
    """In the view's language; None where there was no session."""
    if not view.source.network:
        return None
    with speaking(view.language):
        return NetworkPart(count_network(view), tuple(_make_session(view, one) for one in view.source.network))


def count_network(view: ResultsView) -> str:
    """ "2 sessions. 3 requests asked, 2 answered. 4 actions agreed, 1 done." """
    requests = [request for one in view.source.network for request in one.requests]
    actions = [action for action in view.promises if action.session_on]
    answered = sum(request.answer in ANSWERED for request in requests)
    done = sum(action.status == "done" for action in actions)
    sessions = len(view.source.network)
    told = [ngettext("%(num)s session.", "%(num)s sessions.", sessions)]
    if requests:
        told.append(
            ngettext("%(num)s request asked,", "%(num)s requests asked,", len(requests))
            + " "
            + _("%(count)s answered.", count=answered)
        )
    if actions:
        told.append(
            ngettext("%(num)s action agreed,", "%(num)s actions agreed,", len(actions))
            + " "
            + _("%(count)s done.", count=done)
        )
    return " ".join(told)


def _make_session(view: ResultsView, one: SessionFact) -> SessionPart:
    title = f"{one.name}, {write_date(one.held_on, view)}" if one.held_on else one.name
    return SessionPart(
        title, tuple(RequestPart(request.text, request.manager, tell_answer(view, request)) for request in one.requests)
    )


def tell_answer(view: ResultsView, request: RequestFact) -> str:
    """The answer with who does it and since when it stands; that there is none, and when one was promised for."""
    if request.answer in ANSWERED:
        told = write_answer(request.answer, request.words, None, view.language)
        if request.answer == "yes" and request.words:
            told = f"{told}: {request.words}"
        dropped = _("The promise has since been dropped") if request.dropped else ""
        parts = [told, request.owner, _tell_day(view, _("Answered on %(day)s"), request.answered_on), dropped]
    else:
        parts = [
            _("No answer yet"),
            request.words,
            _tell_day(view, _("Answer promised for %(day)s"), request.answer_on),
        ]
    return " ".join(end_sentence(part) for part in parts if part)


def _tell_day(view: ResultsView, text: str, day: date | None) -> str:
    return text % {"day": write_date(day, view)} if day else ""
