"""The form of the targets: of the total and of each driver."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.access.rights import get_colleague
from assessment.campaigns.setup_routes import read_version
from assessment.improvement.differences import Differences
from assessment.improvement.following import fill_targets, find_back, list_drivers, load_view
from assessment.improvement.forms import TargetsForm, make_targets_form
from assessment.improvement.saving import save_sent
from assessment.improvement.targeting import save_targets
from assessment.models import Campaign, db
from assessment.results.view import ResultsView

blueprint = Blueprint("targets", __name__)
PLACE = "targets"


@blueprint.get("/targets")
def show_targets(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    return _render(view, _make_form(view))


@blueprint.post("/targets")
def save(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    view = load_view(organisation_id, survey_id)
    form = _make_form(view, request.form)

    def save_aims(seen: str) -> None:
        save_targets(organisation_id, survey_id, read_version(seen), form.read_aims(), form.set_by.data or "")

    told = save_sent(form, save_aims, lambda: _make_form(view), lambda form, theirs: _render(view, form, theirs))
    return told or redirect(find_back(survey_id, PLACE), 303)


def _make_form(view: ResultsView, sent: object = None) -> TargetsForm:
    colleague = get_colleague()
    campaign = db.session.get_one(Campaign, view.facts.id)
    return make_targets_form(list_drivers(view), fill_targets(campaign, colleague.name or colleague.email), sent)


def _render(view: ResultsView, form: TargetsForm, theirs: Differences = None) -> str:
    return render_template(
        "improvement/targets.html",
        survey=view.text(view.facts.name),
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        back=find_back(view.facts.id, PLACE),
    )
