"""Fields that no form has: every column of every table, in the spellings by which frameworks bind nested ones."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, inspect, select

from assessment.models import Base, UtcDateTime, db

MARK = "planted7391"
NUMBER = 7391
OTHER_WORDS = ("K", "k", "is_admin", "owner", "owner_id", "roles", "rights", "_method")
"""Names of what the trust rule calls never bound, where no column is called so."""

SPELLINGS = (
    "{table}-{column}",
    "{table}.{column}",
    "{table}_{column}",
    "{table}[{column}]",
    "{table}-0-{column}",
    "{column}-0",
    "{column}[]",
    "{column}-en",
    "{column}[en]",
)
"""The first is sent in the short form; ``{column}`` alone always is."""

Planted = list[tuple[str, str]]


def list_columns() -> dict[tuple[str, str], "Column[Any]"]:
    """By table and name; a column that the class calls otherwise has both names, and relations have one."""
    found: dict[tuple[str, str], Column[Any]] = {}
    for mapper in Base.registry.mappers:
        table = mapper.class_.__tablename__
        for attribute in mapper.column_attrs:
            column = attribute.columns[0]
            assert isinstance(column, Column)
            found[table, column.name] = found[table, attribute.key] = column
        for relation in inspect(mapper.class_).relationships:
            found.setdefault((table, relation.key), next(iter(relation.local_columns)))
    return dict(sorted(found.items()))


def mark_value(column: "Column[Any]") -> str:
    """A value of the column's kind that stands nowhere else."""
    kind = column.type
    if isinstance(kind, Boolean):
        return "true"
    if isinstance(kind, UtcDateTime):
        return "1999-12-31T23:59"
    if isinstance(kind, Integer):
        return str(NUMBER)
    return f'{{"{MARK}": {NUMBER}}}' if isinstance(kind, JSON) else MARK


def find_other(column: "Column[Any]", organisation_id: int) -> str:
    """What stands in a row of another organisation, where there is one: an id above all, that would be taken over."""
    if isinstance(column.type, Boolean):
        return ""
    if isinstance(column.type, LargeBinary):
        return MARK
    own = column.table.c.get("organisation_id")
    order = (column.desc(),) if own is None else (own == organisation_id, column.desc())
    value = db.session.scalar(select(column).where(column.is_not(None)).order_by(*order).limit(1))
    return mark_value(column) if value is None else str(value)


class Foreign:
    """Every name with two values: a mark, and what stands in somebody else's row; ``organisation_id`` is the one whose
    forms are filled in."""

    def __init__(self, organisation_id: int) -> None:
        self.columns = list_columns()
        self.others = {place: find_other(column, organisation_id) for place, column in self.columns.items()}
        names = {name: column for (_, name), column in self.columns.items()}
        self._marks = {name: mark_value(column) for name, column in names.items()} | dict.fromkeys(OTHER_WORDS, MARK)
        self._plain = {name: value for (_, name), value in self.others.items()}
        self._plain |= dict.fromkeys(OTHER_WORDS, "administrator")

    @property
    def watched(self) -> frozenset[str]:
        return frozenset({*self._marks.values(), *self.others.values()} - {""})

    def list_plain(self, without: frozenset[str]) -> tuple[Planted, Planted]:
        """The names themselves, with somebody else's values and with marks."""
        others, marks = (
            [(name, value) for name, value in kind.items() if name not in without]
            for kind in (self._plain, self._marks)
        )
        return others, marks

    def list_spelled(self, without: frozenset[str], spelling: str, most: int) -> Iterator[Planted]:
        """The names with their tables or in lists, so many fields a time."""
        told = {spelling.format(table=table, column=name): value for (table, name), value in self.others.items()}
        pairs = [(name, value) for name, value in told.items() if name not in without]
        for start in range(0, len(pairs), most):
            yield pairs[start : start + most]

    def nest(self, without: frozenset[str]) -> dict[str, Any]:
        """All of it as JSON: names, and tables with their names inside."""
        tables: dict[str, Any] = {}
        for (table, name), value in self.others.items():
            tables.setdefault(table, {})[name] = value
        return {name: value for name, value in (tables | self._plain).items() if name not in without}
