"""Asking for jobs, taking them and saying how they went."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.jobs import JobFailedError, LeaseLostError, RunningJob, enqueue, register_handlers, run_due_jobs
from assessment.jobs.service import LEASE, MOST_TRIES, claim_job
from assessment.models import Job, Organisation, db, writing


def ask(app: Flask, purpose: str = "count", **details: Any) -> int:
    with app.app_context(), writing() as session:
        return enqueue(session, purpose=purpose, kind="count", **details)


def read(app: Flask) -> list[tuple[Any, ...]]:
    with app.app_context():
        rows = db.session.execute(select(Job.purpose, Job.state, Job.tries, Job.progress, Job.message).order_by(Job.id))
        return [tuple(row) for row in rows]


def change(app: Flask, **values: Any) -> None:
    with app.app_context(), writing() as session:
        session.execute(update(Job).values(**values))


def test_a_job_is_done_once_with_its_parameters(app: Flask) -> None:
    seen: list[RunningJob] = []
    register_handlers(app, {"count": seen.append})
    ask(app, parameters={"campaign": 7}, organisation_id=None)

    assert (run_due_jobs(app), run_due_jobs(app)) == (1, 0)

    assert [(job.kind, job.parameters, job.tries) for job in seen] == [("count", {"campaign": 7}, 1)]
    assert read(app) == [("count", "done", 1, 100, "")]


def test_asking_twice_gives_one_job(app: Flask) -> None:
    assert ask(app) == ask(app) != ask(app, "another")

    assert [row[0] for row in read(app)] == ["count", "another"]


def test_a_done_job_stays_done_when_asked_for_again(app: Flask) -> None:
    register_handlers(app, {"count": lambda job: None})
    ask(app)
    run_due_jobs(app)

    ask(app)

    assert run_due_jobs(app) == 0


def test_a_job_goes_with_the_decision_that_asked_for_it(app: Flask) -> None:
    def decide() -> None:
        with writing() as session:
            enqueue(session, purpose="count", kind="count")
            raise LookupError("the decision fell through")

    with app.app_context(), pytest.raises(LookupError):
        decide()

    assert read(app) == []


def test_jobs_run_when_due_in_that_order(app: Flask) -> None:
    order: list[str] = []
    register_handlers(app, {"count": lambda job: order.append(job.parameters["name"])})
    now = datetime.now(UTC)
    for name, minutes in (("later", 5), ("second", -1), ("first", -2)):
        ask(app, name, parameters={"name": name}, run_at=now + timedelta(minutes=minutes))

    run_due_jobs(app)

    assert order == ["first", "second"]


def test_a_job_that_stumbles_is_tried_again_later_and_then_given_up(app: Flask) -> None:
    def stumble(_job: RunningJob) -> None:
        raise ConnectionError("a name and an address")

    register_handlers(app, {"count": stumble})
    ask(app)
    for _ in range(MOST_TRIES + 2):
        run_due_jobs(app)
        assert run_due_jobs(app) == 0, "a pause comes before the next try"
        change(app, run_at=datetime.now(UTC))

    assert read(app) == [("count", "failed", MOST_TRIES, 0, "ConnectionError")]


def test_a_handler_may_say_that_trying_again_is_of_no_use(app: Flask) -> None:
    def refuse(_job: RunningJob) -> None:
        raise JobFailedError("The survey has no answers.")

    register_handlers(app, {"count": refuse})
    ask(app)
    run_due_jobs(app)
    assert read(app) == [("count", "failed", 1, 0, "The survey has no answers.")]

    register_handlers(app, {"count": lambda job: None})
    ask(app)
    run_due_jobs(app)
    assert read(app) == [("count", "done", 1, 100, "")]


def test_a_kind_that_nobody_does_fails_in_words(app: Flask) -> None:
    ask(app)

    run_due_jobs(app)

    assert read(app) == [("count", "failed", 1, 0, "no handler for jobs of the kind count")]


def test_progress_is_seen_while_the_job_runs(app: Flask) -> None:
    seen = []

    def work(job: RunningJob) -> None:
        job.report_progress(40, "reading")
        seen.extend(read(app))

    register_handlers(app, {"count": work})
    ask(app)
    run_due_jobs(app)

    assert seen == [("count", "running", 1, 40, "reading")]


def test_a_result_and_the_end_of_its_job_are_stored_together(app: Flask) -> None:
    def work(job: RunningJob) -> None:
        with writing() as session:
            session.add(Organisation(name={"en": "Result"}))
            job.complete(session)

    register_handlers(app, {"count": work})
    ask(app)
    run_due_jobs(app)

    assert read(app) == [("count", "done", 1, 100, "")]


def test_a_worker_that_lost_its_job_stores_nothing(app: Flask) -> None:
    """It slept longer than its lease; the job is another's now, and both must not store the result."""
    ask(app)
    with app.app_context():
        slow = claim_job()
    assert slow is not None
    change(app, leased_until=datetime.now(UTC) - LEASE)
    with app.app_context():
        quick = claim_job()
    assert quick is not None

    def store(job: RunningJob) -> None:
        with writing() as session:
            session.add(Organisation(name={"en": "Result"}))
            job.complete(session)

    with app.app_context():
        store(quick)
        with pytest.raises(LeaseLostError):
            store(slow)
        assert len(db.session.scalars(select(Organisation.id)).all()) == 1


def test_a_job_in_hand_is_not_given_to_another(app: Flask) -> None:
    ask(app)
    with app.app_context():
        assert claim_job() is not None
        assert claim_job() is None


def test_a_job_whose_worker_dies_each_time_is_given_up(app: Flask) -> None:
    register_handlers(app, {"count": lambda job: None})
    ask(app)
    for _ in range(MOST_TRIES):
        with app.app_context():
            assert claim_job() is not None
        change(app, leased_until=datetime.now(UTC) - LEASE)

    run_due_jobs(app)

    assert read(app) == [("count", "failed", MOST_TRIES + 1, 0, "the worker stopped each time it tried")]
