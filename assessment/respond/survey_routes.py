"""Pages of a survey around its questions: welcome, about you, review, thanks."""

from dataclasses import replace

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.tokens import random_token
from assessment.clock import tell_time
from assessment.respond import question_routes, screen_routes, service
from assessment.respond.cookies import keep_browser, keep_token, name_own_cookie
from assessment.respond.errors import NotOpenError
from assessment.respond.failures import register_failures
from assessment.respond.forms import PlaceForm
from assessment.respond.loading import (
    is_switching,
    keep_switch,
    lead_on,
    load_anyone,
    load_open,
    load_placed,
    load_visit,
    show,
)
from assessment.respond.promise import describe_survey
from assessment.respond.visit import Visit

blueprint = Blueprint("survey", __name__, url_prefix="/survey")
blueprint.register_blueprint(question_routes.blueprint)
blueprint.register_blueprint(screen_routes.blueprint)
blueprint.after_request(keep_switch)
blueprint.after_request(lead_on)
register_failures(blueprint)


@blueprint.get("/")
def welcome() -> ResponseReturnValue:
    visit = load_visit()
    if visit.screen:
        return redirect(url_for(".screen.begin"), 303)
    return show("welcome", visit, facts=describe_survey(visit, g.language), mark=service.mark_link(visit))


@blueprint.post("/")
def begin() -> ResponseReturnValue:
    """Start, or go on where somebody left off; a shared link hands out a personal invitation here."""
    visit = load_visit()
    if is_switching() or visit.screen:
        return redirect(url_for(".welcome"), 303)
    if not visit.is_bound:
        visit = replace(visit, browser=random_token())
    own = service.settle_questions(service.enter_shared(visit) if visit.shared else visit)
    response = redirect(_find_next(own), 303)
    if visit.shared:
        keep_token(response, name_own_cookie(), own.token)
    if visit.browser:
        keep_browser(response, visit.browser)
    return response


@blueprint.post("/afresh")
def begin_afresh() -> ResponseReturnValue:
    """Here, where another browser has begun by a printed link."""
    visit = load_open()
    if visit.elsewhere and not is_switching():
        service.begin_afresh(visit)
    return redirect(url_for(".welcome"), 303)


def _find_next(visit: Visit) -> str:
    """What is still to be settled, else the first page on which nothing is answered yet, else the review."""
    if not visit.is_placed:
        return url_for("respond.survey.place")
    page = visit.answers.find_next(visit.list_pages(g.language))
    if page is None:
        return url_for("respond.survey.review")
    return url_for("respond.survey.questions.show_questions", number=page.number)


@blueprint.get("/about-you")
def place() -> ResponseReturnValue:
    visit = load_visit()
    if visit.shared or not visit.is_bound:
        return redirect(url_for(".welcome"), 303)
    return _show_place(visit, [], visit.answers.unit, visit.answers.group)


@blueprint.post("/about-you")
def choose_place() -> ResponseReturnValue:
    visit = load_visit()
    if visit.shared or not visit.is_bound:
        return redirect(url_for(".welcome"), 303)
    form = PlaceForm.for_visit(visit)
    if is_switching() or request.form.get("go") == "back":
        service.save_place(visit, form.known_unit, form.known_group)
        return redirect(url_for(".place" if is_switching() else ".welcome"), 303)
    errors = form.list_errors()
    if errors:
        return _show_place(visit, errors, form.known_unit, form.known_group), 422
    return redirect(_find_next(service.save_place(visit, form.known_unit, form.known_group)), 303)


def _show_place(visit: Visit, errors: list[tuple[str, str]], unit: str | None, group: str | None) -> str:
    return show("about_you", visit, errors=errors, unit=unit, group=group, mark=service.mark_link(visit))


@blueprint.get("/review")
def review() -> ResponseReturnValue:
    visit = load_placed()
    if visit is None:
        return redirect(url_for(".welcome"), 303)
    return _show_review(visit)


@blueprint.post("/review")
def submit() -> ResponseReturnValue:
    visit = load_placed()
    if visit is None:
        return redirect(url_for(".welcome"), 303)
    if is_switching():
        return redirect(url_for(".review"), 303)
    if request.form.get("go") == "back":
        last = len(visit.list_pages(g.language))
        return redirect(url_for("respond.survey.questions.show_questions", number=last), 303)
    if request.form.get("seen") != service.mark_all(visit):
        return _show_review(visit, changed=True), 409
    service.submit(visit)
    return redirect(url_for(".thanks"), 303)


def _show_review(visit: Visit, changed: bool = False) -> str:
    return show(
        "review",
        visit,
        pages=visit.list_pages(g.language),
        changed=changed,
        seen=service.mark_all(visit),
        mark=service.mark_link(visit),
    )


@blueprint.get("/thanks")
def thanks() -> ResponseReturnValue:
    """The receipt: the same however often the answers were sent, and whenever somebody comes back."""
    visit = load_anyone()
    if not visit.done:
        return redirect(url_for(".welcome"), 303)
    state = visit.survey.find_state(tell_time())
    if state in ("withdrawn", "released"):
        raise NotOpenError(visit, state)
    return show("thanks", visit, facts=describe_survey(visit, g.language))
