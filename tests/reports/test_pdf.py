"""The PDF: archive and accessibility, two readers, attachments, the same bytes again, and what it may not open."""

import logging
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from reports.charts import HeatCell, HeatMap, HeatRow, Table
from reports.document import Grid, Picture, Section
from reports.html import render_html
from reports.layout import Refusal, draw_pdf
from reports.pdf import LayoutError, Limits, lay_out, render_pdf
from tests.reports.conftest import PATIENT
from tests.reports.samples import SMALL, with_text

pytestmark = pytest.mark.usefixtures("drawn_anew")

CANARY = "canary-in-a-file-5f0c2b7a"


@pytest.fixture(scope="session")
def reader(small_pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(small_pdf))


def test_two_independent_readers_open_it(small_pdf: bytes) -> None:
    with pymupdf.open(stream=small_pdf) as mupdf:
        first = mupdf[0].get_text()
        pages = mupdf.page_count
    document = pypdfium2.PdfDocument(small_pdf)
    try:
        assert len(document) == pages == 3
        text = document[0].get_textpage()
        assert "Level 3, unchanged." in text.get_text_range()
    finally:
        document.close()
    assert "Level 3, unchanged." in first


def test_it_declares_archive_structure_language_and_title(reader: PdfReader, small_pdf: bytes) -> None:
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    metadata = catalogue["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part[^0-9]*3", metadata)
    assert re.search(r"pdfaid:conformance[^A-Z]*A", metadata)
    assert reader.metadata is not None
    assert reader.metadata.title == SMALL.title
    assert reader.metadata.creation_date == SMALL.made_at == reader.metadata.modification_date


