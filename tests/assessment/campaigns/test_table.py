"""Rows from a CSV file: what shapes and encodings are read, and how others are refused."""

import os
import tempfile
from pathlib import Path

import pytest

from assessment.campaigns.faults import MOST_FAULTS, SheetError, SheetFault
from assessment.campaigns.table import read_rows

LIMIT = 3_000_000
GOOD = [(1, ["unit", "first"]), (2, ["north", "1"]), (3, ["south", "2"])]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def read(file: Path, content: str | bytes) -> tuple[list[tuple[int, list[str]]], list[str]]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[SheetFault] = []
    rows = list(read_rows(file, LIMIT, faults))
    return rows, [str(fault) for fault in faults]


def refuse(file: Path, content: str | bytes) -> str:
    with pytest.raises(SheetError) as refused:
        read(file, content)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        "unit,first\nnorth,1\nsouth,2\n",
        "unit,first\nnorth,1\nsouth,2",
        "unit,first\r\nnorth,1\r\nsouth,2\r\n",
        "unit,first\rnorth,1\rsouth,2\r",
        "\ufeffunit,first\nnorth,1\nsouth,2\n",
        '\ufeff"unit","first"\n"north","1"\n"south","2"\n',
        "unit;first\nnorth;1\nsouth;2\n",
        "unit\tfirst\nnorth\t1\nsouth\t2\n",
        " unit ,\u00a0first\u00a0\nnorth,1\nsouth,2\n",
        "unit,first,,\nnorth,1,,\nsouth,2, ,\n",
        "unit,first\nnorth,1\nsouth,2\n,\n,\n\n",
        "unit,first\nnorth,1\nsouth,2\n,,,,,,,\n \n",
    ],
)
def test_what_spreadsheets_write_is_read_alike(file: Path, content: str) -> None:
    assert read(file, content) == (GOOD, [])


def test_row_numbers_are_those_of_a_spreadsheet(file: Path) -> None:
    rows, faults = read(file, '\nunit,first\n\n"no\nrth",1\nsouth\n,\nsouth,2\n')

    assert rows == [(2, ["unit", "first"]), (4, ["no\nrth", "1"]), (7, ["south", "2"])]
    assert faults == ["row 5: has 1 cells where the header has 2: add or remove cells"]


def test_the_delimiter_is_looked_for_outside_quotes(file: Path) -> None:
    rows, _ = read(file, '\n"a, b, or c";first\nnorth;1\n')

    assert rows == [(2, ["a, b, or c", "first"]), (3, ["north", "1"])]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("north", "row 2: has 1 cells where the header has 2: add or remove cells"),
        ("north,1,1", "row 2: has 3 cells where the header has 2: add or remove cells"),
        ("north,1,", "row 2: has 3 cells where the header has 2: add or remove cells"),
        (
            "no\0rth,1",
            "row 2, column unit: \"no�rth\" holds a NUL character: save the file as 'CSV UTF-8' and try again",
        ),
        (
            "x" * 1_001 + ",1",
            f'row 2, column unit: "{"x" * 57}..." has 1001 characters in one cell and the limit is 1000',
        ),
    ],
)
def test_a_bad_row_is_named_and_passed_over(file: Path, line: str, message: str) -> None:
    rows, faults = read(file, f"unit,first\n{line}\nsouth,2\n")

    assert (rows, faults) == ([GOOD[0], GOOD[2]], [message])


def test_text_beyond_the_named_columns_is_named(file: Path) -> None:
    _, faults = read(file, "unit,first,\nnorth,1,remark\n")

    assert faults == ['row 2: "remark" stands in a column that has no name in the header']


@pytest.mark.parametrize(
    "cell", [b"Z\xfcrich", b"\xed\xa0\x80", b"\xff\xfe", b"caf\xc3"], ids=["latin-1", "surrogate", "bytes", "cut"]
)
def test_what_is_no_utf_8_is_named_with_its_cell(file: Path, cell: bytes) -> None:
    _, faults = read(file, b"unit,first\nnorth,1\n" + cell + b",1\n")

    assert len(faults) == 1
    assert faults[0].startswith('row 3, column unit: "')
    assert faults[0].endswith("is not UTF-8: save the file as 'CSV UTF-8' and try again")
    assert "\N{REPLACEMENT CHARACTER}" in faults[0]


