"""S25: what is typed never becomes a part of a statement, wherever it is typed."""

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, product
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from assessment.access.invitations import invite
from assessment.models import Base, db
from tests.fixtures.colleagues import sign_in
from tests.trust.forms import PageForm, read_forms
from tests.trust.test_access import list_routes
from tests.trust.test_twins import OTHER, OWN, digest_other
from tests.trust.twins import Twin, make_twin, write_addresses

SOURCES = Path(__file__).parent.parent.parent / "assessment"
CLOSINGS = ("", "'", '"', "')", "'))", "1)", "1", "%'", "\\'", "'\\")
ATTACKS = (
    " OR 1=1 --",
    "; DROP TABLE person; --",
    " UNION SELECT email, fs_uniquifier FROM account --",
    " AND 1=(SELECT pg_sleep(9)) --",
    " ORDER BY 99 --",
    "||(SELECT hex(zeroblob(999999)))||",
)
PAYLOADS = tuple(closing + attack for closing, attack in product(CLOSINGS, ATTACKS))
QUERIES = (
    *(
        "after",
        "agenda",
        "colour",
        "direction",
        "go",
        "group",
        "kind",
        "lang",
        "language",
        "link",
        "moved",
        "next",
        "order",
        "page",
        "parent",
        "people",
    ),
    *(
        "place",
        "search",
        "seen",
        "shown",
        "spoken",
        "sort",
        "survey",
        "text",
        "to",
        "unit",
        "units",
        "variant",
        "version",
        "v",
        "view",
        "voice",
        "way",
        "wish",
    ),
)
"""What addresses may hold after their question mark."""

ASKED_FOR = {"page", "language"}
"""Some of those that pages look at in the short form too."""

COOKIES = ("session", "known", "language", "survey", "survey-own", "joint")
KEPT_WORDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "ORDER BY", "DROP", "ALTER", "CREATE", "WHERE")
OWN_NAMES = {"shuffling.py"}
"""Two tables are shuffled by the same statements; no text of a request comes near them."""

ASKING = {"text", "execute", "exec_driver_sql", "literal_column", "scalars", "scalar"}


def test_no_statement_is_put_together_from_texts(tell: Callable[[str], None]) -> None:
    """Formatted texts that read as SQL are refused anywhere but where the names of our own tables are filled in."""
    files = [path for path in SOURCES.rglob("*.py") if "migrations" not in path.parts]
    asked, formatted = 0, []
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in ASKING and node.args:
                asked += 1
                if _is_put_together(node.args[0]) and "PRAGMA" not in ast.unparse(node.args[0]):
                    formatted.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.JoinedStr) and any(f"{word} " in ast.unparse(node) for word in KEPT_WORDS):
                formatted.append(f"{path.name}:{node.lineno}")
    assert {place for place in formatted if place.partition(":")[0] not in OWN_NAMES} == set()
    assert asked > 100
    tell(f"S25: {asked} statements in {len(files)} files, 0 put together from texts")


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_put_together(node: ast.expr) -> bool:
    joined = isinstance(node, ast.JoinedStr)
    added = isinstance(node, ast.BinOp) and any(isinstance(part, ast.Constant) for part in ast.walk(node))
    return joined or added or (isinstance(node, ast.Call) and _name(node.func) == "format")


class Watched(ImmutableMultiDict[str, str]):
    """What came with a request, and which of the names in it were looked at."""

    looked_at: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> str:
        self.looked_at.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.looked_at.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.looked_at.update(super().__iter__())
        return super().__iter__()

    def getlist(self, key: str, type: Callable[[str], Any] | None = None) -> list[Any]:
        self.looked_at.add(key)
        return super().getlist(key) if type is None else super().getlist(key, type)

    def items(self, multi: bool = False) -> Iterator[tuple[str, str]]:  # type: ignore[override] # as Werkzeug has it
        self.looked_at.update(super().__iter__())
        return super().items(multi)

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        self.looked_at.update(super().__iter__())
        return super().lists()


class Statements:
    """All that the database is asked to do: no text may be a part of it, but each may come as a value."""

    def __init__(self) -> None:
        self.texts = frozenset(PAYLOADS)
        self.asked = 0
        self.bound: set[str] = set()

    def see(self, *told: Any) -> None:
        """An event of SQLAlchemy: connection, cursor, statement, values, context, and whether they are many."""
        statement, values = told[2], told[3]
        self.asked += 1
        assert not any(attack in statement for attack in ATTACKS), statement
        for row in values if told[5] else (values,):
            self.bound.update(value for value in row if isinstance(value, str) and value in self.texts)


