"""The process in which a workbook is opened: limits and bytes on standard input, rows as JSON on standard output (S20).

It loads no more than it needs, and may take 20 seconds of computing and 512 MiB: a file that wants more ends it alone.
"""

import io
import resource
import sys
from datetime import date, datetime
from json import dumps
from typing import Any

sys.modules["numpy"] = None  # type: ignore[assignment]  # the library takes it along where it can, and needs none of it

from openpyxl import load_workbook  # noqa: E402 - after the line above

from assessment.organisation.celltexts import ERROR_CELL, FORMULA_CELL  # noqa: E402 - the same

SECONDS, MEMORY = 20, 512 * 1024 * 1024
EMPTY = 3
"""How the process ends where the workbook has no sheet."""


def read_rows(content: bytes, columns: int, rows: int) -> list[list[str]]:
    """The rows of the first sheet, from the first on."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    if not book.worksheets:
        raise SystemExit(EMPTY)
    sheet: Any = book.worksheets[0]
    # What a sheet says of its own size may be a lie.
    sheet.reset_dimensions()
    return [[write_cell(cell) for cell in cells] for cells in sheet.iter_rows(max_col=columns, max_row=rows)]


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


def hold() -> None:
    """From here on the process may take no more. Not every system can hold memory too: there, the clock does."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    columns, rows = map(int, sys.stdin.buffer.readline().split())
    content = sys.stdin.buffer.read()
    hold()
    sys.stdout.write(dumps(read_rows(content, columns, rows)))


if __name__ == "__main__":
    main()
