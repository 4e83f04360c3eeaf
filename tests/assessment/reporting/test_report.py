"""The whole report: its sections, what no survey may ever print, tags and bookmarks, the same bytes again."""

import re
from collections.abc import Callable
from io import BytesIO
from json import loads
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from assessment.reporting.build import build_report
from assessment.reporting.figures import guard
from assessment.reporting.views import NoReportError
from reports.document import Bullets, Heading, Paragraph, Report
from reports.html import render_html
from reports.pdf import render_pdf
from reports.printed import compare_pages
from reports.texts import read_pieces
from tests.assessment.reporting.conftest import PATIENT
from tests.assessment.reporting.releases import VARIANTS, Story, make_views

ReportOf = Callable[[str, str], Report]
PdfOf = Callable[[str, str], bytes]
BOTH = pytest.mark.parametrize("language", ["en", "nl"])
EACH = pytest.mark.parametrize("variant", VARIANTS)


@BOTH
def test_the_pdf_has_sections_tags_and_both_files(language: str, report_of: ReportOf, pdf_of: PdfOf) -> None:
    reader = PdfReader(BytesIO(pdf_of("full", language)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert set(reader.attachments) == {"result.json", "figures.csv"}
    report = report_of("full", language)
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert reader.metadata.creation_date == report.made_at
    bookmarks = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert bookmarks[1:] == [section.title for section in report.sections]


@BOTH
def test_each_driver_has_one_page_of_its_own(language: str, report_of: ReportOf, pdf_of: PdfOf) -> None:
    report = report_of("full", language)
    reader = PdfReader(BytesIO(pdf_of("full", language)))
    starts = [(page.extract_text() or "").split("\n")[0].strip() for page in reader.pages]
    drivers = [section.title for section in report.sections if section.key.startswith("driver-")]
    assert len(drivers) == 5
    places = [starts.index(driver) for driver in drivers]
    assert places == list(range(places[0], places[0] + 5))


@BOTH
def test_what_is_printed_is_what_is_said(language: str, report_of: ReportOf, pdf_of: PdfOf) -> None:
    assert compare_pages(report_of("full", language), pdf_of("full", language)) == ()


@pytest.mark.usefixtures("drawn_anew")
def test_same_release_same_bytes(report_of: ReportOf, pdf_of: PdfOf, speaking: Flask) -> None:
    again = build_report(make_views(VARIANTS["full"], "en"))
    assert again == report_of("full", "en")
    assert render_pdf(again, PATIENT) == pdf_of("full", "en")


@BOTH
@EACH
def test_a_survey_never_yields_points_stars_or_bands(variant: str, language: str, report_of: ReportOf) -> None:
    text = " ".join(read_pieces(render_html(report_of(variant, language))).flow)
    assert not re.search(r"\b1000\b|\bstars?\b|\bsterren\b|recogni[sz]ed for excellence|\bband\b", text, re.IGNORECASE)
    notes = {"en": "not an official EFQM assessment", "nl": "geen officiële EFQM"}
    assert notes[language].lower() in text.lower()
    not_assessed = {"en": "not assessed", "nl": "niet beoordeeld"}
    assert not_assessed[language] in text


@BOTH
@EACH
def test_every_variant_has_all_sections(variant: str, language: str, report_of: ReportOf) -> None:
    keys = [section.key for section in report_of(variant, language).sections]
    drivers = [key for key in keys if key.startswith("driver-")]
    assert len(drivers) == 5
    assert [key for key in keys if key not in drivers] == [
        "guide",
        *([] if variant == "few people" else ["figures"]),
        "units",
        "priorities",
        "follow-up",
        "models",
        "quality",
        "method",
        "glossary",
    ]
    assert len(set(keys)) == len(keys)


@BOTH
@EACH
def test_nothing_is_left_untranslated_or_empty(variant: str, language: str, report_of: ReportOf) -> None:
    pieces = read_pieces(render_html(report_of(variant, language)))
    for text in (*pieces.flow, *pieces.pictures):
        assert "None" not in text.split()
        assert "{" not in text
        assert "%(" not in text
        assert "  " not in text
    if language == "nl":
        words = {word.strip(".,;:()").lower() for text in pieces.flow for word in text.split()}
        assert not words & {"senior", "managers", "staff", "survey", "answered", "shown", "which", "their", "people"}


def test_priorities_carry_trigger_effort_actor_owner_date_and_measure(report_of: ReportOf) -> None:
    section = next(part for part in report_of("full", "en").sections if part.key == "priorities")
    cards = [block for block in section.blocks if getattr(block, "kind", "") == "card"]
    assert 1 <= len(cards) <= 6
    for card in cards:
        heading, step, fired, facts = card.blocks  # type: ignore[union-attr]  # a card is a panel
        assert isinstance(heading, Heading)
        assert isinstance(step, Paragraph)
        assert isinstance(fired, Bullets)
        assert fired.entries
        assert all(name in facts.text for name in ("Who can act:", "Owner, date:", "Effort:", "Measured by:"))
    owners = [card.blocks[3].text for card in cards]  # type: ignore[union-attr]  # as above
    assert any("E. Visser, 15 April 2027" in text for text in owners)
    assert any("no owner yet, no date yet" in text for text in owners)


def test_the_enclosed_result_is_canonical_and_whole(report_of: ReportOf) -> None:
    files = {file.name: file.content for file in report_of("full", "en").attachments}
    content = loads(files["result.json"])
    assert set(content) == {"format", "template", "language", "source", "derived"}
    assert set(content["derived"]) == {"drivers", "efqm-2013", "efqm-2025", "ink"}
    assert content["source"]["questionnaire"]["id"] == "senior-management-drivers"
    assert content["source"]["previous"]["figures"]["cells"]


def test_names_of_the_table_are_no_formulas_and_figures_stay_numbers() -> None:
    row = ("drivers", "-5", "=x", "", "score", "-3.5", "@", "-4")
    assert guard(row) == ("drivers", "'-5", "'=x", "", "score", "-3.5", "'@", "-4")


def test_too_few_answers_give_no_report(speaking: Flask) -> None:
    with pytest.raises(NoReportError, match="Too few people answered"):
        build_report(make_views(Story(answered=40, invited=233, units=False), "en"))
