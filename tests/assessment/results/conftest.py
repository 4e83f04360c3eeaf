"""Words need the catalogues and nothing else: no database, no request."""

from collections.abc import Iterator

import pytest
from flask import Flask

from assessment.language import prepare_languages


@pytest.fixture
def words(compiled_catalogues: None) -> Iterator[None]:
    """An application that can speak English and Dutch."""
    app = Flask("assessment")
    prepare_languages(app)
    with app.app_context():
        yield
