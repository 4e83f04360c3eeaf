"""Page one in every variant and both languages: one A4 page, within its budgets, every block filled, figures known."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO, StringIO

import pymupdf
import pytest

from assessment.reporting.page_one import MOST_NUMBERS, MOST_WORDS
from reports.charts import Table
from reports.document import (
    Block,
    Bullets,
    Columns,
    Fact,
    Grid,
    Heading,
    KeyLine,
    Panel,
    Paragraph,
    Picture,
    Report,
    Title,
)
from reports.html import render_html
from reports.pdf import render_pdf
from reports.texts import read_pieces
from tests.assessment.reporting.conftest import PATIENT
from tests.assessment.reporting.releases import VARIANTS

ReportOf = Callable[[str, str], Report]

BOTH = pytest.mark.parametrize("language", ["en", "nl"])
EACH = pytest.mark.parametrize("variant", VARIANTS)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
MONTHS = "January|February|March|April|May|June|januari|februari|maart|april|mei|juni"
DATE = re.compile(rf"(\d{{1,2}}–)?\d{{1,2}} ({MONTHS})( \d{{4}})?")


def alone(report: Report) -> Report:
    return replace(report, sections=(), attachments=())


@BOTH
@EACH
def test_it_fits_one_page_with_legible_text(variant: str, language: str, report_of: ReportOf) -> None:
    pdf = render_pdf(alone(report_of(variant, language)), PATIENT)
    with pymupdf.open(stream=BytesIO(pdf)) as document:
        assert document.page_count == 1
        spans = [
            span
            for block in document[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if span["text"].strip()
        ]
        assert (round(document[0].rect.width), round(document[0].rect.height)) == (595, 842)
    sizes = {round(span["size"], 1) for span in spans}
    assert min(sizes) >= 8.5
    assert {20.0, 11.0} <= sizes


@BOTH
@EACH
def test_it_keeps_its_budgets(variant: str, language: str, report_of: ReportOf) -> None:
    pieces = read_pieces(render_html(alone(report_of(variant, language))))
    words = [word for text in (*pieces.flow, *pieces.pictures) for word in text.split() if re.search(r"\w", word)]
    numbers = [word for word in words if NUMBER.search(word)]
    assert len(words) <= MOST_WORDS
    assert len(numbers) <= MOST_NUMBERS
    verdict = report_of(variant, language).page_one[0]
    assert isinstance(verdict, Title)
    assert len(verdict.text.split()) <= 20


@BOTH
@EACH
def test_every_block_is_filled(variant: str, language: str, report_of: ReportOf) -> None:
    blocks = list(walk(report_of(variant, language).page_one))
    assert sum(isinstance(block, Heading) for block in blocks) == 4
    (first, *_more) = (block for block in blocks if isinstance(block, KeyLine))
    assert first.facts
    lists = [block for block in blocks if isinstance(block, Bullets)]
    assert [len(block.entries) for block in lists] == ([2, 2] if variant == "few people" else [3, 3])
    assert all(text for block in lists for text, _more in block.entries)
    (asked,) = [block for block in blocks if isinstance(block, Grid) and block.kind == "asks"]
    assert len(asked.table.rows) == 3
    assert all(cell for row in asked.table.rows for cell in row)
    strip = [block for block in blocks if isinstance(block, Panel)]
    assert len(strip) == 1
    if variant == "few people":
        assert not any(isinstance(block, Picture) for block in blocks)
    else:
        assert sum(isinstance(block, Picture) for block in blocks) == 1


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Columns):
            yield from walk((*block.left, *block.right))
        if isinstance(block, Panel):
            yield from walk(block.blocks)


@BOTH
@EACH
def test_each_number_stands_in_the_table_of_figures(variant: str, language: str, report_of: ReportOf) -> None:
    report = report_of(variant, language)
    content = next(file.content for file in report.attachments if file.name == "figures.csv")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    known = {number for row in rows for field in row[5:] for number in NUMBER.findall(field)} | {"100"}
    for text in texts_with_figures(report):
        for number in NUMBER.findall(DATE.sub("", text)):
            assert number in known, text


def texts_with_figures(report: Report) -> Iterator[str]:
    """All texts of page one but those that people wrote (names, decisions) and the report's own identity."""
    for block in walk(report.page_one):
        if isinstance(block, KeyLine):
            yield from (text for fact in block.facts for text in (fact.figure, fact.text))
        elif isinstance(block, Bullets):
            yield from (text for entry in block.entries for text in entry)
        elif isinstance(block, Paragraph):
            yield block.text.replace(report.footer.identity, "")
        elif isinstance(block, Picture):
            html = render_html(replace(report, page_one=(block,), sections=(), attachments=()))
            yield from read_pieces(html).pictures
        elif isinstance(block, Title):
            yield block.text


