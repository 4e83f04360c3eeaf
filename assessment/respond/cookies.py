"""Cookies of answering: the link's token, seen by survey pages only."""

from datetime import timedelta

from flask import current_app, request
from werkzeug import Response

from assessment.access.tokens import is_token
from assessment.settings import Settings

PATH = "/survey"
LIFETIME = timedelta(hours=12)
BROWSER_LIFETIME = timedelta(days=60)
"""A printed link is typed or scanned again after the lifetime of its cookie; what was begun is then still here."""


def name_link_cookie() -> str:
    """The cookie of the link that was opened. Its path keeps it from the strict prefix __Host-, which wants "/"."""
    return "__Secure-survey" if _settings().secure else "survey"


def name_own_cookie() -> str:
    """The cookie of the personal invitation that a shared link gave out."""
    return "__Secure-survey-own" if _settings().secure else "survey-own"


def read_tokens() -> list[str]:
    """The tokens that this browser holds, the opened link's first."""
    values = (request.cookies.get(name_link_cookie()), request.cookies.get(name_own_cookie()))
    return [value for value in values if value and is_token(value)]


def keep_token(response: Response, name: str, token: str) -> None:
    _keep(response, name, token, LIFETIME, PATH)


def _keep(response: Response, name: str, value: str, age: timedelta | int, path: str) -> None:
    response.set_cookie(name, value, max_age=age, path=path, secure=_settings().secure, httponly=True, samesite="Lax")


def name_browser_cookie() -> str:
    """The cookie of a browser in which somebody began by a printed link: a secret that opens nothing by itself."""
    return "__Secure-survey-browser" if _settings().secure else "survey-browser"


def read_browser() -> str:
    value = request.cookies.get(name_browser_cookie(), "")
    return value if is_token(value) else ""


def keep_browser(response: Response, browser: str) -> None:
    _keep(response, name_browser_cookie(), browser, BROWSER_LIFETIME, PATH)


def drop_token(response: Response, name: str) -> None:
    response.delete_cookie(name, path=PATH, secure=_settings().secure, httponly=True, samesite="Lax")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


TURN_PATH = f"{PATH}/screen"


def name_turn_cookie() -> str:
    """The cookie of a turn at a shared screen, between its first page and its questions."""
    return "__Secure-survey-turn" if _settings().secure else "survey-turn"


def read_turn_cookie() -> str:
    return request.cookies.get(name_turn_cookie(), "")


def keep_turn(response: Response, turn: str, seconds: int) -> None:
    _keep(response, name_turn_cookie(), turn, seconds, TURN_PATH)


def drop_turn(response: Response) -> None:
    name = name_turn_cookie()
    response.delete_cookie(name, path=TURN_PATH, secure=_settings().secure, httponly=True, samesite="Lax")
