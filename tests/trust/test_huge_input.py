"""F20: much more than anybody types. It is refused with the limit named, what is typed stays on the page, and the
server neither stumbles nor swells."""

import http.client
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import unescape
from urllib.parse import urlencode

import psutil
import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.access.invitations import invite
from assessment.models import ROLES, Campaign, db
from tests.assessment.commands.running import find_port
from tests.assessment.organisation.lists import make_people, write_csv
from tests.bench.visitors import Visitor
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import open_survey
from tests.trust.killing import serve
from tests.trust.test_access import fill_in, list_routes

MEGABYTE = 1024 * 1024
MOST_MORE = 100 * MEGABYTE
LIMITS = "500 kilobytes in 1000 fields"
FORM, PARTS, JSON = "application/x-www-form-urlencoded", "multipart/form-data; boundary=xxx", "application/json"
HUGE, LONG = "x" * 10 * MEGABYTE, "y" * 400_000
"""More than a request may bring; within what a form may hold, and more than any field."""

Shape = Callable[[dict[str, str], str], tuple[str, bytes]]
"""(fields of the page, the field to fill) to a content type and a body."""


def write_parts(fields: list[tuple[str, str]]) -> bytes:
    parts = (f'--xxx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields)
    return ("".join(parts) + "--xxx--\r\n").encode()


def many(fields: dict[str, str]) -> list[tuple[str, str]]:
    return [*fields.items(), *((f"more-{number}", "x") for number in range(5_000))]


SHAPES: dict[str, Shape] = {
    "huge text": lambda fields, name: (FORM, urlencode(fields | {name: HUGE}).encode()),
    "huge text in parts": lambda fields, name: (PARTS, write_parts([*fields.items(), (name, HUGE)])),
    "many fields": lambda fields, name: (FORM, urlencode(many(fields)).encode()),
    "many parts": lambda fields, name: (PARTS, write_parts(many(fields))),
    "one field many times": lambda fields, name: (FORM, urlencode([*fields.items(), *[(name, "x")] * 5_000]).encode()),
    "huge name": lambda fields, name: (FORM, urlencode(fields | {HUGE: "x"}).encode()),
    "huge JSON": lambda fields, name: (JSON, json.dumps(fields | {name: HUGE}).encode()),
    "deep JSON": lambda fields, name: (JSON, b"[" * MEGABYTE),
    "long text": lambda fields, name: (FORM, urlencode(fields | {name: LONG}).encode()),
    "long text in parts": lambda fields, name: (PARTS, write_parts([*fields.items(), (name, LONG)])),
}
REFUSED = {
    "huge text": 413,
    "huge text in parts": 413,
    "many fields": 413,
    "many parts": 413,
    "one field many times": 413,
    "huge name": 413,
    "huge JSON": 413,
}
STATUSES = {400, 409, 413, 422}


class Sender(Visitor):
    """Sends whatever it is given, and reads the answer also where the server stops listening before the end."""

    def send_body(self, path: str, kind: str, body: bytes) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.connection.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cookie": cookies}
        connection.putrequest("POST", path)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.send(body)
        try:
            answer = connection.getresponse()
            return answer.status, unescape(answer.read().decode())
        finally:
            connection.close()


class Peak:
    """The most memory that a server and its children held together, looked at a hundred times a second."""

    def __init__(self, pid: int) -> None:
        self.server = psutil.Process(pid)
        self.first = self.most = self.look()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def look(self) -> int:
        total = 0
        for process in (self.server, *self.server.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            self.most = max(self.most, self.look())

    @contextmanager
    def watching(self) -> Iterator["Peak"]:
        self._thread.start()
        try:
            yield self
        finally:
            self._over.set()
            self._thread.join()


SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@SQLITE_ONLY
@pytest.mark.parametrize("kind", [FORM, PARTS])
def test_every_form_names_its_limit(app: Flask, client: FlaskClient, kind: str, tell: Callable[[str], None]) -> None:
    with app.app_context():
        survey = open_survey()
        organisation = db.session.get_one(Campaign, survey).organisation_id
        client.get(f"/s/{invite(survey, 'care', 'staff')[1]}")
    account = add_colleague(app, organisation, *ROLES)
    sign_in(client, account)
    fields = [("text", "x" * 600_000)]
    body = urlencode(fields).encode() if kind == FORM else write_parts(fields)
    app.config.update(WTF_CSRF_ENABLED=True)
    rules = [rule for method, rule in list_routes(app) if method == "POST"]
    for rule in rules:
        answer = client.post(fill_in(rule, organisation, account), data=body, content_type=kind)
        assert (answer.status_code, LIMITS in answer.text) == (413, True), rule.rule
    tell(f"F20: {len(rules)} forms, 600 kilobytes as {kind.partition(';')[0]}: all refused with the limit named")


@pytest.fixture
def house(app: Flask) -> tuple[int, int, str, str]:
    """Organisation, open survey, somebody's link, and the cookie of a colleague."""
    with app.app_context():
        survey = open_survey(asks_comments=True)
        organisation = db.session.get_one(Campaign, survey).organisation_id
        link = f"/s/{invite(survey, 'care', 'staff')[1]}"
    client = app.test_client()
    sign_in(client, add_colleague(app, organisation, *ROLES))
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return organisation, survey, link, cookie.value


@SQLITE_ONLY
def test_whatever_is_too_much_is_refused_in_words(
    app: Flask, house: tuple[int, int, str, str], tell: Callable[[str], None]
) -> None:
    organisation, survey, link, cookie = house
    port = find_port()
    server = serve(app, port)
    try:
        person, colleague = Sender(port), Sender(port)
        colleague.cookies = {app.config["SESSION_COOKIE_NAME"]: cookie}
        path, page = person.open(link)
        while 'name="comment"' not in page:
            path, page = person.send(path, page)
        home = f"/organisations/{organisation}"
        targets = [(person, path, page, "comment")] + [
            (colleague, f"{home}{place}", colleague.open(f"{home}{place}")[1], field)
            for place, field in (
                (f"/surveys/{survey}/contacts", "contact"),
                ("/people/new", "name"),
                ("/units/new", "name_en"),
                ("/colleagues/invite", "email"),
            )
        ]
        token = colleague.fill(colleague.open(f"{home}/people")[1])["csrf_token"]
        with Peak(server.process.pid).watching() as peak:
            told = Counter(check(*target, shape) for target in targets for shape in SHAPES)
            told += check_lists(colleague, f"{home}/people/list", token)
            time.sleep(0.1)
        for visitor in (person, colleague):
            visitor.connection.close()
        assert person.open(path)[0] == path
        person.connection.close()
    finally:
        server.kill()
    more = (peak.most - peak.first) / MEGABYTE
    tell(f"F20: {told.total()} shapes: {dict(sorted(told.items()))}, 0 faults, {more:.0f} MiB more memory")
    assert peak.most - peak.first <= MOST_MORE


def check(sender: Sender, path: str, page: str, field: str, shape: str) -> int:
    """Send one shape to one form; gives the status once all is as it must be."""
    kind, body = SHAPES[shape](sender.fill(page), field)
    status, text = sender.send_body(path, kind, body)
    assert status == REFUSED.get(shape, status), f"{shape} to {path}: {status}"
    assert status in STATUSES, f"{shape} to {path}: {status}"
    if status == 413:
        assert LIMITS in text
    if shape.startswith("long text"):
        assert (status, LONG in text) == (422, True), f"{shape} to {path}: the text is gone"
        assert re.search(r"[0-9][0-9.,]* (characters|letters)|mail address like", text), path
    return status


def check_lists(sender: Sender, path: str, token: str) -> Counter[int]:
    """A list of 2,000 people is previewed; one of more rows or bytes than can be is refused with the limit."""
    told: Counter[int] = Counter()
    for people, expected, words in (
        (2_000, 303, ""),
        (10_500, 422, "10,000"),
        (105_000, 422, "5 MB"),
        (130_000, 413, "5 MB"),
    ):
        content = write_csv(make_people(people)).decode()
        head = '--xxx\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
        body = head.format("csrf_token", "", token) + head.format("file", '; filename="people.csv"', content)
        status, text = sender.send_body(path, PARTS, f"{body}--xxx--\r\n".encode())
        assert status == expected, f"{people} rows: {status}"
        assert words in text
        told[status] += 1
    return told
