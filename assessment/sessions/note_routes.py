"""What phones send: notes while people write in silence, and taps while they sort. A note's id stands in the form,
never in an address: addresses are logged."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.sessions import notes, sorting
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.note_forms import NoteForm
from assessment.sessions.notes import MOST_NOTES, TooManyNotesError
from assessment.sessions.room_routes import load_seat, render_room, tell_sent

blueprint = Blueprint("notes", __name__)


@blueprint.post("/room/notes")
def add() -> ResponseReturnValue:
    seat, form = load_seat(), NoteForm(request.form)
    if not form.validate():
        return render_room(seat, typed=form), 422
    try:
        notes.add_note(seat, form.note.data or "", form.text.data or "")
    except TooManyNotesError:
        form.text.errors = [_("You have put up %(most)s notes: change one, or delete one", most=MOST_NOTES)]
        return render_room(seat, typed=form), 409
    except MovedError:
        return _tell_late(form.text.data or "")
    return tell_sent()


@blueprint.post("/room/notes/change")
def change() -> ResponseReturnValue:
    seat, form = load_seat(), NoteForm(request.form)
    away = "away" in request.form
    if not away and not form.validate():
        return render_room(seat, changed=form), 422
    text = "" if away else form.text.data or ""
    try:
        notes.change_note(seat, form.note.data or "", form.version.data or 0, text)
    except MovedError:
        return _tell_late(text)
    return tell_sent()


def _tell_late(text: str) -> ResponseReturnValue:
    """The room has gone on; what was typed is not lost without a word."""
    return render_template("sessions/late.html", text=text), 409


@blueprint.post("/room/sort/next")
def ask_for_note() -> ResponseReturnValue:
    sorting.give_note(load_seat())
    return _go_back()


@blueprint.post("/room/sort")
def tap() -> ResponseReturnValue:
    sent = request.form
    sorting.tap(load_seat(), sent.get("note", ""), sent.get("criterion", ""), sent.get("given", ""))
    return _go_back()


@blueprint.post("/room/sort/back")
def take_back() -> ResponseReturnValue:
    """A wrong tap, as long as nobody else has tapped that note."""
    sorting.take_back(load_seat(), request.form.get("tapped", ""), request.form.get("given", ""))
    return _go_back()


@blueprint.errorhandler(GoneError)
def show_what_is_there(_error: GoneError) -> ResponseReturnValue:
    """It was about a note that this phone has no more: the page shows what it has."""
    return _go_back()


def _go_back() -> ResponseReturnValue:
    return redirect(url_for("room.show_room"), 303)
