"""The health endpoint."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from assessment.app import create_app
from tests.conftest import settings_for
from tests.fixtures.server import LiveServer


def test_it_is_well_when_the_database_answers(client: FlaskClient) -> None:
    response = client.get("/health")

    assert (response.status_code, response.get_json()) == (200, {"status": "ok", "database": "ok"})


@pytest.mark.parametrize("address", ["sqlite:////nowhere/test.db", "postgresql://tester@/x?host=/nowhere"])
def test_it_fails_when_the_database_is_away(address: str, tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, address))

    response = app.test_client().get("/health")

    assert (response.status_code, response.get_json()) == (503, {"status": "failing", "database": "unreachable"})


def test_a_browser_reaches_it(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/health")

    assert '"status":"ok"' in page.content()
