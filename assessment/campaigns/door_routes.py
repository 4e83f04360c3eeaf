"""Pages about open links, for facilitators: shared links with their posters, shared screens, the way to paper."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form, SelectField

from assessment.access.fields import list_errors
from assessment.campaigns import cards, doors
from assessment.campaigns.card_routes import send_pdf
from assessment.campaigns.fields import offer
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.invitation_routes import LANGUAGE_NAMES
from assessment.campaigns.mails import describe_promise
from assessment.campaigns.service import PlanError
from assessment.language import current_language
from assessment.models import Campaign
from assessment.respond.structure import make_structure

blueprint = Blueprint("doors", __name__)

PAGE = "/<int:survey_id>/open-links"


class DoorForm(Form):
    unit = SelectField(lazy_gettext("For whom"))


@blueprint.get(PAGE)
def show_doors(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    return _show(survey, _make_form(survey))


@blueprint.post(PAGE)
def open_door(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """Make a shared link or a shared screen; the one that is there already stays."""
    survey = load_survey(organisation_id, survey_id)
    form = _make_form(survey)
    if not form.validate():
        return _show(survey, form), 422
    kind: doors.Kind = "kiosk" if request.form.get("kind") == "kiosk" else "shared"
    try:
        doors.open_door(organisation_id, survey_id, kind, form.unit.data or None)
    except PlanError:
        flash(_("Nothing was made: this survey was not set up for open links, or is not open."))
    else:
        flash(_("The shared screen is ready.") if kind == "kiosk" else _("The shared link is ready."))
    return redirect(make_link(".show_doors", survey_id), 303)


def _make_form(survey: Campaign) -> DoorForm:
    form = DoorForm(request.form or None)
    units = make_structure(survey.structure).list_units(current_language())
    form.unit.choices = offer([("", _("Everybody: the page asks where they work")), *units])
    return form


def _show(survey: Campaign, form: DoorForm) -> str:
    found = doors.list_doors(survey, current_language())
    return render_template(
        "campaigns/doors.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        links=[door for door in found if door.kind == "shared"],
        screens=[door for door in found if door.kind == "kiosk"],
        has_open_link=cards.has_open_link(survey),
        place_of_codes=cards.write_place(survey.id),
        language_names=LANGUAGE_NAMES,
    )


@blueprint.get(f"{PAGE}/<int:door_id>/<language>/poster.pdf")
def print_poster(organisation_id: int, survey_id: int, door_id: int, language: str) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    invitation_id = doors.find_shared(survey, door_id)
    if language not in survey.languages or invitation_id is None:
        abort(404)
    drawn = cards.print_poster(survey, invitation_id, language, describe_promise(survey.id, language, shared=True))
    return send_pdf(drawn, f"poster-{survey.id}-{invitation_id}.pdf")
