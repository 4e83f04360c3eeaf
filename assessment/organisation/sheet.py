"""From the bytes of a file to rows of cells: CSV or XLSX, told apart by what is in it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from assessment.headers import LARGEST_FILE
from assessment.organisation.faults import FileError
from assessment.organisation.words import list_columns
from assessment.organisation.workbook import read_workbook

MOST_ROWS = 10_000
MOST_COLUMNS = 50
MOST_BLANKS = 20_000
"""Rows in all, blank ones with them: a sheet whose columns are coloured to the end has a million."""

LONGEST_CELL = 1_000
MOST_ABOVE = 10
"""Rows with any text among which the one that names the columns must be: exports put titles and dates above it."""

WHOSE = {"name", "first", "last", "email"}
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
HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half of a pair, written as if it were a letter."""

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``header`` names the columns; ``rows`` are those below it with any text, by their number in the file, as wide.

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
        return _shape(read_workbook(content, columns=MOST_COLUMNS + 1, rows=MOST_BLANKS + 1), wider="beside")
    for mark, kind in OTHER_KINDS.items():
        if content.startswith(mark):
            raise FileError("other kind", value=kind)
    if ending not in ("csv", "txt"):
        raise FileError("misnamed" if ending == "xlsx" else "other kind", value=ending.upper()[:10] or "?")
    if not content.strip():
        raise FileError("empty")
    text, guessed = _decode(content)
    sheet = _shape(_split(text), wider="shifted")
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
    except UnicodeDecodeError as error:
        if _is_spoilt(content):
            raise FileError("encoding", row=content.count(b"\n", 0, error.start) + 1) from None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileError("encoding", row=content.count(b"\n", 0, error.start) + 1) from None
    odd = re.search("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)
    if odd:
        raise FileError("encoding", row=text.count("\n", 0, odd.start()) + 1)
    return text, True


def _is_spoilt(content: bytes) -> bool:
    """Whether these bytes were meant as UTF-8, and only some of them are not: read as Windows-1252, every letter beyond
    ASCII in the whole file would become two or three others."""
    whole = content.removeprefix(b"\xef\xbb\xbf")
    return whole != content or not whole.decode("utf-8", "ignore").isascii() or HALF.search(whole) is not None


def _split(text: str) -> Rows:
    delimiter = _find_delimiter(text)
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:
        raise FileError("quotes", row=number + 1) from error


def _find_delimiter(text: str) -> str:
    """The sign that parts one of the first lines into most names of columns, else the first line into most cells."""
    start = re.sub(r'"([^"]*)"', lambda found: re.sub(r"[;,\s]", " ", found[1]), text.lstrip()[:20_000])
    lines = [line for line in start.splitlines() if line.strip()][:MOST_ABOVE] or [""]

    def weigh(delimiter: str) -> tuple[int, int]:
        return max(len(list_columns(line.split(delimiter))) for line in lines), lines[0].count(delimiter)

    return max(DELIMITERS, key=weigh)


def _shape(rows: Rows, wider: str) -> Sheet:
    """The table in the rows. ``wider``: the code of a row that is wider than the one that names the columns."""
    filled = _strip(rows)
    first = list(islice(filled, MOST_ABOVE))
    header_row, header = _find_header(first)
    kept: dict[int, list[str]] = {}
    for number, cells in chain(first, filled):
        _check_row(number, cells, header if number > header_row else [])
        if not header_row or number <= header_row:
            continue
        if len(cells) > len(header):
            raise FileError(wider, row=number)
        kept[number] = cells + [""] * (len(header) - len(cells))
        if len(kept) > MOST_ROWS:
            raise FileError("many rows", row=number)
    if not first:
        raise FileError("empty")
    if not header_row:
        row, seen = max(first, key=lambda one: len([cell for cell in one[1] if cell]))
        raise FileError("no header", row=row, value=write_titles(seen))
    if not kept:
        raise FileError("no rows")
    return Sheet(header, header_row, kept)


def _strip(rows: Rows) -> Rows:
    """Rows with any text, without blanks around and behind it."""
    for number, row in rows:
        if number > MOST_BLANKS:
            raise FileError("many rows", row=number)
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _find_header(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The row that names the columns: one with unit and name or address, else one that may be meant so; 0 for none."""
    named = [(number, cells, list_columns(cells)) for number, cells in rows]
    whole = [each for each in named if "unit" in each[2] and each[2] & WHOSE]
    part = [each for each in named if len(each[2]) > 1 or ("unit" in each[2] and len(list(filter(None, each[1]))) > 1)]
    widest = max((len(cells) for _, cells in rows), default=0)
    some = [each for each in named if each[2] and len(each[1]) == widest]
    return next(((number, cells) for number, cells, _ in (*whole, *part, *some)), (0, []))


def write_titles(titles: Sequence[str]) -> str:
    """The columns that a file has, as far as they can be shown."""
    shown = [title[:40] for title in titles if title and title.isprintable()]
    return ", ".join(shown[:15]) + (" …" if len(shown) > 15 else "")


def _check_row(number: int, cells: list[str], header: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise FileError("wide", row=number)
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            column = header[place] if place < len(header) else str(place + 1)
            raise FileError("long cell", row=number, column=column[:60])
