"""Talking about results and warming up: what phones send, and what the facilitator presses."""

import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.access.rights import PUBLIC, open_blueprint
from assessment.sessions import explanations, warming
from assessment.sessions.agendas import read_phases
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.conversation_forms import ExplanationForm, PlaceForm, VoteForm
from assessment.sessions.explanations import EXPLAIN, LONGEST, find_own, find_riddle, find_side, is_revealed
from assessment.sessions.room_routes import NoSeatError, load_seat, tell_sent
from assessment.sessions.seats import SEATS, SMALLEST_ROOM, Seat
from assessment.sessions.walking import go_to_step

phones = Blueprint("talk", __name__, url_prefix="/room")
open_blueprint(phones, PUBLIC)
hand = Blueprint("talk_hand", __name__, url_prefix="/organisations/<int:organisation_id>/sessions/<int:session_id>")
open_blueprint(hand, "facilitator")


@phones.post("/explain/side")
def choose_side() -> ResponseReturnValue:
    explanations.choose_side(load_seat(), request.form.get("side", ""))
    return _go_back()


@phones.get("/explain")
def show_explanation() -> ResponseReturnValue:
    """A page of its own, so that nothing on the wall disturbs what is being written."""
    seat = load_seat()
    phase = read_phases(seat.workshop.phases)[seat.workshop.phase]
    if seat.workshop.state != "running" or phase.kind != EXPLAIN or is_revealed(seat.workshop, phase.id):
        return _go_back()
    own = find_own(seat, phase.id)
    data = {"note": own.id if own else secrets.token_hex(16), "text": own.text if own else ""}
    return _render_explanation(seat, ExplanationForm(data=data))


@phones.post("/explain")
def write_explanation() -> ResponseReturnValue:
    seat = load_seat()
    form = ExplanationForm(request.form)
    if not form.validate():
        return _render_explanation(seat, form), 422
    explanations.write_explanation(seat, form.note.data or "", form.text.data or "")
    return tell_sent()


@phones.post("/explain/take-back")
def take_back() -> ResponseReturnValue:
    explanations.take_back(load_seat())
    return _go_back()


def _render_explanation(seat: Seat, form: ExplanationForm) -> str:
    return render_template(
        "sessions/explanation.html",
        seat=seat,
        form=form,
        errors=list_errors(form),
        side=find_side(seat),
        riddle=find_riddle(seat.workshop),
        longest=LONGEST,
        small=min(explanations.count_sides(seat.workshop).values()) < SMALLEST_ROOM,
        smallest=SMALLEST_ROOM,
    )


@phones.post("/warm-up")
def vote() -> ResponseReturnValue:
    seat = load_seat()
    form = VoteForm(request.form)
    if not form.validate():
        raise GoneError
    warming.vote(seat, form.vote.data or "", form.question.data or 0, form.choice.data or "")
    return _go_back()


def _go_back() -> Response:
    response: Response = redirect(url_for("room.show_room"), 303)  # type: ignore[assignment]
    return response


@phones.errorhandler(NoSeatError)
@phones.errorhandler(GoneError)
@phones.errorhandler(MovedError)
def show_where(_error: Exception) -> ResponseReturnValue:
    """What was pressed came too late, or from a browser that has no seat: the page shows what the room is at now."""
    return redirect(url_for("room.show_room" if SEATS.read_token() else "room.show_door"), 303)


@hand.post("/walk")
def walk(organisation_id: int, session_id: int) -> ResponseReturnValue:
    go_to_step(organisation_id, session_id, *_read_place())
    return _show_hand(organisation_id, session_id)


@hand.post("/explain")
def reveal(organisation_id: int, session_id: int) -> ResponseReturnValue:
    explanations.reveal(organisation_id, session_id, request.form.get("phase", ""))
    return _show_hand(organisation_id, session_id)


@hand.post("/warm-up/pick")
def pick(organisation_id: int, session_id: int) -> ResponseReturnValue:
    warming.pick(organisation_id, session_id, request.form.get("phase", ""), request.form.get("warm-up", ""))
    return _show_hand(organisation_id, session_id)


@hand.post("/warm-up/show")
def show_votes(organisation_id: int, session_id: int) -> ResponseReturnValue:
    warming.show(organisation_id, session_id, *_read_place())
    return _show_hand(organisation_id, session_id)


@hand.post("/warm-up/question")
def ask_next(organisation_id: int, session_id: int) -> ResponseReturnValue:
    warming.go_to_question(organisation_id, session_id, *_read_place())
    return _show_hand(organisation_id, session_id)


def _read_place() -> tuple[str, int]:
    """The phase and the place in it; a form that is not whole names no phase, so that nothing moves."""
    form = PlaceForm(request.form)
    return (form.phase.data or "", form.place.data or 0) if form.validate() else ("", 0)


def _show_hand(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return redirect(url_for("sessions.show_hand", organisation_id=organisation_id, session_id=session_id), 303)


@hand.errorhandler(MovedError)
def show_hand(_error: MovedError) -> ResponseReturnValue:
    given = request.view_args or {}
    return _show_hand(given["organisation_id"], given["session_id"])


@hand.errorhandler(GoneError)
def tell_gone(_error: GoneError) -> ResponseReturnValue:
    return render_template("sessions/gone.html"), 404


@phones.after_request
@hand.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
