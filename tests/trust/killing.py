"""A server in a process group of its own, which ends as no program may expect: by ``kill -9``."""

import os
import signal
from pathlib import Path

from flask import Flask

from assessment.commands import serve as command
from assessment.settings import load_settings
from tests.assessment.commands.running import START_SECONDS, make_environment, wait_until_healthy
from tests.fixtures.processes import PROCESSES


def _serve(folder: str, environment: dict[str, str], port: int) -> None:
    """What `assessment serve --no-worker` does, in a copy of a process that has loaded it already."""
    os.setsid()
    log = os.open(Path(folder) / "killed.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    command.serve(load_settings(port=port, worker_inside=False))


class Process:
    """A server on the database and the keys of ``app``, with settings besides."""

    def __init__(self, app: Flask, port: int, **settings: str) -> None:
        own = app.extensions["settings"]
        folder = own.instance.parent
        known = {"DATABASE_URL": own.database_url, "LOG_LEVEL": "ERROR"}
        environment = make_environment(folder, **(known | settings))
        self.process = PROCESSES.Process(target=_serve, args=(str(folder), environment, port))
        self.process.start()

    def kill(self) -> None:
        """The whole group at once, as when the power fails."""
        assert self.process.pid is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join(START_SECONDS)


def serve(app: Flask, port: int, **settings: str) -> Process:
    """A server that answers; no worker beside it."""
    process = Process(app, port, **settings)
    wait_until_healthy(f"http://127.0.0.1:{port}")
    return process
