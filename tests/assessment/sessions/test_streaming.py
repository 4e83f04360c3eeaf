"""Streams of live screens: they hold no connection to the database, are bounded, and end with their session."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import Connection, QueuePool

from assessment.models import Workshop, db, reading_once
from assessment.sessions import running
from assessment.sessions.changing import changing
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def read_version(room: Room) -> int:
    with room.app.app_context():
        return db.session.get_one(Workshop, room.session_id).phone_version


def test_open_streams_hold_no_connection_to_the_database(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    with ExitStack() as stack:
        for _ in range(5):
            answer = stack.enter_context(phone.get("/room/stream", buffered=False))
            assert next(answer.iter_encoded()).startswith(b"event: change")
        assert app.extensions["watch"].streams == 5
        # The thread that looks takes one for a moment, twice a second.
        with app.app_context():
            pool = db.engine.pool
            assert isinstance(pool, QueuePool)
            assert pool.checkedout() <= 1
    assert app.extensions["watch"].streams == 0


def test_whoever_takes_the_database_away_waits_for_the_last_look(
    app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, going_on, closed = Event(), Event(), Event()

    @contextmanager
    def read_slowly() -> Iterator[Connection]:
        with reading_once() as connection:
            looking.set()
            assert going_on.wait(10)
            yield connection

    def close() -> None:
        app.extensions["watch"].close()
        closed.set()

    monkeypatch.setattr("assessment.sessions.streaming.reading_once", read_slowly)
    with room.add_phone().get("/room/stream", buffered=False) as answer:
        next(answer.iter_encoded())
        assert looking.wait(10)
    closing = Thread(target=close)
    closing.start()
    assert not closed.wait(0.2)
    going_on.set()
    closing.join(10)
    assert closed.is_set()
    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0


def test_one_stream_more_than_there_may_be_is_told_to_ask(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    app.extensions["watch"].most = 1
    with phone.get("/room/stream", buffered=False) as first:
        next(first.iter_encoded())
        second = phone.get("/room/stream")
        assert (second.status_code, second.headers["Retry-After"]) == (503, "10")
        assert phone.get("/room/version").text == str(read_version(room))
    with phone.get("/room/stream", buffered=False) as third:
        assert next(third.iter_encoded()).startswith(b"event: change")


def test_the_end_is_told_and_ends_the_stream(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    with phone.get("/room/stream", buffered=False) as answer:
        parts = answer.iter_encoded()
        next(parts)
        with app.app_context():
            running.end_session(room.organisation_id, room.session_id)
        assert list(parts) == [f"event: change\ndata: {read_version(room)}\n\n".encode()]
    assert phone.get("/room/stream").status_code == 204
    assert room.facilitator.get(f"{room.hand}/stream").status_code == 204
    assert phone.get("/room/version").text == str(read_version(room))


def test_what_one_phone_does_wakes_walls_and_no_phones(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    wall = room.facilitator.get(f"{room.hand}/stream", buffered=False)
    mine = phone.get("/room/stream", buffered=False)
    with wall, mine:
        on_wall, on_phone = wall.iter_encoded(), mine.iter_encoded()
        first = next(on_wall), next(on_phone)
        with app.app_context(), changing(room.session_id, phones=False):
            pass
        told = next(part for part in on_wall if part != first[0])
        again = next(on_phone)
    # A phone hears after a while that its stream lives, with the version that it knows.
    assert (told > first[0], again) == (True, first[1])


def test_a_server_that_stops_lets_its_streams_end(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    with phone.get("/room/stream", buffered=False) as answer:
        parts = answer.iter_encoded()
        first = next(parts)
        app.extensions["watch"].is_serving = lambda: False
        assert set(parts) <= {first}
