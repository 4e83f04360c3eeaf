"""Writers of one process stand in a queue on SQLite, and none of them blocks it, whatever way its transaction ends."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from assessment.database import engine_options, prepare_engine
from assessment.models import Organisation, db, writing, writing_rows

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def engine(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An embedded database with one table, on which nobody waits for longer than a fifth of a second."""
    monkeypatch.setattr("assessment.database.BUSY_SECONDS", 0.2)
    engine = create_engine(**engine_options(f"sqlite:///{tmp_path / 'turns.db'}"))
    prepare_engine(engine)
    with open_writer(engine) as writer:
        writer.execute(text("CREATE TABLE word (text)"))
        writer.commit()
    yield engine
    engine.dispose()


def open_writer(engine: Engine) -> Connection:
    return engine.connect().execution_options(writing=True)


def add_word(engine: Engine, word: str) -> None:
    with open_writer(engine) as writer, writer.begin():
        writer.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})


def list_words(engine: Engine) -> list[str]:
    with engine.connect() as reader:
        return list(reader.scalars(text("SELECT text FROM word ORDER BY rowid")))


def test_a_writer_waits_until_the_one_before_it_has_done(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with open_writer(engine) as first, first.begin():
            waiting: Future[None] = pool.submit(add_word, engine, "second")
            first.execute(text("INSERT INTO word VALUES ('first')"))
        waiting.result()

    assert list_words(engine) == ["first", "second"]


def test_a_writer_that_fails_or_breaks_gives_its_turn_back(engine: Engine) -> None:
    with open_writer(engine) as failing, pytest.raises(OperationalError, match="no such table"):
        failing.execute(text("INSERT INTO absent VALUES (1)"))
    add_word(engine, "after a failure")
    with open_writer(engine) as broken:
        broken.execute(text("INSERT INTO word VALUES ('lost')"))
        broken.invalidate()
    add_word(engine, "after a break")

    assert list_words(engine) == ["after a failure", "after a break"]


def test_a_turn_that_does_not_come_ends_as_sqlite_says_and_shortens_no_later_wait(engine: Engine) -> None:
    with open_writer(engine) as first, first.begin(), pytest.raises(OperationalError, match="database is locked"):
        add_word(engine, "too late")
    add_word(engine, "in time")

    with engine.connect() as one, engine.connect() as other:
        waits = [connection.scalar(text("PRAGMA busy_timeout")) for connection in (one, other)]
    assert list_words(engine) == ["in time"]
    assert waits == [200, 200]


@SQLITE_ONLY
def test_writing_inside_writing_ends_the_outer_one_and_waits_for_nothing(app: Flask) -> None:
    with app.app_context():
        with writing() as outer:
            outer.add(Organisation(name={"en": "Outer"}))
            outer.flush()
            with writing_rows() as inner:
                inner.execute(text("INSERT INTO organisation (name) VALUES (:name)"), {"name": '{"en": "Inner"}'})

        assert [name["en"] for name in db.session.scalars(select(Organisation.name))] == ["Inner"]


def test_what_fails_inside_writing_rows_leaves_nothing(app: Flask) -> None:
    def write_and_fail() -> None:
        with writing_rows() as connection:
            connection.execute(Organisation.__table__.insert(), {"name": {"en": "Half"}})
            raise LookupError("the second half")

    with app.app_context():
        with pytest.raises(LookupError):
            write_and_fail()

        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0
