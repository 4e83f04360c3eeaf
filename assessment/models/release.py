"""What may be shown of a campaign: written once by the release job, read by every page, file and report.

Both tables hold canonical JSON (sorted keys, no spaces), so that the same input gives the same bytes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class JointAnswer(Base):
    """The senior managers' joint answer (trust rule A21): a byte an item like an answer set, never counted in one."""

    __tablename__ = "joint_answer"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    members: Mapped[int]
    signed: Mapped[int]
    sealed_at: Mapped[datetime]
    sha256: Mapped[str]
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Release(Base):
    """``summary`` is JSON of scoring.figures.ReleaseSummary: all about the organisation as a whole, ready to show."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), unique=True)
    format: Mapped[int]
    released_at: Mapped[datetime]
    sha256: Mapped[str]
    summary: Mapped[str] = mapped_column(Text)


class ReleaseCell(Base):
    """``figures`` is JSON of scoring.figures.Cell: one group of people's shown figures."""

    __tablename__ = "release_cell"
    __table_args__ = (UniqueConstraint("release_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    key: Mapped[str]
    figures: Mapped[str] = mapped_column(Text)


class CommentToRead(Base):
    """A comment as the two readers see it after closing (A12): driver and text, in a random order that stays.

    ``id`` is the comment's, which alone knows a unit; readers and the web's own database role never come by that table.
    """

    __tablename__ = "comment_to_read"
    __table_args__ = (UniqueConstraint("campaign_id", "dimension", "position"), {"sqlite_with_rowid": False})

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    dimension: Mapped[str]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class CommentReview(Base):
    """What one reader makes of a comment after closing (A12): shown as ``text``, or left out for that reason."""

    __tablename__ = "comment_review"
    __table_args__ = (UniqueConstraint("comment_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    comment_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    shown: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)


class ReleasedComment(Base):
    """A comment that two people have read, at the one cell where it is shown; ``position`` is random and fixed."""

    __tablename__ = "released_comment"
    __table_args__ = (UniqueConstraint("release_id", "cell", "dimension", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    cell: Mapped[str]
    dimension: Mapped[str]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
