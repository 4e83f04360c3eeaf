"""Our own command in a process group of its own, which ends as no program may expect: by ``kill -9``."""

import os
import signal
import subprocess
import sys

from flask import Flask

from tests.assessment.commands.running import START_SECONDS, make_environment, wait_until_healthy


class Process:
    """``assessment WORDS`` on the database and the keys of ``app``, with settings besides."""

    def __init__(self, app: Flask, *words: str, **settings: str) -> None:
        own = app.extensions["settings"]
        folder = own.instance.parent
        known = {"DATABASE_URL": own.database_url, "LOG_LEVEL": "ERROR"}
        with (folder / "killed.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assessment.cli", *words],
                stdout=log,
                stderr=log,
                env=make_environment(folder, **(known | settings)),
                cwd=folder,
                start_new_session=True,
            )

    def kill(self) -> None:
        """The whole group at once, as when the power fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(START_SECONDS)


def serve(app: Flask, port: int, **settings: str) -> Process:
    """A server that answers; no worker beside it."""
    process = Process(app, "serve", "--no-worker", "--port", str(port), **settings)
    wait_until_healthy(f"http://127.0.0.1:{port}")
    return process
