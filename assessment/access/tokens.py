"""Tokens of survey links and the keys made from them (trust rule A17). The database holds none of them."""

import base64
import hashlib
import hmac
import re
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKEN_BYTES = 16
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")


def token_for(link_key: bytes, invitation_id: int) -> str:
    """The token of a personal link: the first 128 bits of HMAC-SHA-256(link key, invitation id), 22 letters.

    It can be made again whenever a mail or letter is rendered, so that no table needs to keep it.
    """
    digest = hmac.digest(link_key, str(invitation_id).encode(), "sha256")
    return spell_token(digest[:TOKEN_BYTES])


def random_token() -> str:
    """A token that cannot be made again: for those who come through a shared link."""
    return spell_token(secrets.token_bytes(TOKEN_BYTES))


def spell_token(token: bytes) -> str:
    """128 bits as 22 letters that may stand in an address."""
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def is_token(text: str) -> bool:
    """Whether the text has the shape of a token; says nothing about whether it opens anything."""
    return _SHAPE.fullmatch(text) is not None


def hash_token(token: str) -> str:
    """What the invitation table holds: SHA-256 in hexadecimal. A token has 128 random bits and needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def draft_key(token: str, browser: str = "") -> bytes:
    """The 256-bit key of a person's draft: HKDF-SHA-256 of the token, and of the browser's secret where somebody else
    has seen the token on paper."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assessment draft").derive((token + browser).encode())


def page_mark(token: str, content: bytes) -> str:
    """A short proof (16 hexadecimal digits) that a form was made for this token and this content."""
    return hmac.digest(token.encode(), content, "sha256").hex()[:16]
