"""All tables of a SQLite database: kept in memory, put back, and read to be compared."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from assessment.models import Base, UtcDateTime, db

Row = tuple[Any, ...]
Rows = dict[str, Counter[Row]]
"""Table to its rows, in no order."""

Read = dict[str, list[Row]]
Column = tuple[str, str]
"""Table and column."""

HOUR = timedelta(hours=1)
NEAR = timedelta(minutes=25)
"""A moment that is so near to whole hours from now is counted from now."""


class Tables:
    """``drawn``: columns of random numbers, and moments that are counted from now: both are other in every run.
    A value of ``watched`` in one of them is read as it stands. ``opened``: how to read what is sealed."""

    def __init__(self, app: Flask, drawn: Collection[Column], opened: Mapping[Column, Callable[[int, Any], str]]):
        self.app = app
        self.watched: frozenset[str] = frozenset()
        self._opened = opened
        self._columns: dict[str, list[str]] = {}
        self._readers: dict[str, list[tuple[int, Callable[[Row, int], Any]]]] = {}
        for table in Base.metadata.sorted_tables:
            self._columns[table.name] = [column.name for column in table.columns]
            self._readers[table.name] = [
                (place, self._choose_reader(table.name, column.name, isinstance(column.type, UtcDateTime)))
                for place, column in enumerate(table.columns)
                if (table.name, column.name) in {*drawn, *opened}
            ]

    def _choose_reader(self, table: str, column: str, moment: bool) -> Callable[[Row, int], Any]:
        opener = self._opened.get((table, column))
        if opener:
            return lambda row, place: opener(row[0], row[place])
        return _tell_stored_moment if moment else self._tell_drawn

    def _tell_drawn(self, row: Row, place: int) -> Any:
        return row[place] if row[place] is None or str(row[place]) in self.watched else "drawn"

    def keep(self) -> Any:
        """The database as it stands, as another one in memory, of the same library."""
        with self.app.app_context():
            raw = db.engine.raw_connection()
            own: Any = raw.driver_connection
            kept = type(own)(":memory:")
            own.backup(kept)
            raw.close()
            return kept

    def put_back(self, kept: Any) -> None:
        with self.app.app_context():
            raw = db.engine.raw_connection()
            kept.backup(raw.driver_connection)
            raw.close()

    def read(self) -> Read:
        """Every row as it is stored."""
        with self.app.app_context():
            raw = db.engine.raw_connection()
            cursor = raw.cursor()
            found = {table: self._read_table(cursor, table) for table in self._columns}
            raw.close()
            return found

    def _read_table(self, cursor: Any, table: str) -> list[Row]:
        names = ", ".join(f'"{column}"' for column in self._columns[table])
        rows: list[Row] = cursor.execute(f'SELECT {names} FROM "{table}"').fetchall()
        return rows

    def compare_by(self, read: Read) -> Rows:
        """The rows without what is other in every run."""
        return {table: Counter(self._tell(table, row) for row in rows) for table, rows in read.items()}

    def _tell(self, table: str, row: Row) -> Row:
        readers = self._readers[table]
        if not readers:
            return row
        values = list(row)
        for place, reader in readers:
            values[place] = reader(row, place)
        return tuple(values)

    def find_differences(self, before: Rows, after: Rows) -> list[str]:
        """Each row that is in one of them only, with its table."""
        return [
            f"{sign} {table} {dict(zip(self._columns[table], row, strict=True))}"
            for table, rows in after.items()
            for sign, more in (("+", rows - before[table]), ("-", before[table] - rows))
            for row in more
        ]

    def find_columns(self, before: Rows, after: Rows) -> set[Column]:
        """The columns in which rows differ that are in one of them only, those of the same id compared."""
        found: set[Column] = set()
        for table, rows in after.items():
            old, new = (sorted(more.elements(), key=repr) for more in (before[table] - rows, rows - before[table]))
            for one, other in zip(old, new, strict=False):
                pairs = zip(self._columns[table], one, other, strict=True)
                found |= {(table, column) for column, was, now in pairs if was != now}
        return found


def tell_moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    apart = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    hours = round(apart / HOUR)
    return f"{hours} hours from now" if abs(apart - hours * HOUR) < NEAR else text


def _tell_stored_moment(row: Row, place: int) -> Any:
    return tell_moment(row[place]) if isinstance(row[place], str) else row[place]
