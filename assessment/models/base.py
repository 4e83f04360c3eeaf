"""What every table shares: constraint names, the UTC clock, texts in several languages."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Named from the first migration on: a constraint without a name cannot be altered later on SQLite.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LanguageMap = dict[str, str]
"""One text in several languages: {"en": "...", "nl": "..."}."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite hands aware times back naive; this type makes them aware again and refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored: use datetime.now(UTC)")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime(),
        LanguageMap: JSON(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language, else in English, else in whichever comes first."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
