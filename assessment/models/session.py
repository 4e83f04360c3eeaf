"""The session of a request or job, and the one way to write."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection
from sqlalchemy.orm import Session

db = SQLAlchemy()


@contextmanager
def reading_once() -> Iterator[Connection]:
    """A connection for one statement that reads rows and no objects, beside the session of the request.

    One statement sees one moment by itself, so that SQLite is sent no BEGIN and no ROLLBACK around it (the engine's
    begin hook knows this execution option).
    """
    with db.engine.connect() as connection:
        yield connection.execution_options(single=True)


@contextmanager
def writing() -> Iterator[Session]:
    """One short transaction that writes: commits on leaving, rolls back when anything is raised.

    Ends the read transaction that the request may have open, then starts one that takes SQLite's write lock at once
    (the engine's begin hook sends BEGIN IMMEDIATE for this execution option), so that what is read inside is still
    true when it is written. Nothing slow belongs inside: no hashing, no mail, no rendering.
    """
    session = db.session
    session.rollback()
    session.connection(execution_options={"writing": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def writing_rows() -> Iterator[Connection]:
    """The same as ``writing()`` for statements on rows: a session, which keeps objects, costs more than they do."""
    db.session.rollback()
    with db.engine.connect() as connection, connection.execution_options(writing=True).begin():
        yield connection
