"""The pages of those who read comments after closing: the surveys, how far they are, a page a driver, the release."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.access.rights import get_colleague, open_blueprint, open_to
from assessment.comments import reading
from assessment.comments.forms import list_reasons, read_decision
from assessment.comments.reading import Driver, Reading, State, describe_state
from assessment.comments.reminding import tell_end
from assessment.comments.service import GoneError, OvertakenError, UnreadError, ask_for_comments, save_review
from assessment.language import current_language
from assessment.log import log
from assessment.models import Campaign
from assessment.paging import count_pages
from assessment.release.schedule import find_retention

blueprint = Blueprint("comments", __name__, url_prefix="/organisations/<int:organisation_id>/comments")
open_blueprint(blueprint, "facilitator", "second-reader")


@blueprint.get("")
def list_surveys(organisation_id: int) -> ResponseReturnValue:
    surveys = reading.list_surveys(organisation_id, get_colleague().account_id)
    return render_template("comments/surveys.html", organisation_id=organisation_id, surveys=surveys)


@blueprint.get("/<int:survey_id>")
def show_survey(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    """How far each driver and reader is, and for facilitators the release."""
    survey = load_survey(organisation_id, survey_id)
    colleague = get_colleague()
    return render_template(
        "comments/survey.html",
        survey=survey,
        state=describe_state(survey, colleague.account_id),
        kept=(kept := find_retention(survey).comments),
        end=tell_end(kept, survey.zone, current_language()),
        may_release="facilitator" in colleague.roles_in(organisation_id),
    )


@blueprint.post("/<int:survey_id>/release")
@open_to("facilitator")
def release(organisation_id: int, survey_id: int) -> ResponseReturnValue:
    survey = load_survey(organisation_id, survey_id)
    try:
        ask_for_comments(organisation_id, survey.id)
    except UnreadError:
        flash(_("Not released: two people must have read every comment, one of them the second reader."))
    else:
        log.info("comments asked for", survey=survey_id, account=get_colleague().account_id)
    return redirect(url_for(".show_survey", organisation_id=organisation_id, survey_id=survey_id), 303)


@blueprint.get("/<int:survey_id>/<int:number>")
def show_page(organisation_id: int, survey_id: int, number: int) -> ResponseReturnValue:
    """The comments on one driver, twenty on a page."""
    survey = load_survey(organisation_id, survey_id)
    return render_page(survey, *find_driver(survey, number), read_page())


@blueprint.post("/<int:survey_id>/<int:number>/<int:position>")
def decide(organisation_id: int, survey_id: int, number: int, position: int) -> ResponseReturnValue:
    """One decision on one comment, kept at once. With a script only that comment comes back, else the page."""
    survey = load_survey(organisation_id, survey_id)
    dimension = find_dimension(survey, number)
    account_id = get_colleague().account_id
    one = reading.find_one(survey.id, dimension, account_id, position) or abort(404)
    opinion, error = read_decision(one.text, request.form)
    if opinion is not None:
        try:
            save_review(survey, dimension, position, account_id, opinion, request.form.get("seen", ""))
        except GoneError:
            flash(_("These comments have been released: nothing can be changed any more."))
            return redirect(url_for(".show_survey", organisation_id=organisation_id, survey_id=survey_id), 303)
        except OvertakenError:
            error = _("Not saved: you decided otherwise in another window. Look at it below, then decide again.")
    return _answer(survey, number, position, error)


def _answer(survey: Campaign, number: int, position: int, error: str) -> ResponseReturnValue:
    state, driver = find_driver(survey, number)
    page = count_pages(position, reading.PAGE_SIZE)
    typed = request.form.get("text", "") if error else ""
    if "HX-Request" in request.headers:
        one = reading.find_one(survey.id, driver.dimension, get_colleague().account_id, position) or abort(404)
        return render_template(
            "comments/_answer.html",
            survey=survey,
            state=state,
            driver=driver,
            one=one,
            wrong=(position, error, typed),
            reasons=list_reasons(),
        )
    if error:
        return render_page(survey, state, driver, page, (position, error, typed)), 422
    place = {"organisation_id": survey.organisation_id, "survey_id": survey.id, "number": number}
    return redirect(url_for(".show_page", **place, page=page, _anchor=f"comment-{position}"), 303)  # type: ignore[arg-type]


def render_page(
    survey: Campaign, state: State, driver: Driver, page: int, wrong: tuple[int, str, str] = (0, "", "")
) -> str:
    """``wrong``: the comment whose decision was not kept, why not, and what was typed."""
    account_id = get_colleague().account_id
    pages = count_pages(driver.count, reading.PAGE_SIZE)
    comments: list[Reading] = reading.list_page(survey.id, driver.dimension, account_id, page)
    if not comments:
        abort(404)
    return render_template(
        "comments/page.html",
        survey=survey,
        state=state,
        driver=driver,
        comments=comments,
        page=page,
        pages=pages,
        wrong=wrong,
        errors=[(f"comment-{wrong[0]}", wrong[1])] if wrong[1] else [],
        reasons=list_reasons(),
    )


def load_survey(organisation_id: int, survey_id: int) -> Campaign:
    """Looked up through the organisation in the address; one of another organisation is not even there."""
    return reading.find_survey(organisation_id, survey_id) or abort(404)


def find_driver(survey: Campaign, number: int) -> tuple[State, Driver]:
    state = describe_state(survey, get_colleague().account_id)
    return state, next((one for one in state.drivers if one.number == number), None) or abort(404)


def find_dimension(survey: Campaign, number: int) -> str:
    """The driver of an address; its number is its place in the questionnaire."""
    return reading.name_dimension(survey, number) or abort(404)


def read_page() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) else abort(404)
