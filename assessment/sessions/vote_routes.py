"""Dots from phones, and closing a vote in the facilitator's hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.tokens import is_token
from assessment.sessions import running, votes
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.cluster_routes import lead_back
from assessment.sessions.room_routes import load_seat
from assessment.sessions.routes import render_hand
from assessment.sessions.seats import MOST_PEOPLE, SMALLEST_ROOM

hand = Blueprint("votes", __name__, url_prefix="/<int:session_id>/votes/<phase_id>")
room = Blueprint("votes", __name__, url_prefix="/room")
PREFIX, SURE, LONGEST_COUNT = "dots-", "sure", 5
"""Of a field that counts for a choice; of one that says that a count was asked about; digits of such a count."""


@room.post("/votes")
def vote() -> ResponseReturnValue:
    """``do``: put a dot on a choice, or take the one called ``wish`` back."""
    seat, wish = load_seat(), request.form.get("wish", "")
    if not is_token(wish):
        raise MovedError
    try:
        if request.form.get("do") == "take":
            votes.take_dot(seat, wish)
        else:
            votes.put_dot(seat, wish, request.form.get("choice", ""))
    except (votes.SpentError, GoneError):
        # The page shows the dots that are given, and what can be voted on now.
        pass
    return redirect(url_for("room.show_room"), 303)


@room.post("/worth")
def tell_worth() -> ResponseReturnValue:
    seat, worth = load_seat(), request.form.get("worth", "")
    if worth not in votes.WORTHS:
        raise MovedError
    votes.tap_worth(seat, worth)
    return redirect(url_for("room.show_room"), 303)


@hand.post("/dots")
def give_for(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    """For somebody without a phone."""
    wish = request.form.get("wish", "")
    if not is_token(wish):
        return lead_back(organisation_id, session_id)
    dots = read_counts()
    try:
        votes.give_for(organisation_id, session_id, phase_id, wish, dots, sure=SURE in request.form)
    except votes.SpentError:
        flash(_("Give one, two or three dots."))
    except votes.DoubtError as doubt:
        workshop = running.find_session(organisation_id, session_id)
        return render_hand(workshop, given=dots, wish=wish, without=doubt.known), 422
    return lead_back(organisation_id, session_id)


@hand.post("/back")
def take_given(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    votes.take_given(organisation_id, session_id, phase_id)
    return lead_back(organisation_id, session_id)


@hand.post("/tell")
def tell(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    """``unseen``: said yes to what closing does while fewer than five have voted."""
    try:
        votes.close_vote(organisation_id, session_id, phase_id, unseen="unseen" in request.form)
    except votes.OtherwiseError:
        return redirect(url_for(".ask", organisation_id=organisation_id, session_id=session_id, phase_id=phase_id), 303)
    return lead_back(organisation_id, session_id)


@hand.get("/close")
def ask(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    """What closing does while so few have voted that nothing may be told, before it is done."""
    workshop = running.find_session(organisation_id, session_id)
    phase, ballot = votes.find_open_ballot(workshop, phase_id)
    if ballot.tells:
        raise MovedError
    return render_template(
        "sessions/close_vote.html",
        workshop=workshop,
        ballot=ballot,
        counts_hands=phase.kind == votes.KIND,
        smallest=SMALLEST_ROOM,
    )


@hand.post("/hands")
def type_hands(organisation_id: int, session_id: int, phase_id: str) -> ResponseReturnValue:
    typed = {name.removeprefix(PREFIX): text.strip() for name, text in request.form.items() if name.startswith(PREFIX)}
    wrong = [choice for choice, text in typed.items() if text and _read_count(text) > MOST_PEOPLE]
    if wrong:
        workshop = running.find_session(organisation_id, session_id)
        return render_hand(workshop, typed=typed, wrong=wrong, most=MOST_PEOPLE), 422
    counts, sure = read_counts(), read_counts(f"{SURE}-")
    try:
        votes.type_hands(organisation_id, session_id, phase_id, counts, sure)
    except votes.DoubtError as doubt:
        sure |= {choice: counts[choice] for choice in doubt.choices}
        workshop = running.find_session(organisation_id, session_id)
        return render_hand(workshop, typed=typed, sure=sure, known=doubt.known), 422
    return lead_back(organisation_id, session_id)


def read_counts(prefix: str = PREFIX) -> dict[str, int]:
    """``dots-<choice>``: a whole number; what is none counts nothing."""
    counts = {
        name.removeprefix(prefix): _read_count(text.strip())
        for name, text in request.form.items()
        if name.startswith(prefix)
    }
    return {choice: count for choice, count in counts.items() if 0 < count <= MOST_PEOPLE}


def _read_count(text: str) -> int:
    """More than anybody could count where it is no whole number."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_COUNT else MOST_PEOPLE + 1
