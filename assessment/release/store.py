"""Release tables as figures: written once, read by everybody. One query for the summary, one for the cells."""

import hashlib
import json
from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assessment.models import Campaign, Release, ReleaseCell, db
from assessment.scoring.figures import Cell, ReleasedFigures, ReleaseSummary


def find_release(campaign_id: int) -> ReleasedFigures | None:
    """All that may be shown of a campaign; null before it is released. The number of answers costs nothing."""
    summary = find_summary(campaign_id)
    return None if summary is None else ReleasedFigures(summary=summary, cells=tuple(find_cells(campaign_id)))


def find_summary(campaign_id: int) -> ReleaseSummary | None:
    """What concerns the organisation as a whole; null before the campaign is released."""
    text = db.session.scalar(
        select(Release.summary)
        .join(Campaign, Campaign.id == Release.campaign_id)
        .where(Release.campaign_id == campaign_id, Campaign.state == "released")
    )
    return None if text is None else ReleaseSummary.model_validate_json(text)


def find_cells(campaign_id: int) -> list[Cell]:
    """The shown groups of people in order of importance; none before the campaign is released."""
    texts = db.session.scalars(
        select(ReleaseCell.figures)
        .join(Release, Release.id == ReleaseCell.release_id)
        .join(Campaign, Campaign.id == Release.campaign_id)
        .where(Release.campaign_id == campaign_id, Campaign.state == "released")
        .order_by(ReleaseCell.position)
    )
    return [Cell.model_validate_json(text) for text in texts]


def write_canonically(figure: BaseModel) -> str:
    """Canonical JSON: sorted keys, no spaces, nothing that has its default value. Equal figures give equal bytes."""
    data = figure.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_release(summary: str, cells: Sequence[str]) -> str:
    """SHA-256 of the canonical texts, one a line."""
    return hashlib.sha256("\n".join((summary, *cells)).encode()).hexdigest()


def store_cells(session: Session, release: Release, cells: Sequence[Cell]) -> list[str]:
    """Write a release's cells; gives their texts."""
    texts = [write_canonically(cell) for cell in cells]
    session.execute(delete(ReleaseCell).where(ReleaseCell.release_id == release.id))
    rows = [
        {
            "organisation_id": release.organisation_id,
            "release_id": release.id,
            "position": position,
            "kind": cell.kind,
            "key": cell.key,
            "figures": text,
        }
        for position, (cell, text) in enumerate(zip(cells, texts, strict=True))
    ]
    if rows:
        session.execute(insert(ReleaseCell), rows)
    return texts
