"""Links of those whom a report was sent to: their tokens, which no table holds, and the cookie that carries one."""

import hmac
from datetime import timedelta

from flask import current_app, request
from werkzeug import Response

from assessment.access.invitations import find_link_key
from assessment.access.tokens import TOKEN_BYTES, is_token, spell_token

PATH = "/report/"
LIFETIME = timedelta(hours=12)


def make_reader_token(link_key: bytes, reader_id: int) -> str:
    """The token of a reader: the first 128 bits of HMAC-SHA-256(link key, "report:7"), 22 letters.

    It is made again when the mail is written; "report:" keeps it apart from the tokens of other links.
    """
    digest = hmac.digest(link_key, f"report:{reader_id}".encode(), "sha256")
    return spell_token(digest[:TOKEN_BYTES])


def make_reader_link(reader_id: int, language: str) -> str:
    """Begins with the installation's address, whatever a request said (trust rule S18)."""
    address: str = current_app.extensions["settings"].base_address
    return f"{address}/r/{make_reader_token(find_link_key(), reader_id)}?language={language}"


def name_cookie() -> str:
    """Its path keeps it from the strict prefix __Host-, which wants "/"."""
    return "__Secure-report" if _is_secure() else "report"


def read_token() -> str | None:
    """The token that this browser holds."""
    token = request.cookies.get(name_cookie(), "")
    return token if is_token(token) else None


def keep_token(response: Response, token: str) -> None:
    response.set_cookie(
        name_cookie(), token, max_age=LIFETIME, path=PATH, secure=_is_secure(), httponly=True, samesite="Lax"
    )


def drop_token(response: Response) -> None:
    response.delete_cookie(name_cookie(), path=PATH, secure=_is_secure(), httponly=True, samesite="Lax")


def _is_secure() -> bool:
    return bool(current_app.extensions["settings"].secure)
