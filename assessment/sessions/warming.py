"""A warm-up in the room: the facilitator picks one, phones vote, shares are shown from five voters on.

Nobody is ranked: votes on two questions are two strangers' votes to whoever reads the tables."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from assessment.models import Vote, Workshop, db, in_language
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.surveyed import check_phase
from assessment.sessions.warm_ups import MYTH, REALITY, Question, WarmUp, find_warm_up

WARM_UP = "warm-up"
LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where the room is in its warm-up; ``closed``: whether the vote on this question is over, ``counts``: of its
    choices, empty where fewer than five voted; ``voted``: how many did."""

    warm_up: WarmUp
    number: int
    closed: bool
    voted: int
    counts: dict[str, int]

    @property
    def question(self) -> Question:
        return self.warm_up.questions[self.number]

    @property
    def is_last(self) -> bool:
        return self.number + 1 == len(self.warm_up.questions)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in the room's language; ``share`` in per cent, None while it is not shown; ``right``: that it is."""

    id: str
    text: str
    follows: str
    share: int | None
    right: bool


def find_place(workshop: Workshop, phase_id: str) -> Place | None:
    """None before the facilitator has picked one."""
    state = workshop.settings.get(WARM_UP, {}).get(phase_id)
    warm_up = find_warm_up(state["id"]) if state else None
    if warm_up is None:
        return None
    number = min(int(state["question"]), len(warm_up.questions) - 1)
    told = workshop.results.get(WARM_UP, {}).get(phase_id, {}).get(_name(warm_up, number))
    if told is not None:
        return Place(warm_up, number, closed=True, voted=told["voted"], counts=told["counts"])
    return Place(warm_up, number, closed=False, voted=_count(workshop.id, phase_id, number), counts={})


def _name(warm_up: WarmUp, number: int) -> str:
    return f"{warm_up.id} {number}"


def _count(workshop_id: int, phase_id: str, number: int) -> int:
    votes = select(func.count()).where(Vote.workshop_id == workshop_id, Vote.phase_id == phase_id, Vote.slot == number)
    return db.session.scalar(votes) or 0


def list_options(place: Place, language: str) -> tuple[Option, ...]:
    question, total = place.question, sum(place.counts.values())
    choices = {choice.id: choice for choice in question.choices}
    names = {MYTH: _("Myth"), REALITY: _("Reality")}
    told = []
    for one in question.choice_ids:
        choice = choices.get(one)
        told.append(
            Option(
                id=one,
                text=in_language(choice.text, language) if choice else names[one],
                follows=in_language(choice.follows, language) if choice and choice.follows and place.closed else "",
                share=round(place.counts.get(one, 0) * 100 / total) if total else None,
                right=place.closed and one == question.right_id,
            )
        )
    return tuple(told)


def find_choice(seat: Seat, phase_id: str, place: Place) -> str:
    """What this phone has chosen; "" for nothing, and once the vote is over: then nobody knows any more."""
    own = select(Vote.choice).where(
        Vote.workshop_id == seat.workshop.id, Vote.voter_sha256 == _key(seat, phase_id, place.warm_up, place.number)
    )
    return db.session.scalar(own) or ""


def _key(seat: Seat, phase_id: str, warm_up: WarmUp, number: int) -> str:
    """Another one for each question, so that nothing ties one person's votes together."""
    return seat.key_for(f"{phase_id}:{_name(warm_up, number)}")


def vote(seat: Seat, vote_id: str, number: int, choice: str) -> None:
    """Choose, or choose otherwise until the vote is over; sending the same page twice changes nothing.

    Raises MovedError where it comes too late, GoneError where there is no such choice.
    """
    with acting(seat.workshop.id, WARM_UP) as (session, workshop, phase_id):
        place = find_place(workshop, phase_id)
        if place is None or place.closed or place.number != number:
            raise MovedError
        if choice not in place.question.choice_ids or not 1 <= len(vote_id) <= LONGEST_ID:
            raise GoneError
        if session.get(Vote, vote_id) is not None:
            return
        key = _key(seat, phase_id, place.warm_up, number)
        own = select(Vote).where(Vote.workshop_id == workshop.id, Vote.voter_sha256 == key)
        before = session.scalars(own).one_or_none()
        if before is not None:
            before.id, before.choice = vote_id, choice
            return
        session.add(
            Vote(
                id=vote_id,
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                phase_id=phase_id,
                voter_sha256=key,
                slot=number,
                choice=choice,
            )
        )


def pick(organisation_id: int, session_id: int, phase_id: str, warm_up_id: str) -> None:
    """Begin a warm-up at its first question; votes on another one are gone. Raises GoneError and MovedError."""
    warm_up = find_warm_up(warm_up_id)
    if warm_up is None:
        raise GoneError
    with changing(session_id, organisation_id) as (session, workshop):
        check_phase(workshop, WARM_UP, phase_id)
        state = workshop.settings.get(WARM_UP, {}).get(phase_id)
        if state and state["id"] == warm_up_id:
            return
        session.execute(delete(Vote).where(Vote.workshop_id == workshop.id, Vote.phase_id == phase_id))
        _keep(workshop, phase_id, warm_up_id, 0)


def show(organisation_id: int, session_id: int, phase_id: str, number: int) -> None:
    """Close the vote on a question: it is counted, and its rows are gone. Twice changes nothing."""
    with changing(session_id, organisation_id) as (session, workshop):
        check_phase(workshop, WARM_UP, phase_id)
        place = find_place(workshop, phase_id)
        if place is None or place.number != number:
            raise MovedError
        if place.closed:
            return
        here = (Vote.workshop_id == workshop.id, Vote.phase_id == phase_id, Vote.slot == number)
        counts = Counter(session.scalars(select(Vote.choice).where(*here)))
        session.execute(delete(Vote).where(*here))
        voted = sum(counts.values())
        shown = dict(counts) if voted >= SMALLEST_ROOM else {}
        told = workshop.results.get(WARM_UP, {})
        here_told: dict[str, Any] = told.get(phase_id, {})
        name = _name(place.warm_up, number)
        workshop.results = workshop.results | {
            WARM_UP: told | {phase_id: here_told | {name: {"voted": voted, "counts": shown}}}
        }


def go_to_question(organisation_id: int, session_id: int, phase_id: str, number: int) -> None:
    """Go on to that question, or back; again changes nothing. Raises GoneError and MovedError."""
    with changing(session_id, organisation_id) as (_session, workshop):
        check_phase(workshop, WARM_UP, phase_id)
        place = find_place(workshop, phase_id)
        if place is None:
            raise MovedError
        if not 0 <= number < len(place.warm_up.questions):
            raise GoneError
        _keep(workshop, phase_id, place.warm_up.id, number)


def _keep(workshop: Workshop, phase_id: str, warm_up_id: str, number: int) -> None:
    told = workshop.settings.get(WARM_UP, {})
    workshop.settings = workshop.settings | {WARM_UP: told | {phase_id: {"id": warm_up_id, "question": number}}}
