"""Text and slides: real headings, tables, shapes and notes; language and dates; the same bytes; nothing but text."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from pptx import Presentation

from reports.codec import read_json, write_json
from reports.deck import Deck, Slide
from reports.document import Bullets, Look, Picture
from reports.html import render_file
from reports.office import render_deck, render_docx
from reports.pdf import LayoutError, Limits
from tests.reports.conftest import PATIENT
from tests.reports.samples import GAPS, SMALL, with_text

HOSTILE = "</w:t><w:instrText>DDEAUTO c:\\x</w:instrText> =1+1 <script>alert(1)</script> \x00\x0b\"'& \ud800"


def make_logo() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (300, 90), "#8a1f5c").save(kept, "PNG")
    return kept.getvalue()


LOOK = Look("#8a1f5c", make_logo(), "Kestrel Care")
DECK = Deck(
    language="nl",
    title="Wat medewerkers zien",
    subject="Onderwerp",
    author="Torenvalk",
    identifier="small-1",
    made_at=SMALL.made_at,
    footer="report small-1",
    slides=(
        Slide("Niveau 3, onveranderd.", SMALL.page_one[1:2], ("168 van 233 antwoordden", "Marge: ±2")),
        Slide("Wat medewerkers zien", (Picture(GAPS, table=False, silent=True),), ("Marge: ±3",)),
        Slide("Wat goed gaat", (Bullets((("60 % ziet het", "elke week"),)),), ("Bron: small-1",)),
    ),
    look=LOOK,
)


@pytest.fixture(scope="module")
def words() -> bytes:
    return render_docx(replace(SMALL, look=LOOK), PATIENT)


@pytest.fixture(scope="module")
def slides() -> bytes:
    return render_deck(DECK, PATIENT)


def test_a_report_survives_the_way_to_the_process_that_writes_it() -> None:
    whole = replace(SMALL, look=LOOK)
    assert read_json(write_json(whole)) == whole
    assert read_json(write_json(DECK)) == DECK


def test_text_has_real_headings_and_tables_with_heads(words: bytes) -> None:
    document: Any = Document(BytesIO(words))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Level 3, unchanged.")
    assert [text for name, text in headings if name == "Heading 2"][-len(SMALL.sections) :] == [
        section.title for section in SMALL.sections
    ]
    assert document.tables
    for table in document.tables:
        first = table._tbl.tr_lst[0]
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert {len(row.findall(qn("w:tc"))) for row in table._tbl.tr_lst} == {len(table.columns)}


def test_text_says_its_language_title_moment_and_logo(words: bytes) -> None:
    document: Any = Document(BytesIO(words))
    facts = document.core_properties
    assert (facts.title, facts.language, facts.identifier) == (SMALL.title, "en-GB", SMALL.identifier)
    assert facts.created == facts.modified == SMALL.made_at
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    drawn = [one for one in document.element.body.iter() if one.tag.endswith("}docPr")]
    assert [one.get("descr") for one in drawn] == ["Kestrel Care"]
    heading = document.styles["Heading 3"]
    assert str(heading.font.color.rgb) == "8A1F5C"


def test_slides_are_text_shapes_and_tables_with_notes(slides: bytes) -> None:
    shown = list(Presentation(BytesIO(slides)).slides)
    assert [slide.shapes.title.text for slide in shown] == [slide.title for slide in DECK.slides]
    for slide, meant in zip(shown, DECK.slides, strict=True):
        assert slide.notes_slide.notes_text_frame.text == "\n".join(meant.notes)
    told = [one.get("descr") for one in shown[1]._element.iter() if one.get("descr")]
    assert "Commitment: Staff see 43" in told
    assert "Commitment: Senior managers say 79" in told
    pictures = [shape for slide in shown for shape in slide.shapes if shape.shape_type == 13]
    assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures] == ["Kestrel Care"] * 3
    languages = {run.get("lang") for slide in shown for run in slide._element.iter() if run.tag.endswith("}rPr")}
    assert languages == {"nl-NL"}


def test_nothing_on_a_slide_leaves_it(slides: bytes) -> None:
    made = Presentation(BytesIO(slides))
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_same_report_same_bytes_and_another_moment_other_bytes(words: bytes, slides: bytes) -> None:
    dressed = replace(SMALL, look=LOOK)
    assert render_docx(dressed, PATIENT) == words
    assert render_deck(DECK, PATIENT) == slides
    later = datetime(2027, 3, 21, tzinfo=UTC)
    assert render_docx(replace(dressed, made_at=later), PATIENT) != words
    for content in (words, slides):
        dates = {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()}
        assert dates == {(2027, 3, 20, 9, 30, 0)}


def test_what_people_wrote_is_text() -> None:
    report = with_text(HOSTILE)
    for content in (
        render_docx(report, PATIENT),
        render_deck(replace(DECK, slides=(Slide(HOSTILE, DECK.slides[2].blocks, (HOSTILE,)),)), PATIENT),
    ):
        with ZipFile(BytesIO(content)) as archive:
            inside = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        main = "".join(text for name, text in inside.items() if re.search(r"(document|slide1|notesSlide1)\.xml$", name))
        assert "DDEAUTO" in main
        assert "<w:instrText>DDEAUTO" not in main
        assert "<script>" not in main
        assert not any('TargetMode="External"' in text for text in inside.values())


def test_one_file_for_a_browser_needs_no_other() -> None:
    html = render_file(replace(SMALL, look=LOOK))
    assert 'name="viewport"' in html
    assert "--accent: #8a1f5c" in html
    assert '<img src="data:image/png;base64,' in html
    assert not re.search(r'(?:src|href)="(?!data:|#|https?:|mailto:)', html)
    assert not re.search(r"url\(\"(?!data:)", html)
    assert " style=" not in html
    assert html.count("<h1>") == 1


def test_too_big_and_too_slow_files_are_stopped() -> None:
    with pytest.raises(LayoutError, match="more than 60 MiB") as stopped:
        render_docx(SMALL, Limits(patience=300, memory=60 * 1024**2))
    assert stopped.value.reason == "big"
    with pytest.raises(LayoutError, match="longer than") as late:
        render_docx(SMALL, Limits(patience=0.05))
    assert late.value.reason == "slow"
