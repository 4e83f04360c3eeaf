"""From the bytes of a file to rows of cells: CSV or XLSX, told apart by what is in it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.headers import LARGEST_FILE
from assessment.organisation.faults import FileError
from assessment.organisation.workbook import read_workbook

MOST_ROWS = 10_000
MOST_COLUMNS = 50
MOST_BLANKS = 20_000
"""Rows in all, blank ones with them: a sheet whose columns are coloured to the end has a million."""

LONGEST_CELL = 1_000
DELIMITERS = (";", ",", "\t")
OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"{\\rtf": "RTF",
    b"MZ": "EXE",
}
Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``header`` names the columns; ``rows`` are those with any text, by their number in the file, as wide as it.

    ``guessed``: the letters were read as Windows-1252, since they are no UTF-8; accents are worth a look.
    """

    header: list[str]
    header_row: int
    rows: dict[int, list[str]]
    guessed: bool = False


def read_sheet(name: str, content: bytes) -> Sheet:
    """The table in a file called ``name``; raises FileError, naming row and column where there are any."""
    if len(content) > LARGEST_FILE:
        raise FileError("too large")
    ending = name.lower().rpartition(".")[2]
    if content.startswith(b"PK\x03\x04"):
        if ending != "xlsx":
            raise FileError("misnamed")
        return _shape(read_workbook(content, columns=MOST_COLUMNS + 1, rows=MOST_BLANKS + 1))
    for mark, kind in OTHER_KINDS.items():
        if content.startswith(mark):
            raise FileError("other kind", value=kind)
    if ending not in ("csv", "txt"):
        raise FileError("misnamed" if ending == "xlsx" else "other kind", value=ending.upper()[:10] or "?")
    if not content.strip():
        raise FileError("empty")
    text, guessed = _decode(content)
    sheet = _shape(_split(text))
    return Sheet(sheet.header, sheet.header_row, sheet.rows, guessed)


def _decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether its letters were guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileError("other kind", value="UTF-16")
    zero = content.find(b"\0")
    if zero >= 0:
        raise FileError("nul", row=content.count(b"\n", 0, zero) + 1)
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileError("encoding", row=content.count(b"\n", 0, error.start) + 1) from None
    odd = re.search("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
    if odd:
        raise FileError("encoding", row=text.count("\n", 0, odd.start()) + 1)
    return text, True


def _split(text: str) -> Rows:
    first = re.sub(r'"[^"]*"', "", text.lstrip()[:20_000]).partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:
        raise FileError("quotes", row=number + 1) from error


def _shape(rows: Rows) -> Sheet:
    header: list[str] = []
    header_row = 0
    kept: dict[int, list[str]] = {}
    for number, row in rows:
        if number > MOST_BLANKS:
            raise FileError("many rows", row=number)
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        _check_row(number, cells, header)
        if not header:
            header, header_row = cells, number
            continue
        if len(cells) > len(header):
            raise FileError("shifted", row=number)
        kept[number] = cells + [""] * (len(header) - len(cells))
        if len(kept) > MOST_ROWS:
            raise FileError("many rows", row=number)
    if not header:
        raise FileError("empty")
    if not kept:
        raise FileError("no rows")
    return Sheet(header, header_row, kept)


def _check_row(number: int, cells: list[str], header: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise FileError("wide", row=number)
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            column = header[place] if place < len(header) else str(place + 1)
            raise FileError("long cell", row=number, column=column[:60])
