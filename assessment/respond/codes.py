"""From a typed code to the link it stands for. Twenty wrong ones a minute are a survey's share (A17)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from assessment.access.codes import hash_code, read_code
from assessment.access.invitations import find_link_key
from assessment.access.tokens import token_for
from assessment.models import Attempt, Campaign, Invitation, db, writing

MOST_WRONG = 20
WINDOW = timedelta(minutes=1)


class BusyError(Exception):
    """So many wrong codes were typed that no code is looked at for a while; links and pictures work on."""


def find_token(campaign_id: int, typed: str, *, released: bool = False) -> str | None:
    """The token of the link that a code opens; None where it opens nothing, for whatever reason. ``released``: a code
    that was used opens the page of results.

    The same is done for a code that was used, never was, or is none at all: hash, look, count. A try is written down
    before it is looked at, so that a thousand at once are not all looked at; one that opens something is taken back.
    """
    key = find_link_key()
    wanted = hash_code(key, campaign_id, read_code(typed) or "")
    attempt_id = _take_try(campaign_id)
    found = db.session.execute(
        select(Invitation.id, Invitation.done).where(
            Invitation.campaign_id == campaign_id, Invitation.code_hash == wanted
        )
    ).one_or_none()
    if found is None or (found.done and not released):
        return None
    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.id == attempt_id))
    return token_for(key, found.id)


def _take_try(campaign_id: int) -> int:
    """Raises BusyError. Two at once do not count the same wrong ones: the survey's row lets one after the other by."""
    door, now = f"code:{campaign_id}", datetime.now(UTC)
    with writing() as session:
        session.execute(select(Campaign.id).where(Campaign.id == campaign_id).with_for_update(key_share=True))
        session.execute(delete(Attempt).where(Attempt.door == door, Attempt.at <= now - WINDOW))
        wrong = session.scalar(select(func.count()).select_from(Attempt).where(Attempt.door == door)) or 0
        if wrong >= MOST_WRONG:
            raise BusyError
        attempt = Attempt(door=door, at=now)
        session.add(attempt)
        session.flush()
        return attempt.id
