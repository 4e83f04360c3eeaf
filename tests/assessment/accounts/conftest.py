"""An organisation to work for."""

import pytest
from flask import Flask

from assessment.organisation.plan import create_organisation
from tests.fixtures.surveys import UNITS


@pytest.fixture
def organisation(app: Flask) -> int:
    with app.app_context():
        return create_organisation({"en": "Stichting Zonneveld", "nl": "Stichting Zonneveld"}, UNITS)
