"""Pages about code cards and the poster, for facilitators. Files are drawn when asked for and kept nowhere (A17)."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.fields import list_errors
from assessment.access.rights import open_blueprint
from assessment.campaigns import cards
from assessment.campaigns.invitation_forms import CardsForm
from assessment.campaigns.invitation_routes import LANGUAGE_NAMES, load_survey
from assessment.campaigns.mails import describe_promise
from assessment.campaigns.service import PlanError
from assessment.language import current_language
from assessment.models import Campaign

blueprint = Blueprint(
    "cards", __name__, url_prefix="/organisations/<int:organisation_id>/surveys/<int:campaign_id>/invitations/cards"
)
open_blueprint(blueprint, "facilitator")


@blueprint.get("/")
def show_cards(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    return _show(survey, _make_form(survey))


@blueprint.post("/")
def make_cards(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    form = _make_form(survey)
    if not form.validate():
        return _show(survey, form), 422
    count = form.count.data or 0
    try:
        cards.make_cards(organisation_id, campaign_id, form.unit.data or None, form.group.data or None, count)
    except PlanError:
        flash(_("No cards were made: the survey is not open, or has as many as it can have."))
    else:
        flash(ngettext("%(num)s card is ready to print.", "%(num)s cards are ready to print.", count))
    return redirect(url_for(".show_cards", organisation_id=organisation_id, campaign_id=campaign_id), 303)


def _make_form(survey: Campaign) -> CardsForm:
    form = CardsForm(request.form or None)
    form.unit.choices, form.group.choices = cards.list_choices(survey, current_language())
    return form


def _show(survey: Campaign, form: CardsForm) -> str:
    return render_template(
        "campaigns/cards.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        stacks=cards.list_stacks(survey, current_language()),
        needed=cards.count_needed(survey, current_language()),
        has_open_link=cards.has_open_link(survey),
        language_names=LANGUAGE_NAMES,
    )


@blueprint.get("/<language>/cards-<int:part>.pdf")
def print_cards(organisation_id: int, campaign_id: int, language: str, part: int) -> ResponseReturnValue:
    """One file of the stack whose unit and group stand in the query."""
    survey = load_survey(organisation_id, campaign_id)
    if language not in survey.languages or not 1 <= part <= cards.MOST_OF_A_SURVEY:
        abort(404)
    unit, group = request.args.get("unit") or None, request.args.get("group") or None
    drawn = cards.print_cards(survey, unit, group, part, language)
    return send_pdf(drawn, f"cards-{survey.id}-{part}.pdf") if drawn else abort(404)


@blueprint.get("/<language>/poster.pdf")
def print_poster(organisation_id: int, campaign_id: int, language: str) -> ResponseReturnValue:
    survey = load_survey(organisation_id, campaign_id)
    invitation_id = cards.find_door(survey)
    if language not in survey.languages or invitation_id is None:
        abort(404)
    drawn = cards.print_poster(survey, invitation_id, language, describe_promise(survey.id, language, shared=True))
    return send_pdf(drawn, f"poster-{survey.id}.pdf")


@blueprint.post("/poster")
def make_poster(organisation_id: int, campaign_id: int) -> ResponseReturnValue:
    """Open the shared link; afterwards its poster can be printed."""
    survey = load_survey(organisation_id, campaign_id)
    try:
        cards.open_door(organisation_id, campaign_id)
        flash(_("The shared link is open: print its poster below."))
    except PlanError:
        flash(_("No shared link was made: this survey was not set up for one, or is not open."))
    return redirect(url_for(".show_cards", organisation_id=survey.organisation_id, campaign_id=survey.id), 303)


def send_pdf(drawn: bytes, name: str) -> Response:
    """A download with a name of ours, kept by no cache: its codes open the survey."""
    return Response(
        drawn,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
