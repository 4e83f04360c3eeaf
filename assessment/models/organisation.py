"""An organisation, its tree of units, and the groups of people in it."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base, LanguageMap


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[LanguageMap]


class Unit(Base):
    """A place in the organisation's tree; ``key`` stays the same from one campaign to the next."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[str]
    name: Mapped[LanguageMap]
    position: Mapped[int] = mapped_column(default=0)
    builds_software: Mapped[bool] = mapped_column(default=False)


class RespondentGroup(Base):
    """The standing of people: ``voice`` is "says" for senior managers (about themselves) and "sees" for all others."""

    __tablename__ = "respondent_group"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str]
    name: Mapped[LanguageMap]
    voice: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class HeadCount(Base):
    """How many people a unit has in a group, where there is no list of people; no row means none."""

    __tablename__ = "head_count"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    group_: Mapped[str] = mapped_column("group_key", primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    count: Mapped[int]
