"""One JSON line an event, in UTC, about the application and never about a person (trust rule S28).

A line names the route's rule, never the path (a path may hold a token), no address, cookie, form field or answer. Of an
exception it tells the type and the places in our code, never the message: messages quote what people typed.
"""

import logging
import secrets
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

MOST_FRAMES = 12

log: FilteringBoundLogger = structlog.get_logger()


class PatientStream:
    """Standard error, whichever that is. A line that it does not take, as where its disk is full, is lost: the request
    that it is about goes on."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def configure_logs(level: str) -> None:
    """Send our events and those of the libraries to standard error; call once a process."""
    stream = PatientStream()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _add_time,
            structlog.processors.JSONRenderer(sort_keys=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_names: structlog.PrintLogger(stream),  # type: ignore[arg-type]  # all of a file that it uses
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, LibraryHandler)]
    root.addHandler(LibraryHandler(logging.WARNING))


class LibraryHandler(logging.Handler):
    """Passes on what libraries log, without the values in it: only they know whether those are personal."""

    def emit(self, record: logging.LogRecord) -> None:
        details = describe_exception(record.exc_info[1]) if record.exc_info and record.exc_info[1] else {}
        log.log(record.levelno, "library", library=record.name, message=str(record.msg).splitlines()[0], **details)


def describe_exception(error: BaseException) -> dict[str, Any]:
    """Type and places of an exception, innermost last, safe to log."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "code": _find_code(error), "places": places}


def log_requests(app: Flask) -> None:
    """Log each request to a page with its rule, status and milliseconds; files of the look are left out."""

    @app.before_request
    def start_clock() -> None:
        g.started = time.monotonic()

    @app.after_request
    def log_request(response: Response) -> Response:
        if request.endpoint in ("static", "look") and response.status_code < 400:
            return response
        elapsed = round((time.monotonic() - g.started) * 1000, 1) if "started" in g else None
        details = {"reference": g.reference} if "reference" in g else {}
        log.info("request", method=request.method, rule=name_rule(), status=response.status_code, ms=elapsed, **details)
        return response


def set_reference() -> str:
    """A reference for this request, on its error page and in its log lines; the same each time it is asked for."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4)
    reference: str = g.reference
    return reference


def name_rule() -> str | None:
    """The rule of the route that serves this request, e.g. "/answer/<token>"; null where none matches."""
    return request.url_rule.rule if has_request_context() and request.url_rule else None


class LoggedFlask(Flask):
    """Flask logs the path of a failed request; ours logs the rule."""

    def log_exception(self, exc_info: Any) -> None:
        if exc_info[1] is not None:
            log.error("failure", rule=name_rule(), reference=set_reference(), **describe_exception(exc_info[1]))


def _add_time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["time"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


def _find_code(error: BaseException) -> str | None:
    """The database's own code, e.g. SQLITE_FULL or 40P01, which says more than the type and holds no data."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
