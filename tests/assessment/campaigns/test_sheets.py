"""Answer sheets from a file: what is taken in, and what is refused with row, column and value."""

import csv
from pathlib import Path

import pytest

from assessment.campaigns.faults import SheetError
from assessment.campaigns.headcounts import HeadCount, read_head_counts
from assessment.campaigns.sheets import AnswerSheets, read_sheets
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
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

    assert sheets.units.names == ["north", "south"]
    assert list(sheets.rows()) == [(0, None, bytes([1, 5])), (1, None, bytes([3, SKIPPED])), (0, None, bytes([2, 2]))]


def test_columns_may_stand_in_any_order_with_groups_between(file: Path) -> None:
    sheets = read(file, "second,group,unit,first\n5,staff,north,1\n4,managers,north,2\n", "group")

    assert sheets.groups.names == ["staff", "managers"]
    assert list(sheets.rows()) == [(0, 0, bytes([1, 5])), (0, 1, bytes([2, 4]))]


def test_the_words_of_the_scale_are_understood_in_any_case(file: Path) -> None:
    sheets = read(file, "unit,first,second\nnorth,I CAN'T TELL, not applicable \n")

    assert list(sheets.rows()) == [(0, None, bytes([CANT_TELL, NOT_APPLICABLE]))]


def test_cells_are_read_as_tables_with_blanks_write_them(file: Path) -> None:
    sheets = read(file, 'unit,first,second\nnorth,1.0, 2\nnorth,"3,00",\u00a04\u00a0\nnorth,I can’t  tell,\u00a0\n')

    assert [codes for _, _, codes in sheets.rows()] == [bytes([1, 2]), bytes([3, 4]), bytes([CANT_TELL, SKIPPED])]


def test_a_word_that_is_a_digit_leaves_the_scale_as_it_is(file: Path) -> None:
    """Many tables write 9 for "can't tell"."""
    scale = ASKED.scales["agree"].model_copy(update={"no_answer": {"en": "9"}})
    asked = ASKED.model_copy(update={"scales": {"agree": scale}})
    file.write_text("unit,first,second\nnorth,9,5\n")
    assert [codes for _, _, codes in read_sheets(file, asked, "unit", limit=LIMIT).rows()] == [bytes([CANT_TELL, 5])]

    file.write_text("unit,first,second\nnorth,9,6\n")
    with pytest.raises(SheetError, match="use 1 to 5 or leave it blank"):
        read_sheets(file, asked, "unit", limit=LIMIT)


def test_of_a_question_and_its_stand_in_one_column_is_enough(file: Path) -> None:
    third = Item(id="third", text={"en": "Third."}, scale="agree", stands_in_for="second")
    asked = Questionnaire(
        id="three-questions",
        title=ASKED.title,
        scales=ASKED.scales,
        dimensions=(Dimension(id="one", title={"en": "One"}, items=(*ASKED.items, third)),),
    )
    for header, expected in (("first,second", [1, 2, NOT_ASKED]), ("first,third", [1, NOT_ASKED, 2])):
        file.write_text(f"unit,{header}\nnorth,1,2\n")
        assert [bytes(expected)] == [codes for _, _, codes in read_sheets(file, asked, "unit", limit=LIMIT).rows()]

    file.write_text("unit,first\nnorth,1\n")
    with pytest.raises(SheetError) as refused:
        read_sheets(file, asked, "unit", limit=LIMIT)
    assert [fault.column for fault in refused.value.faults] == ["second", "third"]


