"""Does the trail hang together? Names the first row that does not, and looks for a hash that was kept elsewhere."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.audit.chain import START, hash_row
from assessment.models import AuditEntry

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is wrong. ``place`` counts from 1; ``reason``: "changed", where its content does not give its
    hash, or "torn", where it does not follow the row before it: one is missing, was moved or slipped in."""

    place: int
    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``rows`` and ``head`` (the hash of the last one) as far as the trail holds; ``kept_at``: the place of the hash
    that was kept, 0 for that of an empty trail, None where no row has it."""

    rows: int
    head: str
    fault: Fault | None
    kept_at: int | None


def check_trail(session: Session, kept: str = "") -> Verdict:
    """Walk the whole trail; ``kept`` is a hash that was written down earlier."""
    head, place = START, 0
    kept_at = 0 if kept == START else None
    statement = select(*AuditEntry.__table__.columns).order_by(AuditEntry.id).execution_options(yield_per=CHUNK)
    with session.execute(statement) as rows:
        for row in rows:
            reason = "torn" if row.before_sha256 != head else "changed" if row.sha256 != hash_row(row) else None
            if reason is not None:
                return Verdict(place, head, Fault(place + 1, row.id, reason), kept_at)
            head, place = row.sha256, place + 1
            if head == kept:
                kept_at = place
    return Verdict(place, head, None, kept_at)
