import pytest
from flask import Flask

from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> int:
    """The id of an open survey of the drivers."""
    with app.app_context():
        return open_survey()
