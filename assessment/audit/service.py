"""Adding a row to the trail."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.audit.actor import find_actor
from assessment.audit.chain import START, hash_row, make_plain
from assessment.clock import tell_time
from assessment.models import AuditEntry

LOCK = 0x61756469
"""The number by which PostgreSQL knows the end of the chain."""


def record(
    session: Session,
    organisation_id: int | None,
    event: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    actor: str | None = None,
) -> None:
    """Add a row in the caller's transaction: what is undone leaves no row.

    ``event`` is a kind and what happened, "survey.launched"; ``subject`` names the thing, "survey 7"; ``details`` are
    old and new values, never anything about somebody who answered. ``actor`` is who is signed in, unless given: where
    somebody acts by a link.

    Call it last in the transaction: until that ends, everybody else who wants to add a row waits.
    """
    _hold_end(session)
    last = session.scalar(select(AuditEntry.sha256).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        organisation_id=organisation_id,
        at=tell_time(),
        actor=actor or find_actor(),
        event=event,
        subject=subject,
        details=make_plain(dict(details or {})),
        before_sha256=last or START,
    )
    entry.sha256 = hash_row(entry)
    session.add(entry)
    session.flush()


def _hold_end(session: Session) -> None:
    """Two who add at once would both follow the same row. On SQLite whoever writes is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
