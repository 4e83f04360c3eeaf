"""The command in a process of its own, as people start it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent
START_SECONDS = 240


def make_environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSESSMENT_")}
    own = {f"ASSESSMENT_{name}": value for name, value in settings.items()}
    return kept | {"PYTHONPATH": str(ROOT), "ASSESSMENT_INSTANCE": str(folder / "instance")} | own


@contextmanager
def started(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command while the block lasts, then stopped as a service is stopped."""
    command = [sys.executable, "-m", "assessment.cli", *words]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stderr=log, stdout=log, env=make_environment(folder, **settings), cwd=folder
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(START_SECONDS)


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_until_healthy(address: str) -> str:
    """The body of the health page, once there is one."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health") as answer:
                return str(answer.read().decode())
        except (OSError, HTTPException):  # also when the one before it is still being torn down
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
