"""How the two databases are opened: driver, pragmas, and which transactions may write (trust.md, section 5)."""

import json
import sqlite3
from functools import lru_cache, partial
from inspect import iscoroutinefunction
from types import ModuleType
from typing import Any

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from assessment.turns import Turns

try:
    import pysqlite3.dbapi2 as newer_sqlite
except ImportError:
    newer_sqlite = None

SAFE_SQLITE = (3, 51, 3)
"""Older versions can corrupt a database in WAL mode when two connections write a checkpoint at the same time."""

BUSY_SECONDS = 10
LONG_TEXT = 8_000


def choose_sqlite() -> ModuleType:
    """The SQLite driver to use: the packaged newer one where it is installed, else the one of this Python."""
    return newer_sqlite or sqlite3


def is_wal_safe(driver: ModuleType) -> bool:
    return tuple(driver.sqlite_version_info) >= SAFE_SQLITE


def normalise_url(address: str) -> URL:
    """The address with the driver that this application uses; raises ValueError for any other kind of database."""
    url = make_url(address)
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise ValueError("the database must be SQLite or PostgreSQL")


def read_json(text: str | bytes) -> Any:
    """What a JSON column holds. Nobody changes in place what was read: a column is given a new value."""
    return _read_long(text) if len(text) > LONG_TEXT else json.loads(text)


@lru_cache(maxsize=64)
def _read_long(text: str | bytes) -> Any:
    """The structure of a survey of 400 units stands in every page about it: it is parsed once a process."""
    return json.loads(text)


def engine_options(address: str) -> dict[str, Any]:
    """Arguments for ``create_engine``. Parameters stay out of error messages: they are people's answers."""
    url = normalise_url(address)
    options: dict[str, Any] = {"url": url, "hide_parameters": True, "json_deserializer": read_json}
    if url.get_backend_name() == "sqlite":
        # isolation_level None keeps the driver from sending a BEGIN of its own; prepare_engine sends the right one.
        arguments = {"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False}
        return options | {"module": choose_sqlite(), "connect_args": arguments, "pool_size": 20, "max_overflow": -1}
    return options | {"pool_size": 10, "max_overflow": 20, "pool_timeout": BUSY_SECONDS, "pool_pre_ping": True}


def prepare_engine(engine: Engine, *, foreign_keys: bool = True) -> Turns | None:
    """Set pragmas on each new SQLite connection and begin transactions as their execution options say.

    Returns the queue of those that write; None where the database needs none.
    """
    if engine.dialect.name != "sqlite":
        return None
    wal = is_wal_safe(choose_sqlite())

    def set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"journal_mode={'WAL' if wal else 'DELETE'}",
            "synchronous=FULL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", set_pragmas)
    turns = Turns(BUSY_SECONDS)
    event.listen(engine, "begin", partial(_begin, turns))
    # The event's name is SQLAlchemy's.
    event.listen(engine, "checkin", turns.give_back)  # codespell:ignore checkin
    return turns


def prepare_database(app: Flask, db: SQLAlchemy) -> None:
    """Hook the app's engine and sessions; call after ``db.init_app``."""
    # The extension closes asynchronous sessions after each request in an event loop of its own; there are none.
    app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]
    with app.app_context():
        turns = prepare_engine(db.engine)
        if turns:
            event.listen(db.sessionmaker, "before_flush", partial(_take_write_lock, turns))


def _begin(turns: Turns, connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writing", False):
        turns.take(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif not options.get("single", False):
        connection.exec_driver_sql("BEGIN")


def _take_write_lock(turns: Turns, session: Session, _context: object, _instances: object) -> None:
    """Code that is not ours flushes without ``writing()``: swap its read transaction for one with the write lock.

    A read transaction that turns into a write fails at once when somebody else wrote in between, without waiting.
    """
    connection = session.connection()
    if connection.get_execution_options().get("writing", False):
        return
    connection.exec_driver_sql("ROLLBACK")
    turns.take(connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.execution_options(writing=True)
