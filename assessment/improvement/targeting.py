"""Targets of the total and of each driver: how high, by when, set by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from assessment.clock import tell_time
from assessment.improvement.changing import OvertakenError, changing, note
from assessment.models import Campaign, DriverTarget, db

TOTAL = "total"


@dataclass(frozen=True)
class Aim:
    score: int
    by: date | None


def find_targets(survey_id: int) -> dict[str, DriverTarget]:
    """Each driver's target, by its id."""
    rows = db.session.scalars(select(DriverTarget).where(DriverTarget.campaign_id == survey_id))
    return {row.dimension: row for row in rows}


def read_total(target: Mapping[str, Any] | None) -> Aim | None:
    """The total's target as the survey's row has it."""
    if not target or target.get("score") is None:
        return None
    by = target.get("by")
    return Aim(int(target["score"]), date.fromisoformat(by) if by else None)


def save_targets(organisation_id: int, survey_id: int, seen: int, aims: Mapping[str, Aim | None], set_by: str) -> None:
    """Set targets, by driver or TOTAL; None takes one away. What stays as it was keeps whoever set it.

    ``seen``: the version of the survey that the page had. Raises GoneError and OvertakenError.
    """
    with changing(organisation_id, survey_id) as (session, campaign):
        if campaign.row_version != seen:
            raise OvertakenError
        kept = {
            row.dimension: row
            for row in session.scalars(select(DriverTarget).where(DriverTarget.campaign_id == survey_id))
        }
        changed: dict[str, list[Any]] = {}
        for name, aim in aims.items():
            row = kept.get(name)
            old = read_total(campaign.target) if name == TOTAL else Aim(row.score, row.by) if row else None
            if old == aim:
                continue
            changed[name] = [_tell(old), _tell(aim)]
            if name == TOTAL:
                _set_total(campaign, aim, set_by)
                continue
            if row is not None:
                session.delete(row)
                session.flush()
            if aim is not None:
                session.add(
                    DriverTarget(
                        organisation_id=organisation_id,
                        campaign_id=survey_id,
                        dimension=name,
                        score=aim.score,
                        by=aim.by,
                        set_by=set_by,
                        set_on=tell_time().date(),
                    )
                )
        if changed:
            campaign.row_version += 1
            note(session, campaign, "target.changed", set_by=set_by, changed=changed)


def _set_total(campaign: Campaign, aim: Aim | None, set_by: str) -> None:
    by = aim.by.isoformat() if aim and aim.by else None
    campaign.target = {"score": aim.score, "by": by, "set_by": set_by} if aim else None


def _tell(aim: Aim | None) -> str:
    """As the trail writes it: "60, 2029-04-01"."""
    return ", ".join(str(part) for part in (aim.score, aim.by) if part is not None) if aim else ""