def tags_of(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags_of(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags_of(node["/K"])


def test_headings_tables_and_pictures_are_tagged(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    nodes = list(tags_of(root["/StructTreeRoot"]))
    kinds = [str(node["/S"]) for node in nodes]
    assert kinds.count("/H1") == 1
    assert {"/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link"} <= set(kinds)
    alternatives = [str(node["/Alt"]) for node in nodes if node["/S"] == "/Figure" and "/Alt" in node]
    assert "Commitment: staff see 43, senior managers say 79" in alternatives
    assert "60\N{NO-BREAK SPACE}% rarely or never" in alternatives


def test_every_head_of_a_table_says_what_it_heads(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    heads = [node for node in tags_of(root["/StructTreeRoot"]) if node["/S"] == "/TH"]
    scopes = {str(head["/A"]["/Scope"]) for head in heads}
    assert scopes == {"/Column", "/Row"}


def test_sections_are_bookmarks(reader: PdfReader) -> None:
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles == ["Level 3,\N{NO-BREAK SPACE}unchanged.", "Guide", "More", "Link"]


def test_attachments_are_described_dated_and_linked(reader: PdfReader) -> None:
    catalogue: Any = reader.trailer["/Root"]
    assert {name: files[0] for name, files in reader.attachments.items()} == {
        attachment.name: attachment.content for attachment in SMALL.attachments
    }
    files = [entry.get_object() for entry in catalogue["/AF"]]
    assert {file["/Desc"]: file["/AFRelationship"] for file in files} == {
        "The result": "/Source",
        "The figures": "/Data",
    }
    dates = {str(file["/EF"]["/F"]["/Params"][key]) for file in files for key in ("/CreationDate", "/ModDate")}
    assert len(dates) == 1
    assert "20270320093000" in dates.pop()


def test_same_report_same_bytes(small_pdf: bytes) -> None:
    assert render_pdf(SMALL, PATIENT) == small_pdf


def test_another_moment_gives_other_bytes(small_pdf: bytes) -> None:
    later = replace(SMALL, made_at=datetime(2027, 3, 21, tzinfo=UTC))
    assert render_pdf(later, PATIENT) != small_pdf


def test_house_fonts_are_embedded_and_nothing_is_too_small(small_pdf: bytes) -> None:
    with pymupdf.open(stream=small_pdf) as document:
        fonts = {font[3].partition("+")[2] for page in document for font in page.get_fonts()}
        spans = [
            span
            for page in document
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if span["text"].strip()
        ]
    assert fonts == {"House-Sans", "House-Sans-Semi-Bold", "House-Serif-Semi-Bold", "House-Sans-Ext"}
    assert min(span["size"] for span in spans) >= 8.49


def test_letters_beyond_western_europe_are_printed(reader: PdfReader) -> None:
    assert "Łódź" in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", ["Ō" * 200, "A department with a name of many words of an ordinary length"])
def test_a_name_as_wide_as_the_page_leaves_room_for_its_figures(name: str) -> None:
    """In a chart of units and in a table; words of an ordinary length stay whole."""
    chart = HeatMap("Scores", "Unit", "Answers", ("A",), (HeatRow(name, (HeatCell("51", 3),)),))
    table = Grid(Table("Answered by unit", ("Unit", "Answered"), ((name, "52"),), (1,)), "plain")
    report = replace(SMALL, sections=(Section("x", "X", (Picture(chart), table)),))
    with pymupdf.open(stream=render_pdf(report, PATIENT)) as document:
        (page,) = [page for page in document if page.search_for("Answered by unit")]
        words = page.get_text("words")
        width = page.rect.width
    assert [word[4] for word in words if word[4] in ("51", "52")] == ["51", "52"]
    assert max(word[2] for word in words) < width
    assert render_html(report).count(' class="long"') == 2 * ("Ō" in name)


def test_a_slow_report_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(LayoutError, match=r"longer than 0\.2 seconds"):
        render_pdf(SMALL, Limits(patience=0.2))
    assert time.monotonic() - began < 20


def test_a_report_that_computes_too_long_is_stopped() -> None:
    with pytest.raises(LayoutError, match="1 seconds of computing"):
        lay_out("<p>" + "word " * 300_000, SMALL, Limits(seconds=1, patience=300))


def test_a_big_report_is_stopped() -> None:
    with pytest.raises(LayoutError, match="more than 200 MiB"):
        lay_out("<p>" + "word " * 3_000_000, SMALL, Limits(patience=300, memory=200 * 1024**2))


class Counted(HTTPServer):
    """Counts what is asked of it."""

    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counted)
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(CANARY.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def server() -> Iterator[Counted]:
    counted = Counted(("127.0.0.1", 0), Handler)
    counted.asked = []
    thread = threading.Thread(target=counted.serve_forever, daemon=True)
    thread.start()
    yield counted
    counted.shutdown()
    counted.server_close()
    thread.join()


VECTORS = (
    '<link rel="attachment" href="FILE">',
    '<link rel="attachment" href="HTTP">',
    '<a rel="attachment" href="FILE">x</a>',
    '<a rel="attachment" href="HTTP">x</a>',
    '<img src="FILE">',
    '<img src="HTTP">',
    '<img src="look:fonts/../colours.css">',
    '<img src="look:colours.css">',
    '<img src="ftp://127.0.0.1/x">',
    '<object data="FILE" type="image/png"></object>',
    '<embed src="HTTP" type="image/png">',
    '<link rel="stylesheet" href="FILE">',
    '<link rel="stylesheet" href="HTTP">',
    '<style>@import url("FILE");</style>',
    '<style>@import url("HTTP");</style>',
    '<style>body{background:url("FILE")}</style>',
    '<style>body{background:url("HTTP")}</style>',
    '<style>p::before{content:url("FILE")}</style><p>x</p>',
    '<style>li{list-style-image:url("HTTP")}</style><ul><li>x</li></ul>',
    '<style>@font-face{font-family:F;src:url("FILE")} p{font-family:F}</style><p>x</p>',
    '<style>@font-face{font-family:F;src:url("HTTP")} p{font-family:F}</style><p>x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="FILE" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="HTTP" width="9" height="9"/></svg>',
    '<base href="HTTP"><img src="x.png">',
    '<style>@page{background:url("FILE")}</style><p>x</p>',
    '<style>p{border-image-source:url("HTTP");border:3px solid}</style><p>x</p>',
    '<img src="relative.png">',
)


# The engine forgets to close its own colour profile; its process ends after each report, this one does not.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_opened_but_fonts(vector: str, server: Counted, tmp_path: Path) -> None:
    """S23: no request, no byte of a file, and the layout fails instead of leaving something out."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    server.asked.clear()
    html = vector.replace("FILE", secret.as_uri()).replace("HTTP", f"http://127.0.0.1:{server.server_port}/x")
    with pytest.raises((FatalURLFetchingError, LayoutError)):
        draw_strictly(html)
    assert server.asked == []


def draw_strictly(html: str) -> bytes:
    """What the layout process does, in this one: with the handler that ends on every logged error."""
    logger, refusal = logging.getLogger("weasyprint"), Refusal()
    logger.addHandler(refusal)
    try:
        return draw_pdf({"html": html, "identifier": "x", "attachments": []})
    finally:
        logger.removeHandler(refusal)


def test_a_refused_report_says_why_and_the_next_one_works(small_pdf: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    with pytest.raises(LayoutError, match="which it may not open"):
        lay_out(f'<img src="{secret.as_uri()}">', SMALL, PATIENT)
    assert render_pdf(SMALL, PATIENT) == small_pdf


def test_hostile_text_leaves_neither_link_nor_file_behind(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    text = f'</title><link rel="attachment" href="{secret.as_uri()}"><img src="{secret.as_uri()}">'
    made = PdfReader(BytesIO(render_pdf(with_text(text), PATIENT)))
    assert [content for contents in made.attachments.values() for content in contents] == [b"x"]
    assert all("/Annots" not in page for page in made.pages)
