"""Pages about paper forms: printing them, typing a batch in by two people, settling where they differ."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.fields import list_errors
from assessment.access.rights import get_colleague, open_blueprint
from assessment.campaigns import paper
from assessment.campaigns.card_routes import send_pdf
from assessment.campaigns.cards import find_base, has_open_link, name_place
from assessment.campaigns.finding import load_survey, make_link
from assessment.campaigns.invitation_routes import LANGUAGE_NAMES
from assessment.campaigns.paper import Batch, PaperError
from assessment.campaigns.paper_forms import BatchForm, SheetForm, make_batch_form, make_sheet_form, read_choices
from assessment.campaigns.paper_print import print_form
from assessment.campaigns.paper_sheets import Difference, TypedForm, count_digits, find_digit, list_differences
from assessment.language import current_language
from assessment.models import Campaign
from assessment.respond.structure import make_structure
from assessment.respond.survey import Page

blueprint = Blueprint("paper", __name__)
open_blueprint(blueprint, "facilitator", "administrator")
"""Two people must type, each with an own account; those who only read results are none of them."""

PAGE = "/<int:survey_id>/paper"


@blueprint.get(PAGE)
def show_paper(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    return _show(survey, make_batch_form(make_structure(survey.structure), current_language()))


@blueprint.post(PAGE)
def start_batch(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    form = make_batch_form(make_structure(survey.structure), current_language(), request.form)
    if not form.validate():
        return _show(survey, form), 422
    unit, forms = form.unit.data or None, form.forms.data or 0
    try:
        batch_id = paper.start_batch(organisation_id, survey_id, get_colleague().account_id, unit, forms)
    except PaperError as error:
        return _refuse(survey, error)
    return redirect(make_link(".type_form", survey.id, batch_id=batch_id, number=1), 303)


def _show(survey: Campaign, form: BatchForm) -> str:
    structure, language = make_structure(survey.structure), current_language()
    batches = paper.list_batches(survey)
    return render_template(
        "campaigns/paper.html",
        survey=survey,
        form=form,
        errors=list_errors(form),
        has_open_link=has_open_link(survey),
        may_type=paper.may_type(survey),
        units=structure.list_units(language),
        batches=[(batch, name_batch(survey, batch), explain_stage(batch)) for batch in batches],
        language_names=LANGUAGE_NAMES,
    )


def name_batch(survey: Campaign, batch: Batch) -> str:
    place = name_place(make_structure(survey.structure), batch.unit, None, current_language())
    return ngettext("%(place)s, %(num)s form", "%(place)s, %(num)s forms", batch.forms, place=place)


def explain_stage(batch: Batch) -> str:
    """What is to be done next, and by whom."""
    me = get_colleague().account_id
    match batch.stage:
        case "first":
            return _("%(done)s of %(all)s typed by the first person", done=len(batch.typed.first), all=batch.forms)
        case "second" if me == batch.first_account_id:
            return _("Waits for another colleague, who types the same forms anew")
        case "second":
            return _("%(done)s of %(all)s typed by the second person", done=len(batch.typed.second), all=batch.forms)
    return _("Typed twice: settle the differences and store it")


@blueprint.get(f"{PAGE}/<language>/form.pdf")
def print_paper(organisation_id: int, survey_id: int, language: str) -> ResponseReturnValue:
    """The form of the unit in the query, the same for everybody there."""
    survey = load_survey(organisation_id, survey_id)
    unit = request.args.get("unit") or None
    known = unit is None or unit in make_structure(survey.structure).open_units
    if language not in survey.languages or not known or not has_open_link(survey) or survey.state != "open":
        abort(404)
    return send_pdf(print_form(survey, unit, language), f"form-{survey.id}.pdf")


@blueprint.get(f"{PAGE}/<int:batch_id>")
def show_batch(organisation_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    """Where this colleague goes on with a batch: the next form, the differences, or a page that says who is next."""
    survey = load_survey(organisation_id, survey_id)
    batch = paper.find_batch(survey, batch_id) or abort(404)
    me = get_colleague().account_id
    role = batch.find_role(me)
    if batch.stage == "settle" and role == "second":
        return redirect(make_link(".show_differences", survey.id, batch_id=batch_id), 303)
    if role and len(batch.list_own(role)) < batch.forms:
        number = len(batch.list_own(role)) + 1
        return redirect(make_link(".type_form", survey.id, batch_id=batch_id, number=number), 303)
    return render_template(
        "campaigns/paper_wait.html",
        survey=survey,
        batch=batch,
        name=name_batch(survey, batch),
        is_first=me == batch.first_account_id,
        address=find_base() + make_link(".show_batch", survey.id, batch_id=batch_id),
    )


@blueprint.get(f"{PAGE}/<int:batch_id>/forms/<int:number>")
def type_form(organisation_id: int, survey_id: int, batch_id: int, number: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    batch = paper.find_batch(survey, batch_id) or abort(404)
    role = batch.find_role(get_colleague().account_id)
    if role is None or not 1 <= number <= min(batch.forms, len(batch.list_own(role)) + 1):
        return redirect(make_link(".show_batch", survey.id, batch_id=batch_id), 303)
    own = batch.list_own(role)
    pages = paper.list_pages(survey, batch.unit, current_language())
    form = _make_form(survey, pages, own[number - 1] if number <= len(own) else None)
    return _show_form(survey, batch, number, pages, form)


@blueprint.post(f"{PAGE}/<int:batch_id>/forms/<int:number>")
def keep_form(organisation_id: int, survey_id: int, batch_id: int, number: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    batch = paper.find_batch(survey, batch_id)
    if batch is None:
        return _refuse(survey, PaperError("gone"))
    pages = paper.list_pages(survey, batch.unit, current_language())
    form = _make_form(survey, pages)
    if not form.validate():
        return _show_form(survey, batch, number, pages, form), 422
    try:
        paper.type_form(organisation_id, survey_id, batch_id, get_colleague().account_id, number, form.read())
    except PaperError as error:
        return _refuse(survey, error)
    return redirect(make_link(".show_batch", survey.id, batch_id=batch_id), 303)


def _make_form(survey: Campaign, pages: tuple[Page, ...], kept: TypedForm | None = None) -> SheetForm:
    structure, language = make_structure(survey.structure), current_language()
    items = len(paper.need_survey(survey.id).questionnaire.items)
    sent = request.form if request.method == "POST" else None
    return make_sheet_form(structure, pages, items, language, sent, kept)


def _show_form(survey: Campaign, batch: Batch, number: int, pages: tuple[Page, ...], form: SheetForm) -> str:
    return render_template(
        "campaigns/paper_form.html",
        survey=survey,
        batch=batch,
        name=name_batch(survey, batch),
        number=number,
        pages=pages,
        form=form,
        errors=form.list_errors(),
        find_digit=find_digit,
        count_digits=count_digits,
    )


@blueprint.get(f"{PAGE}/<int:batch_id>/differences")
def show_differences(organisation_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    batch = paper.find_batch(survey, batch_id) or abort(404)
    if batch.stage != "settle" or batch.find_role(get_colleague().account_id) != "second":
        return redirect(make_link(".show_batch", survey.id, batch_id=batch_id), 303)
    return _show_differences(survey, batch, {}, [])


@blueprint.post(f"{PAGE}/<int:batch_id>/differences")
def store_batch(organisation_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    batch = paper.find_batch(survey, batch_id)
    if batch is None:
        return _refuse(survey, PaperError("gone"))
    chosen, errors = read_choices(_list_differences(survey, batch), request.form)
    if errors:
        return _show_differences(survey, batch, chosen, errors), 422
    try:
        paper.store_batch(organisation_id, survey_id, batch_id, get_colleague().account_id, chosen)
    except PaperError as error:
        return _refuse(survey, error)
    flash(_("The forms are stored. Destroy the paper now."))
    return redirect(make_link(".show_paper", survey.id), 303)


def _list_differences(survey: Campaign, batch: Batch) -> list[Difference]:
    return list_differences(paper.list_pages(survey, batch.unit, current_language()), batch.typed)


def _show_differences(survey: Campaign, batch: Batch, chosen: dict[str, str], errors: list[tuple[str, str]]) -> str:
    return render_template(
        "campaigns/paper_differences.html",
        survey=survey,
        batch=batch,
        name=name_batch(survey, batch),
        structure=make_structure(survey.structure),
        differences=_list_differences(survey, batch),
        chosen=chosen,
        errors=errors,
    )


@blueprint.post(f"{PAGE}/<int:batch_id>/discard")
def discard_batch(organisation_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    try:
        paper.discard_batch(organisation_id, survey_id, batch_id)
    except PaperError as error:
        return _refuse(survey, error)
    flash(_("The batch is gone, and nothing of it was counted."))
    return redirect(make_link(".show_paper", survey.id), 303)


def _refuse(survey: Campaign, error: PaperError) -> ResponseReturnValue:
    reasons = {
        "closed": _("Forms are typed in while the survey is open. What was not stored by then is not counted."),
        "gone": _("This batch is not there any more: it was stored or discarded."),
        "same person": _("You typed these forms first. Another colleague types them anew."),
        "order": _("This was not kept: it is somebody else's turn, or the forms come in another order."),
    }
    flash(reasons[error.reason])
    if error.reason == "gone":
        # The same answer for a pile that was stored, that never was, and that is somebody else's (trust rule S2).
        return _show(survey, make_batch_form(make_structure(survey.structure), current_language())), 404
    return redirect(make_link(".show_paper", survey.id), 303)
