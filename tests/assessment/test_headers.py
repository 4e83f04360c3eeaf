"""What every answer carries, whatever the address, and what a request may bring (trust rules S6, S8, S9, S18, F20)."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, abort, request, session
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assessment.access.rights import PUBLIC, open_to
from assessment.app import create_app
from assessment.headers import HEADERS, LARGEST_FORM, LARGEST_REQUEST, MOST_FIELDS
from assessment.settings import Settings
from tests.conftest import close_app

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
EXPECTED = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_headers_are_those_that_trust_names() -> None:
    assert HEADERS == EXPECTED


@SQLITE_ONLY
def test_every_route_answers_with_them_by_every_method(app: Flask, tell: Callable[[str], None]) -> None:
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    client, checked = app.test_client(), 0
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            response = client.open(fill_in(rule), method=method)
            check_headers(response, f"{method} {rule.rule}")
            checked += 1

    tell(
        f"S6, S8: {checked} answers of all addresses by all methods, errors among them: {len(EXPECTED)} headers on each"
    )


def fill_in(rule: Rule) -> str:
    """The address of a rule with a value for each of its parts."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda part: "7" if part[1] == "int" else "nothing", rule.rule)


def check_headers(response: TestResponse, what: str) -> None:
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED, what
    assert {"no-store", "no-cache"} & set(response.headers["Cache-Control"].split(", ")), what
    response.close()


@pytest.fixture
def trying(app: Flask) -> FlaskClient:
    """The application with routes that fail and that read forms."""
    app.add_url_rule("/try/<int:status>", "try_status", open_to(PUBLIC)(lambda status: abort(status)))
    app.add_url_rule("/try/crash", "try_crash", open_to(PUBLIC)(lambda: {}["nothing"]))
    app.add_url_rule(
        "/try/form", "try_form", open_to(PUBLIC)(lambda: str(sum(map(len, request.form.values())))), methods=["POST"]
    )
    app.add_url_rule("/try/body", "try_body", open_to(PUBLIC)(lambda: str(len(request.get_data()))), methods=["POST"])
    app.add_url_rule("/try/cookie", "try_cookie", open_to(PUBLIC)(lambda: str(session.setdefault("kept", "x"))))
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    return app.test_client()


@SQLITE_ONLY
@pytest.mark.parametrize(
    "address", ["/try/400", "/try/403", "/try/404", "/try/429", "/try/500", "/try/503", "/try/crash", "/no/page"]
)
def test_errors_carry_them_as_well(trying: FlaskClient, address: str) -> None:
    check_headers(trying.get(address), address)


@SQLITE_ONLY
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1@evil.example"]
)
def test_a_forged_host_is_refused(app: Flask, host: str) -> None:
    response = app.test_client().get("/health", headers={"Host": host})

    assert response.status_code == 400
    assert "evil" not in response.text
    check_headers(response, host)


@SQLITE_ONLY
def test_forwarded_headers_are_ignored(app: Flask) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    app.add_url_rule("/try/host", "try_host", open_to(PUBLIC)(lambda: f"{request.scheme}://{request.host}"))

    assert app.test_client().get("/try/host", headers=forged).text == "http://localhost"


@SQLITE_ONLY
@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_may_be_large_but_not_huge_in_either_encoding(trying: FlaskClient, encoding: str) -> None:
    fits, too_long = "x" * (LARGEST_FORM - 1000), "x" * (LARGEST_FORM + 1)
    too_many = {f"field{number}": "x" for number in range(MOST_FIELDS + 1)}

    assert trying.post("/try/form", data={"text": fits}, content_type=encoding).text == str(len(fits))
    for data in ({"text": too_long}, too_many):
        response = trying.post("/try/form", data=data, content_type=encoding)
        assert response.status_code == 413
        assert "500 kilobytes in 1000 fields" in response.text


