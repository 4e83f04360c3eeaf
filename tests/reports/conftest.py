"""The small report as a PDF, laid out once a test process."""

import pytest

from reports.pdf import Limits, render_pdf
from tests.reports.samples import SMALL

PATIENT = Limits(patience=400)
"""Tests share their machine with others; how long a report may take is another test's business."""


@pytest.fixture(scope="session")
def small_pdf() -> bytes:
    return render_pdf(SMALL, PATIENT)
