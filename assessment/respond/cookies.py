"""Cookies of answering: the link's token, seen by survey pages only."""

from datetime import timedelta

from flask import current_app, request
from werkzeug import Response

from assessment.access.tokens import is_token
from assessment.settings import Settings

PATH = "/survey"
LIFETIME = timedelta(hours=12)


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
    response.set_cookie(
        name, token, max_age=LIFETIME, path=PATH, secure=_settings().secure, httponly=True, samesite="Lax"
    )


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
    response.set_cookie(
        name_turn_cookie(),
        turn,
        max_age=seconds,
        path=TURN_PATH,
        secure=_settings().secure,
        httponly=True,
        samesite="Lax",
    )


def drop_turn(response: Response) -> None:
    name = name_turn_cookie()
    response.delete_cookie(name, path=TURN_PATH, secure=_settings().secure, httponly=True, samesite="Lax")
