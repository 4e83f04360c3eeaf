"""Both databases under several writers at once, and SQLite's own traps."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from assessment.database import engine_options, is_wal_safe, normalise_url
from assessment.models import Organisation, db, writing

WRITERS, WRITES = 16, 25
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def add_organisation(app: Flask, name: str = "Anyone") -> int:
    with app.app_context(), writing() as session:
        organisation = Organisation(name={"en": name})
        session.add(organisation)
        session.flush()
        return organisation.id


def test_sixteen_writers_lose_none_of_four_hundred_rows(app: Flask) -> None:
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        for number in range(WRITES):
            add_organisation(app, f"{writer}-{number}")

    run_together(write)

    with app.app_context():
        names = {name["en"] for name in db.session.scalars(select(Organisation.name))}
    assert names == {f"{writer}-{number}" for writer in range(WRITERS) for number in range(WRITES)}


@SQLITE_ONLY
def test_sixteen_writers_lose_none_of_four_hundred_changes_to_one_row(app: Flask) -> None:
    """Read, change, write: what is read inside ``writing()`` is still true when it is written."""
    row = add_organisation(app, "0")
    start = Barrier(WRITERS)

    def count_up(_writer: int) -> None:
        start.wait()
        for _ in range(WRITES):
            with app.app_context():
                db.session.get_one(Organisation, row)  # a page that has read before it writes
                with writing() as session:
                    organisation = session.get_one(Organisation, row)
                    organisation.name = {"en": str(int(organisation.name["en"]) + 1)}

    run_together(count_up)

    with app.app_context():
        assert db.session.get_one(Organisation, row).name == {"en": str(WRITERS * WRITES)}


def run_together(work: object) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))  # type: ignore[arg-type]


def test_what_fails_inside_writing_leaves_nothing(app: Flask) -> None:
    def write_and_fail() -> None:
        with writing() as session:
            session.add(Organisation(name={"en": "Half"}))
            session.flush()
            raise LookupError("the second half")

    with app.app_context():
        with pytest.raises(LookupError):
            write_and_fail()

        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


@SQLITE_ONLY
def test_code_that_flushes_without_writing_takes_the_lock_too(app: Flask) -> None:
    """A read transaction that turns into a write is refused at once when somebody wrote in between; ours is not."""
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0
        add_organisation(app, "In between")
        db.session.add(Organisation(name={"en": "Afterwards"}))
        db.session.commit()

        assert [name["en"] for name in db.session.scalars(select(Organisation.name))] == ["In between", "Afterwards"]


@SQLITE_ONLY
def test_sqlite_is_opened_as_trust_demands(app: Flask) -> None:
    with app.app_context():
        found = {
            pragma: db.session.scalar(text(f"PRAGMA {pragma}"))
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }


@SQLITE_ONLY
def test_a_reader_does_not_wait_for_a_writer(app: Flask) -> None:
    with app.app_context(), writing() as session:
        session.add(Organisation(name={"en": "Unfinished"}))
        session.flush()
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_errors_never_quote_the_values_of_a_statement(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Exception, match="no_such_table") as failure:
            db.session.execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": "canary"})
        db.session.rollback()

    assert "canary" not in str(failure.value)


@pytest.mark.parametrize(
    ("version", "safe"), [((3, 51, 2), False), ((3, 51, 3), True), ((3, 40, 1), False), ((4, 0, 0), True)]
)
def test_wal_needs_a_sqlite_without_the_checkpoint_race(version: tuple[int, ...], safe: bool) -> None:
    class Driver:
        sqlite_version_info = version

    assert is_wal_safe(Driver) is safe  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg2://u@h/d"])
def test_every_way_to_write_a_postgresql_address_gets_our_driver(address: str) -> None:
    assert normalise_url(address).render_as_string() == "postgresql+psycopg://u@h/d"


def test_any_other_database_is_refused() -> None:
    with pytest.raises(ValueError, match="must be SQLite or PostgreSQL"):
        engine_options("mysql://u@h/d")


def test_the_driver_is_new_enough_where_a_package_brings_it() -> None:
    options = engine_options("sqlite:///x.db")

    assert options["module"] is not sqlite3 or is_wal_safe(sqlite3)