def test_messages_never_carry_what_a_terminal_would_obey(file: Path) -> None:
    assert str(SheetFault(1, "a\x1b[2Jb", "c\u202ed", "is bad")) == 'row 1, column a�[2Jb: "c�d" is bad'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty: its first row must name the columns."),
        (b"\n\n , ,\n", "The file is empty: its first row must name the columns."),
        (b"\xef\xbb\xbf", "The file is empty: its first row must name the columns."),
        ("unit,first\n".encode("utf-16"), "The file is written in UTF-16: open it"),
        (b"PK\x03\x04rest", "The file is a workbook (xlsx, ods) or an archive: open it"),
        (b"\xd0\xcf\x11\xe0rest", "The file is a workbook (xls): open it"),
        (b"%PDF-1.7", "The file is a PDF: open it"),
        (b"un\xfct,first\n", 'row 1: "un�t" in column 1 is not UTF-8'),
        (b"unit,fi\0rst\n", 'row 1: "fi�rst" in column 2 holds a NUL character'),
        (b"unit," * 3_000 + b"last\n", "row 1: has 3001 columns and the limit is 2000"),
        (b'"unit,first\n', "row 1: cannot be read as CSV (unexpected end of data): look at the quotes in it"),
        (b'"u"nit,first\n', "row 1: cannot be read as CSV (',' expected after '\"'): look at the quotes in it"),
        (b"u" * 2_000_000, "row 1: cannot be read as CSV (more than 1000000 characters): look at the quotes in it"),
        (b"unit,first\n" * 300_000, "The file has 3.3 MB and the limit is 3.0 MB: leave out columns"),
    ],
)
def test_a_file_without_a_readable_header_is_refused(file: Path, content: bytes, message: str) -> None:
    assert refuse(file, content).startswith(message)


@pytest.mark.parametrize(
    ("rest", "row"),
    [('"north,1\nsouth,2\n', 2), ('north,1\n"so"uth,2\n', 3), ('north,1\n"' + "\n" * 200_000, 3)],
    ids=["never closed", "closed too early", "never closed, long"],
)
def test_a_wrong_quote_is_named_with_the_row_where_it_opens(file: Path, rest: str, row: int) -> None:
    _, faults = read(file, f"unit,first\n{rest}")

    assert len(faults) == 1
    assert faults[0].startswith(f"row {row}: cannot be read as CSV (")


def test_a_row_of_very_many_quoted_lines_is_not_gathered_in_memory(file: Path) -> None:
    _, faults = read(file, "unit,first\n" + '"\n",' * 500_000)

    assert faults == ["row 2: cannot be read as CSV (more than 1000000 characters): look at the quotes in it"]


def test_reading_ends_after_the_last_fault_that_is_said(file: Path) -> None:
    file.write_text("unit,first\n" + "north\n" * 100 + "south,2\n")
    faults: list[SheetFault] = []

    assert list(read_rows(file, LIMIT, faults)) == [GOOD[0]]
    assert len(faults) == MOST_FAULTS


def test_a_missing_file_is_told(file: Path) -> None:
    with pytest.raises(SheetError, match=r"^The file cannot be read: No such file or directory\.$"):
        next(read_rows(file, LIMIT, []))


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"^This is a folder or a device, not a file\.$"):
        next(read_rows(tmp_path, LIMIT, []))


def test_a_file_that_may_not_be_read_is_told() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "answers.csv"
        file.write_text("unit,first\nnorth,1\n")
        file.chmod(0o000)
        mine = os.geteuid()
        if mine == 0:
            os.seteuid(65_534)  # root may read everything: look with the eyes of nobody
        try:
            with pytest.raises(SheetError, match=r"^The file cannot be read: Permission denied\.$"):
                next(read_rows(file, LIMIT, []))
        finally:
            os.seteuid(mine)
