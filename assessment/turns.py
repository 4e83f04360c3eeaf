"""Writers of one process take turns on SQLite, one after another.

SQLite lets one connection write at a time. The others sleep and ask again, up to a tenth of a second later, and whoever
happens to ask at the right moment goes first: with thirty people at a time some wait a second for a lock that is free
for most of it. Here the next one is woken as soon as one has done. This guards nothing: SQLite's own lock decides,
between processes too.
"""

import time
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

SHORT = 0.1
"""The part of the time a writer may wait that is not worth taking off again from what SQLite may wait after it."""


class Turns:
    """The queue of one engine. ``seconds``: how long a writer waits in all, here and for SQLite.

    A connection keeps its turn until it goes back to the pool, which happens whatever way its transaction ends.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()

    def take(self, connection: Connection) -> None:
        """Wait for the turn; one that does not come in time is left to SQLite, which says what is in the way."""
        kept = connection.connection.record_info
        if kept is None or "turn" in kept:
            return
        began = time.monotonic()
        if self._lock.acquire(timeout=self._seconds):
            kept["turn"] = True
        waited = time.monotonic() - began
        if waited > SHORT * self._seconds:
            kept["hurried"] = True
            _let_wait(connection.connection.dbapi_connection, max(0, self._seconds - waited))

    def give_back(self, connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        """For the pool to call when the connection comes back to it; ``connection`` is None where it broke."""
        kept = record.record_info or {}
        if kept.pop("hurried", False) and connection is not None:
            _let_wait(connection, self._seconds)
        if kept.pop("turn", False):
            self._lock.release()


def _let_wait(connection: DBAPIConnection | None, seconds: float) -> None:
    if connection is not None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")
        cursor.close()
