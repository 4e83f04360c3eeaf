"""Invitations, drafts and answers. No key leads from one of these tables to another (trust rules A2, A3, A17)."""

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Invitation(Base):
    """A link's hash and what it settles. ``kind``: "personal" (one answer), "card" (the same for whoever draws it),
    "letter" (the same on paper for somebody without mail), "shared" (a door that gives out personal ones), "kiosk" (a
    door for a shared screen, without drafts). ``done`` has no time. ``unit`` and ``group_`` are keys in the campaign's
    structure, null where asked. ``address`` and ``language`` say whom to write to (of a letter: the id of the person);
    they go with the list of invitations. ``code_hash``: of the code that can be typed instead, keyed.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_address", "campaign_id", "kind", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(default="personal")
    token_sha256: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str | None]
    group_: Mapped[str | None] = mapped_column("group_key")
    done: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None]
    language: Mapped[str | None]
    code_hash: Mapped[str | None] = mapped_column(unique=True, index=True)


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


class Receipt(Base):
    """Hash of a form's random id where no invitation tells a second sending from a first (kiosk, paper; A22)."""

    __tablename__ = "receipt"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it from the class

    submission_sha256: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)


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
