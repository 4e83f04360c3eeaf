"""How many have answered so far: coarse, once a day, kept as that day's document (trust rule A13).

Pages read the kept figures and count nothing, so looking often tells nothing new. Only the bits of invitations are
counted, never answers.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Document, Invitation, Receipt, db
from assessment.release.limits import rate_participation
from assessment.release.structure import Place, Structure

MEDIA_TYPE = "application/json"
PERSONAL = ("personal", "card", "letter")


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Per cent who answered by the morning of ``day``; null where it must not be told (yet)."""

    day: date
    whole: int | None
    units: Mapping[str, int | None]
    groups: tuple[tuple[tuple[str, ...], int | None], ...]


def keep_day(session: Session, campaign: Campaign, day: date, now: datetime) -> None:
    """Count and keep the figures of a day, in the caller's transaction; a day that is kept stays as it is."""
    key = name_document(campaign.id, day)
    known = select(Document.id).where(Document.organisation_id == campaign.organisation_id, Document.key == key)
    if session.scalar(known) is not None:
        return
    rates = rate_participation(
        Structure.of(campaign.structure), count_done(session, campaign.id), campaign.smallest_group
    )
    figures: dict[str, Any] = {
        "whole": rates.whole,
        "units": dict(rates.units),
        "groups": [[list(members), rate] for members, rate in rates.groups],
    }
    content = json.dumps(figures, sort_keys=True, separators=(",", ":")).encode()
    session.add(
        Document(
            organisation_id=campaign.organisation_id,
            key=key,
            media_type=MEDIA_TYPE,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=now,
            content=content,
        )
    )


def count_done(session: Session, campaign_id: int) -> dict[Place, int]:
    """Invitations that were answered, by unit and group; turns at a screen and forms on paper, which have no
    invitation, by their receipts, which name no place (A22)."""
    rows = session.execute(
        select(Invitation.unit, Invitation.group_, func.count())
        .where(Invitation.campaign_id == campaign_id, Invitation.done.is_(True), Invitation.kind.in_(PERSONAL))
        .group_by(Invitation.unit, Invitation.group_)
    )
    done: dict[Place, int] = {(unit, group): count for unit, group, count in rows}
    receipts = session.scalar(select(func.count()).select_from(Receipt).where(Receipt.campaign_id == campaign_id)) or 0
    if receipts:
        done[None, None] = done.get((None, None), 0) + receipts
    return done


def find_figures(campaign: Campaign) -> DayFigures | None:
    """The newest figures that are kept; None before the first morning."""
    row = db.session.execute(
        select(Document.key, Document.content)
        .where(
            Document.organisation_id == campaign.organisation_id,
            Document.key.startswith(_prefix(campaign.id), autoescape=True),
        )
        .order_by(Document.key.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    figures = json.loads(row.content)
    return DayFigures(
        day=date.fromisoformat(row.key.rpartition(" ")[2]),
        whole=figures["whole"],
        units=figures["units"],
        groups=tuple((tuple(members), rate) for members, rate in figures["groups"]),
    )


def name_document(campaign_id: int, day: date) -> str:
    return f"{_prefix(campaign_id)}{day.isoformat()}"


def _prefix(campaign_id: int) -> str:
    return f"participation of survey {campaign_id} on "
