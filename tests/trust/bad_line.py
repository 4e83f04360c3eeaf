"""A line between browsers and a server that fails as it is told: cut anywhere, stalled, or slow."""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

CHUNK = 64 * 1024
PAUSE_SECONDS = 0.01
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of one POST in whose head ``holds`` stands, or of its answer, once ``after`` bytes have passed.

    ``cut``: both sides see the connection end; ``reset``: they see it break; ``stall``: nothing more comes, and nothing
    is said; ``slow``: a few bytes at a time.
    """

    side: Literal["request", "answer"]
    after: int
    how: Literal["cut", "reset", "stall", "slow"] = "cut"
    holds: bytes = b""


@dataclass
class Passage:
    """One request and its answer, as they passed."""

    request: bytes = b""
    answer: bytes = b""


class _CutError(Exception):
    """The connection is to end on both sides."""


class Line:
    """Listens on a ``port`` of its own. ``fail`` lets as many of the next requests fail; all others pass.

    A browser sends by itself once or twice more where no answer has begun; ``broken`` lasts until it stops trying.
    """

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = 0
        self.failed = 0
        self.last = Passage()
        self._faults: list[Fault] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._is_down = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, *faults: Fault) -> None:
        self._faults = list(faults)

    @contextmanager
    def broken(self, fault: Fault) -> Iterator[None]:
        self.fail(*[fault] * 99)
        yield
        self.fail()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Every connection ends at once, also one over which nothing is asked, and none is made meanwhile."""
        self._is_down = True
        self._loop.call_soon_threadsafe(self._drop)
        yield
        self._is_down = False

    def _drop(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_down:
            writer.transport.abort()
            return
        self._ends.add(writer)
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await self._pass_on(reader, writer)
        writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        self._ends.add(server_writer)
        connection = _Connection(self, reader, writer, server_reader, server_writer)
        ways = [asyncio.create_task(connection.carry_requests()), asyncio.create_task(connection.carry_answers())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            server_writer.close()

    def take_fault(self, begin: bytes) -> Fault | None:
        for fault in self._faults:
            if begin.startswith(b"POST") and fault.holds.lower() in begin.lower():
                self._faults.remove(fault)
                self.failed += 1
                return fault
        return None

    async def begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def end(self) -> None:
        """Nothing stays open that a later test would find."""
        # A connection taken a moment ago comes to `connect` turns later, and to nobody once its server is closed.
        asyncio.get_running_loop().remove_reader(self._server.sockets[0])
        await _take_turns()
        self._server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._ends:
            writer.transport.abort()
        await _take_turns()  # a transport closes its socket a turn later


async def _take_turns() -> None:
    for _turn in range(5):
        await asyncio.sleep(0)


class _Connection:
    """A request begins where the browser sends after an answer: browsers of today wait for one before the next."""

    def __init__(
        self,
        line: Line,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        server_reader: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
    ) -> None:
        self.line = line
        self.reader, self.writer = reader, writer
        self.server_reader, self.server_writer = server_reader, server_writer
        self.passage = Passage()
        self.fault: Fault | None = None
        self.is_cut = False

    async def carry_requests(self) -> None:
        begins = True
        while data := await self.reader.read(CHUNK):
            if begins or self.passage.answer:
                self.passage = self.line.last = Passage()
                self.fault = self.line.take_fault(data)
                begins = False
            passed = len(self.passage.request)
            self.passage.request += data
            await self._carry("request", data, passed, self.server_writer)

    async def carry_answers(self) -> None:
        while data := await self.server_reader.read(CHUNK):
            passed = len(self.passage.answer)
            self.passage.answer += data
            if not self.is_cut:
                await self._carry("answer", data, passed, self.writer)

    async def _carry(self, side: str, data: bytes, passed: int, to: asyncio.StreamWriter) -> None:
        fault = self.fault if self.fault and self.fault.side == side else None
        room = max(0, fault.after - passed) if fault else len(data)
        to.write(data[:room])
        await to.drain()
        if fault and len(data) > room:
            await self._fail(fault, data[room:], to)

    async def _fail(self, fault: Fault, rest: bytes, to: asyncio.StreamWriter) -> None:
        if fault.how == "slow":
            for start in range(0, len(rest), 16):
                to.write(rest[start : start + 16])
                await to.drain()
                await asyncio.sleep(PAUSE_SECONDS)
            return
        if fault.how == "stall":
            while await self.reader.read(CHUNK):  # until the browser gives up
                continue
        if fault.how == "cut" and fault.side == "request":
            # The server sees the end, and may do what it does about it, before the browser sees it and sends again.
            self.is_cut = True
            self.server_writer.write_eof()
            await asyncio.get_running_loop().create_future()
        if fault.how == "reset":
            for end in (self.writer, self.server_writer):
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        raise _CutError


@contextmanager
def bad_line(server_port: int) -> Iterator[Line]:
    """A line to that port of this machine, in a thread of its own."""
    line, loop = Line(server_port), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(line.begin(), loop).result(10)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(line.end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        loop.close()
