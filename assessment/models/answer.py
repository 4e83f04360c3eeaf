"""Invitations, drafts and answers. No key leads from one of these tables to another (trust rules A2, A3, A17)."""

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Invitation(Base):
    """A link's hash and what it settles. ``kind``: "personal" (one answer) or "shared" (a door that gives out personal
    ones). ``done`` has no time. ``unit`` and ``group_`` are keys in the campaign's structure, null where asked.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_campaign_id", "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(default="personal")
    token_sha256: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str | None]
    group_: Mapped[str | None] = mapped_column("group_key")
    done: Mapped[bool] = mapped_column(default=False)


class Draft(Base):
    """Unfinished answers, encrypted with a key derived from the link's token, which the database does not hold."""

    __tablename__ = "draft"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    row_version: Mapped[int] = mapped_column(default=1)


class AnswerSet(Base):
    """One person's answers: a byte an item in the order of the questionnaire version (codes in scoring.answers).

    ``id`` is 16 random bytes. There is no time, address, language or sequence number, and on SQLite no rowid.
    """

    __tablename__ = "answer_set"
    __table_args__ = (Index("ix_answer_set_campaign_id", "campaign_id"), {"sqlite_with_rowid": False})

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit: Mapped[str | None]
    group_: Mapped[str | None] = mapped_column("group_key")
    answers: Mapped[bytes] = mapped_column(LargeBinary)


class Comment(Base):
    """An optional comment on one dimension, stored apart from the answers; nothing pairs two comments of one person."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_campaign_id", "campaign_id"), {"sqlite_with_rowid": False})

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit: Mapped[str | None]
    group_: Mapped[str | None] = mapped_column("group_key")
    dimension: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
