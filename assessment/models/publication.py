"""A report that was sent to people by name, and how it looks."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Publication(Base):
    """One sending of a survey's results to readers by name. Their links open until ``ends_at``, or ``withdrawn_at``."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PublicationReader(Base):
    """Whoever a publication was sent to. The link's token is derived from this row's id; only its hash is kept."""

    __tablename__ = "publication_reader"
    __table_args__ = (UniqueConstraint("publication_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    token_sha256: Mapped[str | None] = mapped_column(unique=True)


class Look(Base):
    """An organisation's own mark on its reports: an accent colour as #rrggbb, and a logo among its documents."""

    __tablename__ = "look"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    colour: Mapped[str] = mapped_column(default="")
    logo: Mapped[str] = mapped_column(default="")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ReportWords(Base):
    """A sentence of a report in a facilitator's own words: ``place`` names it, its numbers are the original's."""

    __tablename__ = "report_words"
    __table_args__ = (UniqueConstraint("campaign_id", "language", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    language: Mapped[str]
    place: Mapped[str]
    text: Mapped[str]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy reads it from the class
