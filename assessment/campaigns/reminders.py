"""When the one reminder may be sent: nobody is to be reminded of a mail that they have not got yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AT_LATEST = timedelta(days=1)
"""After the opening: by then a few mails that a server keeps putting off hold up the reminder of nobody else."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Of a survey's invitations by mail. ``making``: a round of inviting is at work."""

    sent: int
    waiting: int
    making: bool


def find_hindrance(opens_at: datetime | None, closes_at: datetime | None, sending: Sending, now: datetime) -> str:
    """Why a launched survey reminds nobody yet: "early", "over", "nobody" was sent an invitation, "sending"; "" where
    it may."""
    if opens_at is not None and now < opens_at:
        return "early"
    if closes_at is not None and now >= closes_at:
        return "over"
    if not sending.sent:
        return "sending" if sending.waiting or sending.making else "nobody"
    on_its_way = sending.waiting or sending.making
    return "sending" if on_its_way and (opens_at is None or now < opens_at + AT_LATEST) else ""
