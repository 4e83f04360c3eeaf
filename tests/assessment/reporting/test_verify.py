"""verify passes on a report as it was made, and names what was changed in its data or in its printed text."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from assessment.commands.verify import command
from assessment.reporting.verify import UnreadableReportError, verify_report
from reports.document import Report
from reports.html import render_html
from reports.pdf import lay_out
from reports.texts import squash
from tests.assessment.reporting.conftest import PATIENT

ReportOf = Callable[[str, str], Report]
PdfOf = Callable[[str, str], bytes]


def replace_file(pdf: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A copy of the PDF with one attachment changed, everything else as it was."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    root: Any = writer.root_object
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(0, len(names), 2):
        entry = names[place + 1].get_object()
        if entry["/UF" if "/UF" in entry else "/F"] == name:
            old = entry["/EF"]["/F"]
            fresh = DecodedStreamObject()
            fresh.set_data(change(old.get_object().get_data()))
            fresh[NameObject("/Type")] = NameObject("/EmbeddedFile")
            entry["/EF"][NameObject("/F")] = writer._add_object(fresh)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def change_json(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        document = json.loads(content)
        change(document)
        return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()

    return changed


def test_a_copy_that_only_another_program_saved_passes(pdf_of: PdfOf, speaking: Flask) -> None:
    assert verify_report(replace_file(pdf_of("brief", "en"), "result.json", lambda content: content)) == ()


def test_a_changed_question_figure_is_seen_in_data_and_text(pdf_of: PdfOf, speaking: Flask) -> None:
    def raise_scores(document: dict[str, Any]) -> None:
        for item in document["source"]["figures"]["cells"][0]["items"][:6]:
            item["score"]["value"] = 90.0

    found = verify_report(replace_file(pdf_of("brief", "en"), "result.json", change_json(raise_scores)))
    assert any("do not give its hash" in line for line in found)
    assert any("drivers.dimensions[0].score.value says" in line for line in found)
    assert any(line.startswith("page 1") for line in found)
    assert any(line.startswith("figures.csv") for line in found)


def test_changed_picks_and_derived_figures_are_seen(pdf_of: PdfOf, speaking: Flask) -> None:
    picks = ("strengths", "priorities", "gaps", "changes")

    def turn(document: dict[str, Any]) -> None:
        drivers = document["derived"]["drivers"]
        drivers["index"]["score"]["value"] = 61.0
        for pick in picks:
            drivers[pick] = drivers[pick][1:]

    found = verify_report(replace_file(pdf_of("brief", "en"), "result.json", change_json(turn)))
    assert any("drivers.index.score.value says 61.0" in line for line in found)
    for pick in picks:
        assert any(f"drivers.{pick} says" in line for line in found)
    assert all(line.startswith("result.json: drivers.") for line in found)


def test_a_changed_table_is_seen(pdf_of: PdfOf, speaking: Flask) -> None:
    found = verify_report(replace_file(pdf_of("brief", "en"), "figures.csv", lambda content: content[:-30]))
    assert len(found) == 1
    assert found[0].startswith("figures.csv: line ")


TEXTS = (
    ("Level 3, unchanged", "Level 4, improved", "4,improv"),
    (">44<", ">54<", "44of100"),
    ("E. Visser, 15 April", "M. de Boer, 15 April", "M.deBo"),
    ("are not for appraisal", "are made for appraisal", "made"),
)
"""What is printed, what is printed instead, and what the finding must name."""


def test_changed_print_with_the_same_data_is_seen(report_of: ReportOf, speaking: Flask) -> None:
    """Somebody lays the report out again with other words and encloses the true data."""
    report = report_of("brief", "en")
    html = render_html(report)
    for before, after, _named in TEXTS:
        assert before in html
        html = html.replace(before, after, 1)
    found = verify_report(lay_out(html, report, PATIENT))
    assert all(line.startswith("page 1") for line in found)
    for _before, _after, named in TEXTS:
        assert any(named in squash(line) for line in found), found


def test_an_edited_content_stream_is_seen(pdf_of: PdfOf, speaking: Flask) -> None:
    """Somebody cuts the first line of page one out of the file itself."""
    writer = PdfWriter(clone_from=BytesIO(pdf_of("brief", "en")))
    page = writer.pages[0]
    content = page.get_contents()
    assert content is not None
    data = content.get_data()
    start = data.index(b"[<")
    end = data.index(b"TJ", start) + 2
    content.set_data(data[:start] + data[end:])
    page[NameObject("/Contents")] = writer._add_object(content)
    kept = BytesIO()
    writer.write(kept)
    found = verify_report(kept.getvalue())
    assert any(line.startswith("page 1") for line in found)


def test_a_report_of_another_version_is_not_judged(pdf_of: PdfOf, speaking: Flask) -> None:
    def age(document: dict[str, Any]) -> None:
        document["template"] = 0

    with pytest.raises(UnreadableReportError, match="another version"):
        verify_report(replace_file(pdf_of("brief", "en"), "result.json", change_json(age)))


def test_a_foreign_pdf_is_no_report(report_of: ReportOf) -> None:
    report = report_of("brief", "en")
    bare = lay_out("<html lang=en><title>T</title><p>Hello</p>", Report(**{**vars(report), "attachments": ()}), PATIENT)
    with pytest.raises(UnreadableReportError, match=r"result\.json"):
        verify_report(bare)
    with pytest.raises(UnreadableReportError, match="no readable PDF"):
        verify_report(b"hello")


def test_the_command_says_so_and_exits_with_one(pdf_of: PdfOf, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(pdf_of("brief", "en"))
    bad.write_bytes(replace_file(pdf_of("brief", "en"), "figures.csv", lambda content: content[:-30]))
    passed = CliRunner().invoke(command, [str(good)])
    assert (passed.exit_code, passed.output.count("\n")) == (0, 1)
    failed = CliRunner().invoke(command, [str(bad)])
    assert failed.exit_code == 1
    assert "figures.csv: line" in failed.output


def test_readers_still_open_the_changed_copy(pdf_of: PdfOf) -> None:
    """The copies above are real PDFs: what fails is the content, not the file."""
    copy = replace_file(pdf_of("brief", "en"), "figures.csv", lambda content: content[:-30])
    assert len(PdfReader(BytesIO(copy)).pages) == len(PdfReader(BytesIO(pdf_of("brief", "en"))).pages)
