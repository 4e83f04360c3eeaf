"""A participant's pages: the door, and one page that shows what the room is at (no account)."""

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.sessions import running, seats
from assessment.sessions.agendas import name_phase
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.forms import JoinForm
from assessment.sessions.phases.all import find_screens, find_template
from assessment.sessions.seats import SEATS, FullError, Seat, TooManyTriesError
from assessment.sessions.streaming import FOR_PHONES, stream
from assessment.sessions.timing import seconds_left, time_left

blueprint = Blueprint("room", __name__)
blueprint.add_app_template_filter(seconds_left)
blueprint.add_app_template_filter(time_left)


class NoSeatError(Exception):
    """This browser has no seat in any session."""


@blueprint.get("/join")
@blueprint.get("/join/<code>")
def come_in(code: str = "") -> ResponseReturnValue:
    """What is read out, or what a link or a QR code opens. The browser's seat is known only below /room."""
    return redirect(url_for(".show_door", code=seats.read_code(code) or None), 303)


@blueprint.get("/room/join")
def show_door() -> ResponseReturnValue:
    """The code of a link is typed already. Whoever comes back with it takes the seat kept from before."""
    code = seats.read_code(request.args.get("code", ""))
    seat = seats.find_seat(SEATS.read_token())
    if seat is not None and code and seat.workshop.code == code:
        return redirect(url_for(".show_room"), 303)
    # A browser that kept a seat which is no more was taken out, or its session is long over.
    why = "out" if seat is None and SEATS.read_token() else ""
    return _render_door(JoinForm(data={"code": code}), why)


@blueprint.post("/room/join")
def join() -> ResponseReturnValue:
    """Take a seat. Whoever has one in this session already, such as by pressing twice, keeps it."""
    form = JoinForm(request.form)
    if not form.validate():
        return _render_door(form), 422
    code = seats.read_code(form.code.data or "")
    workshop = seats.find_running(code)
    if workshop is None:
        form.code.errors = [_("No session runs under these letters. Look at the wall, and type all six.")]
        return _render_door(form), 422
    seat = seats.find_seat(SEATS.read_token())
    if seat is not None and seat.workshop.id == workshop.id:
        return redirect(url_for(".show_room"), 303)
    if workshop.named and not form.knows.data:
        return _render_door(form, "named")
    if workshop.named and not form.name.data:
        form.name.errors = [_("In this session people see each other's scores with their names: write yours")]
        return _render_door(form, "named"), 422
    token = seats.join(workshop.id, form.name.data or "")
    response = redirect(url_for(".show_room"), 303)
    SEATS.keep_token(response, token)
    return response


def _render_door(form: JoinForm, why: str = "") -> str:
    """``why``: what the page says before anything else: that this session shows names ("named"), that the seat is gone
    ("out")."""
    seat = seats.find_seat(SEATS.read_token())
    return render_template("sessions/join.html", form=form, errors=list_errors(form), why=why, seat=seat)


@blueprint.get("/room/")
def show_room() -> ResponseReturnValue:
    return render_room(load_seat())


def render_room(seat: Seat, **told: Any) -> str:
    """``told``: what besides is shown, such as a text that cannot be taken as it is."""
    workshop = seat.workshop
    phase = running.find_phase(workshop)
    return render_template(
        "sessions/room.html",
        seat=seat,
        workshop=workshop,
        phase=phase,
        title=name_phase(phase),
        ends=running.tell_end(workshop),
        part=find_template(phase.kind, "phone"),
        shown=find_screens(phase.kind).phone(seat) | told,
    )


def tell_sent() -> ResponseReturnValue:
    """What the room is at, after something typed was taken: the page that kept it forgets it now. The address tells no
    more than that."""
    return redirect(url_for("room.show_room", sent=1), 303)


@blueprint.get("/room/stream")
def show_stream() -> ResponseReturnValue:
    return stream(load_seat().workshop, FOR_PHONES)


@blueprint.get("/room/version")
def show_version() -> ResponseReturnValue:
    return Response(str(load_seat().workshop.phone_version), mimetype="text/plain")


def load_seat() -> Seat:
    """Whose browser this is; the page is in the language of the room. Raises NoSeatError."""
    seat = seats.find_seat(SEATS.read_token())
    if seat is None:
        raise NoSeatError
    g.language = seat.workshop.language
    return seat


@blueprint.errorhandler(NoSeatError)
@blueprint.errorhandler(GoneError)
def show_no_seat(_error: Exception) -> ResponseReturnValue:
    return redirect(url_for("room.show_door"), 303)


@blueprint.errorhandler(MovedError)
def show_moved(_error: MovedError) -> ResponseReturnValue:
    """What was pressed came too late: the page shows what the room is at now."""
    return redirect(url_for("room.show_room" if SEATS.read_token() else "room.show_door"), 303)


@blueprint.errorhandler(TooManyTriesError)
def show_too_many(_error: TooManyTriesError) -> ResponseReturnValue:
    return _render_door(JoinForm(), "tries"), 429


@blueprint.errorhandler(FullError)
def show_full(_error: FullError) -> ResponseReturnValue:
    return _render_door(JoinForm(), "full"), 409


@blueprint.after_request
def keep_private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
