"""The second page of set-up: what most surveys leave as it is."""

from dataclasses import replace
from functools import lru_cache

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.asked import parse_version
from assessment.access.fields import list_errors
from assessment.campaigns.choice import find_plan, read_choice
from assessment.campaigns.defaults_form import DefaultsForm, Offer, make_defaults_form
from assessment.campaigns.drafts import BegunError, FrozenError, OvertakenError, save_draft
from assessment.campaigns.finding import load_survey, make_link, reload_survey
from assessment.campaigns.lengths import LEAST_ALIKE, Length, list_lengths
from assessment.campaigns.offers import UnfitError, choose_questionnaire, list_offers, list_view_offers
from assessment.campaigns.setup_form import list_differences
from assessment.campaigns.setup_routes import read_version, tell_frozen
from assessment.models import Campaign, db, writing

blueprint = Blueprint("defaults", __name__)


@blueprint.get("/<int:survey_id>/defaults")
def show_defaults(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    if survey.pulse_of_id is not None:
        return leave_pulse(survey_id)
    return _render(survey, make_defaults_form(survey, make_offer(survey)))


@blueprint.post("/<int:survey_id>/defaults")
def save_defaults(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state != "draft":
        return tell_frozen(survey_id)
    if survey.pulse_of_id is not None:
        return leave_pulse(survey_id)
    form = make_defaults_form(survey, make_offer(survey), request.form)
    if not form.check():
        return _render(survey, form), 422
    values = form.read_values()
    try:
        with writing() as session:
            chosen = choose_questionnaire(session, survey, str(form.questionnaire.data), bool(form.practices.data))
        another = chosen["questionnaire_version_id"] != survey.questionnaire_version_id
        if another:
            # Its blocks and views are its own: the page offers them from here on.
            values |= {"rotating_blocks": None, "views": []}
        choice = replace(read_choice(survey.structure), open_link=bool(form.open_link.data))
        save_draft(organisation_id, survey_id, read_version(form.version.data), values | chosen, choice)
    except UnfitError:
        form.practices.errors = [_("These practices cannot be asked beside this questionnaire: leave them out")]
        return _render(survey, form), 422
    except BegunError as error:
        if error.changed == ["slots"]:
            for field in form.list_slots():
                if field.data != (field.object_data or ""):
                    field.errors = [
                        _("Leave this word as it is: senior managers have answered questions with it already")
                    ]
        else:
            told = _("Leave the questionnaire as it is: senior managers have answered it already")
            form.questionnaire.errors = [told]
        return _render(reload_survey(organisation_id, survey_id), form), 422
    except FrozenError:
        return tell_frozen(survey_id)
    except OvertakenError:
        now = reload_survey(organisation_id, survey_id)
        theirs = list_differences(form, make_defaults_form(now, make_offer(now)).data)
        form.version.data = str(now.row_version)
        return _render(now, form, theirs), 409
    flash(
        _("Saved. Look at the length and the views: they are those of the other questionnaire now.")
        if another
        else _("Saved.")
    )
    after = "forecast" if request.form.get("go") == "forecast" else "setup"
    return redirect(
        make_link(f"campaigns.{'defaults.show_defaults' if another else f'setup.show_{after}'}", survey_id), 303
    )


def leave_pulse(survey_id: int) -> ResponseReturnValue:
    flash(_("A pulse has the settings of its survey."))
    return redirect(make_link("campaigns.setup.show_setup", survey_id), 303)


def make_offer(survey: Campaign) -> Offer:
    """What this draft may choose from; lengths depend on how many people can be asked."""
    plan = find_plan(db.session, survey.organisation_id, read_choice(survey.structure))
    questionnaire = parse_version(survey.questionnaire_version.text)
    invited = plan.structure.count_invited()
    return Offer(
        list_offers(survey),
        list_view_offers(questionnaire),
        measure_lengths(survey.questionnaire_version.text, invited, survey.rotating_blocks),
    )


@lru_cache(maxsize=64)
def measure_lengths(text: str, invited: int | None, chosen: int | None) -> list[Length]:
    """Of a kept questionnaire; the same text and numbers give the same lengths."""
    return list_lengths(parse_version(text), invited, chosen)


def _render(survey: Campaign, form: DefaultsForm, theirs: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "campaigns/defaults.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        theirs=theirs,
        takes_turns=bool(parse_version(survey.questionnaire_version.text).rotating_blocks),
        fewest_alike=LEAST_ALIKE,
    )
