"""``assessment worker``"""

import os
import signal
import threading

import click

from assessment.app import create_app
from assessment.commands.opening import open_app
from assessment.jobs import run_worker


@click.command()
@click.option("--with-parent", is_flag=True, help="Stop when the process that started this one is gone.")
def command(with_parent: bool) -> None:
    """Do long work (releases, reports) until stopped; the job in hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_received: stop.set())
    if with_parent:
        threading.Thread(target=_watch_parent, args=(os.getppid(), stop), daemon=True).start()
    run_worker(open_app(make=create_app), stop)


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """A server that is killed cannot stop its worker, so the worker looks for itself."""
    while not stop.wait(1):
        if os.getppid() != parent:
            stop.set()
