"""A room of 150 people who look at a board on which nothing happens: processor time of the server, which is `assessment
serve` with two processes. The bound is a tenth of a core, on both databases."""

import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from flask import Flask

from assessment.app import create_app
from assessment.migrations import migrate
from assessment.models import Workshop, db
from assessment.organisation.plan import create_organisation
from assessment.sessions.agendas import find_agenda
from assessment.sessions.running import Plan, go_to, plan_session, start_session
from assessment.sessions.seats import join
from assessment.settings import Settings
from tests.bench.machine import OverBoundError
from tests.fixtures.postgres import run_postgres

PEOPLE = 150
PROCESSES = 2
SETTLE, SECONDS = 12.0, 40.0
"""Until streams are open and quiet, and for how long the processor time is counted."""
MOST_CORES = 0.1
MOST_WAIT = 2.0
"""Seconds until a change is on every phone."""
START_SECONDS = 60


def report_rooms() -> Iterator[str]:
    """Lines to print, a database each. Raises OverBoundError after the last line."""
    over = []
    for kind in ("SQLite", "PostgreSQL"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'room.db'}"
            if kind == "PostgreSQL":
                server = stack.enter_context(run_postgres())
                url = server.address(server.create())
            cores, wait, streams = measure_room(folder, url)
        sound = cores <= MOST_CORES and wait <= MOST_WAIT and streams == PEOPLE
        over += [] if sound else [kind]
        yield (
            f"  {kind}: {streams} streams idle for {SECONDS:.0f} s cost {cores:.3f} of a core ({PROCESSES} processes);"
            f" a change reached the last one after {wait:.2f} s {'within' if sound else 'OVER THE BOUND'}"
        )
    if over:
        raise OverBoundError(f"a room costs more than {MOST_CORES} of a core or is slow on {', '.join(over)}")


def measure_room(folder: Path, url: str) -> tuple[float, float, int]:
    """Cores used while nothing happens, seconds until the last stream told a change, and how many streams there are."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(instance=folder, database_url=url, log_level="ERROR")
    app = create_app(settings)
    migrate(app)
    place, tokens = fill_room(app)
    with serve(settings, port) as process, ExitStack() as stack:
        streams = [stack.enter_context(open_stream(port, token)) for token in tokens]
        time.sleep(SETTLE)
        drain(streams)
        before, began = count_seconds(process), time.monotonic()
        while time.monotonic() < began + SECONDS:
            time.sleep(5)
            drain(streams)
        cores = (count_seconds(process) - before) / (time.monotonic() - began)
        wait = time_change(app, place, streams)
        alive = len(drain(streams, 6))
    with app.app_context():
        db.engine.dispose()
    return cores, wait, alive


def fill_room(app: Flask) -> tuple[tuple[int, int], list[str]]:
    """A running session, and the tokens of all who have joined it."""
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, ())
        agenda = find_agenda("network-90")
        plan = Plan("network", "Network", "What hinders quality here?", "en", "efqm-2013", agenda.phases)
        session_id = plan_session(organisation_id, plan)
        start_session(organisation_id, session_id)
        return (organisation_id, session_id), [join(session_id, "") for _ in range(PEOPLE)]


@contextmanager
def serve(settings: Settings, port: int) -> Iterator[psutil.Process]:
    """As the command does, without the worker for long jobs beside it."""
    given = {
        "ASSESSMENT_INSTANCE": str(settings.instance),
        "ASSESSMENT_DATABASE_URL": settings.database_url,
        "ASSESSMENT_PROCESSES": str(PROCESSES),
        "ASSESSMENT_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "assessment.cli", "serve", "--port", str(port), "--no-worker"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env={**os.environ, **given}, stdout=quiet, stderr=quiet)
    try:
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(START_SECONDS)


@contextmanager
def open_stream(port: int, token: str) -> Iterator[socket.socket]:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    try:
        head = f"GET /room/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: room={token}\r\n\r\n"
        connection.sendall(head.encode())
        yield connection
    finally:
        connection.close()


def drain(streams: list[socket.socket], seconds: float = 0) -> set[socket.socket]:
    """Read what has come; gives the streams on which something came."""
    heard = set()
    ends = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream, selectors.EVENT_READ)
        while (ready := selector.select(0.01)) or time.monotonic() < ends:
            heard.update(key.fileobj for key, _mask in ready if key.fileobj.recv(4096))  # type: ignore[union-attr]
    return heard  # type: ignore[return-value] # sockets were registered


def time_change(app: Flask, place: tuple[int, int], streams: list[socket.socket]) -> float:
    """Seconds from a change to the last stream that tells it."""
    with app.app_context():
        go_to(*place, "p4")
        version = db.session.get_one(Workshop, place[1]).phone_version
        db.session.rollback()
    began, told = time.monotonic(), f"data: {version}".encode()
    left = set(streams)
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream, selectors.EVENT_READ)
        while left and time.monotonic() < began + 10:
            for key, _mask in selector.select(0.5):
                if told in key.fileobj.recv(4096):  # type: ignore[union-attr]
                    left.discard(key.fileobj)  # type: ignore[arg-type]
    return time.monotonic() - began


def count_seconds(process: psutil.Process) -> float:
    """Processor time of the server and its processes."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(one.user + one.system for one in times)
