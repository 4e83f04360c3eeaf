"""The page of who is in the room."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.models import Workshop
from assessment.sessions import people, running
from assessment.sessions.doors import find_door
from assessment.sessions.forms import PersonForm
from assessment.sessions.seats import FullError

blueprint = Blueprint("people", __name__)


@blueprint.get("/<int:session_id>/people")
def show(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return _render(running.find_session(organisation_id, session_id), PersonForm())


def _render(workshop: Workshop, form: PersonForm, renamed: int = 0) -> str:
    """``renamed``: whose new name is wrong; 0 where somebody is added."""
    ending = f"-{renamed}" if renamed else ""
    return render_template(
        "sessions/people.html",
        workshop=workshop,
        people=people.list_people(workshop.id),
        door=find_door(workshop),
        form=form,
        renamed=renamed,
        errors=[(field + ending, message) for field, message in list_errors(form)],
    )


@blueprint.post("/<int:session_id>/people/add")
def add(organisation_id: int, session_id: int) -> ResponseReturnValue:
    form = PersonForm(request.form)
    workshop = running.find_session(organisation_id, session_id)
    if not form.validate():
        return _render(workshop, form), 422
    try:
        people.add_person(organisation_id, session_id, form.name.data or "")
    except FullError:
        form.name.errors = [_("The session is full")]
        return _render(running.find_session(organisation_id, session_id), form), 422
    if request.form.get("to") == "hand":
        return redirect(url_for("sessions.show_hand", organisation_id=organisation_id, session_id=session_id), 303)
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/people/<int:participant_id>/rename")
def rename(organisation_id: int, session_id: int, participant_id: int) -> ResponseReturnValue:
    form = PersonForm(request.form)
    workshop = running.find_session(organisation_id, session_id)
    people.find_person(session_id, participant_id)
    if not form.validate():
        return _render(workshop, form, participant_id), 422
    people.rename_person(organisation_id, session_id, participant_id, form.name.data or "")
    return _go_back(organisation_id, session_id)


@blueprint.post("/<int:session_id>/people/<int:participant_id>/remove")
def remove(organisation_id: int, session_id: int, participant_id: int) -> ResponseReturnValue:
    people.remove_person(organisation_id, session_id, participant_id)
    return _go_back(organisation_id, session_id)


def _go_back(organisation_id: int, session_id: int) -> ResponseReturnValue:
    return redirect(url_for("sessions.people.show", organisation_id=organisation_id, session_id=session_id), 303)
