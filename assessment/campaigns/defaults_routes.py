"""The second page of set-up: what most surveys leave as it is."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.asked import parse_version
from assessment.access.fields import list_errors
from assessment.campaigns.choice import make_structure, read_choice
from assessment.campaigns.defaults_form import DefaultsForm, make_defaults_form
from assessment.campaigns.drafts import FrozenError, OvertakenError, save_draft
from assessment.campaigns.finding import load_survey, make_link, reload_survey
from assessment.campaigns.lengths import list_lengths
from assessment.campaigns.offers import UnfitError, choose_questionnaire, list_offers
from assessment.campaigns.setup_routes import read_version, tell_frozen
from assessment.models import Campaign, db, writing
from assessment.release.structure import Structure

blueprint = Blueprint("defaults", __name__)


@blueprint.get("/<int:survey_id>/defaults")
def show_defaults(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    return _render(survey, make_defaults_form(survey, list_offers(survey)))


@blueprint.post("/<int:survey_id>/defaults")
def save_defaults(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    form = make_defaults_form(survey, list_offers(survey), request.form)
    if not form.check():
        return _render(survey, form), 422
    try:
        with writing() as session:
            chosen = choose_questionnaire(session, survey, str(form.questionnaire.data), bool(form.practices.data))
        choice = replace(read_choice(survey.structure), open_link=bool(form.open_link.data))
        values = form.read_values() | chosen
        save_draft(organisation_id, survey_id, read_version(form.version.data), values, choice)
    except UnfitError:
        form.practices.errors = [_("These practices cannot be asked beside this questionnaire: leave them out")]
        return _render(survey, form), 422
    except FrozenError:
        return tell_frozen(survey_id)
    except OvertakenError:
        now = reload_survey(organisation_id, survey_id)
        form.version.data = str(now.row_version)
        return _render(now, form, overtaken=True), 409
    flash(_("Saved."))
    return redirect(make_link("campaigns.setup.show_setup", survey_id), 303)


def _render(survey: Campaign, form: DefaultsForm, *, overtaken: bool = False) -> str:
    snapshot = make_structure(db.session, survey.organisation_id, read_choice(survey.structure), draft=False)
    questionnaire = parse_version(survey.questionnaire_version.text)
    return render_template(
        "campaigns/defaults.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        overtaken=overtaken,
        lengths=list_lengths(questionnaire, Structure.of(snapshot).count_invited()),
    )
