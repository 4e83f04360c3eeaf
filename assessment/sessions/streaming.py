"""Live screens: one thread a process asks for the versions of the sessions that somebody watches, twice a second, and
wakes their streams. A screen is told a number and looks again itself, so that a lost connection loses nothing."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app
from sqlalchemy import select

from assessment.log import log
from assessment.models import Workshop, db, reading_once

PACE = 0.5
"""Seconds between two looks."""
SILENCE = 5
"""Seconds after which a stream says that it lives: the screen learns from it that the line is not dead, and the server
that nobody has gone away."""
LONGEST = 300
"""Seconds after which a stream ends; browsers come back by themselves."""
MOST = 320
"""Streams that one process keeps open, each with a thread of its own (commands.serve gives them): a full room and its
walls. Who comes later asks every five seconds instead."""
FOR_WALLS, FOR_PHONES = "wall", "phone"

ENDED = -1
"""Instead of a version, where the session has ended."""
Versions = tuple[int, int]


class Watch:
    """The versions of all sessions that streams of this process wait for.

    ``most``: streams at the same time; ``longest``: seconds that each lasts; ``is_serving``: whether the process goes
    on, as a server that stops would wait for its streams.
    """

    def __init__(self, app: Flask, most: int = MOST, longest: float = LONGEST) -> None:
        self.most, self.longest = most, longest
        self.is_serving: Callable[[], bool] = lambda: True
        self._app = app
        self._changed = threading.Condition()
        self._watched: Counter[int] = Counter()
        self._versions: dict[int, Versions] = {}
        self._looker: threading.Thread | None = None

    @property
    def streams(self) -> int:
        """Open ones."""
        with self._changed:
            return self._watched.total()

    @contextmanager
    def watching(self, workshop_id: int) -> Iterator[None]:
        with self._changed:
            self._watched[workshop_id] += 1
            if self._looker is None:
                self._looker = threading.Thread(target=self._look, name="live sessions", daemon=True)
                self._looker.start()
        try:
            yield
        finally:
            with self._changed:
                self._watched[workshop_id] -= 1
                if not self._watched[workshop_id]:
                    del self._watched[workshop_id]
                    self._versions.pop(workshop_id, None)

    def close(self) -> None:
        """Come back once the last look is over, for whoever takes the database away next. Streams must have ended."""
        with self._changed:
            looker = self._looker
        if looker is not None:
            looker.join()

    def wait(self, workshop_id: int, seen: int, place: int, seconds: float) -> int:
        """The version at ``place`` as soon as it is later than ``seen``, ``ENDED`` as soon as the session has ended;
        ``seen`` where nothing came of it."""

        def find() -> int:
            found = self._versions.get(workshop_id, (seen, seen))[place]
            return ENDED if found == ENDED else max(found, seen)

        with self._changed:
            self._changed.wait_for(lambda: find() != seen or not self.is_serving(), seconds)
            return find()

    def _look(self) -> None:
        """Ends when nobody watches any more."""
        while True:
            with self._changed:
                wanted = list(self._watched)
                if not wanted:
                    self._looker = None
                    return
            try:
                found = self._ask(wanted)
            except Exception:  # the database may be away for a while: streams go on, and screens ask by themselves
                log.warning("live sessions not read", exc_info=True)
                found = {}
            with self._changed:
                news = {number: one for number, one in found.items() if self._versions.get(number) != one}
                self._versions.update({number: one for number, one in news.items() if number in self._watched})
                # To wake all who wait costs more than to look: only when there is something to tell.
                if news or not self.is_serving():
                    self._changed.notify_all()
            time.sleep(PACE)

    def _ask(self, wanted: list[int]) -> dict[int, Versions]:
        with self._app.app_context(), reading_once() as connection:
            own = Workshop.id.in_(wanted)
            columns = Workshop.id, Workshop.state, Workshop.wall_version, Workshop.phone_version
            rows = list(connection.execute(select(*columns).where(own)))
        found = {row.id: (row.wall_version, row.phone_version) for row in rows if row.state != "ended"}
        # A planned session that was taken away has no row any more.
        return {number: found.get(number, (ENDED, ENDED)) for number in wanted}


def stream(workshop: Workshop, screen: str) -> Response:
    """Events "change", each with the version as its data: the present one at once, then each that follows, and the same
    again every few seconds. Nothing where the session has ended, and later where there are too many already."""
    place = (FOR_WALLS, FOR_PHONES).index(screen)
    watch: Watch = current_app.extensions["watch"]
    workshop_id, seen = workshop.id, (workshop.wall_version, workshop.phone_version)[place]
    is_over = workshop.state == "ended"
    # What was read is read: a stream must not hold a connection to the database for minutes.
    db.session.close()
    if is_over:
        return Response(status=204)
    if watch.streams >= watch.most:
        return Response(status=503, headers={"Retry-After": "10"})
    response = Response(_tell(watch, workshop_id, seen, place), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _tell(watch: Watch, workshop_id: int, seen: int, place: int) -> Iterator[str]:
    ends = time.monotonic() + watch.longest
    with watch.watching(workshop_id):
        yield _write(seen)
        while time.monotonic() < ends and watch.is_serving():
            now = watch.wait(workshop_id, seen, place, SILENCE)
            # The last change is the end itself: the screen looks once more, and asks for no stream after that.
            yield _write(seen + 1 if now == ENDED else now)
            if now == ENDED:
                return
            seen = now


def _write(version: int) -> str:
    return f"event: change\ndata: {version}\n\n"
