"""An outside reference: only with source, year, n and method, and beside the drivers it names."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import AuditEntry, db
from assessment.results.reference import ReferenceFileError, read_reference
from tests.assessment.results import made, stored
from tests.assessment.results.test_detail_pages import read_words

DRIVERS = frozenset(made.SCORES)
STATED: dict[str, Any] = {
    "source": "Care panel <b>",
    "year": 2025,
    "n": 1200,
    "method": "post, at random",
    "scores": {"commitment": 55, "culture": 60.5, "unheard-of": 3},
}
TABLE = "source;Care panel\nyear;2025\nn;1200\nmethod;by post\ncommitment;55\nculture;60,5\n"


def bring(client: FlaskClient, address: str, content: bytes) -> Any:
    return client.post(address, data={"file": (io.BytesIO(content), "reference.json")})


def test_json_and_csv_say_the_same() -> None:
    one = read_reference(json.dumps(STATED).encode(), DRIVERS)
    other = read_reference(TABLE.encode(), DRIVERS)
    assert one.scores == other.scores == {"commitment": 55, "culture": 60.5}
    assert (other.source, other.year, other.n, other.method) == ("Care panel", 2025, 1200, "by post")


@pytest.mark.parametrize("missing", ["source", "year", "n", "method", "scores"])
def test_what_is_not_stated_is_named_and_nothing_is_read(missing: str) -> None:
    with pytest.raises(ReferenceFileError) as refused:
        read_reference(json.dumps({key: value for key, value in STATED.items() if key != missing}).encode(), DRIVERS)
    assert refused.value.missing == (missing,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{" * 30_000,
        b'{"a":' * 9_000,
        b"[1]",
        b" " * 70_000,
        json.dumps(STATED | {"scores": {"culture": 101}}).encode(),
        json.dumps(STATED | {"scores": {"culture": float("nan")}}).encode(),
        json.dumps(STATED | {"n": 0}).encode(),
        json.dumps(STATED | {"source": " "}).encode(),
        json.dumps(STATED | {"more": 1}).encode(),
        json.dumps(STATED | {"scores": {"unheard-of": 3}}).encode(),
    ],
)
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(ReferenceFileError):
        read_reference(content, DRIVERS)


def test_a_facilitator_brings_it_along_and_takes_it_away(app: Flask, client: FlaskClient) -> None:
    survey = stored.store(app, made.source())
    path = stored.open_as(client, survey, "facilitator")
    address = f"{path}/reference?language=en"
    assert "There is no comparable data." in read_words(client.get(address).text)
    lacking = {key: value for key, value in STATED.items() if key != "method"}
    refused = bring(client, address, json.dumps(lacking).encode())
    assert (refused.status_code, "the file does not state the method" in refused.text) == (422, True)
    assert bring(client, address, json.dumps(STATED).encode()).status_code == 303
    page = client.get(address).text
    assert "Source: Care panel &lt;b&gt;, 2025; 1200 answers; post, at random." in page
    assert "Commitment 42 – 55, Culture 62 – 60.5" in page
    reader = app.test_client()
    stored.open_as(reader, survey, "executive")
    seen = reader.get(address).text
    assert "Care panel" in seen
    assert "Bring a reference along" not in seen
    assert bring(reader, address, json.dumps(STATED).encode()).status_code == 403
    assert client.post(address, data={"remove": "yes"}).status_code == 303
    assert "There is no comparable data." in read_words(client.get(address).text)
    with app.app_context():
        events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert [event for event in events if "reference" in event] == ["survey.reference-kept", "survey.reference-removed"]
