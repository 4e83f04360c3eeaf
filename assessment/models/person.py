"""People of an organisation who may be invited: never who answered what."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, validates

from assessment.models.base import Base

ORDERED = String().with_variant(String(collation="C"), "postgresql")
"""A text that both databases sort by its letters' numbers, whatever language PostgreSQL was set up for."""


def make_sort_key(name: str) -> str:
    """By the last word of a name, which is mostly that of the family, then by all of it: "zwart Ann de Zwart"."""
    return f"{name.rpartition(' ')[2].lower()} {name}"


def _sort_inserted(context: ExecutionContext) -> str:
    """For rows that are inserted in bulk, past the class."""
    return make_sort_key(context.get_current_parameters().get("name") or "")  # type: ignore[attr-defined]


class Person(Base):
    """``group_`` is the key of a respondent group; without ``email`` somebody is reached by a code card or a letter.

    ``email`` is kept in lower case and is one person's in an organisation; many may have none (null). ``sort_key``
    follows the name by itself, but where rows are updated in bulk: what gives them a name gives them ``make_sort_key``.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        # Counting people by place, and turning the pages of the list, read no row that is not shown.
        Index("ix_person_place", "organisation_id", "unit_id", "group_key", "email"),
        Index("ix_person_order", "organisation_id", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    group_: Mapped[str] = mapped_column("group_key")
    name: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(ORDERED, default=_sort_inserted)
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")

    @validates("name")
    def _sort(self, _column: str, name: str) -> str:
        self.sort_key = make_sort_key(name)
        return name
