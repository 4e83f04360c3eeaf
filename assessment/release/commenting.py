"""Comments on their way from closing to the page: offered to two readers, then shown at one level (trust rule A12)."""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from assessment.models import (
    Campaign,
    Comment,
    CommentReview,
    CommentToRead,
    Release,
    ReleaseCell,
    ReleasedComment,
    db,
)
from assessment.release.atoms import EVERYBODY, choose_levels, find_atom
from assessment.scoring.figures import Cell

KINDS = ("all", "unit", "says")
"""Cells beside which comments may stand: never a group of people, nor a part of a unit."""

OFFER = """
INSERT INTO comment_to_read (id, organisation_id, campaign_id, dimension, position, text)
SELECT id, organisation_id, campaign_id, dimension, row_number() OVER (PARTITION BY dimension ORDER BY random()), text
FROM comment WHERE campaign_id = :campaign ORDER BY id
"""
"""The order on a page is drawn here, once. Rows stand in the order of their random ids."""


def offer_comments(session: Session, release: Release) -> None:
    """Give the two readers what could be shown, and delete the other comments: nobody ever reads them.

    In the transaction that sealed the figures and gave the comments new random ids and coarser places.
    """
    campaign_id = release.campaign_id
    rows = session.execute(
        select(Comment.unit, Comment.group_, Comment.dimension, func.count())
        .where(Comment.campaign_id == campaign_id)
        .group_by(Comment.unit, Comment.group_, Comment.dimension)
    ).all()
    if not rows:
        return
    counts = {(find_atom(unit, group), dimension): count for unit, group, dimension, count in rows}
    levels = choose_levels(counts, find_parents(session, release.id))
    gone = [row for row in rows if levels[find_atom(row[0], row[1]), row[2]] is None]
    unit_is, group_is = Comment.unit.is_not_distinct_from, Comment.group_.is_not_distinct_from
    for unit, group, dimension, _ in gone:
        never = (unit_is(unit), group_is(group), Comment.dimension == dimension)
        session.execute(delete(Comment).where(Comment.campaign_id == campaign_id, *never))
    session.execute(text(OFFER), {"campaign": campaign_id})


def find_parents(session: Session, release_id: int) -> dict[str, str | None]:
    """The cells of a release beside which comments may stand, each with the one above it."""
    figures = session.scalars(
        select(ReleaseCell.figures).where(ReleaseCell.release_id == release_id, ReleaseCell.kind.in_(KINDS))
    )
    cells = [Cell.model_validate_json(one) for one in figures]
    keys = {cell.key for cell in cells}
    return {cell.key: _find_above(cell, keys) for cell in cells}


def _find_above(cell: Cell, keys: set[str]) -> str | None:
    if cell.kind != "unit":
        return None
    return cell.parent if cell.parent in keys else EVERYBODY


def publish_comments(session: Session, campaign: Campaign, texts: Mapping[bytes, str]) -> int:
    """Show these texts, by the comments' ids, at one level each, in an order drawn now; gives how many are shown.

    Comments and what was made of them are deleted in the same transaction: what is shown is all that is left.
    """
    release_id = session.scalars(select(Release.id).where(Release.campaign_id == campaign.id)).one()
    places = session.execute(
        select(Comment.id, Comment.unit, Comment.group_, Comment.dimension).where(Comment.campaign_id == campaign.id)
    )
    atoms = {one: (find_atom(unit, group), dimension) for one, unit, group, dimension in places if one in texts}
    levels = choose_levels(Counter(atoms.values()), find_parents(session, release_id))
    shown: dict[tuple[str, str], list[str]] = {}
    for one, (atom, dimension) in atoms.items():
        cell = levels[atom, dimension]
        if cell is not None:
            shown.setdefault((cell, dimension), []).append(texts[one])
    rows = []
    for (cell, dimension), together in sorted(shown.items()):
        secrets.SystemRandom().shuffle(together)
        place = {"organisation_id": campaign.organisation_id, "release_id": release_id}
        rows += [
            place | {"cell": cell, "dimension": dimension, "position": number, "text": words}
            for number, words in enumerate(together, 1)
        ]
    if rows:
        session.execute(insert(ReleasedComment), rows)
    for table in (CommentReview, CommentToRead, Comment):
        session.execute(delete(table).where(table.campaign_id == campaign.id))
    return len(rows)


@dataclass(frozen=True, slots=True)
class ShownComment:
    """``cell``: "all", "says" or the key of a unit's cell; ``dimension``: the driver that it is about."""

    cell: str
    dimension: str
    text: str


def find_comments(campaign_id: int) -> list[ShownComment]:
    """The comments that may be shown of a campaign, in their fixed random order."""
    rows = db.session.execute(
        select(ReleasedComment.cell, ReleasedComment.dimension, ReleasedComment.text)
        .join(Release, Release.id == ReleasedComment.release_id)
        .join(Campaign, Campaign.id == Release.campaign_id)
        .where(Release.campaign_id == campaign_id, Campaign.state == "released")
        .order_by(ReleasedComment.cell, ReleasedComment.dimension, ReleasedComment.position)
    )
    return [ShownComment(*row) for row in rows]
