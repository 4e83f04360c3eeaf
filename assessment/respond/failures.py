"""What somebody is shown when their answers cannot be taken: plain words, and nothing they typed thrown away."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from assessment.clock import tell_time
from assessment.respond import question_routes
from assessment.respond.errors import (
    ClosedError,
    ConflictError,
    ElsewhereError,
    NotOpenError,
    SpentError,
    UnknownLinkError,
    WrongLinkError,
)
from assessment.respond.loading import is_quiet, is_staying, load_anyone, show
from assessment.respond.promise import describe_survey
from assessment.respond.service import mark_link

STAFF_PAGE = "staff.show_staff"
"""Where everybody who was asked reads what came out of it: a page of a room above this one."""

STATUS = {"early": 403, "closed": 410, "refused": 403, "withdrawn": 410}


def register_failures(blueprint: Blueprint) -> None:
    """Let a blueprint's errors end on these pages."""
    for error, page in PAGES.items():
        blueprint.register_error_handler(error, page)
    blueprint.register_error_handler(CSRFError, show_stale)


def show_unknown(_error: UnknownLinkError) -> ResponseReturnValue:
    """The cookie of the link lasts half a day, or was cleared away: a page that lay open keeps what was filled in."""
    message = _(
        "Not saved: this browser no longer knows your link. What you filled in stays on this page. Open your link once "
        "more in a new tab, come back here and press “Send again”."
    )
    return _tell(message, 404) or (render_template("respond/unknown.html"), 404)


def show_wrong(_error: WrongLinkError) -> ResponseReturnValue:
    message = _(
        "Not saved: another survey link was opened in this browser. What you filled in stays on this page. Open your "
        "own link once more in a new tab, come back here and press “Send again”."
    )
    return _tell(message, 409) or (render_template("respond/wrong_link.html"), 409)


def show_elsewhere(error: ElsewhereError) -> ResponseReturnValue:
    visit = error.visit
    return _answer(show("elsewhere", visit, mark=mark_link(visit)), 409)


def show_not_open(error: NotOpenError) -> ResponseReturnValue:
    if error.state == "released":
        return _lead_to(url_for(STAFF_PAGE))
    facts = describe_survey(error.visit, g.language)
    page = render_template("respond/not_open.html", survey=error.visit.survey, state=error.state, facts=facts)
    return _answer(page, STATUS[error.state])


def show_closed(_error: ClosedError) -> ResponseReturnValue:
    visit = load_anyone()
    return show_not_open(NotOpenError(visit, visit.survey.find_state(tell_time())))


def show_spent(_error: SpentError) -> ResponseReturnValue:
    """The receipt, which is the same for whoever sends twice."""
    return _lead_to(url_for("respond.survey.thanks"))


def show_overtaken(_error: ConflictError) -> ResponseReturnValue:
    """Somebody's other device was faster at a moment when there is nothing to choose from: look again."""
    return redirect(url_for("respond.survey.review"), 303)


def show_stale(_error: CSRFError) -> ResponseReturnValue:
    """A form that lay open too long, or a browser that lost its session: keep what was typed, ask to send it again."""
    message = _("This page was open for a long time and is not saved yet. Nothing is lost: press Continue again.")
    number = (request.view_args or {}).get("number")
    try:
        found = question_routes.find_page(number) if number else None
    except tuple(PAGES) as error:
        # The framework asks no second handler for what one raises.
        return PAGES[type(error)](error)
    if is_quiet():
        return _("Not saved yet: press Continue.")
    if found is None:
        return redirect(request.path, 303)
    visit, page = found
    return question_routes.show_again(page, visit, message)


PAGES: dict[type[Exception], Callable[[Any], ResponseReturnValue]] = {
    UnknownLinkError: show_unknown,
    WrongLinkError: show_wrong,
    NotOpenError: show_not_open,
    ClosedError: show_closed,
    SpentError: show_spent,
    ConflictError: show_overtaken,
    ElsewhereError: show_elsewhere,
}
"""What each reason for not taking answers is shown as."""


def _tell(message: str, status: int) -> ResponseReturnValue | None:
    """A line for the page's script, which shows it and stays; None where a whole page is wanted."""
    if not is_quiet() and not is_staying():
        return None
    return Response(message, status, mimetype="text/plain")


def _lead_to(address: str) -> ResponseReturnValue:
    """To another page, also where the page's script asked."""
    if not is_quiet():
        return redirect(address, 303)
    response = make_response("")
    response.headers["HX-Redirect"] = address
    return response


def _answer(page: str, status: int) -> ResponseReturnValue:
    """A whole page; the page's script, which waits for a line only, is told to load it instead."""
    if not is_quiet():
        return page, status
    response = make_response("")
    response.headers["HX-Refresh"] = "true"
    return response
