"""Taking in requests: one goes to a thread when it has arrived, so that whoever sends slowly keeps nobody waiting.

The library's own worker gives a thread to whoever has sent a first byte, and waits for the rest as long as it takes:
a hundred browsers on a bad line, or one ill-willed program, and nobody else is answered any more.
"""

import re
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_RDWR, socket
from typing import Any, cast

from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVE_SECONDS = 30
"""Until a request must be there: a page of answers with the longest comment, on a line of 2 kB a second."""

THREAD_SECONDS = 300
"""Until a thread is taken back from a connection: a large file that comes or goes slowly."""

STOP_SECONDS = 2
"""What a request under way may still take when the server is being stopped."""

ROOM = 64 * 1024
"""Bytes of a request that wait without a thread; of a larger one, such as an uploaded file, the rest goes to one."""

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:", re.IGNORECASE)


class Arrival:
    """What has come of one request so far."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        self.deadline = time.monotonic() + ARRIVE_SECONDS

    @property
    def is_ready(self) -> bool:
        """Whether a thread can go on without waiting, or there is no room to wait for more."""
        head_end = self.data.find(HEAD_END)
        if head_end < 0:
            return False
        head = bytes(self.data[: head_end + 2])
        length = LENGTH.search(head)
        # Who expects to be told to go on sends nothing before that; who tells no length sends none, or in parts.
        if not length or EXPECTS.search(head):
            return True
        return len(self.data) >= min(head_end + len(HEAD_END) + int(length[1]), ROOM)

    @property
    def is_too_long(self) -> bool:
        return len(self.data) >= ROOM and not self.is_ready


class PatientWorker(ThreadWorker):
    """Connections stay with the loop, which waits for all of them at once, until their request has arrived."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, Arrival] = {}
        self.in_threads: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """A connection is new, or its next request begins, of which some may have been read ahead."""
        ahead = cast(Any, conn.parser).unreader.take_buffered() if conn.initialized else b""
        arrival = self.arriving[conn] = Arrival(ahead)
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, EVENT_READ, partial(self.receive, conn))
        if arrival.is_ready:
            self.hand_over(conn)

    def receive(self, conn: TConn, sock: socket) -> None:
        arrival = self.arriving[conn]
        try:
            piece = sock.recv(ROOM)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        arrival.data += piece
        if not piece or arrival.is_too_long:
            self.drop(conn)
        elif arrival.is_ready:
            self.hand_over(conn)

    def hand_over(self, conn: TConn) -> None:
        arrival = self.forget(conn)
        conn.init()
        cast(Any, conn.parser).unreader.unread(bytes(arrival.data))
        conn.data_ready = True
        self.in_threads[conn] = time.monotonic() + THREAD_SECONDS
        super().enqueue_req(conn)

    def drop(self, conn: TConn) -> None:
        """Nothing is done for who went away, or takes too long, before the request had arrived."""
        self.forget(conn)
        self.nr_conns -= 1
        conn.close()

    def forget(self, conn: TConn) -> Arrival:
        self.poller.unregister(conn.sock)
        return self.arriving.pop(conn)

    def finish_request(self, conn: TConn, fs: "Future[bool]") -> None:
        self.in_threads.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """The loop calls this about once a second."""
        super().murder_pending()
        now = time.monotonic()
        late = now if self.alive else now + ARRIVE_SECONDS - STOP_SECONDS
        for conn in [conn for conn, arrival in self.arriving.items() if arrival.deadline <= late]:
            self.drop(conn)
        for conn in [conn for conn, deadline in self.in_threads.items() if deadline <= now]:
            # Its thread wakes up, finds nobody there, and ends the request.
            del self.in_threads[conn]
            try:
                conn.sock.shutdown(SHUT_RDWR)
            except OSError:  # has gone by itself
                continue
