"""Turns at a shared screen: first page, all questions on one page, and an end that leads to the next person (A22).

Nothing is kept between them but what the page itself carries. The questions open once: going back, loading them again
or restoring the tab finds no turn any more and leads to the first page, also without script.
"""

from flask import Blueprint, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessment.clock import tell_time
from assessment.respond import screen
from assessment.respond.cookies import drop_turn, keep_turn, read_turn_cookie
from assessment.respond.drawing import draw_questions
from assessment.respond.errors import NotOpenError, UnknownLinkError
from assessment.respond.forms import PlaceForm
from assessment.respond.loading import load_anyone, show
from assessment.respond.promise import describe_survey
from assessment.respond.screen import NoTurnError, TurnOverError
from assessment.respond.screen_forms import TurnForm, turn_form
from assessment.respond.visit import Visit

blueprint = Blueprint("screen", __name__, url_prefix="/screen")


def load_screen(language: str | None) -> Visit:
    """The screen that this browser is, in one of the survey's languages. What the person before chose is forgotten."""
    visit = load_anyone()
    if not visit.screen:
        raise UnknownLinkError
    languages = visit.survey.languages
    preferred = request.accept_languages.best_match(languages) or languages[0]
    g.language = language if language in languages else preferred
    state = visit.survey.find_state(tell_time())
    if state != "open":
        raise NotOpenError(visit, state)
    return visit


@blueprint.get("/")
def begin() -> ResponseReturnValue:
    response = make_response(_show_first(load_screen(request.args.get("language")), []))
    drop_turn(response)
    return response


@blueprint.post("/")
def start() -> ResponseReturnValue:
    visit = load_screen(request.form.get("spoken"))
    form = PlaceForm.for_visit(visit)
    errors = form.list_errors()
    if errors:
        return _show_first(visit, errors, form.known_unit, form.known_group), 422
    turn = screen.start_turn(visit, form.known_unit, form.known_group, g.language)
    response = redirect(url_for(".ask"), 303)
    keep_turn(response, screen.sign_turn(visit, turn), screen.MOST_TO_OPEN)
    return response


def _show_first(visit: Visit, errors: list[tuple[str, str]], unit: str | None = None, group: str | None = None) -> str:
    facts = describe_survey(visit, g.language)
    minutes = screen.MINUTES
    return show("screen_first", visit, facts=facts, errors=errors, unit=unit, group=group, minutes=minutes)


@blueprint.get("/questions")
def ask() -> ResponseReturnValue:
    """Open the questions of a turn that was just begun, once."""
    text = read_turn_cookie()
    visit = load_screen(None)
    turn = screen.read_turn(visit, text, screen.MOST_TO_OPEN)
    g.language = turn.language
    visit = screen.fill_visit(visit, turn)
    form = turn_form(visit.list_pages(g.language), visit.survey.asks_comments)
    response = make_response(_show_questions(visit, form, text))
    drop_turn(response)
    return response


@blueprint.post("/questions")
def send() -> ResponseReturnValue:
    text = request.form.get("turn", "")
    visit = load_screen(None)
    turn = screen.read_turn(visit, text, screen.LONGEST)
    g.language = turn.language
    asked = screen.fill_visit(visit, turn)
    form = turn_form(asked.list_pages(g.language), asked.survey.asks_comments)
    if not form.validate():
        return _show_questions(asked, form, text), 422
    screen.send_turn(screen.fill_visit(visit, turn, form.read_codes(), form.read_comments()), turn)
    return redirect(url_for(".end", language=turn.language), 303)


def _show_questions(visit: Visit, form: TurnForm, turn: str) -> str:
    grids = [(page, form.find_grid(page)) for page in form.pages]
    parts = [(page, draw_questions(page, grid.data, grid.faults)) for page, grid in grids]
    return show(
        "screen_questions", visit, parts=parts, comments=form.read_comments(), errors=form.list_errors(), turn=turn
    )


@blueprint.get("/end")
def end() -> ResponseReturnValue:
    """The receipt: the same however often the turn was sent."""
    visit = load_screen(request.args.get("language"))
    return show("screen_end", visit, facts=describe_survey(visit, g.language))


@blueprint.errorhandler(NoTurnError)
def show_none(_error: NoTurnError) -> ResponseReturnValue:
    return redirect(url_for("respond.survey.screen.begin"), 303)


@blueprint.errorhandler(TurnOverError)
def show_over(_error: TurnOverError) -> ResponseReturnValue:
    """Nothing of it was counted."""
    language = g.language
    visit = load_anyone()
    g.language = language
    return show("screen_over", visit, minutes=screen.MINUTES), 410
