"""Lists as HR systems write them: titles on top, sums at the end, other words for columns and groups."""

import io
import re
from collections.abc import Sequence

import pytest
from flask import Flask

from assessment.organisation import upload
from assessment.organisation.columns import Table, read_table
from assessment.organisation.faults import FileError, place_fault
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.organisation.preview import Preview
from assessment.organisation.sheet import read_sheet
from tests.assessment.organisation.conftest import Desk
from tests.assessment.organisation.lists import mend, write_csv, write_xlsx
from tests.assessment.organisation.test_comparison import ACCOUNT, read_people

Rows = Sequence[Sequence[object]]

TITLE: Rows = [("Personeelslijst Zonneveld",), (), ("Afdeling:", "Zorg"), ("Peildatum", "1-10-2026"), ()]
HEADER = ("Personeelsnr", "Naam medewerker", "Organisatorische eenheid", "Functieniveau", "Zakelijk e-mailadres")
PEOPLE: Rows = [
    (1001, "Ann Bakker", "Zorg", "Teamleider", "ann@zonneveld.example"),
    (1002, "Bo Smit", "Zorg", "Verzorgende", "bo@zonneveld.example"),
    (1003, "Cy Kaya", "Zorg", "verzorgende", ""),
    (1004, "Di Jansen", "Zorg", "Extern", ""),
    (1005, "Ev Vos", "Zorg", "Directie", "ev@zonneveld.example"),
]
SUM: Rows = [(), ("Totaal", 5)]
EXPORT = [*TITLE, HEADER, *PEOPLE, *SUM]


def write(kind: str, rows: Rows) -> bytes:
    first, *others = rows
    if kind == "xlsx":
        return write_xlsx(others, [str(cell) for cell in first])
    texts = [[str(cell) for cell in row] for row in rows]
    return write_csv(texts[1:], texts[0], delimiter=";")


def read(kind: str, rows: Rows) -> Table:
    return read_table(read_sheet(f"a.{kind}", write(kind, rows)))


@pytest.fixture
def care(app: Flask) -> int:
    with app.app_context():
        return create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care", "nl": "Zorg"})])


def look(organisation_id: int) -> Preview:
    preview = upload.show_list(organisation_id, ACCOUNT)
    assert preview is not None
    return preview


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_titles_above_the_columns_are_passed_over_and_rows_keep_their_numbers(kind: str) -> None:
    table = read(kind, EXPORT)

    assert list(table.rows) == [7, 8, 9, 10, 11, 13]
    assert table.rows[7] == {
        "name": "Ann Bakker",
        "email": "ann@zonneveld.example",
        "unit": "Zorg",
        "group": "Teamleider",
        "language": "",
    }
    assert table.given == ("name", "email", "unit", "group")
    assert table.unused == ("Personeelsnr",)
    assert table.sums == (13,)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ([("List",), (), ("Who", "Where"), ("Ann", "Care")], 3, "none of the first rows with text names the columns"),
        ([("List",), (), ("Who", "Where"), ("Ann", "Care")], 3, "This one holds: Who, Where."),
        (
            [("List",), ("Naam", "Plek"), ("Ann", "Care")],
            2,
            "“unit” is missing. The file has these columns: Naam, Plek.",
        ),
        ([("Naam", "Plek"), ("Ann", "Care")], 1, "one of these names: Unit, Department, Team, Afdeling"),
        (
            [("List",), ("Team", "Rol"), ("Care", "Staff")],
            2,
            "“name” is missing. The file has these columns: Team, Rol.",
        ),
        ([("Naam", "Team", "Afdeling"), ("Ann", "A", "B")], 1, "two columns say this, also “Team”"),
        ([("L", "")] * 10 + [("Name", "Unit"), ("Ann", "Care")], 1, "none of the first rows"),
    ],
)
def test_what_the_columns_lack_is_said_with_those_that_are_there(
    kind: str, rows: Rows, row: int, said: str, app: Flask
) -> None:
    with pytest.raises(FileError) as raised, app.test_request_context():
        read(kind, rows)
    with app.test_request_context():
        assert said in place_fault(raised.value.fault)
    assert raised.value.fault.row == row


def test_a_cell_beside_the_columns_of_a_workbook_is_not_called_a_comma(app: Flask) -> None:
    with pytest.raises(FileError) as raised:
        read("xlsx", [("Name", "Unit"), ("Ann", "Care", "left in May")])
    with app.test_request_context():
        assert place_fault(raised.value.fault).startswith("Row 2: this row has text beside the columns")


@pytest.mark.parametrize(
    ("row", "is_sum"),
    [
        (("Totaal", "180", ""), True),
        (("", "Total employees:", "1.180"), True),
        (("Grand total", "=SUM(A2:A9)", ""), True),
        (("Total: 180", "", ""), True),
        (("180", "Care", ""), False),
        (("Total", "Care", ""), False),
        (("Sommer", "12", ""), False),
    ],
)
def test_rows_that_add_up_others_are_told_from_people(row: tuple[str, ...], is_sum: bool) -> None:
    table = read("xlsx", [("Name", "Unit", "Hours"), ("Ann", "Care", "36"), row])

    assert (3 in table.sums) == is_sum


def test_surer_words_go_first_and_the_others_are_told() -> None:
    table = read("csv", [("Kostenplaats", "Afdeling", "Sector", "Naam"), ("12", "Zorg", "Noord", "Ann")])

    assert table.rows[2]["unit"] == "Zorg"
    assert table.unused == ("Kostenplaats", "Sector")


