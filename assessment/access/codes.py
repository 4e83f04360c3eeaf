"""Codes that people type: on cards, and beside shared links (trust rule A17).

Ten letters of Crockford's base32, which has no I, L, O and U: 50 bits. A code is made from the link key and the
invitation's id and can be made again for printing; the table holds a hash under the link key, bound to one survey.
"""

import hmac

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_for(link_key: bytes, invitation_id: int) -> str:
    """The code of an invitation: the first 50 bits of HMAC-SHA-256(link key, "code:7")."""
    digest = hmac.digest(link_key, f"code:{invitation_id}".encode(), "sha256")
    number = int.from_bytes(digest[:7], "big") >> 6
    return "".join(LETTERS[number >> shift & 31] for shift in range(45, -1, -5))


def write_code(code: str) -> str:
    """As it is printed: "7KQ4M-X2P9D"."""
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in whatever case, with or without spaces and hyphens; None where it is none."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_LOOK_ALIKES)
    return code if len(code) == LENGTH and all(letter in LETTERS for letter in code) else None


def hash_code(link_key: bytes, campaign_id: int, code: str) -> str:
    """What the invitation table holds; a code opens one survey only."""
    return hmac.digest(link_key, f"card:{campaign_id}:{code}".encode(), "sha256").hex()


def code_place(campaign_id: int) -> str:
    """Where the codes of one survey are typed, below the base address."""
    return f"/c/{campaign_id}"
