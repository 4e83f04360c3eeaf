"""Reports of made-up releases, laid out once a test process."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask

from assessment.language import prepare_languages
from assessment.reporting.build import build_report
from reports.document import Report
from reports.pdf import Limits, render_pdf
from tests.assessment.reporting.releases import VARIANTS, make_views

PATIENT = Limits(patience=400)
"""Tests share their machine with others; how long a report may take is another test's business."""


@pytest.fixture(scope="session")
def speaking() -> Iterator[Flask]:
    """Texts in both languages, without a database: all that building and verifying a report needs."""
    app = Flask("assessment")
    prepare_languages(app)
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def report_of(speaking: Flask) -> Callable[[str, str], Report]:
    """The report of a variant in a language."""
    return cache(lambda variant, language: build_report(make_views(VARIANTS[variant], language)))


@pytest.fixture(scope="session")
def pdf_of(report_of: Callable[[str, str], Report]) -> Callable[[str, str], bytes]:
    """Its PDF."""
    return cache(lambda variant, language: render_pdf(report_of(variant, language), PATIENT))
