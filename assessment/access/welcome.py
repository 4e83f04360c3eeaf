"""One-time links of colleagues: their tokens, which no table holds, and the addresses they open."""

import hmac

from assessment.access.tokens import TOKEN_BYTES, spell_token


def make_welcome_token(link_key: bytes, welcome_id: int) -> str:
    """The token of a welcome row: the first 128 bits of HMAC-SHA-256(link key, "welcome:7"), 22 letters.

    It is made again when the mail is rendered; "welcome:" keeps it apart from the tokens of survey links.
    """
    digest = hmac.digest(link_key, f"welcome:{welcome_id}".encode(), "sha256")
    return spell_token(digest[:TOKEN_BYTES])


def welcome_place(token: str) -> str:
    """The path that a token opens; mails and commands put the installation's base address before it."""
    return f"/welcome/{token}"
