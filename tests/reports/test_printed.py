"""Does the comparison of printed text see what was changed, and only that?"""

from dataclasses import replace
from io import BytesIO

import pymupdf
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from reports.charts import Mark
from reports.document import Paragraph, Picture, Report, Section, Title
from reports.html import render_html
from reports.pdf import lay_out
from reports.printed import compare_pages
from reports.texts import read_pieces, squash
from tests.reports.conftest import PATIENT
from tests.reports.samples import GAPS, SMALL


def test_a_report_prints_what_it_says(small_pdf: bytes) -> None:
    assert compare_pages(SMALL, small_pdf) == ()


@pytest.mark.wide
def test_long_text_over_many_pages_agrees() -> None:
    pages = tuple(Paragraph("Many words that run on and on. " * 60) for _place in range(30))
    long = replace(SMALL, sections=(Section("long", "Long", (*pages, Picture(GAPS))),))
    pdf = lay_out(render_html(long), long, PATIENT)
    assert len(PdfReader(BytesIO(pdf)).pages) > 8
    assert compare_pages(long, pdf) == ()


CHANGES = {
    "a word": (">Trust strip<", ">Other words<", "Trust strip"),
    "a figure on page one": ('<span class="figure large">48<', '<span class="figure large">68<', "48"),
    "a figure in a picture": (">79</text>", ">49</text>", "79"),
    "a cell of a heat map": (">88</td>", ">98</td>", "88"),
    "something left out": ('<p class="small">Trust strip</p>', "", "Trust strip"),
    "something added": (">Trust strip<", ">Trust strip and more<", "andmore"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_text_is_named(change: str) -> None:
    before, after, named = CHANGES[change]
    html = render_html(SMALL)
    assert before in html
    found = compare_pages(SMALL, lay_out(html.replace(before, after), SMALL, PATIENT))
    assert found
    assert any(squash(named) in squash(line) for line in found)
    assert all("page 1" in line or "page 2" in line or "page 3" in line for line in found)


def test_two_swapped_figures_are_seen() -> None:
    rows = GAPS.rows
    swapped = replace(
        GAPS, rows=(replace(rows[0], seen=Mark(43, "61")), replace(rows[1], seen=Mark(61, "43")), rows[2])
    )

    def report(chart: object) -> Report:
        return replace(SMALL, page_one=(Title("T"), Picture(chart, table=False)), sections=(), attachments=())  # type: ignore[arg-type]  # a chart it is

    html = render_html(report(swapped))
    assert compare_pages(report(swapped), lay_out(html, report(swapped), PATIENT)) == ()
    assert compare_pages(report(GAPS), lay_out(html, report(swapped), PATIENT))


def test_a_note_laid_over_a_page_is_seen(small_pdf: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(small_pdf))
    writer.add_annotation(0, FreeText(text="Level 5", rect=(50, 550, 200, 650)))
    assert any("laid over" in line for line in compare_pages(SMALL, save(writer)))


def test_text_painted_over_a_page_is_seen(small_pdf: bytes) -> None:
    with pymupdf.open(stream=small_pdf) as document:
        document[0].insert_text((100, 100), "Level 5 of 5")
        changed = document.tobytes()
    found = compare_pages(SMALL, changed)
    assert any("Level5of5" in line or "footer" in line for line in found)


def test_an_added_image_is_seen(small_pdf: bytes) -> None:
    with pymupdf.open(stream=small_pdf) as document:
        pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 4, 4))
        document[0].insert_image(pymupdf.Rect(50, 50, 100, 100), pixmap=pixels)
        changed = document.tobytes()
    assert any("image" in line for line in compare_pages(SMALL, changed))


def test_a_missing_page_is_seen(small_pdf: bytes) -> None:
    writer = PdfWriter()
    for page in PdfReader(BytesIO(small_pdf)).pages[:-1]:
        writer.add_page(page)
    assert any("missing" in line for line in compare_pages(SMALL, save(writer)))


def save(writer: PdfWriter) -> bytes:
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def test_pieces_leave_out_what_only_the_footer_prints() -> None:
    pieces = read_pieces(render_html(replace(SMALL, page_one=(Title("T"), Paragraph("p")), sections=())))
    assert pieces.flow == ("T", "p")
    assert pieces.pictures == ()
