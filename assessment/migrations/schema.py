"""Bring a database to the newest revision, and tell whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, text

from assessment.database import engine_options, prepare_engine
from assessment.models import Base, db
from assessment.settings import StartError

MIGRATION_LOCK = 7_153_912_408
"""Any number that stays the same: two migrations at once on PostgreSQL wait for each other through it."""


class SchemaError(StartError):
    """The database's tables are not those of this version. The message says what to do."""


def migrate(app: Flask) -> str:
    """Run the missing migrations in one transaction and give the revision; raises SchemaError and changes nothing."""
    with opened(app) as alembic:
        _refuse_strange(app, alembic)
        alembic.upgrade()
        return _name(alembic.heads())


def check_schema(app: Flask) -> None:
    """Raise SchemaError unless the database is exactly at the newest revision."""
    with opened(app) as alembic:
        _refuse_strange(app, alembic)
        if alembic.needs_upgrade():
            raise SchemaError("The database is older than this version: run `assessment migrate`.")
    with app.app_context():
        missing = set(Base.metadata.tables) - set(inspect(db.engine).get_table_names())
    if missing:
        raise SchemaError(f"The database is half migrated ({min(missing)} is missing): restore the last backup.")


def prepare_schema(app: Flask) -> None:
    """Make the tables of an empty database, where nothing can be lost; check any other. Raises SchemaError."""
    with app.app_context():
        empty = not inspect(db.engine).get_table_names()
    if empty:
        migrate(app)
    check_schema(app)


@contextmanager
def opened(app: Flask) -> Iterator[Alembic]:
    """Alembic on an engine of its own, in a context that ends with its connection."""
    app.config["ALEMBIC"] = {"script_location": str(Path(__file__).parent / "versions")}
    app.config["ALEMBIC_CONTEXT"] = {"transactional_ddl": True, "on_version_apply": _check_foreign_keys}
    engine = _make_engine(app.extensions["settings"].database_url)
    alembic = Alembic(metadatas=Base.metadata, engines=engine, run_mkdir=False, command_name="")
    alembic.init_app(app)
    try:
        with app.app_context():
            yield alembic
    finally:
        engine.dispose()


def _make_engine(address: str) -> Engine:
    options = engine_options(address)
    for name in ("pool_size", "max_overflow", "pool_timeout", "pool_pre_ping"):
        options.pop(name, None)
    engine = create_engine(**options, poolclass=NullPool).execution_options(writing=True)
    prepare_engine(engine, foreign_keys=False)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _take_turn)
    return engine


def _take_turn(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


def _check_foreign_keys(ctx: Any, **_details: object) -> None:
    """After each step, inside its transaction: SQLite did not check while tables were rebuilt, so check now."""
    if ctx.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise SchemaError(f"Rows of {broken[0]} point to rows of {broken[2]} that are gone: nothing was changed.")


def _refuse_strange(app: Flask, alembic: Alembic) -> None:
    """A revision that this version does not know, or tables without any revision."""
    try:
        current = alembic.current()
    except CommandError:
        raise SchemaError("The database belongs to a newer version of this application: install that one.") from None
    with app.app_context():
        tables = set(inspect(db.engine).get_table_names()) & set(Base.metadata.tables)
    if len(current) > 1 or (tables and not current):
        raise SchemaError("The database is half migrated: restore the last backup.")


def _name(revisions: tuple[Any, ...]) -> str:
    return ", ".join(revision.revision for revision in revisions)
