"""The session of a request or job, and the one way to write."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import Session

db = SQLAlchemy()


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
