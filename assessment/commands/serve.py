"""``assessment serve``"""

import os
import subprocess
import sys
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from assessment.app import create_app
from assessment.commands.administrator import offer_first_address
from assessment.commands.opening import open_app
from assessment.sessions.streaming import MOST
from assessment.settings import Settings, load_settings

STOP_SECONDS = 30


@click.command()
@click.option("--host", help="Network address to listen on, instead of ASSESSMENT_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on, instead of ASSESSMENT_PORT.")
@click.option("--worker/--no-worker", default=None, help="Run a worker beside the server, or not.")
def command(host: str | None, port: int | None, worker: bool | None) -> None:
    """Serve the application, with a worker for long work beside it unless told not to."""
    given = {"host": host, "port": port, "worker_inside": worker}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    serve(settings)


def serve(settings: Settings) -> None:
    """Serve until stopped. The database is checked once, here, and then opened anew in each process."""
    click.echo(f"Starting at {settings.host}, port {settings.port} ...", err=True)
    first = offer_first_address(open_app(settings, create_app))
    if first:
        click.echo(f"There is no account yet. Make the first one here, within 24 hours: {first}")
    worker = _start_worker(settings) if settings.worker_inside else None
    try:
        Server(settings).run()
    finally:
        if worker:
            worker.terminate()
            worker.wait(STOP_SECONDS)


class Server(BaseApplication):
    """gunicorn with our settings: threads, because live pages keep their connections open."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "worker_class": "gthread",
            "workers": self.settings.processes,
            # Streams of live pages hold a thread each, and may not take those of requests.
            "threads": self.settings.threads + MOST,
            "post_worker_init": end_streams,
            "graceful_timeout": STOP_SECONDS,
            "limit_request_line": 4094,
            # Its own warnings name people's addresses; ours are in assessment.log.
            "loglevel": "error",
            "accesslog": None,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self.settings)


def end_streams(worker: Any) -> None:
    """Let streams of live pages end when this process of the server is told to stop, instead of waiting for them."""
    worker.wsgi.extensions["watch"].is_serving = lambda: worker.alive


def _start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assessment.cli", "worker", "--with-parent"], env={**os.environ, **list_shared(settings)}
    )


def list_shared(settings: Settings) -> dict[str, str]:
    """What server and worker have in common, as the worker's environment: the same database and keys, and the same
    address in links, also where these settings did not come from the environment."""
    return {
        "ASSESSMENT_INSTANCE": str(settings.instance),
        "ASSESSMENT_DATABASE_URL": settings.database_url,
        "ASSESSMENT_BASE_ADDRESS": settings.base_address,
        "ASSESSMENT_PRODUCTION": str(settings.production),
    }
