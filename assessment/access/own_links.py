"""Links of people who have no account but a page of their own: their tokens, which no table holds, and the cookie that
carries one."""

import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from werkzeug import Response

from assessment.access.tokens import TOKEN_BYTES, is_token, spell_token

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class OwnLinks:
    """The links of one kind of people. ``name`` keeps their tokens and cookies apart from those of other links;
    ``path`` is where their pages lie, and the only place that the cookie is sent to."""

    name: str
    path: str

    def make_token(self, link_key: bytes, own_id: int) -> str:
        """The first 128 bits of HMAC-SHA-256(link key, "name:7"), 22 letters.

        It is made again when a mail is written, so that no table holds it.
        """
        digest = hmac.digest(link_key, f"{self.name}:{own_id}".encode(), "sha256")
        return spell_token(digest[:TOKEN_BYTES])

    def read_token(self) -> str | None:
        """The token that this browser holds."""
        token = request.cookies.get(self._name_cookie(), "")
        return token if is_token(token) else None

    def keep_token(self, response: Response, token: str) -> None:
        """Keep what came with a link; what has not the shape of a token takes away what was kept."""
        if not is_token(token):
            self.drop_token(response)
            return
        response.set_cookie(
            self._name_cookie(),
            token,
            max_age=LIFETIME,
            path=self.path,
            secure=_is_secure(),
            httponly=True,
            samesite="Lax",
        )

    def drop_token(self, response: Response) -> None:
        response.delete_cookie(self._name_cookie(), path=self.path, secure=_is_secure(), httponly=True, samesite="Lax")

    def _name_cookie(self) -> str:
        """Its path keeps it from the strict prefix __Host-, which wants "/"."""
        return f"__Secure-{self.name}" if _is_secure() else self.name


def _is_secure() -> bool:
    return bool(current_app.extensions["settings"].secure)
