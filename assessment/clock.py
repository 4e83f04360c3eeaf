"""The one clock by which surveys open and close and jobs fall due: UTC, and the application's own (F22).

A clock may be wrong, step back or jump ahead; an application can be given another one, so that this can be tried.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app, has_app_context

Clock = Callable[[], datetime]


def tell_time() -> datetime:
    """The present moment, in UTC."""
    clock: Clock | None = current_app.extensions.get("clock") if has_app_context() else None
    return clock() if clock else datetime.now(UTC)


def use_clock(app: Flask, clock: Clock) -> None:
    app.extensions["clock"] = clock
