"""Reports of made-up releases, laid out once a test run."""

import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from assessment.language import prepare_languages
from assessment.reporting.build import build_report
from reports.document import Report
from reports.pdf import Limits, render_pdf
from tests.assessment.reporting.releases import BRIEF, VARIANTS, make_views

PATIENT = Limits(patience=400)
"""Tests share their machine with others; how long a report may take is another test's business."""

STORIES = VARIANTS | {"brief": BRIEF}


@pytest.fixture(scope="session")
def speaking(compiled_catalogues: None) -> Iterator[Flask]:
    """Texts in both languages, without a database: all that building and verifying a report needs."""
    app = Flask("assessment")
    prepare_languages(app)
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def report_of(speaking: Flask) -> Callable[[str, str], Report]:
    """The report of a variant in a language."""
    return cache(lambda variant, language: build_report(make_views(STORIES[variant], language)))


@pytest.fixture(scope="session")
def pdf_of(
    report_of: Callable[[str, str], Report], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], bytes]:
    """Its PDF. Test processes of one run lay it out once between them."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def pdf(variant: str, language: str) -> bytes:
        path = folder / f"report-{variant.replace(' ', '-')}-{language}.pdf"
        return share(path, lambda: render_pdf(report_of(variant, language), PATIENT))

    return cache(pdf)


def share(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes at ``path``, made by whichever process comes first; the others wait for it."""
    try:
        os.close(os.open(path.with_suffix(".taken"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        end = time.monotonic() + 400
        while not path.exists() and time.monotonic() < end:
            time.sleep(0.2)
        return path.read_bytes()
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(make())
    unfinished.rename(path)
    return path.read_bytes()
