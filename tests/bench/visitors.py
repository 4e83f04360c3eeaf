"""Visitors that answer a survey as browsers do: follow the pages, fill the form in, send it, read thanks."""

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
RADIO = re.compile(r'<input[^>]*type="radio"[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


@dataclass
class Tally:
    """What one visitor saw: finished visits, and the seconds of every request."""

    finished: int = 0
    seconds: list[float] = field(default_factory=list)


class Visitor:
    """One person after another on one kept connection, each with cookies of their own."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.tally = Tally()
        self.cookies: dict[str, str] = {}

    def visit(self, start: str) -> None:
        """From the link to thanks: welcome, the page of questions, review, thanks."""
        self.cookies = {}
        path, page = self.open(start)
        while "thanks" not in path:
            path, page = self.send(path, page)
        self.tally.finished += 1

    def open(self, path: str) -> tuple[str, str]:
        return self._follow("GET", path)

    def send(self, path: str, page: str) -> tuple[str, str]:
        return self._follow("POST", path, urlencode(self.fill(page)))

    def fill(self, page: str) -> dict[str, str]:
        """What the page's form sends: the hidden fields and the first option of each question."""
        fields: dict[str, str] = {}
        for tag in HIDDEN.findall(page) + RADIO.findall(page):
            parts = dict(ATTRIBUTE.findall(tag))
            if "name" in parts:
                fields.setdefault(parts["name"], parts.get("value", ""))
        return fields

    def _follow(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        while True:
            status, location, page = self._ask(method, path, body)
            if status in (302, 303) and location:
                path, method, body = urlsplit(location).path, "GET", None
            elif status == 200:
                return path, page
            else:
                raise RuntimeError(f"{method} {path} answered {status}: {page[:300]}")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str | None, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        self.tally.seconds.append(time.perf_counter() - started)
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location"), page


@dataclass(frozen=True, slots=True)
class Load:
    """``sheets_a_second`` completed; ``p99`` milliseconds of one request; ``requests`` per sheet."""

    sheets_a_second: float
    p99: float
    requests: float


def run_visitors(port: int, starts: list[str], at_a_time: int, seconds: float) -> Load:
    """Let ``at_a_time`` visitors work through ``starts`` (one link each) until the time is up."""
    lock = threading.Lock()
    waiting = iter(starts)
    visitors = [Visitor(port) for _ in range(at_a_time)]
    faults: list[Exception] = []
    ends = time.perf_counter() + seconds

    def work(visitor: Visitor) -> None:
        try:
            while time.perf_counter() < ends:
                with lock:
                    start = next(waiting, None)
                if start is None:
                    raise RuntimeError("the bench ran out of links: make more")
                visitor.visit(start)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(visitor,)) for visitor in visitors]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    elapsed = time.perf_counter() - started
    finished = sum(visitor.tally.finished for visitor in visitors)
    requests = sorted(second for visitor in visitors for second in visitor.tally.seconds)
    return Load(finished / elapsed, requests[int(0.99 * (len(requests) - 1))] * 1000, len(requests) / finished)
