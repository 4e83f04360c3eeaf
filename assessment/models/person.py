"""People of an organisation who may be invited: never who answered what."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.models.base import Base


class Person(Base):
    """``group_`` is the key of a respondent group; without ``email`` somebody is reached by a code card or a letter.

    ``email`` is kept in lower case and is one person's in an organisation; many may have none (null).
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        # Counting people by place, and turning the pages of the list, read no row that is not shown.
        Index("ix_person_place", "organisation_id", "unit_id", "group_key", "email"),
        Index("ix_person_name", "organisation_id", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    group_: Mapped[str] = mapped_column("group_key")
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
