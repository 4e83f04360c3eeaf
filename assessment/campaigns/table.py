"""Reading a CSV file row by row: encoding, delimiter, size and shape are checked here, its meaning elsewhere."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from assessment.campaigns.faults import refuse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_FIELD_CHARACTERS = 1_000
DELIMITERS = (",", ";", "\t")

Progress = Callable[[int, int], None]
"""Called now and then with the bytes read so far and the bytes in all."""


def read_rows(path: Path, limit: int, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers, the header (row 1) first; empty lines are passed over.

    ``limit``: the most bytes the file may have. Raises SheetError when the file is missing, empty, too large, not
    UTF-8, or when a row has more or fewer cells than the header.
    """
    size = _check_size(path, limit)
    with path.open("rb") as raw:
        delimiter = _find_delimiter(raw)
        # Bytes that are no UTF-8 become lone surrogates, so that the row and column can be named.
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        width = 0
        header: list[str] = []
        try:
            for row in reader:
                if not any(row):
                    continue
                number = reader.line_num
                if not header:
                    header, width = row, len(row)
                elif len(row) != width:
                    raise refuse(f"has {len(row)} cells where the header has {width}: add or remove cells", number)
                _check_text(number, row, header)
                yield number, row
                if progress and number % 2_000 == 0:
                    progress(raw.tell(), size)
        except csv.Error as error:
            raise refuse(
                f"cannot be read as CSV ({error}): look for a quote that is never closed", reader.line_num
            ) from None
        if not header:
            raise refuse("The file is empty: its first row must name the columns.")
        if progress:
            progress(size, size)


def _check_size(path: Path, limit: int) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refuse(f"{path} cannot be read: {error.strerror}.") from None
    if not path.is_file():
        raise refuse(f"{path} is not a file.")
    if size == 0:
        raise refuse("The file is empty: its first row must name the columns.")
    if size > limit:
        raise refuse(
            f"The file has {size / 1e6:.0f} MB and the limit is {limit / 1e6:.0f} MB: leave out columns that are no "
            "questions, or raise ASSESSMENT_IMPORT_LIMIT_MB."
        )
    return size


def _find_delimiter(raw: BinaryIO) -> str:
    first = raw.readline(100_000).decode("utf-8-sig", "replace")
    raw.seek(0)
    return max(DELIMITERS, key=first.count)


def _check_text(number: int, row: list[str], header: list[str]) -> None:
    joined = "".join(row)
    if joined.isascii() and "\0" not in joined and len(joined) <= MOST_FIELD_CHARACTERS:
        return
    for column, cell in zip(header, row, strict=True):
        if any("\udc80" <= character <= "\udcff" for character in cell):
            shown = cell.encode("utf-8", "replace").decode()
            name = column.encode("utf-8", "replace").decode() if number > 1 else ""
            raise refuse("is not UTF-8: save the file as 'CSV UTF-8' and try again", number, name, shown)
        if "\0" in cell:
            raise refuse("holds a NUL character: save the file as 'CSV UTF-8' and try again", number, column)
        if len(cell) > MOST_FIELD_CHARACTERS:
            raise refuse(f"has more than {MOST_FIELD_CHARACTERS} characters in one cell", number, column, cell)
