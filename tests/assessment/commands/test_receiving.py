"""What the server does with requests that do not come in one piece, as browsers and proxies send them."""

import contextlib
import socket
from pathlib import Path

from assessment.commands.receiving import ROOM, Arrival
from tests.assessment.commands.running import find_port, started, wait_until_healthy

HEALTH = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
"""A form that is refused, since it has no token."""


class Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)

    def send(self, *pieces: bytes) -> "Client":
        for piece in pieces:
            self.socket.sendall(piece)
        return self

    def read(self, count: int = 1) -> list[bytes]:
        """First words of so many answers, or of all until the server closes."""
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while received.count(b"HTTP/1.1 ") < count and (piece := self.socket.recv(65536)):
                received += piece
        return [answer[:3] for answer in received.split(b"HTTP/1.1 ")[1:]]

    def close(self) -> None:
        self.socket.close()


def ask(port: int, *pieces: bytes, answers: int = 1) -> list[bytes]:
    client = Client(port)
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        client.send(*pieces)
    try:
        return client.read(answers)
    finally:
        client.close()


def test_requests_are_answered_however_they_come(tmp_path: Path) -> None:
    port, large = find_port(), b"x" * (3 * ROOM)
    with started(tmp_path, "serve", "--no-worker", "--port", str(port), THREADS="2") as process:
        wait_until_healthy(f"http://127.0.0.1:{port}")
        letters = [bytes([letter]) for letter in HEALTH + b"\r\n"]
        length = b"Content-Length: %d\r\n" % len(large)
        chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(large), large)
        held = [Client(port), Client(port).send(HEALTH)]

        assert ask(port, *letters) == [b"200"]
        assert ask(port, (HEALTH + b"\r\n") * 3, answers=3) == [b"200"] * 3
        assert ask(port, FORM + b"Content-Length: 4\r\n\r\na=", b"bc") == [b"400"]
        assert ask(port, FORM + length + b"\r\n", large[:100], large[100:]) == [b"400"]
        assert ask(port, FORM + length + b"\r\n" + large + HEALTH + b"\r\n", answers=2) == [b"400", b"200"]
        assert ask(port, FORM + b"Expect: 100-continue\r\n" + length + b"\r\n") == [b"100"]
        assert ask(port, FORM + b"Transfer-Encoding: chunked\r\n\r\n", chunk) == [b"400"]
        assert ask(port, b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\n\r\n") == [b"414"]
        assert ask(port, b"GET / HTTP/1.1\r\nX: " + b"x" * (2 * ROOM)) == []
    for client in held:
        client.close()
    assert process.returncode == 0


def test_a_request_is_ready_when_all_of_it_is_there_or_more_than_there_is_room_for() -> None:
    def is_ready(data: bytes) -> bool:
        return Arrival(data).is_ready

    assert not is_ready(b"")
    assert not is_ready(HEALTH)
    assert is_ready(HEALTH + b"\r\n")
    assert not is_ready(FORM + b"content-length:  5 \r\n\r\n1234")
    assert is_ready(FORM + b"content-length:  5 \r\n\r\n12345")
    assert not is_ready(FORM + b"Content-Length: 5000000\r\n\r\n1234")
    assert is_ready(FORM + b"Content-Length: 5000000\r\n\r\n" + b"x" * ROOM)
    assert is_ready(FORM + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    assert is_ready(FORM + b"Transfer-Encoding: chunked\r\n\r\n")
