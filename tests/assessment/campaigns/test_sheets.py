"""Answer sheets from a file: what is taken in, and what is refused with row, column and value."""

import csv
from pathlib import Path

import pytest

from assessment.campaigns.faults import SheetError
from assessment.campaigns.headcounts import HeadCount, read_head_counts
from assessment.campaigns.sheets import AnswerSheets, read_sheets
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, SKIPPED
from questionnaires.model import Dimension, Item, Questionnaire, Scale

LIMIT = 1_000_000
ASKED = Questionnaire(
    id="two-questions",
    title={"en": "Two questions"},
    scales={
        "agree": Scale(
            points=5,
            labels={"en": ("1", "2", "3", "4", "5")},
            no_answer={"en": "I can't tell"},
            not_applicable={"en": "Not applicable"},
        )
    },
    dimensions=(
        Dimension(
            id="one",
            title={"en": "One"},
            items=(
                Item(id="first", text={"en": "First."}, scale="agree"),
                Item(id="second", text={"en": "Second."}, scale="agree"),
            ),
        ),
    ),
)


def read(path: Path, content: str | bytes, group: str | None = None) -> AnswerSheets:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sheets(path, ASKED, "unit", group, limit=LIMIT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def test_a_sheet_keeps_its_points_and_its_unit(file: Path) -> None:
    sheets = read(file, "unit,first,second\nnorth,1,5\nsouth,3,\nnorth,2,2\n")

    assert list(sheets.units) == ["north", "south"]
    assert list(sheets.rows()) == [(0, None, bytes([1, 5])), (1, None, bytes([3, SKIPPED])), (0, None, bytes([2, 2]))]


def test_columns_may_stand_in_any_order_with_groups_between(file: Path) -> None:
    sheets = read(file, "second,group,unit,first\n5,staff,north,1\n4,managers,north,2\n", "group")

    assert list(sheets.groups) == ["staff", "managers"]
    assert list(sheets.rows()) == [(0, 0, bytes([1, 5])), (0, 1, bytes([2, 4]))]


def test_the_words_of_the_scale_are_understood_in_any_case(file: Path) -> None:
    sheets = read(file, "unit,first,second\nnorth,I CAN'T TELL, not applicable \n")

    assert list(sheets.rows()) == [(0, None, bytes([CANT_TELL, NOT_APPLICABLE]))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_in_europe_is_read(file: Path, delimiter: str) -> None:
    lines = ["unit,first,second", "Zürich,1,5"]
    content = "\r\n".join(line.replace(",", delimiter) for line in lines).encode("utf-8-sig")

    assert list(read(file, content).units) == ["Zürich"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is empty: its first row must name the columns."),
        ("unit,first,second\n", "The file has a header and no answer sheets below it."),
        ("unit,first,second\nnorth,6,1\n", 'row 2, column first: "6" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,0,1\n", 'row 2, column first: "0" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,-1,1\n", 'row 2, column first: "-1" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,1,=1+1\n", 'row 2, column second: "=1+1" is a formula: save the file with values'),
        (
            "unit,first,second\n=A1,1,1\n",
            'row 2, column unit: "=A1" looks like a formula: write the name as plain text',
        ),
        ("unit,first,second\n,1,1\n", "row 2, column unit: is blank: every sheet needs its unit"),
        ("unit,first,second\nnorth,1\n", "row 2: has 2 cells where the header has 3: add or remove cells"),
        ("unit,first,second\nnorth,1,1,1\n", "row 2: has 4 cells where the header has 3: add or remove cells"),
        (
            "unit,first,second,shoe size\nnorth,1,1,44\n",
            "row 1, column shoe size: is neither an item of two-questions nor the unit or group column",
        ),
        ("unit,first\nnorth,1\n", "row 1, column second: is missing: each item needs its column"),
        ("first,second\n1,1\n", "row 1, column unit: is missing: it was named as the unit column"),
        ("unit,first,first,second\nnorth,1,1,1\n", "row 1, column first: stands twice in the header"),
        (
            'unit,first,second\n"north,1,1\n',
            "row 2: cannot be read as CSV (unexpected end of data): look for a quote that is never closed",
        ),
    ],
)
def test_a_bad_file_is_refused_with_row_column_and_value(file: Path, content: str, message: str) -> None:
    with pytest.raises(SheetError) as refused:
        read(file, content)

    assert str(refused.value) == message


def test_another_encoding_is_refused_at_its_cell(file: Path) -> None:
    with pytest.raises(SheetError) as refused:
        read(file, "unit,first,second\nnorth,1,1\nZürich,1,1\n".encode("latin-1"))

    assert str(refused.value).startswith('row 3, column unit: "Z?rich" is not UTF-8')


def test_utf_16_is_refused(file: Path) -> None:
    with pytest.raises(SheetError, match=r"is not UTF-8|NUL"):
        read(file, "unit,first,second\nnorth,1,1\n".encode("utf-16"))


def test_a_file_over_the_limit_is_refused_unread(file: Path) -> None:
    with pytest.raises(SheetError, match="The file has 2 MB and the limit is 1 MB"):
        read(file, b"unit,first,second\n" + b"north,1,1\n" * 200_000)


def test_all_faults_of_a_file_are_said_at_once_up_to_twenty(file: Path) -> None:
    with pytest.raises(SheetError) as refused:
        read(file, "unit,first,second\n" + "north,9,8\n" * 30)

    assert len(refused.value.faults) == 20
    assert [(fault.row, fault.column, fault.value) for fault in refused.value.faults[:3]] == [
        (2, "first", "9"),
        (2, "second", "8"),
        (3, "first", "9"),
    ]


def test_progress_ends_at_the_size_of_the_file(file: Path) -> None:
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([["unit", "first", "second"], *[["north", 1, 2]] * 10_000])
    seen: list[tuple[int, int]] = []

    read_sheets(file, ASKED, "unit", limit=LIMIT, progress=lambda done, size: seen.append((done, size)))

    assert seen == sorted(seen)
    assert seen[-1] == (file.stat().st_size, file.stat().st_size)


def test_head_counts_are_read_by_unit_and_group(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("Unit,Group,Count\nnorth,staff,40\nsouth,staff,12\n")

    assert read_head_counts(path, limit=LIMIT) == [HeadCount("north", "staff", 40), HeadCount("south", "staff", 12)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "unit,people\nnorth,4\n",
            'row 1: "unit, people" names other columns than unit, count and (where counted) group',
        ),
        ("unit,count\nnorth,many\n", 'row 2, column count: "many" is no number of people'),
        ("unit,count\nnorth,4\nnorth,5\n", 'row 3, column unit: "north" is counted twice'),
        ("unit,count\n,4\n", "row 2, column unit: is blank"),
    ],
)
def test_bad_head_counts_are_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(content)

    with pytest.raises(SheetError) as refused:
        read_head_counts(path, limit=LIMIT)

    assert str(refused.value) == message
