"""Workers with the application's own jobs in processes that are killed at any moment."""

import threading
import time
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from assessment.app import create_app
from assessment.jobs import run_worker
from assessment.models import Job, db, writing
from tests.conftest import settings_for
from tests.fixtures.processes import PROCESSES


def _work(folder: str, database_url: str) -> None:
    run_worker(create_app(settings_for(Path(folder), database_url)), threading.Event(), pause=0.02)


def start_worker(app: Flask) -> BaseProcess:
    settings = app.extensions["settings"]
    process = PROCESSES.Process(target=_work, args=(str(settings.instance.parent), settings.database_url))
    process.start()
    return process


def wait_for_work(app: Flask, patience: float) -> None:
    """Until a worker has a job in hand, or for so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with app.app_context():
            if db.session.scalar(select(Job.id).where(Job.state == "running").limit(1)):
                return
        time.sleep(0.005)


def kill_worker(app: Flask, worker: BaseProcess) -> int:
    """``kill -9``, and the leases of the dead run out; gives how many jobs it had in hand."""
    worker.kill()
    worker.join()
    with app.app_context(), writing() as session:
        held = update(Job).where(Job.state == "running").values(leased_until=datetime.now(UTC)).returning(Job.id)
        return len(session.execute(held).all())
