"""S27: files come with a name of ours and the right type, whatever surveys, units and people are called."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.results.exports import FORMATS
from tests.fixtures.colleagues import sign_in
from tests.trust.test_access import list_routes
from tests.trust.twins import make_twin, write_addresses

NAMES = (
    "Zonneveld",
    'a"; filename="evil.exe',
    "a\r\nX-Evil: yes",
    "../../etc/passwd",
    "..\\..\\evil.exe",
    "fdp.\u202eexe.evil",
    "a;b=c,d%0d%0aX-Evil:yes",
    "\u0000evil.exe",
    "=?utf-8?q?evil?=",
)
ENDINGS = "pdf|csv|ics|json|xlsx|parquet|svg|png"
DISPOSITION = re.compile(rf'(attachment|inline); filename="[a-z0-9]+(-[a-z0-9]+)*\.({ENDINGS})"')
TYPES = {
    "pdf": "application/pdf",
    "ics": "text/calendar",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    **FORMATS,
}
STARTS = {
    "pdf": b"%PDF-",
    "csv": b'\xef\xbb\xbf"',
    "ics": b"BEGIN:VCALENDAR\r\n",
    "json": b"{",
    "xlsx": b"PK\x03\x04",
    "parquet": b"PAR1",
    "svg": b"<svg ",
    "png": b"\x89PNG\r\n",
}
TOLD = {
    "text/event-stream": "/organisations/<int:organisation_id>/sessions/<int:session_id>/stream",
    "text/plain": "/organisations/<int:organisation_id>/sessions/<int:session_id>/version",
}
"""What is read by a page's script and is no file, by its type."""


@pytest.mark.trust
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_file_has_a_name_of_ours_and_its_type(
    app: Flask, client: FlaskClient, tell: Callable[[str], None]
) -> None:
    found: dict[str, int] = {}
    twin = make_twin(app, " ".join(NAMES))
    sign_in(client, twin.account_id)
    app.extensions["watch"].longest = 0
    for method, rule in list_routes(app):
        if method == "GET" and "organisation_id" in rule.arguments:
            for values in twin.list_values():
                answer = client.get(write_addresses(rule, values)[0])
                if answer.mimetype != "text/html" and answer.status_code == 200:
                    if TOLD.get(answer.mimetype) == rule.rule:
                        continue
                    check(answer.headers.get("Content-Disposition", ""), answer.mimetype, answer.data)
                    assert answer.headers["X-Content-Type-Options"] == "nosniff"
                    found[rule.rule] = found.get(rule.rule, 0) + 1
    assert len(found) >= 10
    tell(f"S27: {len(NAMES)} names, {sum(found.values())} files of {len(found)} addresses: ours in name and type")


def check(disposition: str, mimetype: str, content: bytes) -> None:
    assert DISPOSITION.fullmatch(disposition), disposition
    ending = disposition.rpartition(".")[2].rstrip('"')
    assert mimetype == TYPES[ending]
    assert content.startswith(STARTS[ending]), content[:20]
