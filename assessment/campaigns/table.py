"""Reading a CSV file row by row: encoding, delimiter, size and shape are checked here, its meaning elsewhere."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from assessment.campaigns.faults import MOST_FAULTS, SheetError, SheetFault, refuse

MOST_CELL_CHARACTERS = 1_000
MOST_ROW_CHARACTERS = 1_000_000
MOST_COLUMNS = 2_000
DELIMITERS = (",", ";", "\t")
OTHER_FORMATS = {
    b"PK\x03\x04": "is a workbook (xlsx, ods) or an archive",
    b"\xd0\xcf\x11\xe0": "is a workbook (xls)",
    b"%PDF": "is a PDF",
    b"\xff\xfe": "is written in UTF-16",
    b"\xfe\xff": "is written in UTF-16",
}
"""First bytes of what people bring by mistake."""

Progress = Callable[[int, int], None]
"""Called now and then with the bytes read so far and the bytes in all."""
Rows = Iterator[tuple[int, list[str]]]


def read_rows(path: Path, limit: int, faults: list[SheetFault], progress: Progress | None = None) -> Rows:
    """The rows of a CSV file with their numbers, the header first; rows without any text are passed over.

    ``limit``: the most bytes the file may have. Raises SheetError when the file is missing, empty, too large or of
    another kind, and when its header cannot be read. What is wrong with a later row (more or fewer cells than the
    header, bytes that are no UTF-8, a quote never closed) is added to ``faults`` and the row passed over; after
    MOST_FAULTS the reading ends. All rows have the header's width, without nameless empty columns at its end.
    """
    try:
        size = _check_size(path, limit)
        with path.open("rb") as raw:
            delimiter = _find_delimiter(raw)
            # Bytes that are no UTF-8 become lone surrogates, so that their row and column can be named.
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
            found = 0
            for found, row in _shape_rows(_split_rows(text, delimiter, faults), faults):
                yield found, row
                if progress and found % 2_000 == 0:
                    progress(raw.tell(), size)
    except OSError as error:
        raise refuse(f"The file cannot be read: {error.strerror}.") from None
    if not found:
        raise refuse("The file is empty: its first row must name the columns.")
    if progress:
        progress(size, size)


def _check_size(path: Path, limit: int) -> int:
    size = path.stat().st_size
    if not path.is_file():
        raise refuse("This is a folder or a device, not a file.")
    if size > limit:
        raise refuse(
            f"The file has {size / 1e6:.1f} MB and the limit is {limit / 1e6:.1f} MB: leave out columns that are no "
            "questions, or raise ASSESSMENT_IMPORT_LIMIT_MB."
        )
    return size


def _find_delimiter(raw: BinaryIO) -> str:
    """The one that stands most often in the first row, outside quotes."""
    start = raw.read(100_000)
    raw.seek(0)
    for mark, kind in OTHER_FORMATS.items():
        if start.startswith(mark):
            raise refuse(f"The file {kind}: open it in a spreadsheet and save it as 'CSV UTF-8'.")
    unquoted = re.sub(r'"[^"]*"', "", start.decode("utf-8-sig", "replace"))
    first = unquoted.lstrip().partition("\n")[0].partition("\r")[0]
    return max(DELIMITERS, key=first.count)


class _Lines:
    """Lines of a text for the CSV reader. ``length``: the characters handed out since it was last set to 0."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MOST_ROW_CHARACTERS + 1)
        self.length += len(line)
        if not line:
            raise StopIteration
        if self.length > MOST_ROW_CHARACTERS:
            raise csv.Error(f"more than {MOST_ROW_CHARACTERS} characters")
        return line


def _split_rows(text: TextIO, delimiter: str, faults: list[SheetFault]) -> Rows:
    """Every row with its number as a spreadsheet counts, line breaks inside quotes not counted."""
    lines = _Lines(text)
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
            lines.length = 0
            yield number, row
    except csv.Error as error:
        faults.append(SheetFault(number + 1, "", "", f"cannot be read as CSV ({error}): look at the quotes in it"))


def _shape_rows(rows: Rows, faults: list[SheetFault]) -> Rows:
    """Rows as wide as the header, which comes first; a faulty row is noted and passed over."""
    header: list[str] = []
    width = 0
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        if not header:
            width, header = len(row), _trim_header(number, row)
            yield number, header
            continue
        fault = _find_fault(number, row, header, width)
        if fault is None:
            yield number, row[: len(header)]
            continue
        faults.append(fault)
        if len(faults) >= MOST_FAULTS:
            return
    if not header and faults:
        raise SheetError(faults)


def _trim_header(number: int, row: list[str]) -> list[str]:
    header = [name.strip() for name in row]
    while not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise refuse(f"has {len(header)} columns and the limit is {MOST_COLUMNS}", number)
    for place, name in enumerate(header, start=1):
        message = _find_cell_fault(name)
        if message:
            raise refuse(f"in column {place} {message}", number, value=name)
    return header


def _find_fault(number: int, row: list[str], header: list[str], width: int) -> SheetFault | None:
    if len(row) != width:
        return SheetFault(number, "", "", f"has {len(row)} cells where the header has {width}: add or remove cells")
    joined = "".join(row)
    if not (joined.isascii() and "\0" not in joined and len(joined) <= MOST_CELL_CHARACTERS):
        for column, cell in zip(header, row, strict=False):
            message = _find_cell_fault(cell)
            if message:
                return SheetFault(number, column, cell, message)
    stray = next((cell for cell in row[len(header) :] if cell.strip()), None)
    return None if stray is None else SheetFault(number, "", stray, "stands in a column that has no name in the header")


def _find_cell_fault(cell: str) -> str | None:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return "is not UTF-8: save the file as 'CSV UTF-8' and try again"
    if "\0" in cell:
        return "holds a NUL character: save the file as 'CSV UTF-8' and try again"
    if len(cell) > MOST_CELL_CHARACTERS:
        return f"has {len(cell)} characters in one cell and the limit is {MOST_CELL_CHARACTERS}"
    return None
