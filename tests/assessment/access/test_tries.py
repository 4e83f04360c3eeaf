"""Limits on guessing: only failures count, also when many try at the same moment (trust rule S14)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select, update

from assessment.access.tries import WINDOW, Door, forgive_try, name_door, take_try
from assessment.models import Attempt, db, writing

DOOR, OTHER = Door("sign-in:a", 20), Door("sign-in:b", 20)


def test_of_100_tries_at_once_20_are_looked_at(app: Flask) -> None:
    def try_it(_number: int) -> bool:
        with app.app_context():
            return take_try([DOOR, Door("address:x", 300)]) is not None

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(try_it, range(100))) == 20
    with app.app_context():
        assert take_try([OTHER]) is not None


def test_success_is_forgiven_and_failures_are_forgotten_after_ten_minutes(app: Flask) -> None:
    with app.app_context():
        for _ in range(30):
            tried = take_try([DOOR])
            assert tried is not None
            forgive_try(tried)
        assert db.session.scalars(select(Attempt)).all() == []
        assert sum(take_try([DOOR]) is not None for _ in range(25)) == 20
        with writing() as session:
            session.execute(update(Attempt).values(at=datetime.now(UTC) - WINDOW - timedelta(seconds=1)))
        assert take_try([DOOR]) is not None


def test_one_full_door_of_two_is_enough_and_nothing_is_written_then(app: Flask) -> None:
    with app.app_context():
        assert [take_try([Door("sign-in:c"), Door("address:y", 2)]) is not None for _ in range(3)] == [
            True,
            True,
            False,
        ]
        assert len(db.session.scalars(select(Attempt)).all()) == 4


def test_a_doors_name_tells_nobody_whose_it_is(app: Flask) -> None:
    with app.app_context():
        names = {
            name_door(kind, email) for kind in ("sign-in", "reset") for email in ("sam@z.example", "kim@z.example")
        }
    assert len(names) == 4
    assert not any("example" in name for name in names)
