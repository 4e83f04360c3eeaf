"""Limits on guessing: only failures count, for each door and for each network address (trust rule S14).

A try is written down before it is looked at, so that a thousand at the same time are not all looked at; one that
succeeds is taken back. A door is named by a keyed hash: the table names neither accounts nor addresses.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app, request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessment.models import Attempt, writing

WINDOW = timedelta(minutes=10)
MOST_AT_A_DOOR = 20
MOST_FROM_AN_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class Door:
    """``name`` as the table keeps it; ``most`` failures in ten minutes are looked at."""

    name: str
    most: int = MOST_AT_A_DOOR


def name_door(kind: str, of_whom: str) -> str:
    """A door's name, such as "sign-in:3f..." for the sign-in of one account."""
    key = current_app.extensions["settings"].secret_key.get_secret_value().encode()
    return f"{kind}:{hmac.digest(key, f'{kind}:{of_whom}'.encode(), 'sha256').hex()[:32]}"


def address_door() -> Door:
    """The door of the network address that the request comes from: a whole office may stand behind it."""
    return Door(name_door("address", request.remote_addr or ""), MOST_FROM_AN_ADDRESS)


def take_try(doors: Sequence[Door]) -> tuple[int, ...] | None:
    """Write a try down at these doors; None where one of them has had its share, and then nothing may be looked at.

    Give the result to ``forgive_try`` when the try succeeds.
    """
    with writing() as session:
        return add_try(session, doors)


def add_try(session: Session, doors: Sequence[Door]) -> tuple[int, ...] | None:
    """The same inside the caller's transaction."""
    now = datetime.now(UTC)
    _queue_up(session, doors)
    session.execute(delete(Attempt).where(Attempt.at < now - 2 * WINDOW))
    counted = session.execute(
        select(Attempt.door, func.count())
        .where(Attempt.door.in_([door.name for door in doors]), Attempt.at > now - WINDOW)
        .group_by(Attempt.door)
    )
    failures: dict[str, int] = {row[0]: row[1] for row in counted}
    if any(failures.get(door.name, 0) >= door.most for door in doors):
        return None
    rows = [Attempt(door=door.name, at=now) for door in doors]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def forgive_try(tried: Sequence[int]) -> None:
    """Take a try back that succeeded: only failures count."""
    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.id.in_(tried)))


def _queue_up(session: Session, doors: Sequence[Door]) -> None:
    """One after the other through a door, so that two do not count the same failures; SQLite's writers queue anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for name in sorted(door.name for door in doors):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
