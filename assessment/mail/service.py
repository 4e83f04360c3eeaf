"""Ask for a mail in the transaction that decides it, and see that a worker looks at the outbox in time."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.jobs import enqueue
from assessment.models import Job, Mail

SEND = "send mail"
OPEN = ("waiting", "sending")


def post(
    session: Session,
    *,
    purpose: str,
    kind: str,
    reference: int,
    organisation_id: int | None = None,
    campaign_id: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    state: str = "waiting",
) -> None:
    """One mail in the caller's transaction; the same ``purpose`` a second time changes nothing (F13, F24).

    Neither ``purpose`` nor ``parameters`` may hold a name, an address or a token (A17). ``at`` defaults to now.
    ``state`` "dropped": the same work for a mail to nobody, which is never sent (S15).
    """
    row = {
        "purpose": purpose,
        "kind": kind,
        "reference": reference,
        "organisation_id": organisation_id,
        "campaign_id": campaign_id,
        "parameters": dict(parameters or {}),
        "next_at": at or tell_time(),
        "state": state,
    }
    post_many(session, [row])


def post_many(session: Session, rows: list[dict[str, Any]]) -> None:
    """Many at once: dicts of the columns named in ``post``, all with the same keys."""
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Mail).on_conflict_do_nothing(index_elements=["purpose"]), rows)
    wake(session, min(row["next_at"] for row in rows))


def wake(session: Session, at: datetime) -> None:
    """See that a worker looks at the outbox at that moment; in the transaction that has put something there.

    A waiting job is locked until then, so that no worker takes it before the new rows can be seen.
    """
    waiting = select(Job.id).where(Job.kind == SEND, Job.state == "waiting", Job.run_at <= at)
    if session.scalars(waiting.limit(1).with_for_update(skip_locked=True)).first() is None:
        enqueue(session, purpose=f"{SEND} {secrets.token_hex(8)}", kind=SEND, run_at=at)


def wake_at_next(session: Session) -> None:
    """Put the next look at the moment when the next mail is due; jobs that wait for nothing go."""
    now = tell_time()
    session.execute(delete(Job).where(Job.kind == SEND, Job.state == "waiting", Job.run_at > now))
    next_at = session.scalar(select(func.min(Mail.next_at)).where(Mail.state.in_(OPEN)))
    if next_at is not None:
        wake(session, max(next_at, now))
