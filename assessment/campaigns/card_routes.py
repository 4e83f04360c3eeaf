"""Pages about paper, for facilitators: code cards, letters, the poster. Files are drawn when asked for and kept nowhere
(A17)."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.fields import list_errors
from assessment.campaigns import cards, letters
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.invitation_forms import CardsForm
from assessment.campaigns.invitation_routes import LANGUAGE_NAMES
from assessment.campaigns.inviting import are_asked, count_letters_left
from assessment.campaigns.mails import describe_promise
from assessment.campaigns.service import PlanError
from assessment.language import current_language
from assessment.models import Campaign
from assessment.respond.structure import Structure, make_structure

blueprint = Blueprint("cards", __name__)

PAGE = "/<int:survey_id>/invitations/cards"
LETTERS = "/<int:survey_id>/invitations/letters"


@blueprint.get(PAGE)
def show_cards(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    structure = make_structure(survey.structure)
    return _show(survey, structure, _make_form(survey, structure))


@blueprint.post(PAGE)
def make_cards(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if request.form.get("all"):
        return _make_missing(survey)
    structure = make_structure(survey.structure)
    form = _make_form(survey, structure)
    if not form.validate():
        return _show(survey, structure, form), 422
    count = form.count.data or 0
    try:
        cards.make_cards(organisation_id, survey_id, form.unit.data or None, form.group.data or None, count)
    except PlanError:
        flash(_("No cards were made: the survey is not open, or has as many as it can have."))
    else:
        flash(ngettext("%(num)s card is ready to print.", "%(num)s cards are ready to print.", count))
    return redirect(make_link(".show_cards", survey_id), 303)


def _make_missing(survey: Campaign) -> ResponseReturnValue:
    """For everybody in the list without mail, unit by unit."""
    survey_id = survey.id
    try:
        count = cards.make_missing(survey.organisation_id, survey_id)
    except PlanError:
        flash(_("No cards were made: the survey is not open, or has as many as it can have."))
    else:
        flash(ngettext("%(num)s card is ready to print.", "%(num)s cards are ready to print.", count))
    return redirect(make_link(".show_cards", survey_id), 303)


def _make_form(survey: Campaign, structure: Structure) -> CardsForm:
    form = CardsForm(request.form or None)
    form.unit.choices, form.group.choices = cards.list_choices(survey, structure, current_language())
    return form


def _show(survey: Campaign, structure: Structure, form: CardsForm) -> str:
    turned = (request.args.get("page", 1, int), request.args.get("people", 1, int))
    overview = cards.make_overview(survey, structure, current_language(), *turned)
    return render_template(
        "campaigns/cards.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        stacks=overview.stacks,
        needed=overview.needed,
        missing=overview.missing if survey.state == "open" else 0,
        has_open_link=cards.has_open_link(survey),
        language_names=LANGUAGE_NAMES,
    )


@blueprint.get(f"{PAGE}/<language>/cards-<int:part>.pdf")
def print_cards(organisation_id: int, survey_id: int, language: str, part: int) -> ResponseReturnValue:
    """One file of the stack whose unit and group stand in the query."""
    survey = load_survey(organisation_id, survey_id)
    if language not in survey.languages or not 1 <= part <= cards.MOST_OF_A_SURVEY:
        abort(404)
    unit, group = request.args.get("unit") or None, request.args.get("group") or None
    drawn = cards.print_cards(survey, unit, group, part, language)
    pile = "-".join(key for key in (unit, group) if key and key.isascii()) or "all"
    return send_pdf(drawn, f"cards-{survey_id}-{pile}-{language}-{part}.pdf") if drawn else abort(404)


@blueprint.get(f"{PAGE}/<language>/poster.pdf")
def print_poster(organisation_id: int, survey_id: int, language: str) -> ResponseReturnValue:
    """Without a link of its own: it tells where one's own code is typed."""
    survey = load_survey(organisation_id, survey_id)
    if language not in survey.languages or survey.state == "draft":
        abort(404)
    promise = describe_promise(survey_id, language, shared=False)
    return send_pdf(cards.print_poster(survey, None, language, promise), f"poster-{survey_id}.pdf")


@blueprint.get(LETTERS)
def show_letters(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    if survey.state == "draft":
        return render_template("campaigns/letters.html", survey=survey, found=None, left=0)
    asked = are_asked(survey)
    return render_template(
        "campaigns/letters.html",
        survey=survey,
        found=letters.list_piles(survey, asked, current_language(), request.args.get("page", 1, int)),
        left=count_letters_left(survey, asked),
    )


@blueprint.get(f"{LETTERS}/letters-<int:part>.pdf")
def print_letters(organisation_id: int, survey_id: int, part: int) -> ResponseReturnValue:
    """One file of the pile whose unit stands in the query; each letter in the language of its reader."""
    survey = load_survey(organisation_id, survey_id)
    if survey.state == "draft" or not 1 <= part <= cards.MOST_OF_A_SURVEY:
        abort(404)
    drawn = letters.print_letters(survey, request.args.get("unit", ""), part, current_language())
    return send_pdf(drawn, f"letters-{survey_id}-{part}.pdf") if drawn else abort(404)


def send_pdf(drawn: bytes, name: str) -> Response:
    """A download with a name of ours, kept by no cache: its codes open the survey."""
    return Response(
        drawn,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
