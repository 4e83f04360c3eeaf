"""The loop of a worker: take a job, do it, say how it went; a failure of one job never ends the worker."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from assessment.jobs.registry import handlers_of
from assessment.jobs.service import LEASE, MOST_TRIES, JobFailedError, LeaseLostError, RunningJob, claim_job
from assessment.log import describe_exception, log
from assessment.models import writing

PAUSE_SECONDS = 1.0
"""How long a worker without work waits before it looks again."""


def run_worker(app: Flask, stop: threading.Event, pause: float = PAUSE_SECONDS) -> None:
    """Do jobs as they fall due until ``stop`` is set; the job in hand is finished first."""
    log.info("worker started")
    while not stop.is_set():
        try:
            worked = run_next_job(app)
        except SQLAlchemyError as error:
            log.error("worker cannot reach the database", **describe_exception(error))
            worked = False
        if not worked:
            stop.wait(pause)
    log.info("worker stopped")


def run_due_jobs(app: Flask) -> int:
    """Do all jobs that are due, in this process; for commands and tests. Gives how many were done or tried."""
    count = 0
    while run_next_job(app):
        count += 1
    return count


def run_next_job(app: Flask) -> bool:
    """Do the next due job in a context of its own; false when there was none."""
    with app.app_context():
        job = claim_job()
        if job is None:
            return False
        log.info("job started", job=job.id, kind=job.kind, tries=job.tries)
        try:
            _do(app, job)
        except LeaseLostError:
            log.warning("job lost", job=job.id, kind=job.kind)
        return True


def _do(app: Flask, job: RunningJob) -> None:
    handler = handlers_of(app).get(job.kind)
    if handler is None:
        return job.fail(f"no handler for jobs of the kind {job.kind}")
    if job.tries > MOST_TRIES:
        return job.fail("the worker stopped each time it tried")
    try:
        with _renewing(app, job):
            handler(job)
    except LeaseLostError:
        raise
    except JobFailedError as error:
        log.warning("job failed", job=job.id, kind=job.kind)
        return job.fail(str(error))
    except Exception as error:
        log.error("job stumbled", job=job.id, kind=job.kind, **describe_exception(error))
        return job.postpone(type(error).__name__)
    return _finish(job)


def _finish(job: RunningJob) -> None:
    """Mark the job done, unless its handler has done so together with its result."""
    try:
        with writing() as session:
            job.complete(session)
    except LeaseLostError:
        with writing() as session:
            if not job.is_done(session):
                raise
    log.info("job done", job=job.id, kind=job.kind)


@contextmanager
def _renewing(app: Flask, job: RunningJob) -> Iterator[None]:
    """Renew the lease from another thread while the handler works; a killed process stops renewing."""
    finished = threading.Event()

    def renew() -> None:
        while not finished.wait(LEASE.total_seconds() / 3):
            try:
                with app.app_context():
                    job.renew()
            except (LeaseLostError, SQLAlchemyError) as error:
                log.warning("lease not renewed", job=job.id, **describe_exception(error))

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
