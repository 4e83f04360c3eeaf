"""Two organisations, and somebody who works for the first."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS


@dataclass(frozen=True)
class Desk:
    """A facilitator's browser. ``other_id`` is an organisation that is none of theirs."""

    client: FlaskClient
    organisation_id: int
    other_id: int
    account_id: int

    def address(self, path: str) -> str:
        return f"/organisations/{self.organisation_id}/{path}"


@pytest.fixture
def desk(app: Flask, client: FlaskClient) -> Desk:
    with app.app_context():
        mine = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        other = create_organisation({"en": "Elsewhere", "nl": "Elders"}, UNITS)
    account_id = add_colleague(app, mine, "facilitator")
    sign_in(client, account_id)
    return Desk(client, mine, other, account_id)
