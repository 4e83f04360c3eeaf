"""S25: what is typed never becomes a part of a statement, wherever it is typed."""

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
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
    *("after", "direction", "go", "group", "kind", "lang", "language", "link", "next", "page", "people", "place"),
    *("search", "seen", "shown", "sort", "text", "unit", "version", "view", "voice", "way", "wish"),
)
"""What addresses may hold after their question mark."""

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


class Attack:
    """Puts one text after another into whatever a page takes, and watches what comes back."""

    def __init__(self, client: FlaskClient, whole: bool) -> None:
        self.client, self.whole, self.sent = client, whole, 0
        self._texts = cycle(PAYLOADS)

    def take(self, typed: bool = True) -> list[str]:
        """All of them for what people type; one after another for what they choose, or in the short form."""
        return list(PAYLOADS) if self.whole and typed else [next(self._texts)]

    def judge(self, answer: TestResponse, what: str) -> None:
        self.sent += 1
        assert answer.status_code < 500, what
        assert OTHER.encode() not in answer.data, what
        assert b"fs_uniquifier," not in answer.data, what

    def press(self, form: PageForm) -> None:
        for name in form.names:
            for text in self.take(name in form.typed):
                data: dict[str, list[str]] = {}
                for key, value in form.fill(name, text):
                    data.setdefault(key, []).append(value)
                kind = {"content_type": "multipart/form-data"} if form.files else {}
                if form.method == "POST":
                    answer = self.client.post(form.action, data=data, **kind)  # type: ignore[arg-type]
                else:
                    answer = self.client.get(form.action, query_string=data)
                self.judge(answer, f"{form.action} {name}={text}")

    def ask(self, address: str) -> None:
        """Everything that could stand after the question mark, at once."""
        for text in self.take():
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
    app: Flask, client: FlaskClient, every: int, tell: Callable[[str], None]
) -> None:
    own, other = make_twin(app, OWN), make_twin(app, OTHER)
    sign_in(client, own.account_id)
    with app.app_context():
        client.get(f"/s/{invite(own.surveys[1], 'care', 'staff')[1]}")
        before, people = digest_other(other.ids["organisation_id"]), count_rows()
    attack = Attack(client, every == 1)
    pages = list(list_pages(app, own))[::every]
    for address in pages:
        attack.ask(address)
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
    tell(
        f"S25: {len(PAYLOADS)} texts, {len(pages)} pages, {len(forms)} forms, {attack.sent} requests: 0 faults, 0 rows"
    )


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
