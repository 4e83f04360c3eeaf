"""Ask for a job, take one, say how it went. One statement takes a job, so that two workers never take the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.models import Job, writing

LEASE = timedelta(seconds=60)
"""How long a silent worker keeps its job; a living one renews the lease three times in that time."""

MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=10)
"""Pause before the second try; it doubles with each try."""


class JobFailedError(Exception):
    """A handler's word that trying again is of no use. Its message is shown to people: no personal data in it."""


class LeaseLostError(Exception):
    """The job was given to another worker meanwhile; what this one was about to store must not be stored."""


@dataclass(frozen=True)
class RunningJob:
    """A job that this worker holds. ``tries`` counts the times it was taken and so names this holding of the lease."""

    id: int
    organisation_id: int | None
    kind: str
    parameters: Mapping[str, Any]
    tries: int

    def report_progress(self, percent: int, message: str = "") -> None:
        """Say how far the work is, 0 to 100; renews the lease. Raises LeaseLostError when another has the job."""
        values = {"progress": percent, "message": message, "leased_until": tell_time() + LEASE}
        with writing() as session:
            self._update(session, values)

    def renew(self) -> None:
        """Keep the job for another lease; raises LeaseLostError when another worker has it."""
        with writing() as session:
            self._update(session, {"leased_until": tell_time() + LEASE})

    def complete(self, session: Session) -> None:
        """Mark the job done in the transaction that stores its result; raises LeaseLostError, which undoes both."""
        self._update(session, {"state": "done", "progress": 100, "leased_until": None, "message": ""})

    def fail(self, message: str) -> None:
        with writing() as session:
            self._update(session, {"state": "failed", "leased_until": None, "message": message})

    def postpone(self, message: str) -> None:
        """Give the job back for a later try, or up after the last one."""
        if self.tries >= MOST_TRIES:
            return self.fail(message)
        pause = FIRST_PAUSE * 2 ** (self.tries - 1)
        values = {"state": "waiting", "leased_until": None, "message": message, "run_at": tell_time() + pause}
        with writing() as session:
            self._update(session, values)
        return None

    def is_done(self, session: Session) -> bool:
        """Whether this holding of the job has ended with its result stored."""
        done = select(Job.id).where(Job.id == self.id, Job.tries == self.tries, Job.state == "done")
        return session.scalar(done) is not None

    def _update(self, session: Session, values: dict[str, Any]) -> None:
        held = update(Job).where(Job.id == self.id, Job.tries == self.tries, Job.state == "running")
        if session.scalar(held.values(values).returning(Job.id)) is None:
            raise LeaseLostError


def enqueue(
    session: Session,
    *,
    purpose: str,
    kind: str,
    parameters: Mapping[str, Any] | None = None,
    run_at: datetime | None = None,
    organisation_id: int | None = None,
) -> int:
    """Ask for a job in the caller's transaction and give its id.

    ``purpose`` says what the job is for, e.g. "release of campaign 7"; asking again gives the same job, and starts it
    afresh only where it had failed. ``run_at`` defaults to now.
    """
    values = {
        "purpose": purpose,
        "kind": kind,
        "parameters": dict(parameters or {}),
        "run_at": run_at or tell_time(),
        "organisation_id": organisation_id,
    }
    afresh = {"state": "waiting", "tries": 0, "progress": 0, "message": "", "run_at": values["run_at"]}
    insert = (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(Job).values(values)
    session.execute(insert.on_conflict_do_update(index_elements=["purpose"], set_=afresh, where=Job.state == "failed"))
    return session.scalars(select(Job.id).where(Job.purpose == purpose)).one()


def claim_job() -> RunningJob | None:
    """Take the job that has been due longest, if any; also one whose worker has fallen silent."""
    with writing() as session:
        row = session.execute(_claim(tell_time())).one_or_none()
    return RunningJob(*row) if row else None


def _claim(now: datetime) -> Update:
    due = or_(
        and_(Job.state == "waiting", Job.run_at <= now),
        and_(Job.state == "running", Job.leased_until < now),
    )
    first = select(Job.id).where(due).order_by(Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)
    return (
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(state="running", leased_until=now + LEASE, tries=Job.tries + 1)
        .returning(Job.id, Job.organisation_id, Job.kind, Job.parameters, Job.tries)
        .execution_options(synchronize_session=False)
    )