class Attack:
    """Puts one text after another into whatever a page takes, and watches what comes back."""

    def __init__(self, app: Flask, client: FlaskClient, whole: bool) -> None:
        self.app, self.client, self.whole, self.sent = app, client, whole, 0
        self.looked_at: set[str] = set()
        self._texts = cycle(PAYLOADS)
        self._pressed: set[tuple[object, ...]] = set()

    def judge(self, answer: TestResponse, what: str) -> None:
        self.sent += 1
        assert answer.status_code < 500, what
        assert OTHER.encode() not in answer.data, what
        assert b"fs_uniquifier," not in answer.data, what

    def press(self, form: PageForm) -> None:
        """Each field alone with one text. In the long form then all texts in each field that people type into: together
        in those that take a text, and together in those that refuse one, as what is refused keeps the rest away."""
        taking = {name: self._send(form, {name: next(self._texts)}) for name in form.names}
        if not self.whole or not self._is_new(form):
            return
        for taken in (True, False):
            names = [name for name in form.typed if taking[name] == taken]
            for number in range(len(PAYLOADS) if names else 0):
                texts = {name: PAYLOADS[(number + place) % len(PAYLOADS)] for place, name in enumerate(names)}
                if not self._send(form, texts) and taken and len(names) > 1:
                    for name, text in texts.items():
                        self._send(form, {name: text})

    def _is_new(self, form: PageForm) -> bool:
        """Whether no form of this route and survey with these fields was pressed: forms of the comments differ only in
        which comment they are about."""
        urls = self.app.url_map.bind("localhost")
        rule, values = urls.match(form.action, method=form.method, return_rule=True)
        key = (rule.rule, values.get("survey_id"), *form.names)
        new = key not in self._pressed
        self._pressed.add(key)
        return new

    def _send(self, form: PageForm, texts: dict[str, str]) -> bool:
        """Whether the form was taken."""
        data: dict[str, list[str]] = {}
        for key, value in form.fields:
            if key not in texts:
                data.setdefault(key, []).append(value)
        data |= {name: [text] for name, text in texts.items()}
        kind = {"content_type": "multipart/form-data"} if form.files else {}
        if form.method == "POST":
            answer = self.client.post(form.action, data=data, **kind)  # type: ignore[arg-type]
        else:
            answer = self.client.get(form.action, query_string=data)
        self.judge(answer, f"{form.action} {texts}")
        return answer.status_code < 400

    def ask(self, address: str) -> None:
        """Everything that could stand after the question mark, at once: all texts where a page looks at any of it."""
        Watched.looked_at.clear()
        self._ask(address, next(self._texts))
        seen = Watched.looked_at & {*QUERIES}
        self.looked_at |= Watched.looked_at
        for text in PAYLOADS if self.whole and seen else ():
            self._ask(address, text)

    def _ask(self, address: str, text: str) -> None:
        answer = self.client.get(address.partition("?")[0], query_string=dict.fromkeys(QUERIES, text))
        self.judge(answer, f"{address} {text}")


def list_pages(app: Flask, own: Twin) -> Iterator[str]:
    for method, rule in list_routes(app):
        if method == "GET" and "organisation_id" in rule.arguments and "<path" not in rule.rule:
            for values in own.list_values() if "survey_id" in rule.arguments else own.list_values()[:1]:
                yield from write_addresses(rule, values)
    yield from (
        "/home",
        "/account",
        "/account/password",
        "/sign-in",
        "/forgotten-password",
        "/quick-check/",
        "/survey/",
    )


def count_rows() -> Counter[str]:
    return Counter(
        {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    )


@pytest.mark.parametrize(
    ("database_url", "every"),
    [("sqlite", 5), pytest.param("sqlite", 1, marks=pytest.mark.trust)],
    indirect=["database_url"],
)
def test_no_text_reaches_the_database_as_a_statement(
    app: Flask,
    client: FlaskClient,
    every: int,
    tell: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, other = make_twin(app, OWN), make_twin(app, OTHER)
    sign_in(client, own.account_id)
    with app.app_context():
        client.get(f"/s/{invite(own.surveys[1], 'care', 'staff')[1]}")
        before, people = digest_other(other.ids["organisation_id"]), count_rows()
    attack = Attack(app, client, every == 1)
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Watched)
    pages = list(list_pages(app, own))[::every]
    statements = Statements()
    with listening(app, statements):
        for address in pages:
            attack.ask(address)
        assert attack.looked_at <= {*QUERIES}
        assert attack.looked_at >= ASKED_FOR
        forms = {(form.action, tuple(form.names)): form for address in pages for form in find_forms(client, address)}
        for form in forms.values():
            if not form.action.endswith(("/sign-out", "/remove", "/withdraw", "/discard", "/end-other-sign-ins")):
                attack.press(form)
        for text in PAYLOADS[::every]:
            press_tokens(app, attack, text)
    with app.app_context():
        assert digest_other(other.ids["organisation_id"]) == before
        kept = count_rows()
        assert all(
            kept[table] >= people[table] for table in ("person", "account", "membership", "unit", "organisation")
        )
    assert len(statements.bound) >= (len(PAYLOADS) if attack.whole else 1)
    tell(
        f"S25: {len(PAYLOADS)} texts, {len(pages)} pages, {len(forms)} forms, {attack.sent} requests, "
        f"{len(statements.bound)} texts among the values of {statements.asked} statements: 0 in a statement, 0 faults, "
        "0 rows"
    )


@contextmanager
def listening(app: Flask, statements: Statements) -> Iterator[None]:
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", statements.see)
    yield
    event.remove(engine, "before_cursor_execute", statements.see)


def find_forms(client: FlaskClient, address: str) -> list[PageForm]:
    answer = client.get(address)
    return read_forms(address, answer.text) if answer.mimetype == "text/html" else []


def press_tokens(app: Flask, attack: Attack, text: str) -> None:
    """Links, codes and cookies, for which nobody need be signed in."""
    stranger = app.test_client()
    for cookie in COOKIES:
        stranger.set_cookie(cookie, hashlib.sha256(text.encode()).hexdigest()[:8] + text)
    for place in ("/s/", "/j/", "/welcome/", "/sponsor/"):
        attack.judge(stranger.get(place + text), f"{place}{text}")
    attack.judge(stranger.post("/c/1", data={"code": text}), f"code {text}")
    attack.judge(stranger.post("/sign-in", data={"email": text, "password": text}), f"sign-in {text}")
    attack.judge(stranger.get("/survey/"), f"cookies {text}")
