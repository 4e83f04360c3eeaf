"""Error pages in plain words, with a reference that the log has too and nothing else of the fault (trust rule S29)."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from assessment.headers import LARGEST_FILE, LARGEST_FORM, MOST_FIELDS
from assessment.letters import UnreadableTextError
from assessment.log import describe_exception, log, name_rule, set_reference

RETRY_SECONDS = 10
LONGEST_FIELD = 60


@dataclass(frozen=True)
class Explanation:
    """What happened, in one line, and what to do."""

    title: str
    advice: str


def register_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(CSRFError, show_stale_form)
    app.register_error_handler(UnreadableTextError, show_unreadable)
    app.register_error_handler(OperationalError, show_busy)
    app.register_error_handler(TimeoutError, show_busy)


def show_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    return _render(status, explain(status), dict(error.get_headers()))


def show_stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _render(HTTPStatus.BAD_REQUEST, _explain_stale_form(), {})


def show_unreadable(error: UnreadableTextError) -> ResponseReturnValue:
    return _render(HTTPStatus.BAD_REQUEST, _explain_unreadable(error.field, error.place), {})


def show_busy(error: OperationalError | TimeoutError) -> ResponseReturnValue:
    """The database is locked, full or away: nothing was stored, and trying again is safe."""
    log.error("database", rule=name_rule(), reference=set_reference(), **describe_exception(error))
    return _render(HTTPStatus.SERVICE_UNAVAILABLE, explain(ServiceUnavailable.code), {"Retry-After": RETRY_SECONDS})


def explain(status: int) -> Explanation:
    """The words for a status; one without words of its own gets those of a bad request or of a fault on our side."""
    known = _explain_refusals() | _explain_faults()
    if status in known:
        return known[status]
    return known[HTTPStatus.INTERNAL_SERVER_ERROR if status >= 500 else HTTPStatus.BAD_REQUEST]


def _explain_refusals() -> dict[int, Explanation]:
    return {
        HTTPStatus.BAD_REQUEST: Explanation(
            _("This request could not be understood"),
            _("Check the address, or go back and try again."),
        ),
        HTTPStatus.FORBIDDEN: Explanation(
            _("This page is not open to you"),
            _("Use the link that you were sent, or ask the person who sent it."),
        ),
        HTTPStatus.NOT_FOUND: Explanation(
            _("Page not found"),
            _("If you typed the address, check that it is right. If you used a link, ask for a new one."),
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: Explanation(
            _("This page cannot be used that way"),
            _("Go back to the page that you came from and use the button there."),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Explanation(
            _("That is more than fits"),
            _(
                "A form can hold %(kilobytes)s kilobytes in %(fields)s fields, a file %(megabytes)s MB. Go back, "
                "shorten it and send it again.",
                kilobytes=LARGEST_FORM // 1000,
                fields=MOST_FIELDS,
                megabytes=LARGEST_FILE // 1024**2,
            ),
        ),
    }


def _explain_faults() -> dict[int, Explanation]:
    return {
        HTTPStatus.TOO_MANY_REQUESTS: Explanation(
            _("Too many tries"),
            _("Wait a minute and try again."),
        ),
        HTTPStatus.INTERNAL_SERVER_ERROR: Explanation(
            _("Something went wrong on our side"),
            _(
                "Go back and try again. If it happens again, tell the person who runs this application "
                "the reference below."
            ),
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: Explanation(
            _("This cannot be stored right now"),
            _("Nothing was lost on your side: wait a moment, go back and send it again."),
        ),
    }


def _explain_stale_form() -> Explanation:
    return Explanation(
        _("This form has been open for too long"),
        _("Go back, load the page again and send the form once more."),
    )


def _explain_unreadable(field: str, place: int) -> Explanation:
    """The name of a field as the form has it: a form that a browser sends holds whole letters, so that whoever meets
    this wrote to the address by a program of their own, or through one that spoils texts."""
    if not field:
        return Explanation(
            _("The address cannot be read"),
            _("It holds something that is no letter. Remove what stands after the question mark, or use a link."),
        )
    return Explanation(
        _("A text cannot be read"),
        _(
            "Nothing was stored. The field “%(field)s” holds something that is no letter in UTF-8, at byte %(place)s. "
            "Go back, type that text again and send it; if it comes from a file or another program, save it there as "
            "UTF-8 first.",
            field=field[:LONGEST_FIELD],
            place=place,
        ),
    )


def _render(status: int, explanation: Explanation, headers: dict[str, object]) -> ResponseReturnValue:
    page = render_template("error.html", explanation=explanation, reference=set_reference())
    response = make_response(page, status)
    for name in ("Allow", "Retry-After"):
        if name in headers:
            response.headers[name] = str(headers[name])
    return response
