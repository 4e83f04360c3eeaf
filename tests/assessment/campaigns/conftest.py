"""Somebody who sets up surveys."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.assessment.campaigns.facilitator import Facilitator


@pytest.fixture
def facilitator(app: Flask, client: FlaskClient) -> Facilitator:
    return Facilitator(app, client)
