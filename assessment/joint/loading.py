"""Finding the senior manager behind a request, and showing them a page in their language."""

from typing import Any

from flask import g, render_template, request

from assessment.access.tokens import page_mark
from assessment.joint.seat import Seat, find_seat
from assessment.joint.tokens import MEMBERS

MARKED = b"joint answer"


class UnknownSeatError(Exception):
    """No cookie, or a token that opens nothing: never valid, or of a name that was taken off."""


class OtherSeatError(Exception):
    """A page that one link opened was sent after another link had been opened in the same browser."""


def load_seat() -> Seat:
    """Who holds this browser's token; settles the page's language. Raises UnknownSeatError and OtherSeatError."""
    seat = find_seat(MEMBERS.read_token())
    if seat is None:
        raise UnknownSeatError
    g.language = _settle_language(seat)
    if request.method == "POST" and request.form.get("link") != mark_link(seat):
        raise OtherSeatError
    return seat


def mark_link(seat: Seat) -> str:
    return page_mark(seat.token, MARKED)


def _settle_language(seat: Seat) -> str:
    """One of the survey's own languages: the one chosen in this browser, else that of the invitation."""
    languages = seat.survey.languages
    for chosen in (request.cookies.get("language"), seat.language):
        if chosen in languages:
            return str(chosen)
    return languages[0]


def show(name: str, seat: Seat, **context: Any) -> str:
    return render_template(f"joint/{name}.html", seat=seat, survey=seat.survey, mark=mark_link(seat), **context)
