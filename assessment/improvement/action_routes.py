"""Actions promised after a survey: the form of one, and what became of it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from assessment.access.fields import list_errors
from assessment.campaigns.setup_routes import read_version
from assessment.improvement.acting import SETTLED, save_action, settle_own
from assessment.improvement.changing import GoneError, OvertakenError
from assessment.improvement.differences import Differences, list_differences, look_again
from assessment.improvement.following import fill_action, find_back, load_view
from assessment.improvement.forms import ActionForm, make_action_form
from assessment.models import Action, db
from assessment.results.view import ResultsView

blueprint = Blueprint("actions", __name__, url_prefix="/actions")
PLACE = "actions"


@blueprint.get("/new")
def show_new(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    return _render(view, None, _make_form(view, None))


@blueprint.post("/new")
def save_new(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    return _save(organisation_id, survey_id, None)


@blueprint.get("/<int:action_id>")
def show_action(organisation_id: int, survey_id: int, action_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    row = _find_row(view, action_id)
    return _render(view, row, _make_form(view, row))


@blueprint.post("/<int:action_id>")
def save(organisation_id: int, survey_id: int, action_id: int) -> ResponseReturnValue:
    return _save(organisation_id, survey_id, action_id)


@blueprint.post("/<int:action_id>/settle")
def settle(organisation_id: int, survey_id: int, action_id: int) -> ResponseReturnValue:
    _find_row(load_view(organisation_id, survey_id), action_id)
    status = request.form.get("status", "")
    if status in SETTLED:
        settle_own(organisation_id, survey_id, action_id, status)
        flash(_("Saved."))
    return redirect(find_back(survey_id, PLACE), 303)


def _save(organisation_id: int, survey_id: int, action_id: int | None) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    row = None if action_id is None else _find_row(view, action_id)
    form = _make_form(view, row, request.form)
    if not form.check():
        return _render(view, row, form), 422
    try:
        save_action(organisation_id, survey_id, action_id, read_version(form.version.data), form.read_values())
    except OvertakenError:
        look_again()
        now = _make_form(view, _find_row(view, action_id or 0))
        theirs = list_differences(form, now)
        form.version.data = now.version.data
        return _render(view, row, form, theirs), 409
    flash(_("Saved."))
    return redirect(find_back(survey_id, PLACE), 303)


def _find_row(view: ResultsView, action_id: int) -> Action:
    own = select(Action).where(Action.id == action_id, Action.campaign_id == view.facts.id)
    row = db.session.scalars(own).one_or_none()
    if row is None:
        raise GoneError
    return row


def _make_form(view: ResultsView, row: Action | None, sent: object = None) -> ActionForm:
    return make_action_form(view.facts.languages, fill_action(row), sent)


def _render(view: ResultsView, row: Action | None, form: ActionForm, theirs: Differences = None) -> str:
    return render_template(
        "improvement/action.html",
        survey=view.text(view.facts.name),
        new=row is None,
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        back=find_back(view.facts.id, PLACE),
    )
