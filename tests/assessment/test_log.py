"""Logs: one JSON line an event, and nothing of any person in it (trust rule S28)."""

import json
import logging
import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from assessment.access.rights import PUBLIC, open_to
from assessment.log import configure_logs

CANARY = "canary7391"
SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def trying(app: Flask) -> FlaskClient:
    app.add_url_rule("/try/<token>", "try_token", open_to(PUBLIC)(lambda token: "fine"), methods=["GET", "POST"])
    app.add_url_rule("/try/<token>/crash", "try_crash", open_to(PUBLIC)(lambda token: {}[token]))
    app.add_url_rule("/try/<token>/refuse", "try_refuse", open_to(PUBLIC)(lambda token: abort(403, token)))
    app.add_url_rule(
        "/try/<token>/library", "try_library", open_to(PUBLIC)(lambda token: warn(token)), methods=["POST"]
    )
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    configure_logs("INFO")
    return app.test_client()


def warn(token: str) -> str:
    """What a careless library does."""
    logging.getLogger("library").warning("bad value %s in %s", token, request.form)
    try:
        raise ValueError(token)
    except ValueError:
        logging.getLogger("library").exception("failed for %s", token)
    return "fine"


def read_lines(capture: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


@SQLITE_ONLY
def test_no_token_field_cookie_or_address_is_ever_logged(
    trying: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    trying.set_cookie("session", CANARY)
    details: dict[str, Any] = {
        "headers": {"User-Agent": CANARY, "Referer": f"http://localhost/{CANARY}", "Authorization": CANARY},
        "environ_base": {"REMOTE_ADDR": "203.0.113.77"},
        "query_string": {"q": CANARY},
    }
    for path in ("", "/crash", "/refuse", "/nothing"):
        trying.get(f"/try/{CANARY}{path}", **details)
    for path in ("", "/library"):
        trying.post(f"/try/{CANARY}{path}", data={"answer": CANARY, "comment": CANARY}, **details)

    logged = capsys.readouterr().err

    assert len(logged.splitlines()) == 9
    assert CANARY not in logged
    assert "203.0.113" not in logged


@SQLITE_ONLY
def test_a_request_is_one_line_with_its_rule(trying: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    trying.get(f"/try/{CANARY}")

    [line] = read_lines(capsys)
    moment = datetime.fromisoformat(line.pop("time"))
    assert moment.utcoffset() == timedelta(0)
    assert 0 <= line.pop("ms") < 10_000
    assert line == {"event": "request", "level": "info", "method": "GET", "rule": "/try/<token>", "status": 200}


@SQLITE_ONLY
def test_a_failure_tells_type_and_place_under_the_reference_of_the_page(
    trying: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    page = trying.get(f"/try/{CANARY}/crash").text

    failure, answer = read_lines(capsys)
    assert (failure["event"], failure["error"], failure["rule"]) == ("failure", "KeyError", "/try/<token>/crash")
    assert failure["places"][-1].startswith("test_log.py:")
    assert failure["reference"] == answer["reference"]
    assert failure["reference"] in page


@SQLITE_ONLY
def test_files_of_the_look_are_not_worth_a_line(trying: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    trying.get("/look/colours.css", buffered=True)

    assert read_lines(capsys) == []


def test_a_log_that_takes_no_line_fails_no_request(trying: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: here, nobody is left to read what standard error leads to."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", buffering=1) as gone:
        monkeypatch.setattr(sys, "stderr", gone)
        with pytest.raises(BrokenPipeError):
            print("nobody", file=gone, flush=True)

        assert trying.get("/sign-in").status_code == 200

        with suppress(BrokenPipeError):
            gone.close()
