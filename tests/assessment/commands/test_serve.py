"""The server and its worker as real processes."""

import contextlib
import socket
import time
from pathlib import Path

import psutil
import pytest

from assessment.app import create_app
from assessment.commands.serve import list_shared
from assessment.organisation.plan import create_organisation
from assessment.sessions.agendas import find_agenda
from assessment.sessions.running import Plan, plan_session, start_session
from assessment.sessions.seats import join
from assessment.settings import Settings, load_settings
from tests.assessment.commands.running import START_SECONDS, find_port, started, wait_until_healthy
from tests.conftest import close_app


def list_children(server: psutil.Process) -> dict[str, psutil.Process]:
    """The processes that a server has started and that stay, by the command they run."""
    children = {}
    for child in server.children():
        with contextlib.suppress(psutil.NoSuchProcess):  # looking for a library starts short-lived ones
            words = child.cmdline()
            children.update({word: child for word in ("serve", "worker") if word in words})
    return children


def find_worker(server: psutil.Process) -> psutil.Process:
    return list_children(server)["worker"]


def test_it_serves_with_a_worker_beside_it_and_stops_both(tmp_path: Path) -> None:
    port = str(find_port())
    with started(tmp_path, "serve", "--port", port) as process:
        assert '"status":"ok"' in wait_until_healthy(f"http://127.0.0.1:{port}")
        worker = find_worker(psutil.Process(process.pid))
        wait_for_log(tmp_path, "worker started")

    assert process.returncode == 0
    assert not worker.is_running()
    assert '"event": "worker stopped"' in (tmp_path / "log").read_text()


def test_it_runs_no_worker_where_told_not_to(tmp_path: Path) -> None:
    port = str(find_port())
    with started(tmp_path, "serve", "--port", port, WORKER_INSIDE="false") as process:
        wait_until_healthy(f"http://127.0.0.1:{port}")
        children = list_children(psutil.Process(process.pid))

    assert set(children) == {"serve"}


def test_the_worker_of_a_killed_server_ends_by_itself(tmp_path: Path) -> None:
    port = str(find_port())
    with started(tmp_path, "serve", "--port", port) as process:
        wait_until_healthy(f"http://127.0.0.1:{port}")
        server = psutil.Process(process.pid)
        worker = find_worker(server)
        wait_for_log(tmp_path, "worker started")
        list_children(server)["serve"].kill()
        process.kill()
        psutil.wait_procs([worker], timeout=START_SECONDS)

    assert not worker.is_running()


def test_a_server_that_stops_ends_its_streams_as_they_should_end(tmp_path: Path) -> None:
    """With the last chunk: a stream that is cut off has none."""
    port = find_port()
    with started(tmp_path, "serve", "--port", str(port), WORKER_INSIDE="false"):
        wait_until_healthy(f"http://127.0.0.1:{port}")
        token = take_seat(tmp_path)
        stream = socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS)
        stream.sendall(f"GET /room/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: room={token}\r\n\r\n".encode())
        told = b""
        while b"event: change" not in told:
            told += stream.recv(4096)
    with stream:
        while more := stream.recv(4096):
            told += more
    assert told.startswith(b"HTTP/1.1 200")
    assert told.endswith(b"\r\n0\r\n\r\n")


def take_seat(folder: Path) -> str:
    """The token of somebody in a session that runs there."""
    app = create_app(Settings(instance=folder / "instance"))
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, ())
        phases = find_agenda("network-40").phases
        session_id = plan_session(organisation_id, Plan("network", "Network", "Why?", "en", "efqm-2013", phases))
        start_session(organisation_id, session_id)
        token = join(session_id, "")
    close_app(app)
    return token


def wait_for_log(folder: Path, words: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while words not in (folder / "log").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_worker_has_the_servers_address_database_and_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(instance=tmp_path / "there", base_address="http://127.0.0.1:8437", port=8437)
    for name, value in list_shared(settings).items():
        monkeypatch.setenv(name, value)

    same = load_settings()
    assert (same.instance, same.database_url, same.base_address, same.production) == (
        settings.instance,
        settings.database_url,
        "http://127.0.0.1:8437",
        False,
    )
