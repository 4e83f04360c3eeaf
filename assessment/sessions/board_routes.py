"""The facilitator's notes and canvas: pasting paper notes, turning pages, placing, merging, splitting, taking back."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.access.tokens import random_token
from assessment.language import current_language
from assessment.sessions import notes, placing, reading, running
from assessment.sessions.board import read_board
from assessment.sessions.canvas import name_canvas
from assessment.sessions.changing import GoneError
from assessment.sessions.note_forms import PasteForm, SplitForm, WordsForm, read_paste
from assessment.sessions.phases.tray import describe_last_act
from assessment.sessions.routes import render_hand

blueprint = Blueprint("board", __name__)


@blueprint.post("/<int:session_id>/notes")
def paste(organisation_id: int, session_id: int) -> ResponseReturnValue:
    form = PasteForm(request.form)
    pasted = read_paste(form.lines.data or "")
    notes.paste_notes(organisation_id, session_id, form.paste.data or "", pasted.notes)
    if not pasted.faults:
        return _go_back(organisation_id, session_id)
    left = PasteForm(data={"paste": random_token(), "lines": "\n".join(pasted.left)})
    left.lines.errors = pasted.faults
    workshop = running.find_session(organisation_id, session_id)
    return render_hand(workshop, left, paste=left, put_up=len(pasted.notes)), 422


@blueprint.post("/<int:session_id>/page")
def turn_page(organisation_id: int, session_id: int) -> ResponseReturnValue:
    reading.turn_page(organisation_id, session_id, request.form.get("page", 1, int))
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/sorting/end")
def end_sorting(organisation_id: int, session_id: int) -> ResponseReturnValue:
    placing.end_sorting(organisation_id, session_id)
    return _go_back(organisation_id, session_id)


@blueprint.get("/<int:session_id>/canvas")
def show_canvas(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """Every criterion with its notes, each of which leads to what can be done with it."""
    workshop = running.find_session(organisation_id, session_id)
    return render_template(
        "sessions/canvas.html",
        workshop=workshop,
        canvas=name_canvas(workshop.lens, current_language()),
        board=read_board(workshop, current_language()),
        last=describe_last_act(workshop.id),
    )


@blueprint.get("/<int:session_id>/notes/<note_id>")
def show_note(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    return _render_note(organisation_id, session_id, note_id)


def _render_note(organisation_id: int, session_id: int, note_id: str, form: SplitForm | WordsForm | None = None) -> str:
    """``form``: what cannot be taken as it is."""
    workshop = running.find_session(organisation_id, session_id)
    board = read_board(workshop, current_language())
    card = next((card for card in board.cards if card.id == note_id), None)
    if card is None:
        raise GoneError
    return render_template(
        "sessions/note.html",
        workshop=workshop,
        board=board,
        card=card,
        page_id=random_token(),
        split=form if isinstance(form, SplitForm) else SplitForm(data={"first": card.text}),
        words=form if isinstance(form, WordsForm) else WordsForm(data={"text": card.text}),
        errors=list_errors(form) if form else [],
    )


@blueprint.post("/<int:session_id>/notes/<note_id>/place")
def place(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    criterion, page_id = request.form.get("criterion", ""), request.form.get("page", "")
    placing.place_note(organisation_id, session_id, note_id, criterion, page_id)
    return _go_on(organisation_id, session_id)


@blueprint.post("/<int:session_id>/notes/<note_id>/merge")
def merge(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    into_id, page_id = request.form.get("into", ""), request.form.get("page", "")
    placing.merge_notes(organisation_id, session_id, note_id, into_id, page_id)
    return _go_on(organisation_id, session_id)


@blueprint.post("/<int:session_id>/notes/<note_id>/split")
def split(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    form = SplitForm(request.form)
    if not form.validate():
        return _render_note(organisation_id, session_id, note_id, form), 422
    texts = (form.first.data or "", form.second.data or "")
    placing.split_note(organisation_id, session_id, note_id, texts, request.form.get("page", ""))
    return _go_on(organisation_id, session_id)


@blueprint.post("/<int:session_id>/notes/<note_id>/reword")
def reword(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    form = WordsForm(request.form)
    if not form.validate():
        return _render_note(organisation_id, session_id, note_id, form), 422
    page_id = request.form.get("page", "")
    placing.reword_note(organisation_id, session_id, note_id, form.text.data or "", page_id)
    return _go_on(organisation_id, session_id)


@blueprint.post("/<int:session_id>/notes/<note_id>/take-down")
def take_down(organisation_id: int, session_id: int, note_id: str) -> ResponseReturnValue:
    placing.take_down(organisation_id, session_id, note_id, request.form.get("page", ""))
    return _go_on(organisation_id, session_id)


@blueprint.post("/<int:session_id>/undo")
def undo(organisation_id: int, session_id: int) -> ResponseReturnValue:
    placing.undo(organisation_id, session_id, request.form.get("act", ""))
    return _go_on(organisation_id, session_id)


def _go_on(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """To where notes are worked at now: the hand while they are read, sorted and talked about, else the canvas; that
    also while phones sort, whoever placed a note from its own page."""
    kind = running.find_phase(running.find_session(organisation_id, session_id)).kind
    if kind in ("read", "tray") or (kind == "sort" and request.form.get("at") != "note"):
        return _go_back(organisation_id, session_id)
    return redirect(url_for(".show_canvas", organisation_id=organisation_id, session_id=session_id), 303)


def _go_back(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return redirect(url_for("sessions.show_hand", organisation_id=organisation_id, session_id=session_id), 303)
