"""The address of a results page: made from the link key, so that only whoever is given it can open the page.

No table holds it. It reads "12-" and 22 letters: the survey's number, and the first 128 bits of
HMAC-SHA-256(link key, "results:12").
"""

import base64
import hmac
import re

_SHAPE = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{22})")


def results_token(link_key: bytes, campaign_id: int) -> str:
    """The secret part of a results address."""
    digest = hmac.digest(link_key, f"results:{campaign_id}".encode(), "sha256")
    return f"{campaign_id}-{base64.urlsafe_b64encode(digest[:16]).rstrip(b'=').decode()}"


def results_path(link_key: bytes, campaign_id: int) -> str:
    """The path of the results page; the caller puts the installation's base address before it."""
    return f"/results/{results_token(link_key, campaign_id)}"


def find_campaign_id(link_key: bytes, token: str) -> int | None:
    """The survey that a token opens; None for one that was not made here, compared in constant time."""
    shape = _SHAPE.fullmatch(token)
    if shape is None:
        return None
    campaign_id = int(shape[1])
    return campaign_id if hmac.compare_digest(token, results_token(link_key, campaign_id)) else None
