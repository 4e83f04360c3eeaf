"""Files that people bring: what is read, and what is refused with the place named and nothing kept."""

import contextlib
import io
import zipfile

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import func, select

from assessment.models import Document, Job, Person, db
from assessment.organisation.celltexts import FORMULA_CELL
from assessment.organisation.columns import read_table
from assessment.organisation.faults import FileError, place_fault
from assessment.organisation.sheet import read_sheet
from tests.assessment.organisation.conftest import Desk
from tests.assessment.organisation.lists import HEADER, make_people, write_csv, write_xlsx

PEOPLE = make_people(3)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


LARGE = 400_000
"""Bytes that the test's own client would put into a file which it leaves open."""


def repack(content: bytes, changes: dict[str, bytes]) -> bytes:
    """The same workbook with other parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return made.getvalue()


def fill(cells: int) -> bytes:
    row = b"<row>" + b'<c t="n"><v>1</v></c>' * 10 + b"</row>"
    return b"<worksheet><sheetData>" + row * (cells // 10) + b"</sheetData></worksheet>"


GOOD = write_xlsx(PEOPLE)
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
NO_TEXT = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="s"><v>9'
NO_TEXT += b"</v></c></row></sheetData></worksheet>"
LINE = b"Name,Unit\nAnn,Care\n"
BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "first row must name the columns"),
    "blank": ("a.csv", b"\n \n\t\n", "first row must name the columns"),
    "marks only": ("a.csv", b"\xef\xbb\xbf", "first row must name the columns"),
    "header only": ("a.csv", b"Name,Unit\n", "nobody below it"),
    "no header": ("a.csv", b"Ann,ann@x.example,Care\nBo,bo@x.example,Care\n", "Row 1"),
    "no unit": (
        "a.csv",
        b"Name,E-mail\nAnn,ann@x.example\n",
        "Row 1: “unit” is missing. The file has these columns: N",
    ),
    "no name": ("a.csv", b"Unit,Group\nCare,Staff\n", "“name” is missing"),
    "unit twice": ("a.csv", b"Unit,Afdeling,Name\nCare,Care,Ann\n", "Row 1, Afdeling: two columns"),
    "name twice": ("a.csv", b"Name,Naam,Unit\nA,B,Care\n", "Row 1, Naam: two columns"),
    "open quote": ("a.csv", b'Name,Unit\n"Ann,Care\n', "Row 2: this cannot be read as CSV"),
    "quote inside": ("a.csv", b'Name,Unit\n"Ann"x,Care\n', "Row 2: this cannot be read as CSV"),
    "late quote": ("a.csv", LINE + b'Bo,Care\n"Cy" ,Care\n', "Row 4: this cannot be read as CSV"),
    "shifted": ("a.csv", b"Name,Unit\nBakker, Ann,Care\n", "Row 2: this row has more cells"),
    "late shifted": ("a.csv", LINE + b"Bo,Care\nCy,Care,x\n", "Row 4: this row has more cells"),
    "nul": ("a.csv", b"Name,Unit\nA\0nn,Care\n", "Row 2: this holds a NUL sign"),
    "late nul": ("a.csv", LINE * 4 + b"\0", "Row 9: this holds a NUL sign"),
    "utf-16 little": ("a.csv", "Name,Unit\nAnn,Care\n".encode("utf-16"), "UTF-16"),
    "utf-16 big": ("a.csv", b"\xfe\xff" + "Name,Unit".encode("utf-16-be"), "UTF-16"),
    "utf-16 unmarked": ("a.csv", "Name,Unit\nAnn,Care\n".encode("utf-16-le"), "NUL"),
    "utf-32": ("a.csv", "Name".encode("utf-32-be"), "NUL"),
    "bytes that are nothing": ("a.csv", b"Name,Unit\nAnn,Care\nB\x81,Care\n", "Row 3: the letters here cannot be read"),
    "control signs": ("a.csv", b"Name,Unit\nAnn\x01\xe9,Care\n", "Row 2: the letters here cannot be read"),
    "long cell": ("a.csv", b"Name,Unit\n" + b"a" * 1001 + b",Care\n", "Row 2, Name: a cell holds more than 1,000"),
    "huge cell": ("a.csv", b"Name,Unit\n" + b"a" * 200_000 + b",Care\n", "Row 2"),
    "long header": ("a.csv", b"N" * 1001 + b",Unit\nAnn,Care\n", "Row 1, 1: a cell holds"),
    "wide": ("a.csv", b"Name,Unit" + b",x" * 60 + b"\nAnn,Care\n", "Row 1: there are more than 50 columns"),
    "many rows": ("a.csv", b"Name,Unit\n" + b"Ann,Care\n" * 10_001, "Row 10002: there are more than 10,000 rows"),
    "many blanks": ("a.csv", b"Name,Unit\n" + b",\n" * 20_001 + b"Ann,Care\n", "more than 10,000 rows"),
    "large": ("a.csv", b"Name,Unit\n" + b"Ann,Care\n" * 600_000, "larger than 5 MB"),
    "pdf": ("a.csv", b"%PDF-1.7\n", "PDF"),
    "pdf as workbook": ("a.xlsx", b"%PDF-1.7\n", "PDF"),
    "old workbook": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLS"),
    "old workbook renamed": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLS"),
    "picture": ("a.csv", b"\x89PNG\r\n", "PNG"),
    "photograph": ("a.csv", b"\xff\xd8\xff\xe0", "JPEG"),
    "gzip": ("a.csv", b"\x1f\x8b\x08", "GZIP"),
    "program": ("a.csv", b"MZ\x90", "EXE"),
    "rich text": ("a.csv", b"{\\rtf1 Name,Unit}", "RTF"),
    "web page": ("a.html", b"<table><tr><td>Name</td></tr></table>", "HTML"),
    "json": ("a.json", b"[]", "JSON"),
    "no ending": ("people", LINE, "This is not a list that can be read"),
    "workbook called csv": ("a.csv", GOOD, "name of the file does not fit"),
    "workbook with macros": ("a.xlsm", GOOD, "name of the file does not fit"),
    "csv called workbook": ("a.xlsx", LINE, "name of the file does not fit"),
    "half a workbook": ("a.xlsx", GOOD[: len(GOOD) // 2], "damaged"),
    "head of a workbook": ("a.xlsx", b"PK\x03\x04", "damaged"),
    "bytes turned": ("a.xlsx", GOOD[:200] + bytes(255 - byte for byte in GOOD[200:400]) + GOOD[400:], ""),
    "archive": ("a.xlsx", repack(b"PK\x05\x06" + b"\0" * 18, {"a.txt": b"x"}), "ZIP"),
    "document": ("a.xlsx", repack(b"PK\x05\x06" + b"\0" * 18, {"[Content_Types].xml": b"<Types/>"}), "damaged"),
    "flat bomb": ("a.xlsx", repack(GOOD, {"xl/a.bin": b"\0" * 15_000_000}), "more than is safe"),
    "large bomb": ("a.xlsx", repack(GOOD, {SHEET: b" " * 60_000_000}), "more than is safe"),
    "many parts": ("a.xlsx", repack(GOOD, {f"xl/{n}.xml": b"<a/>" for n in range(201)}), "more than is safe"),
    "many cells": ("a.xlsx", repack(GOOD, {SHEET: fill(400_000)}), "more than is safe"),
    "entities": ("a.xlsx", repack(GOOD, {SHEET: ENTITIES}), "not safe to read"),
    "entities in texts": ("a.xlsx", repack(GOOD, {"xl/sharedStrings.xml": ENTITIES}), "not safe to read"),
    "entities in utf-16": ("a.xlsx", repack(GOOD, {SHEET: ENTITIES.decode().encode("utf-16")}), "not safe to read"),
    "outer document": ("a.xlsx", repack(GOOD, {SHEET: b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "not safe"),
    "no sheet": ("a.xlsx", repack(GOOD, {SHEET: b""}), "damaged"),
    "sheet cut": ("a.xlsx", repack(GOOD, {SHEET: b"<worksheet><sheetData><row>"}), ""),
    "no workbook": ("a.xlsx", repack(GOOD, {"xl/workbook.xml": b"<nothing/>"}), ""),
    "numbers for texts": ("a.xlsx", repack(GOOD, {SHEET: NO_TEXT}), "damaged"),
    "empty sheet": ("a.xlsx", write_xlsx([], header=[]), "first row must name the columns"),
    "workbook without unit": ("a.xlsx", write_xlsx([("Ann", "x")], header=["Name", "Size"]), "“unit” is missing"),
    "workbook header only": ("a.xlsx", write_xlsx([]), "nobody below it"),
    "workbook long cell": ("a.xlsx", write_xlsx([("A" * 1001, "", "Care", "", "")]), "Row 2, Name: a cell holds"),
    "workbook wide": ("a.xlsx", write_xlsx([("x",) * 51]), "Row 2: there are more than 50 columns"),
}


def test_sixty_broken_files_are_tried() -> None:
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_broken_files_are_refused_with_the_place_and_nothing_is_kept(app: Flask, desk: Desk) -> None:
    for case, (name, content, said) in BROKEN.items():
        if len(content) > LARGE:
            with app.test_request_context(), pytest.raises(FileError) as refused:
                read_sheet(name, content)
            with app.test_request_context():
                assert said in place_fault(refused.value.fault), case
            continue
        answer = desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(content), name)})
        assert answer.status_code == 422, case
        assert 'class="error-summary"' in answer.text, case
        assert said in answer.text, case
        with app.app_context():
            for table in (Person, Document, Job):
                assert db.session.scalar(select(func.count()).select_from(table)) == 0, case


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_is_read_in_the_ways_that_spreadsheets_write_it(delimiter: str, encoding: str) -> None:
    text = delimiter.join(("Taal", "Afdeling", "Naam", "E-mailadres")) + "\r\n"
    text += delimiter.join(("nl", "Zorg", "Zoë Müller", "zoe@x.example")) + "\r\n"

    table = read_table(read_sheet("lijst.csv", text.encode(encoding)))

    assert table.rows == {
        2: {"name": "Zoë Müller", "email": "zoe@x.example", "unit": "Zorg", "group": "", "language": "nl"}
    }
    assert table.given == ("name", "email", "unit", "language")
    assert table.guessed == (encoding == "cp1252")


def test_parts_of_a_name_are_joined() -> None:
    content = write_csv(
        [("Vries", "Ann", "de", "Care", "x")], ("Achternaam", "Voornaam", "Tussenvoegsel", "Unit", "Size")
    )
    table = read_table(read_sheet("a.csv", content))

    assert table.rows[2]["name"] == "Ann de Vries"
    assert table.unused == ("Size",)


def test_formulas_of_a_workbook_are_never_computed() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    sheet.append(["=1+1", "a@x.example", "Care", 7, 2.0])
    content = io.BytesIO()
    book.save(content)

    table = read_table(read_sheet("a.xlsx", content.getvalue()))

    assert list(table.rows[2].values()) == [FORMULA_CELL, "a@x.example", "Care", "7", "2"]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=8))
def test_what_a_csv_file_holds_is_what_is_read(rows: list[tuple[str, ...]]) -> None:
    filled = [("x", *row[1:]) for row in rows]
    content = write_csv(filled)
    if not filled:
        return
    table = read_table(read_sheet("a.csv", content))

    assert [list(cells.values()) for cells in table.rows.values()] == [[cell.strip() for cell in row] for row in filled]


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    for tried in (content, LINE + content, GOOD[:300] + content + GOOD[300:]):
        with contextlib.suppress(FileError):
            assert read_table(read_sheet(name, tried)).rows