@SQLITE_ONLY
def test_a_request_of_any_kind_has_an_end(trying: FlaskClient) -> None:
    sizes = (LARGEST_REQUEST, LARGEST_REQUEST + 1)

    assert [trying.post("/try/body", data=b"x" * size).status_code for size in sizes] == [200, 413]


@SQLITE_ONLY
@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_that_breaks_off_in_the_middle_is_not_taken_for_a_whole_one(trying: FlaskClient, encoding: str) -> None:
    """The server in use says of every request that it ends by itself, also of one whose sender went away."""
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n12345\r\n--x--\r\n'
    body = part if encoding.startswith("multipart") else b"text=12345"

    def send(missing: int) -> int:
        told = {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(body) + missing)}
        return trying.post("/try/form", content_type=encoding, environ_overrides=told).status_code

    assert [send(missing) for missing in (0, 1, 400)] == [200, 400, 400]


@SQLITE_ONLY
def test_cookies_are_plain_for_the_demo_and_held_to_this_host_in_production(
    trying: FlaskClient, tmp_path: Path
) -> None:
    assert read_cookie(trying.get("/try/cookie")) == ("session", {"HttpOnly", "Path=/", "SameSite=Lax"})

    app = create_app(production_settings(tmp_path))
    app.add_url_rule("/try/cookie", "try_cookie", open_to(PUBLIC)(lambda: str(session.setdefault("kept", "x"))))
    secure = app.test_client().get("/try/cookie", base_url="https://survey.example.org")
    assert read_cookie(secure) == ("__Host-session", {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"})


@SQLITE_ONLY
def test_a_session_is_read_back_until_the_secret_key_changes(app: Flask) -> None:
    keep = open_to(PUBLIC)(lambda: str(session.setdefault("kept", request.args["value"])))
    app.add_url_rule("/try/count", "try_count", keep)
    client = app.test_client()

    before = [client.get(f"/try/count?value={value}").text for value in ("first", "second")]
    app.secret_key = "another key of thirty-two letters"
    after = [client.get(f"/try/count?value={value}").text for value in ("third", "fourth")]

    assert (before, after) == (["first", "first"], ["third", "third"])
    close_app(app)


def production_settings(folder: Path) -> Settings:
    return Settings(
        instance=folder / "production",
        production=True,
        secret_key="9sKq3vXz7LmW1tRb5YhN8cJd2FgP4uQe",  # type: ignore[arg-type]  # pydantic makes it a secret
        trusted_hosts=("survey.example.org",),
        base_address="https://survey.example.org",
        log_level="WARNING",
    )


def read_cookie(response: TestResponse) -> tuple[str, set[str]]:
    """Name and attributes of the one cookie that an answer sets."""
    [cookie] = response.headers.getlist("Set-Cookie")
    first, *attributes = cookie.split("; ")
    return first.partition("=")[0], set(attributes)


@SQLITE_ONLY
def test_files_of_the_look_may_be_kept_for_good_under_their_version_only(client: FlaskClient) -> None:
    kept = {
        address: client.get(address, buffered=True).headers["Cache-Control"]
        for address in (
            "/look/colours.css",
            "/look/colours.css?v=1",
            "/static/vendor/bootstrap.min.css?v=1",
            "/look/x?v=1",
        )
    }

    assert kept == {
        "/look/colours.css": "no-cache",
        "/look/colours.css?v=1": "public, max-age=31536000, immutable",
        "/static/vendor/bootstrap.min.css?v=1": "public, max-age=31536000, immutable",
        "/look/x?v=1": "no-store",
    }


@SQLITE_ONLY
@pytest.mark.parametrize(
    "name", ["../reports/pdf.py", "..%2Fpdf.py", "%2e%2e/pdf.py", "%252e%252e/pdf.py", "/etc/passwd"]
)
def test_the_look_gives_out_nothing_beside_its_folder(client: FlaskClient, name: str) -> None:
    assert client.get(f"/look/{name}").status_code in (308, 404)