def test_a_word_is_mended_once_for_all_its_rows_and_the_file_again_changes_nothing(app: Flask, care: int) -> None:
    with app.test_request_context():
        for time in range(2):
            upload.keep_list(care, ACCOUNT, "a.xlsx", write("xlsx", EXPORT), "nl")
            shown = upload.show_page(care, ACCOUNT, "", 1)
            assert shown is not None
            assert [(word.text, word.rows) for word in shown.words] == [
                ("Verzorgende", 2),
                ("Teamleider", 1),
                ("Extern", 1),
            ]
            assert [row.number for row in shown.faulty] == [13]
            fields = {word.text: word.field for word in shown.words}
            chosen = {
                fields["Verzorgende"]: "staff",
                fields["Teamleider"]: "middle-managers",
                fields["Extern"]: "-",
                "row-13-leave": "y",
            }
            mend(care, ACCOUNT, chosen)
            preview = look(care)
            assert preview.comparison.faults == {}
            assert preview.comparison.totals.groups == {"middle-managers": 1, "staff": 2, "senior-managers": 1}
            assert preview.comparison.totals.languages == {"nl": 4}
            assert preview.comparison.totals.no_address == 1
            assert preview.comparison.changes_nothing == (time == 1)
            upload.confirm_list(care, ACCOUNT, preview.seen, remove_missing=False)

        assert [(row[1], row[4], row[5]) for row in read_people(care)] == [
            ("Ann Bakker", "middle-managers", "nl"),
            ("Bo Smit", "staff", "nl"),
            ("Cy Kaya", "staff", "nl"),
            ("Ev Vos", "senior-managers", "nl"),
        ]


def test_a_row_of_its_own_goes_before_its_word_and_no_choice_mends_nothing(app: Flask, care: int) -> None:
    rows = [("Name", "E-mail", "Unit", "Group"), ("Ann", "no", "Care", "Boss"), ("Bo", "", "Care", "Boss")]
    with app.test_request_context():
        upload.keep_list(care, ACCOUNT, "a.csv", write("csv", rows))
        mend(care, ACCOUNT, {})
        shown = upload.show_page(care, ACCOUNT, "", 1)
        assert shown is not None
        assert list(look(care).comparison.faults) == [2, 3]
        assert (shown.counts["faults"], shown.counts["single"], [row.number for row in shown.faulty]) == (2, 1, [2])
        typed = {shown.words[0].field: "staff", "row-2-group": "senior-managers", "row-2-email": "ann@x.example"}
        mend(care, ACCOUNT, typed)

        assert [(one.name, one.group) for one in look(care).comparison.added] == [
            ("Ann", "senior-managers"),
            ("Bo", "staff"),
        ]


def test_a_sum_may_be_somebody_after_all_and_waits_until_that_is_asked(app: Flask, care: int) -> None:
    rows = [("Name", "Unit"), ("Ann", "Care"), ("Total", "12")]
    with app.test_request_context():
        upload.keep_list(care, ACCOUNT, "a.xlsx", write("xlsx", rows))
        mend(care, ACCOUNT, {})
        assert [fault.code for fault in look(care).comparison.faults[3]] == ["sum"]
        mend(care, ACCOUNT, {"row-3-leave": ""})

        assert [(one.name, one.unit) for one in look(care).comparison.added] == [("Ann", ("Care",)), ("Total", ("12",))]


def test_the_language_of_those_without_one_is_asked_with_the_file(desk: Desk) -> None:
    page = desk.client.get(desk.address("people")).text
    assert re.search(r'<option value="en" selected', page)
    file = write("csv", [("Name", "Unit", "Taal"), ("Ann", "Care", ""), ("Bo", "Care", "en")])
    sent = {"file": (io.BytesIO(file), "a.csv"), "language": "nl"}
    desk.client.post(desk.address("people/list"), data=sent)
    page = desk.client.get(desk.address("people/list")).text

    totals = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page))
    assert {label: totals[label] for label in ("Staff", "English", "Dutch", "Without an e-mail address")} == {
        "Staff": "2",
        "English": "1",
        "Dutch": "1",
        "Without an e-mail address": "2",
    }


def test_the_page_offers_groups_for_words_and_says_which_column_may_be_the_group(desk: Desk) -> None:
    file = write("csv", [("Name", "Unit", "Group"), ("Ann", "Care", "<i>Boss"), ("Bo", "Care", "")])
    desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(file), "a.csv")})
    page = desk.client.get(desk.address("people/list")).text
    assert "“&lt;i&gt;Boss” is no group: choose which one it means" in page
    assert "<i>Boss" not in page
    assert "Rows without a group: choose one" in page
    assert page.count('<option value="senior-managers">') == 2
    assert "Take the list over" not in page

    file = write("csv", [("Name", "Unit", "Functie", "Size"), ("Ann", "Care", "Nurse", "M")])
    desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(file), "a.csv")})
    page = desk.client.get(desk.address("people/list")).text
    assert "Does “Functie” say who is a manager and who is staff?" in page
    assert "Does “Size”" not in page


def test_a_file_without_units_opens_what_a_list_looks_like(desk: Desk) -> None:
    assert "<details>" in desk.client.get(desk.address("people")).text
    file = write("csv", [("Name", "Size"), ("Ann", "M")])
    answer = desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(file), "a.csv")})

    assert answer.status_code == 422
    assert "<details open>" in answer.text
    assert "Organisatorische eenheid" in answer.text
