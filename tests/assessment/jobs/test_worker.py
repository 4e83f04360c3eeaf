"""Real worker processes: killed in the middle of a job, and several after the same jobs (trust rules F14, F24)."""

import threading
import time
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from assessment.app import create_app
from assessment.jobs import RunningJob, enqueue, register_handlers, run_due_jobs, run_worker
from assessment.models import Job, Organisation, db, writing
from tests.conftest import settings_for
from tests.fixtures.processes import PROCESSES

PATIENCE_SECONDS = 240
KILLS = 3
JOBS = 40


def store_once(job: RunningJob) -> None:
    """The effect and the end of the job are one commit: either both are there or neither."""
    with writing() as session:
        session.add(Organisation(name={"en": job.parameters["name"]}))
        job.complete(session)


def hang(job: RunningJob) -> None:
    """Say that the work has begun, then never end."""
    job.report_progress(50)
    time.sleep(60)


HANDLERS = {"store": store_once, "hang": hang}


def work(folder: str, database_url: str) -> None:
    """A worker in a process of its own."""
    app = create_app(settings_for(Path(folder), database_url))
    register_handlers(app, HANDLERS)
    run_worker(app, threading.Event(), pause=0.02)


def start_worker(app: Flask) -> BaseProcess:
    settings = app.extensions["settings"]
    process = PROCESSES.Process(target=work, args=(str(settings.instance.parent), settings.database_url), daemon=True)
    process.start()
    return process


def wait_for(app: Flask, count: int, *conditions: object) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with app.app_context():
        while db.session.scalar(select(func.count()).select_from(Job).where(*conditions)) != count:  # type: ignore[arg-type]
            db.session.rollback()
            assert time.monotonic() < deadline, "the worker did not get that far"
            time.sleep(0.02)


def list_effects(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(name["en"] for name in db.session.scalars(select(Organisation.name)))


def test_the_job_of_a_killed_worker_is_taken_up_again_and_done_once(app: Flask) -> None:
    with app.app_context(), writing() as session:
        enqueue(session, purpose="one", kind="hang", parameters={"name": "one"})
    for kill in range(KILLS):
        worker = start_worker(app)
        wait_for(app, 1, Job.tries == kill + 1, Job.progress == 50)
        worker.kill()
        worker.join()
        with app.app_context(), writing() as session:  # the lease of the dead worker runs out
            session.execute(update(Job).values(leased_until=datetime.now(UTC), progress=0))

    with app.app_context(), writing() as session:
        session.execute(update(Job).values(kind="store"))
    register_handlers(app, HANDLERS)
    run_due_jobs(app)

    assert list_effects(app) == ["one"]


def test_two_workers_never_do_the_same_job(app: Flask) -> None:
    names = [f"job {number:02}" for number in range(JOBS)]
    with app.app_context(), writing() as session:
        for name in names:
            enqueue(session, purpose=name, kind="store", parameters={"name": name})

    workers = [start_worker(app), start_worker(app)]
    wait_for(app, JOBS, Job.state == "done")
    for worker in workers:
        worker.kill()
        worker.join()

    assert list_effects(app) == names
    with app.app_context():
        assert set(db.session.scalars(select(Job.tries))) == {1}


def test_two_askers_at_once_make_one_job(app: Flask) -> None:
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        with app.app_context(), writing() as session:
            enqueue(session, purpose="the same", kind="store", parameters={"name": "x"})

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    wait_for(app, 1)


def test_a_worker_stops_when_told_and_finishes_the_job_in_hand(app: Flask) -> None:
    stop = threading.Event()

    def stop_meanwhile(job: RunningJob) -> None:
        stop.set()
        store_once(job)

    register_handlers(app, {"store": stop_meanwhile})
    with app.app_context(), writing() as session:
        enqueue(session, purpose="one", kind="store", parameters={"name": "one"})
        enqueue(session, purpose="two", kind="store", parameters={"name": "two"})

    run_worker(app, stop)

    assert list_effects(app) == ["one"]
