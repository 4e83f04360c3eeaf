"""The trail hangs together, and the check finds whatever was done to it (trust rule S32)."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from assessment.audit import record
from assessment.audit.chain import START
from assessment.audit.check import check_trail
from assessment.models import AuditEntry, db, writing

ROWS = 12
TRIES = 50


def fill(rows: int = ROWS) -> None:
    for number in range(rows):
        with writing() as session:
            details = {
                "name": {"en": f"Survey {number}", "nl": "Onderzoek é"},
                "changed": {"smallest_group": [5, number]},
            }
            record(session, None, "survey.changed", f"survey {number}", details)


def read_ids() -> list[int]:
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def change(ids: list[int], chance: random.Random) -> int:
    """Another value in one column of one row; gives the place of the first row that is wrong."""
    place = chance.randrange(len(ids))
    row = db.session.get_one(AuditEntry, ids[place])
    values = chance.choice(
        [
            {"actor": "somebody else"},
            {"event": "survey.closed"},
            {"subject": "survey 99"},
            {"details": row.details | {"changed": {"smallest_group": [5, 6, 7]}}},
            {"at": row.at + timedelta(microseconds=1)},
            {"organisation_id": 99},
            {"sha256": row.sha256[::-1]},
            {"before_sha256": row.sha256},
        ]
    )
    with writing() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == ids[place]).values(values))
    return place + 1


def drop(ids: list[int], chance: random.Random) -> int:
    """One row gone, and not the last: the row after it is the first that is wrong."""
    place = chance.randrange(len(ids) - 1)
    with writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id == ids[place]))
    return place + 1


def swap(ids: list[int], chance: random.Random) -> int:
    """Two rows in each other's places."""
    first, second = sorted(chance.sample(range(len(ids)), 2))
    with writing() as session:
        for old, new in ((ids[first], -1), (ids[second], ids[first]), (-1, ids[second])):
            session.execute(update(AuditEntry).where(AuditEntry.id == old).values(id=new))
    return first + 1


def test_every_change_is_named_and_a_whole_trail_is_not_blamed(app: Flask) -> None:
    chance, named = random.Random(32), {change: 0, drop: 0, swap: 0}
    tampers: list[Callable[[list[int], random.Random], int]] = [change, drop, swap]
    with app.app_context():
        for number in range(TRIES):
            with writing() as session:
                session.execute(delete(AuditEntry))
            fill()
            assert check_trail(db.session).fault is None
            tamper = tampers[number % 3]
            place = tamper(read_ids(), chance)
            db.session.rollback()
            db.session.expire_all()
            verdict = check_trail(db.session)
            assert verdict.fault is not None, tamper.__name__
            assert (verdict.fault.place, verdict.rows) == (place, place - 1), tamper.__name__
            named[tamper] += 1
    counts = ", ".join(f"{tamper.__name__} {count}" for tamper, count in named.items())
    print(f"S32: {sum(named.values())} of {TRIES} named at their row ({counts})")
    assert sum(named.values()) == TRIES


def test_rows_cut_off_at_the_end_are_found_by_a_hash_that_was_kept(app: Flask) -> None:
    with app.app_context():
        assert check_trail(db.session, START).kept_at == 0
        fill(5)
        head = check_trail(db.session).head
        fill(3)
        verdict = check_trail(db.session, head)
        assert (verdict.rows, verdict.fault, verdict.kept_at) == (8, None, 5)
        with writing() as session:
            session.execute(delete(AuditEntry).where(AuditEntry.id.in_(read_ids()[4:])))
        verdict = check_trail(db.session, head)
        assert (verdict.rows, verdict.fault, verdict.kept_at) == (4, None, None)


def test_two_who_write_at_once_never_fork_the_chain(app: Flask) -> None:
    def work() -> None:
        with app.app_context():
            fill(10)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        verdict = check_trail(db.session)
        assert (verdict.rows, verdict.fault) == (60, None)
        follows = select(func.count(func.distinct(AuditEntry.before_sha256)))
        assert db.session.scalar(follows) == 60


def fail_after_recording() -> None:
    with writing() as session:
        record(session, None, "survey.changed", "survey 1")
        raise RuntimeError


def test_what_is_undone_leaves_no_row(app: Flask) -> None:
    with app.app_context():
        fill(1)
        with pytest.raises(RuntimeError):
            fail_after_recording()
        fill(1)
        assert (check_trail(db.session).rows, check_trail(db.session).fault) == (2, None)


def test_a_row_hashes_alike_on_both_sides_of_the_database(app: Flask) -> None:
    """Times to the microsecond, letters beyond ASCII, numbers, nothing."""
    with app.app_context():
        with writing() as session:
            values = {"old": None, "new": ["é", 1.5, True], "when": db.session.scalar(text("SELECT 1"))}
            record(session, 3, "unit.changed", "unit café", values, actor="sam@zonneveld.example")
        db.session.expire_all()
        assert check_trail(db.session).fault is None
