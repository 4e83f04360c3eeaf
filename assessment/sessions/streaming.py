"""Live screens: one thread a process asks for the versions of the sessions that somebody watches, twice a second, and
wakes their streams. A screen is told a number and looks again itself, so that a lost connection loses nothing."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app
from sqlalchemy import select

from assessment.log import log
from assessment.models import Workshop, db, reading_once

PACE = 0.5
"""Seconds between two looks."""
SILENCE = 5
"""Seconds after which a stream says that it lives; who has gone away is noticed by that."""
LONGEST = 300
"""Seconds after which a stream ends; browsers come back by themselves."""
FOR_WALLS, FOR_PHONES = "wall", "phone"

Versions = tuple[int, int]


class Watch:
    """The versions of all sessions that streams of this process wait for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._changed = threading.Condition()
        self._watched: Counter[int] = Counter()
        self._versions: dict[int, Versions] = {}
        self._looking = False

    @contextmanager
    def watching(self, workshop_id: int) -> Iterator[None]:
        with self._changed:
            self._watched[workshop_id] += 1
            if not self._looking:
                self._looking = True
                threading.Thread(target=self._look, name="live sessions", daemon=True).start()
        try:
            yield
        finally:
            with self._changed:
                self._watched[workshop_id] -= 1
                if not self._watched[workshop_id]:
                    del self._watched[workshop_id]
                    self._versions.pop(workshop_id, None)

    def wait(self, workshop_id: int, seen: int, place: int, seconds: float) -> int:
        """The version at ``place`` as soon as it is another one than ``seen``; ``seen`` where nothing came of it."""

        def is_new() -> bool:
            return self._versions.get(workshop_id, (seen, seen))[place] != seen

        with self._changed:
            self._changed.wait_for(is_new, seconds)
            return self._versions.get(workshop_id, (seen, seen))[place]

    def _look(self) -> None:
        """Ends when nobody watches any more."""
        while True:
            with self._changed:
                wanted = list(self._watched)
                if not wanted:
                    self._looking = False
                    return
            try:
                found = self._ask(wanted)
            except Exception:  # the database may be away for a while: streams go on, and screens ask by themselves
                log.warning("live sessions not read", exc_info=True)
                found = {}
            with self._changed:
                self._versions.update({number: one for number, one in found.items() if number in self._watched})
                self._changed.notify_all()
            time.sleep(PACE)

    def _ask(self, wanted: list[int]) -> dict[int, Versions]:
        with self._app.app_context(), reading_once() as connection:
            rows = connection.execute(
                select(Workshop.id, Workshop.wall_version, Workshop.phone_version).where(Workshop.id.in_(wanted))
            )
            return {number: (wall, phone) for number, wall, phone in rows}


def stream(workshop: Workshop, screen: str) -> Response:
    """Events "change", each with the version as its data: the present one at once, then each that follows."""
    place = (FOR_WALLS, FOR_PHONES).index(screen)
    watch: Watch = current_app.extensions["watch"]
    workshop_id, seen = workshop.id, (workshop.wall_version, workshop.phone_version)[place]
    # What was read is read: a stream must not hold a connection to the database for minutes.
    db.session.close()
    response = Response(_tell(watch, workshop_id, seen, place), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _tell(watch: Watch, workshop_id: int, seen: int, place: int) -> Iterator[str]:
    ends = time.monotonic() + LONGEST
    with watch.watching(workshop_id):
        yield _write(seen)
        while time.monotonic() < ends:
            now = watch.wait(workshop_id, seen, place, SILENCE)
            yield ": still here\n\n" if now == seen else _write(now)
            seen = now


def _write(version: int) -> str:
    return f"event: change\ndata: {version}\n\n"
