"""Reading the first sheet of a workbook (XLSX): what could blow up is refused before it is opened (trust rule S20)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from assessment.organisation.faults import FileError

MOST_UNPACKED = 50 * 1024 * 1024
LARGEST_PART = 16 * 1024 * 1024
"""Bytes of one file inside: a list of 10,000 people takes 6 MB. All of it is in memory while it is read."""

MOST_ENTRIES = 200
MOST_RATIO = 100
SMALL_PART = 100_000
"""Bytes unpacked below which the ratio does not matter: a short text of blanks packs better than 100 to 1."""

MOST_MARKS = 300_000
"""Cells and texts: what costs memory is their number, not their bytes."""

CHUNK = 1 << 20
FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MARKS = re.compile(rb"<(?:\w+:)?(?:c|si|row|xf|mergeCell|col)[\s/>]")
OVERLAP = 16
ERROR_CELL = "\N{NULL}error"
FORMULA_CELL = "\N{NULL}formula"
"""In place of what a cell shows: neither can be typed."""


def read_workbook(content: bytes, *, columns: int, rows: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, as text; ``columns`` and ``rows`` are the most to give.

    Formulas and error values are never computed or passed on: a cell of such a kind becomes FORMULA_CELL or ERROR_CELL.
    """
    check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise FileError("empty")
        sheet: Any = book.worksheets[0]
        # What a sheet says of its own size may be a lie.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=columns, max_row=rows), start=1):
            yield number, [write_cell(cell) for cell in cells]
        book.close()
    except FileError:
        raise
    except Exception as error:  # whatever the library trips over in a foreign file, the file is to blame
        raise FileError("broken") from error


def check_archive(content: bytes) -> None:
    """Raise FileError unless the archive and each part of it are within the limits, as they unpack and not as they say,
    and no part of it defines entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise FileError("bomb")
            left = MOST_UNPACKED
            marks = 0
            for entry in entries:
                if entry.flag_bits & 1:
                    raise FileError("other kind", value="ZIP")
                size, found = _measure_part(archive, entry, min(left, LARGEST_PART))
                left -= size
                marks += found
                if marks > MOST_MARKS:
                    raise FileError("bomb")
            if "[Content_Types].xml" not in archive.namelist():
                raise FileError("other kind", value="ZIP")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise FileError("broken") from error


def _measure_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[int, int]:
    """A part's size unpacked and the number of marks in it, read piece by piece."""
    size = marks = 0
    rest = b""
    is_text = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    if entry.file_size > most:
        raise FileError("bomb")
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > most or (size > SMALL_PART and size > MOST_RATIO * max(1, entry.compress_size)):
                raise FileError("bomb")
            if is_text:
                # Written in UTF-16 a definition would pass unseen.
                if b"\0" in piece or FORBIDDEN.search(rest + piece):
                    raise FileError("entities")
                marks += len(MARKS.findall(piece))
                if marks > MOST_MARKS:
                    raise FileError("bomb")
            rest = piece[-OVERLAP:]
    return size, marks


def write_cell(cell: Any) -> str:
    """What a cell shows, as text."""
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind == "f" or not isinstance(value, str | int | float | date | datetime):
        return FORMULA_CELL
    if kind == "e":
        return ERROR_CELL
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
