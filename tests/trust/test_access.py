"""The written access matrix, tried on every address, and what guards the forms (trust rules S1, S5, S9)."""

import re
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assessment.access.rights import HALF_SIGNED_IN, PUBLIC, SIGNED_IN, find_rule
from assessment.accounts.links import offer_first_link
from assessment.app import create_app
from assessment.migrations import migrate
from assessment.models import ROLES
from assessment.organisation.plan import create_organisation
from tests.assessment.accounts.signing import PASSWORD
from tests.assessment.test_headers import production_settings
from tests.conftest import close_app
from tests.fixtures.codes import show_code
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS

DOC = Path(__file__).parent.parent.parent / "docs/access.md"
ROW = re.compile(r"^\| ([A-Z, ]+) `(/[^`]*)` \| ([a-z, -]+) \|$", re.MULTILINE)
WORDS = {
    "everybody": PUBLIC,
    "password given": HALF_SIGNED_IN,
    "signed in": SIGNED_IN,
    "administrator": "administrator",
    "facilitator": "facilitator",
    "executive reader": "executive",
    "unit reader": "unit-reader",
    "second reader": "second-reader",
}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOBODY = "nobody"

Written = dict[tuple[str, str], frozenset[str]]


def read_matrix() -> Written:
    rows: Written = {}
    for methods, address, words in ROW.findall(DOC.read_text()):
        for method in methods.split(", "):
            assert (method, address) not in rows, f"{method} {address} has two rows"
            rows[method, address] = frozenset(WORDS[word] for word in words.split(", "))
    return rows


def list_routes(app: Flask) -> list[tuple[str, Rule]]:
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@SQLITE_ONLY
def test_every_address_stands_in_the_written_matrix_as_the_code_has_it(app: Flask) -> None:
    found = {(method, rule.rule): find_rule(app, rule.endpoint) for method, rule in list_routes(app)}

    assert read_matrix() == found


@SQLITE_ONLY
def test_every_address_answers_nobody_and_each_role_at_home_and_elsewhere_as_written(
    app: Flask, tell: Callable[[str], None]
) -> None:
    with app.app_context():
        own, other = (create_organisation({"en": name}, UNITS) for name in ("Zonneveld", "Other"))
    accounts = {role: add_colleague(app, own, role, email=f"{role}@zonneveld.example") for role in ROLES}
    target = add_colleague(app, own, "executive", email="target@zonneveld.example")
    add_colleague(app, other, "administrator", email="administrator@other.example")
    written, tried = read_matrix(), 0
    for (method, rule), who in product(list_routes(app), (NOBODY, *ROLES)):
        for organisation in (own, other) if "organisation_id" in rule.arguments else (own,):
            client = app.test_client()
            if who != NOBODY:
                sign_in(client, accounts[who])
            response = client.open(fill_in(rule, organisation, target), method=method, headers={"Accept": "text/html"})
            expected = judge(written[method, rule.rule], who, organisation == own, method)
            assert tell_right(response) in expected, (
                f"{method} {rule.rule} as {who} in {organisation}: {tell_right(response)}"
            )
            response.close()
            tried += 1

    tell(f"S1: {len(written)} addresses, {tried} requests, none let through or refused against the matrix")


