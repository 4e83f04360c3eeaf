"""S29: whatever breaks inside, people see a plain page with a reference, and nothing is let through or half stored."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from assessment.access import rights
from assessment.models import Base, db
from tests.fixtures.colleagues import sign_in
from tests.trust.test_access import list_routes
from tests.trust.test_injected_sql import count_rows
from tests.trust.twins import Twin, make_twin, write_addresses

CANARY = "canary7391"
REFERENCE = re.compile(r'<span id="reference">([0-9a-f]{8})</span>')
INSIDES = (
    CANARY,
    "traceback",
    "sqlalchemy",
    "select ",
    "werkzeug",
    "flask",
    "python",
    "site-packages",
    'file "',
    ".py",
)


def make_faults() -> list[Exception]:
    """Errors of our own, of libraries and of databases, each with something in it that nobody may read."""
    kept = Exception(CANARY)
    statement = f"SELECT {CANARY} FROM account"
    return [
        KeyError(CANARY),
        ValueError(CANARY),
        RuntimeError(CANARY),
        AttributeError(CANARY),
        ZeroDivisionError(CANARY),
        RecursionError(CANARY),
        MemoryError(CANARY),
        UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY),
        PermissionError(13, CANARY, f"/srv/{CANARY}.py"),
        TimeoutError(CANARY),
        OperationalError(statement, {"password": CANARY}, kept),
        ProgrammingError(statement, {"password": CANARY}, kept),
        IntegrityError(statement, {"password": CANARY}, kept),
    ]


@pytest.fixture
def twin(app: Flask, client: FlaskClient) -> Twin:
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    made = make_twin(app, "zonneveld")
    sign_in(client, made.account_id)
    return made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_fault_in_any_view_shows_a_plain_page(
    app: Flask, client: FlaskClient, twin: Twin, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        before = count_rows()
    faults, statuses, references = make_faults(), Counter[int](), set()
    routes = [pair for pair in list_routes(app) if pair[1].endpoint not in ("static", "look", "health.health")]
    for number, (method, rule) in enumerate(routes):
        fault = faults[number % len(faults)]
        view = app.view_functions[rule.endpoint]
        app.view_functions[rule.endpoint] = break_with(fault, view)
        answer = client.open(write_addresses(rule, twin.list_values()[1])[0], method=method)
        app.view_functions[rule.endpoint] = view
        found = REFERENCE.search(answer.text)
        assert answer.status_code in (500, 503), f"{method} {rule.rule}: {answer.status_code}"
        assert found is not None, f"{method} {rule.rule} with {type(fault).__name__}"
        shown = answer.text.lower() + str(answer.headers).lower()
        assert [inside for inside in INSIDES if inside in shown] == [], f"{method} {rule.rule}"
        statuses[answer.status_code] += 1
        references.add(found[1])
    with app.app_context():
        assert count_rows() == before
    assert len(references) == len(routes)
    tell(f"S29: {len(routes)} views broken by {len(faults)} kinds of faults: {dict(statuses)}, 0 insides shown")


def break_with(fault: Exception, view: Callable[..., object]) -> Callable[..., object]:
    """The view, which fails; its rule of access stays."""

    def fail(**_values: object) -> object:
        raise fault

    fail.access = getattr(view, "access", None)  # type: ignore[attr-defined]
    return fail


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_guard_that_breaks_lets_nobody_in(
    app: Flask, client: FlaskClient, twin: Twin, tell: Callable[[str], None]
) -> None:
    """The table of sign-ins is gone: who is signed in cannot be known, so nobody is."""
    with app.app_context():
        Base.metadata.tables["sign_in"].drop(db.engine)
    tried = 0
    for method, rule in list_routes(app):
        if rights.PUBLIC in (rights.find_rule(app, rule.endpoint) or ()):
            continue
        answer = client.open(write_addresses(rule, twin.list_values()[1])[0], method=method)
        assert answer.status_code in (500, 503), f"{method} {rule.rule}: {answer.status_code}"
        assert "zonneveld" not in answer.text
        tried += 1
    tell(f"S29: {tried} addresses while nobody can be recognised: 0 let in")
