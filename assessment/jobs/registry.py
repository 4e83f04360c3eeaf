"""Which function does which kind of job. Rooms offer their own; app.py lists the rooms."""

from collections.abc import Callable, Mapping

from flask import Flask

from assessment.jobs.service import RunningJob

Handler = Callable[[RunningJob], None]
"""Does one job in the application's context. Doing it twice must give the same result as doing it once: a worker that
is killed leaves its job to the next one. Work that must not happen twice is stored by ``with writing() as session:``
together with ``job.complete(session)``."""


def register_handlers(app: Flask, handlers: Mapping[str, Handler]) -> None:
    app.extensions["job_handlers"] = dict(handlers)


def handlers_of(app: Flask) -> dict[str, Handler]:
    handlers: dict[str, Handler] = app.extensions["job_handlers"]
    return handlers