def fill_in(rule: Rule, organisation_id: int, account_id: int) -> str:
    """The address with the organisation and the colleague in their places, and something fitting in all others."""
    values = {"organisation_id": organisation_id, "account_id": account_id}

    def choose(part: re.Match[str]) -> str:
        if part[1] == "any":
            return part[2].split(",")[0]
        return str(values.get(part[3], 7 if part[1] == "int" else "nothing"))

    return re.sub(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>", choose, rule.rule)


def judge(rule: frozenset[str], who: str, at_home: bool, method: str) -> set[str]:
    """What such a visitor must be told."""
    if PUBLIC in rule:
        return {"in", "404"}
    if who == NOBODY:
        return {"sign in first"} if method == "GET" else {"401"}
    if rule & {HALF_SIGNED_IN, SIGNED_IN}:
        return {"in"}
    if not at_home:
        return {"404"}
    return {"in", "404"} if who in rule else {"403"}


def tell_right(response: TestResponse) -> str:
    """What an answer says about the right to it: "in" where the view itself answered, be it that something is wrong."""
    refused = response.status_code in (401, 403, 404) and 'id="reference"' in response.text
    if refused:
        return str(response.status_code)
    if response.status_code == 303 and (response.location or "").startswith("/sign-in?next="):
        return "sign in first"
    return "in"


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application with its forms guarded, as in use; its list ``reached`` tells what came through all guards."""
    app.config.update(WTF_CSRF_ENABLED=True)
    app.extensions["reached"] = []

    @app.before_request
    def note() -> None:
        if request.method in UNSAFE:
            app.extensions["reached"].append(request.endpoint)

    return app


@SQLITE_ONLY
def test_no_form_is_taken_without_its_own_fresh_token(guarded: Flask, tell: Callable[[str], None]) -> None:
    with guarded.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    account = add_colleague(guarded, organisation, *ROLES)
    own, other = guarded.test_client(), guarded.test_client()
    for client in (own, other):
        sign_in(client, account)
        client.get("/account")
    tokens = {
        "none": "",
        "another session's": make_token(guarded, other),
        "an old one": make_token(guarded, own, hours_ago=13),
        "made up": "abc.def.ghi",
    }
    routes = [(method, rule) for method, rule in list_routes(guarded) if method in UNSAFE]
    for (method, rule), (kind, token) in product(routes, tokens.items()):
        address = fill_in(rule, organisation, account)
        for sent in ({"data": {"csrf_token": token}}, {"headers": {"X-CSRFToken": token}}):
            own.open(address, method=method, **sent)  # type: ignore[arg-type] # either of the two
            assert guarded.extensions["reached"] == [], f"{method} {rule.rule} with {kind}"

    tell(f"S5: {len(routes)} forms, {len(routes) * len(tokens) * 2} replays, 0 taken")
    good = own.post("/account", data={"csrf_token": make_token(guarded, own), "name": "Sam", "language": "nl"})
    assert good.status_code == 303
    assert guarded.extensions["reached"] == ["accounts.save_account"]


@SQLITE_ONLY
def test_the_token_of_the_page_before_signing_in_is_worth_nothing_after_it(guarded: Flask) -> None:
    with guarded.app_context():
        token = offer_first_link()
    client = guarded.test_client()
    client.get(f"/welcome/{token}")
    client.get("/welcome")
    before = make_token(guarded, client)
    assert start(client, before).status_code == 303

    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400
    client.get("/second-factor")
    assert client.post("/sign-out", data={"csrf_token": make_token(guarded, client)}).status_code == 303


def start(client: FlaskClient, token: str, **options: str) -> TestResponse:
    data = {
        "csrf_token": token,
        "organisation": "Stichting Zonneveld",
        "name": "Sam de Wit",
        "email": "sam@zonneveld.example",
        "password": PASSWORD,
    }
    return client.post("/welcome", data=data, **options)  # type: ignore[arg-type] # all options are strings


def make_token(app: Flask, client: FlaskClient, hours_ago: int = 0) -> str:
    """A form's token as the application makes it for this browser, or made it some hours ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - hours_ago * 3600

    with client.session_transaction() as session:
        raw = session["csrf_token"]
    serializer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token", signer=Earlier)
    return str(serializer.dumps(raw))


@SQLITE_ONLY
def test_every_cookie_of_signing_in_is_held_to_this_host_and_hidden_from_scripts(
    tmp_path: Path, database_url: str, tell: Callable[[str], None]
) -> None:
    app = create_app(production_settings(tmp_path).model_copy(update={"database_url": database_url}))
    migrate(app)
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        token = offer_first_link()
    cookies = list_cookies(app.test_client(), token or "")
    close_app(app)

    tell(f"S9: {len(cookies)} cookies set in the flow of signing in")
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names == {"__Host-session", "__Host-known", "language"}
    for cookie in cookies:
        attributes = set(cookie.split("; ")[1:])
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= attributes, cookie
        assert not any(attribute.startswith("Domain") for attribute in attributes)


def list_cookies(client: FlaskClient, token: str) -> list[str]:
    """All that is set from the first link to signing out."""
    options = {"base_url": "https://survey.example.org"}
    answers = [
        client.get("/sign-in", **options),  # type: ignore[arg-type]
        client.get(f"/welcome/{token}", **options),  # type: ignore[arg-type]
        start(client, "", **options),
    ]
    page = client.get("/second-factor", **options)  # type: ignore[arg-type]
    key = re.search(r'class="typed-key">([^<]+)<', page.text)
    assert key is not None
    code = {"code": show_code(key[1])}
    answers += [page, client.post("/second-factor", data=code, **options)]  # type: ignore[arg-type]
    answers += [client.get("/account", **options), client.post("/sign-out", **options)]  # type: ignore[arg-type]
    return [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
