"""Browsers in which somebody signed in before: whoever guesses elsewhere cannot shut them out (trust rule S14)."""

import hmac
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from assessment.access.tries import Door, address_door, name_door
from assessment.settings import Settings

LIFETIME = timedelta(days=365)


def choose_doors(kind: str, email: str) -> list[Door]:
    """Where a try of this browser counts: a browser that the account knows has a door of its own."""
    own = _read_own(email)
    if own is not None:
        return [Door(name_door(kind, own))]
    return [Door(name_door(kind, email)), address_door()]


def keep_known(response: Response, email: str) -> None:
    """Remember that this account was signed in here, in a cookie that says nothing else."""
    settings = _settings()
    response.set_cookie(
        _name(settings),
        _signer(settings).dumps([name_door("known", email), secrets.token_urlsafe(16)]),
        max_age=LIFETIME,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )


def _read_own(email: str) -> str | None:
    """The name of this browser's own door to the account; None where nobody signed in to it here."""
    settings = _settings()
    try:
        whose, own = _signer(settings).loads(request.cookies.get(_name(settings), ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return f"{own}:{email}" if hmac.compare_digest(str(whose), name_door("known", email)) else None


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="known browser")


def _name(settings: Settings) -> str:
    return "__Host-known" if settings.secure else "known"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
