"""What is open of all sessions, and the form of one action that was agreed in a session."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.improvement.differences import Differences, list_differences, look_again
from assessment.language import current_language
from assessment.models import Action, Workshop, db
from assessment.sessions import promises, running
from assessment.sessions.cards import ACTION, Card, OvertakenError
from assessment.sessions.cluster_routes import lead_back
from assessment.sessions.days import write_day
from assessment.sessions.following import list_open
from assessment.sessions.network_forms import ActionCardForm, RequestCardForm, make_card_form, name_answer

whole = Blueprint("following", __name__)
hand = Blueprint("actions", __name__, url_prefix="/<int:session_id>/actions/<int:action_id>/change")


@whole.get("/open")
def show_open(organisation_id: int) -> ResponseReturnValue:
    return render_template(
        "sessions/open.html",
        organisation_id=organisation_id,
        followed=list_open(organisation_id, current_language()),
        write_day=write_day,
        name_answer=name_answer,
    )


@hand.get("")
def show(organisation_id: int, session_id: int, action_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, action_id)
    return _render(workshop, row, _make_form(workshop, row), None)


@hand.post("")
def save(organisation_id: int, session_id: int, action_id: int) -> ResponseReturnValue:
    workshop, row = _find(organisation_id, session_id, action_id)
    form = _make_form(workshop, row, request.form)
    if not form.validate():
        return _render(workshop, row, form, None), 422
    try:
        promises.change_action(organisation_id, session_id, action_id, form.seen, form.read_values())
    except OvertakenError:
        look_again()
        now = _make_form(workshop, row)
        theirs = list_differences(form, now)
        form.version.data = now.version.data
        return _render(workshop, row, form, theirs), 409
    return lead_back(organisation_id, session_id)


def _find(organisation_id: int, session_id: int, action_id: int) -> tuple[Workshop, Action]:
    """Raises GoneError."""
    workshop = running.find_session(organisation_id, session_id)
    return workshop, promises.find_own(db.session, workshop, action_id)


def _make_form(workshop: Workshop, row: Action, sent: object = None) -> ActionCardForm | RequestCardForm:
    values = promises.read_values(row, workshop.language)
    return make_card_form(Card("", "", "", ACTION, row.id, row.row_version, "", values=values), (), sent)


def _render(workshop: Workshop, row: Action, form: ActionCardForm | RequestCardForm, theirs: Differences) -> str:
    return render_template(
        "sessions/action.html",
        workshop=workshop,
        row=row,
        form=form,
        theirs=theirs,
        errors=list_errors(form),
    )
