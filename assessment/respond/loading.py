"""Finding the person behind a request, and showing them a page in their language."""

from http import HTTPStatus
from typing import Any

from flask import g, render_template, request
from werkzeug import Response

from assessment.clock import tell_time
from assessment.language import address_by, keep_language
from assessment.respond.cookies import read_browser, read_tokens
from assessment.respond.errors import ElsewhereError, NotOpenError, SpentError, UnknownLinkError, WrongLinkError
from assessment.respond.finding import find_visit
from assessment.respond.service import mark_link
from assessment.respond.visit import Visit


def load_visit() -> Visit:
    """The person behind this request's cookies, to whom the survey is open; settles the page's language.

    Raises UnknownLinkError, NotOpenError, SpentError once answers were sent, WrongLinkError for a form that another
    link had opened, and ElsewhereError where another browser began by this printed link.
    """
    visit = load_open()
    if visit.elsewhere:
        raise ElsewhereError(visit)
    return visit


def load_open() -> Visit:
    """The same whichever browser began."""
    visit = load_anyone()
    if visit.done:
        raise SpentError
    state = visit.survey.find_state(tell_time())
    if state != "open":
        raise NotOpenError(visit, state)
    if request.method == "POST" and request.form.get("link") != mark_link(visit):
        raise WrongLinkError
    return visit


def load_anyone() -> Visit:
    """The same whatever the survey's state; raises only UnknownLinkError."""
    visit = find_visit(read_tokens(), read_browser())
    if visit is None:
        raise UnknownLinkError
    g.language = settle_language(visit.survey.languages)
    address_by(visit.survey.form_of_address)
    return visit


def load_placed() -> Visit | None:
    """The same for the pages behind the welcome: None while unit, group or the questions are not settled."""
    visit = load_visit()
    return visit if visit.is_placed and visit.is_drawn and visit.is_bound and not visit.shared else None


def settle_language(languages: tuple[str, ...]) -> str:
    """One of the survey's own languages: the one just chosen, else the kept one, else the browser's, else the first."""
    pressed = request.form.get("language") if request.method == "POST" else None
    for chosen in (pressed, request.cookies.get("language")):
        if chosen in languages:
            return chosen
    return request.accept_languages.best_match(languages) or languages[0]


def is_switching() -> bool:
    """Whether the button that was pressed asks for another language."""
    return "language" in request.form


def keep_switch(response: Response) -> Response:
    """Remember the language that was just chosen, whatever else became of the request, if it could be read at all."""
    too_much = response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if request.method == "POST" and not too_much and is_switching() and request.form["language"] == g.get("language"):
        keep_language(response, g.language)
    return response


def is_quiet() -> bool:
    """Whether the page's script is saving as somebody goes, to replace its status line only."""
    return "HX-Request" in request.headers


def is_staying() -> bool:
    """Whether the page's script is sending the page, which stays on the screen until it is told where to go."""
    return "X-Stay" in request.headers


def lead_on(response: Response) -> Response:
    """Tell such a script where a redirect leads: following it, it would only fetch a page that the browser then fetches
    again."""
    if is_staying() and response.location:
        response.headers["Leads-To"] = response.headers.pop("Location")
        response.status_code = HTTPStatus.NO_CONTENT
        response.data = b""
    return response


def show(name: str, visit: Visit, **context: Any) -> str:
    """A page of the survey, with what its frame needs."""
    return render_template(f"respond/{name}.html", visit=visit, survey=visit.survey, **context)
