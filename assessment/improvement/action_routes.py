"""Actions promised after a survey: the form of one, and what became of it."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.fields import list_errors
from assessment.campaigns.setup_routes import read_version
from assessment.improvement.acting import SETTLED, save_action, settle_own
from assessment.improvement.differences import Differences
from assessment.improvement.following import fill_action, find_back, load_view
from assessment.improvement.forms import ActionForm, make_action_form
from assessment.improvement.saving import find_own_row, save_sent
from assessment.models import Action
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
    row = find_own_row(Action, survey_id, action_id)
    return _render(view, row, _make_form(view, row))


@blueprint.post("/<int:action_id>")
def save(organisation_id: int, survey_id: int, action_id: int) -> ResponseReturnValue:
    return _save(organisation_id, survey_id, action_id)


@blueprint.post("/<int:action_id>/settle")
def settle(organisation_id: int, survey_id: int, action_id: int) -> ResponseReturnValue:
    load_view(organisation_id, survey_id)
    find_own_row(Action, survey_id, action_id)
    status = request.form.get("status", "")
    if status in SETTLED:
        settle_own(organisation_id, survey_id, action_id, status)
        flash(_("Saved."))
    return redirect(find_back(survey_id, PLACE), 303)


def _save(organisation_id: int, survey_id: int, action_id: int | None) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    row = None if action_id is None else find_own_row(Action, survey_id, action_id)
    form = _make_form(view, row, request.form)

    def save(seen: str) -> None:
        save_action(organisation_id, survey_id, action_id, read_version(seen), form.read_values())

    told = save_sent(
        form,
        save,
        lambda: _make_form(view, find_own_row(Action, survey_id, action_id)),
        lambda form, theirs: _render(view, row, form, theirs),
    )
    return told or redirect(find_back(survey_id, PLACE), 303)


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
