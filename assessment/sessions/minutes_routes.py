"""Minutes to take along: for the facilitator, and for whoever was in the room, whose browser holds their seat."""

import segno
from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import PUBLIC, open_blueprint
from assessment.language import LANGUAGES, current_language
from assessment.models import Workshop
from assessment.results.numbers import speaking
from assessment.sessions.changing import GoneError
from assessment.sessions.doors import MASK, find_host
from assessment.sessions.minutes import read_minutes
from assessment.sessions.minutes_files import TABLES, list_days, list_filled, write_calendar, write_table
from assessment.sessions.minutes_jobs import PDF, ask_again, find_paper, read_paper
from assessment.sessions.room_routes import NoSeatError, load_seat
from assessment.sessions.running import find_session

phones = Blueprint("minutes", __name__, url_prefix="/room")
open_blueprint(phones, PUBLIC)
hand = Blueprint(
    "minutes_hand", __name__, url_prefix="/organisations/<int:organisation_id>/sessions/<int:session_id>/outcome"
)
open_blueprint(hand, "facilitator")

CALENDAR = "text/calendar"


class RunningError(Exception):
    """The session has not ended: there are no minutes of it yet."""


@phones.get("/minutes")
def show_phone() -> ResponseReturnValue:
    """Where the code on the wall leads: the minutes, or how far they are."""
    workshop = load_seat().workshop
    if workshop.state != "ended":
        return render_template("sessions/minutes_phone.html", workshop=workshop, paper=None)
    return render_template(
        "sessions/minutes_phone.html",
        workshop=workshop,
        paper=find_paper(workshop, workshop.language),
        has_days=bool(list_days(read_minutes(workshop, workshop.language))),
    )


@phones.get("/minutes.pdf")
def show_paper() -> ResponseReturnValue:
    """The kept PDF in the language of the room; looking never makes one."""
    workshop = load_seat().workshop
    content = read_paper(workshop, workshop.language) if workshop.state == "ended" else None
    if content is None:
        return redirect(url_for(".show_phone"), 303)
    return _hand_out(content, PDF, f"minutes-{workshop.id}-{workshop.language}.pdf")


@phones.get("/minutes.ics")
def show_days() -> ResponseReturnValue:
    workshop = load_seat().workshop
    if workshop.state != "ended":
        return redirect(url_for(".show_phone"), 303)
    return _hand_out_days(workshop, workshop.language)


@hand.get("")
def show_hand(organisation_id: int, session_id: int) -> ResponseReturnValue:
    workshop = _load_ended(organisation_id, session_id)
    names, minutes = {"en": _("English"), "nl": _("Dutch")}, read_minutes(workshop, current_language())
    papers = [(names[language], find_paper(workshop, language)) for language in LANGUAGES]
    tables = {
        "notes": _("Notes by criterion"),
        "scores": _("Scores agreed"),
        "actions": _("Actions and promises"),
        "requests": _("Requests and answers"),
    }
    return render_template(
        "sessions/minutes_hand.html",
        workshop=workshop,
        papers=papers,
        waits=any(paper.state == "making" for _name, paper in papers),
        tables={name: tables[name] for name in list_filled(minutes)},
        has_days=bool(list_days(minutes)),
    )


@hand.post("")
def ask(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """Ask for the minutes as they read now; asking twice makes one."""
    workshop = _load_ended(organisation_id, session_id)
    ask_again(workshop, _read_language(request.form.get("language")))
    return redirect(url_for(".show_hand", organisation_id=organisation_id, session_id=session_id), 303)


@hand.get("/<language>.pdf")
def show_own_paper(organisation_id: int, session_id: int, language: str) -> ResponseReturnValue:
    workshop = _load_ended(organisation_id, session_id)
    content = read_paper(workshop, _read_language(language))
    if content is None:
        return redirect(url_for(".show_hand", organisation_id=organisation_id, session_id=session_id), 303)
    return _hand_out(content, PDF, f"minutes-{session_id}-{language}.pdf")


@hand.get("/<table>.csv")
def show_table(organisation_id: int, session_id: int, table: str) -> ResponseReturnValue:
    """A table in the language of the page."""
    workshop = _load_ended(organisation_id, session_id)
    if table not in TABLES:
        abort(404)
    language = current_language()
    content = write_table(read_minutes(workshop, language), table, language)
    return _hand_out(content, "text/csv", f"{table}-{session_id}-{language}.csv")


@hand.get("/days.ics")
def show_own_days(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return _hand_out_days(_load_ended(organisation_id, session_id), current_language())


def _load_ended(organisation_id: int, session_id: int) -> Workshop:
    workshop = find_session(organisation_id, session_id)
    if workshop.state != "ended":
        raise RunningError
    return workshop


def _read_language(wished: str | None) -> str:
    return wished if wished in LANGUAGES else abort(404)


def _hand_out_days(workshop: Workshop, language: str) -> Response:
    with speaking(language):
        minutes = read_minutes(workshop, language)
        content = write_calendar(minutes, language, workshop.ended_at or workshop.created_at, find_host())
    return _hand_out(content, CALENDAR, f"days-{workshop.id}-{language}.ics")


def _hand_out(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = kind
    shown = "inline" if kind == PDF else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    return response


@phones.app_template_global()
def find_minutes_door() -> dict[str, str]:
    """Where those who are in the room find the minutes: the address and a picture of it for phones."""
    base = current_app.extensions["settings"].base_address.rstrip("/")
    address = base + url_for("minutes.show_phone")
    picture = segno.make(address, error="m", micro=False, mask=MASK).svg_data_uri(scale=4, border=2, dark="#17212B")
    return {"short": address.partition("://")[2], "picture": picture}


@phones.errorhandler(NoSeatError)
def show_no_seat(_error: NoSeatError) -> ResponseReturnValue:
    """Only a browser that was in the room has a way to its minutes."""
    return redirect(url_for("room.show_door"), 303)


@hand.errorhandler(GoneError)
def tell_gone(_error: GoneError) -> ResponseReturnValue:
    return render_template("sessions/gone.html"), 404


@hand.errorhandler(RunningError)
def show_running(_error: RunningError) -> ResponseReturnValue:
    given = request.view_args or {}
    here = {name: given[name] for name in ("organisation_id", "session_id")}
    return redirect(url_for("sessions.show_hand", **here), 303)


@phones.after_request
@hand.after_request
def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
