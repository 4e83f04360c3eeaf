"""One server process for a measurement: ours or the bare one, both by gunicorn with the same threads."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gunicorn.app.base import BaseApplication

from assessment.app import create_app
from tests.bench.bare import make_bare_app
from tests.bench.workload import ITEMS, make_settings

THREADS = 40
WAIT_SECONDS = 30


class Server(BaseApplication):
    """One gthread worker, so that the ratio compares work on one core."""

    def __init__(self, which: str, folder: Path, port: int) -> None:
        self.which, self.folder, self.port = which, folder, port
        super().__init__()

    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{self.port}", "worker_class": "gthread", "workers": 1, "threads": THREADS}
        for name, value in {**options, "loglevel": "error", "keepalive": 30}.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        if self.which == "bare":
            return make_bare_app(self.folder / "bare.db", ITEMS)
        return create_app(make_settings(self.folder, self.port))


@contextmanager
def run_server(which: str, folder: Path) -> Iterator[int]:
    """Serve ``which`` ("ours" or "bare") from its folder; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.server", which, str(folder), str(port)])
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(WAIT_SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    Server(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])).run()