@BOTH
def test_few_people_read_words_and_no_points(language: str, report_of: ReportOf) -> None:
    report = report_of("few people", language)
    told = [text for text in texts_with_figures(report) if "·" not in text]
    assert not any(re.search(r"\d\s?%|van 100|of 100", text) for text in told)
    (driver_table,) = [block for block in report.page_one if isinstance(block, Grid) and block.kind == "plain"]
    assert isinstance(driver_table.table, Table)
    assert len(driver_table.table.rows) == 6 - 1


@BOTH
def test_under_half_gives_no_level_and_no_total(language: str, report_of: ReportOf) -> None:
    report = report_of("under half answered", language)
    line = next(block for block in report.page_one if isinstance(block, KeyLine))
    assert len(line.facts) == 1
    assert "90" in line.facts[0].figure
    title = report.page_one[0]
    assert isinstance(title, Title)
    assert title.text.startswith({"en": "Those who answered", "nl": "Te weinig mensen antwoordden"}[language])


@BOTH
@pytest.mark.parametrize("variant", ["no joint answer", "few people"])
def test_without_a_joint_answer_nobody_is_said_to_have_said_anything(
    variant: str, language: str, report_of: ReportOf
) -> None:
    report = report_of(variant, language)
    for block in walk(report.page_one):
        if isinstance(block, Picture):
            rows = getattr(block.chart, "rows", ())
            assert rows
            assert all(row.said is None for row in rows)
        if isinstance(block, Bullets):
            assert not any("senior managers say" in more or "directieleden zeggen" in more for _, more in block.entries)


@BOTH
def test_actions_are_told_as_they_are(language: str, report_of: ReportOf) -> None:
    since = {variant: paragraphs(report_of(variant, language)) for variant in VARIANTS}
    done = {
        "en": "9 actions promised: 5 done, 2 late, 2 dropped.",
        "nl": "9 acties toegezegd: 5 gedaan, 2 te laat, 2 vervallen.",
    }
    none = {"en": "No action was promised", "nl": "Na het vorige onderzoek is geen"}
    assert done[language] in since["full"]
    assert done[language] not in since["no action last year"]
    assert none[language] in since["no action last year"]
    assert none[language] not in since["first survey"]


def paragraphs(report: Report) -> str:
    return " ".join(block.text for block in report.page_one if isinstance(block, Paragraph))


def test_key_line_names_score_level_target_and_change(report_of: ReportOf) -> None:
    line = next(block for block in report_of("full", "en").page_one if isinstance(block, KeyLine))
    assert line.facts == (
        Fact("48", "of 100, ±2"),
        Fact("Clearly level 3 of 5: Partly", ""),
        Fact("Target 60", "by 1 April 2029"),
        Fact("No measurable change (47 last time)", ""),
        Fact("Culture up 7 points", ""),
    )


@BOTH
def test_gaps_are_sorted_widest_first(language: str, report_of: ReportOf) -> None:
    picture = next(block for block in report_of("full", language).page_one if isinstance(block, Picture))
    rows = getattr(picture.chart, "rows", ())
    gaps = [abs(row.said.value - row.seen.value) for row in rows]
    assert gaps == sorted(gaps, reverse=True)
    assert len(gaps) == 5