STRANGE = "is neither a question of two-questions nor the unit or group column: remove or rename it"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is empty: its first row must name the columns."),
        ("unit,first,second\n", "The file has a header and no answer sheets below it."),
        ("unit,first,second\nnorth,6,1\n", 'row 2, column first: "6" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,0,1\n", 'row 2, column first: "0" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,-1,1\n", 'row 2, column first: "-1" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,-,1\n", 'row 2, column first: "-" is off the scale: use 1 to 5 or leave it blank'),
        (
            "unit,first,second\nnorth,2.5,1\n",
            'row 2, column first: "2.5" is off the scale: use 1 to 5 or leave it blank',
        ),
        ("unit,first,second\nnorth,٣,1\n", 'row 2, column first: "٣" is off the scale: use 1 to 5 or leave it blank'),
        ("unit,first,second\nnorth,1,=1+1\n", 'row 2, column second: "=1+1" is a formula: save the file with values'),
        ("unit,first,second\nnorth,1,+A1\n", 'row 2, column second: "+A1" is a formula: save the file with values'),
        ("unit,first,second\nnorth,1,@A\n", 'row 2, column second: "@A" is a formula: save the file with values'),
        (
            "unit,first,second\n=A1,1,1\n",
            'row 2, column unit: "=A1" begins as a formula does: let the name begin with a letter or a digit',
        ),
        ("unit,first,second\n ,1,1\n", "row 2, column unit: is blank"),
        ("unit,first,second\nnorth,1\n", "row 2: has 2 cells where the header has 3: add or remove cells"),
        ("unit,first,second,shoe size\nnorth,1,1,44\n", f"row 1, column shoe size: {STRANGE}"),
        ("unit,first,,second\nnorth,1,1,44\n", f"row 1, column (no name): {STRANGE}"),
        ("unit,first\nnorth,1\n", "row 1, column second: is missing: each question needs its column"),
        ("first,second\n1,1\n", "row 1, column unit: is missing: it was named as the unit column"),
        ("unit,first,first,second\nnorth,1,1,1\n", "row 1, column first: stands twice in the header"),
        ("unit,unit,first,second\nnorth,north,1,1\n", "row 1, column unit: stands twice in the header"),
    ],
)
def test_a_bad_file_is_refused_with_row_column_and_value(file: Path, content: str, message: str) -> None:
    with pytest.raises(SheetError) as refused:
        read(file, content)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("unit", "group", "message"),
    [
        ("first", None, "row 1, column first: is a question: it cannot be the unit column"),
        ("unit", "second", "row 1, column second: is a question: it cannot be the group column"),
        ("unit", "unit", "row 1, column unit: is named both as the unit column and as the group column"),
        ("unit", "role", "row 1, column role: is missing: it was named as the group column"),
    ],
)
def test_columns_named_wrongly_are_refused(file: Path, unit: str, group: str | None, message: str) -> None:
    file.write_text("unit,first,second\nnorth,1,2\n")

    with pytest.raises(SheetError) as refused:
        read_sheets(file, ASKED, unit, group, limit=LIMIT)

    assert str(refused.value) == message


def test_a_group_is_never_blank(file: Path) -> None:
    file.write_text("unit,role,first,second\nnorth,staff,1,2\nnorth,,1,2\n")

    with pytest.raises(SheetError, match=r"^row 3, column role: is blank$"):
        read_sheets(file, ASKED, "unit", "role", limit=LIMIT)


def test_a_column_of_personal_names_is_no_group_column(file: Path) -> None:
    file.write_text("unit,who,first,second\n" + "".join(f"north,person {n},1,2\n" for n in range(51)))

    with pytest.raises(SheetError, match=r'row 52, column who: "person 50" is name number 51 and the limit is 50'):
        read_sheets(file, ASKED, "unit", "who", limit=LIMIT)


def test_faults_of_shape_and_of_meaning_are_said_together_in_order(file: Path) -> None:
    content = b'unit,first,second\nnorth,9,1\nnorth,1\nZ\xfcrich,1,1\n=A1,1,7\n"north,1,1\n'

    with pytest.raises(SheetError) as refused:
        read(file, content)

    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "first"),
        (3, ""),
        (4, "unit"),
        (5, "second"),
        (5, "unit"),
        (6, ""),
    ]


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


def test_head_counts_remember_their_row_for_later(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("\ufeffunit;count\n\nZu\u0308rich;40\n")

    counts = read_head_counts(path, limit=LIMIT)

    assert (counts, counts[0].row) == ([HeadCount("Zürich", None, 40)], 3)


WHOLE = "is no number of people: write a whole number up to 1000000 in digits only"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("unit,people\nnorth,4\n", 'row 1: "unit, people" are the columns; give unit, count and, where groups are'),
        ("unit,count,count\nnorth,4,4\n", 'row 1: "unit, count, count" are the columns; give unit, count and, where'),
        ("unit,count\nnorth,many\n", f'row 2, column count: "many" {WHOLE}'),
        ("unit,count\nnorth,-4\n", f'row 2, column count: "-4" {WHOLE}'),
        ("unit,count\nnorth,1000001\n", f'row 2, column count: "1000001" {WHOLE}'),
        ("unit,count\nnorth,²\n", f'row 2, column count: "²" {WHOLE}'),
        ("unit,count\nnorth,\n", f"row 2, column count: {WHOLE}"),
        ("unit,count\nnorth,4\nnorth ,5\n", 'row 3, column unit: "north " is counted twice: see row 2'),
        ("unit,count\n ,4\n", "row 2, column unit: is blank"),
        ("unit,group,count\nnorth,,4\n", "row 2, column group: is blank"),
        ("unit,count\n=A1,4\n", 'row 2, column unit: "=A1" begins as a formula does'),
        ("unit,count\nnorth\n", "row 2: has 1 cells where the header has 2"),
        ("unit,count\n", "The file has a header and no head count below it."),
        ("", "The file is empty"),
    ],
)
def test_bad_head_counts_are_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(content)

    with pytest.raises(SheetError) as refused:
        read_head_counts(path, limit=LIMIT)

    assert str(refused.value).startswith(message)
