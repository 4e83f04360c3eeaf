"""Error pages: plain words in both languages, a reference, and nothing else."""

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import text

from assessment.access.rights import PUBLIC, open_to
from assessment.errors import explain
from assessment.models import db

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TITLES = {
    400: ("This request could not be understood", "Deze aanvraag is niet te begrijpen"),
    403: ("This page is not open to you", "Deze pagina is niet voor jou opengesteld"),
    404: ("Page not found", "Pagina niet gevonden"),
    418: ("This request could not be understood", "Deze aanvraag is niet te begrijpen"),
    429: ("Too many tries", "Te veel pogingen"),
    500: ("Something went wrong on our side", "Er ging bij ons iets mis"),
    501: ("Something went wrong on our side", "Er ging bij ons iets mis"),
    503: ("This cannot be stored right now", "Dit kan nu niet worden bewaard"),
}


@pytest.fixture
def trying(app: Flask) -> FlaskClient:
    app.add_url_rule("/try/<int:status>", "try_status", open_to(PUBLIC)(lambda status: abort(status)))
    app.add_url_rule("/try/crash/<word>", "try_crash", open_to(PUBLIC)(lambda word: {}[word]))
    app.add_url_rule(
        "/try/table", "try_table", open_to(PUBLIC)(lambda: str(db.session.execute(text("SELECT * FROM canary"))))
    )
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    return app.test_client()


def read_page(page: str) -> tuple[str, str, str]:
    """Language, heading and reference of an error page."""
    found = re.search(r'<html lang="(\w+)">.*<h1>(.*?)</h1>.*<span id="reference">(\w{8})</span>', page, re.DOTALL)
    assert found is not None
    return found[1], found[2], found[3]


@SQLITE_ONLY
@pytest.mark.parametrize("status", TITLES)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_status_has_a_page_in_plain_words(trying: FlaskClient, status: int, language: str) -> None:
    response = trying.get(f"/try/{status}", headers={"Accept-Language": language})

    assert response.status_code == status
    assert read_page(response.text)[:2] == (language, TITLES[status][language == "nl"])
    assert str(status) not in re.sub(r"<head>.*</head>|<span.*?</span>", "", response.text, flags=re.DOTALL)


@SQLITE_ONLY
def test_an_unknown_fault_tells_a_reference_and_no_inside(trying: FlaskClient) -> None:
    response = trying.get("/try/crash/canary")

    assert response.status_code == 500
    assert read_page(response.text)[1] == "Something went wrong on our side"
    for inside in ("canary", "KeyError", "Traceback", "python", "flask", "werkzeug"):
        assert inside not in response.text.lower().replace("keyerror", "KeyError")


def test_a_database_that_refuses_asks_for_patience(trying: FlaskClient) -> None:
    response = trying.get("/try/table")

    expected = (503, "10") if db_is_sqlite(trying) else (500, None)
    assert (response.status_code, response.headers.get("Retry-After")) == expected
    assert "canary" not in response.text


def db_is_sqlite(client: FlaskClient) -> bool:
    return bool(client.application.extensions["settings"].database_url.startswith("sqlite"))


@SQLITE_ONLY
def test_a_form_without_its_token_is_refused_in_words(app: Flask) -> None:
    app.add_url_rule("/try/form", "try_form", open_to(PUBLIC)(lambda: "stored"), methods=["POST"])
    app.config.update(WTF_CSRF_ENABLED=True)

    response = app.test_client().post("/try/form")

    assert response.status_code == 400
    assert read_page(response.text)[1] == "This form has been open for too long"


@SQLITE_ONLY
def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    response = client.post("/health")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@SQLITE_ONLY
def test_no_page_blames_or_begs(app: Flask) -> None:
    with app.test_request_context():
        words = " ".join(f"{explain(status).title} {explain(status).advice}" for status in TITLES).lower()

    assert not re.search(r"\b(please|sorry|oops|invalid|error)\b", words)
