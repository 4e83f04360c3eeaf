"""The workbook: a sheet a table, real numbers, provenance, and the same bytes for the same release."""

from io import BytesIO

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from pyarrow import parquet

from assessment.commands import exporting
from assessment.results import columns
from assessment.results.columns import write_columns
from assessment.results.exports import FORMATS
from assessment.results.part import cut_view
from assessment.results.sheets import list_sheets, round_score
from assessment.results.workbook import write_workbook
from tests.assessment.results import made
from tests.assessment.results.stored import open_as, store

pytestmark = pytest.mark.usefixtures("words")

ENGLISH = (
    *("Overview", "Drivers", "Questions", "Spread of answers", "Units", "Groups of people"),
    *("Gaps", "Changes", "Recommendations", "Not shown", "About"),
)


def open_book(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def read_rows(book: Workbook, title: str) -> list[dict[str, object]]:
    head, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_every_table_has_a_sheet_with_a_head_that_stays_and_filters(app: Flask) -> None:
    with app.app_context():
        book = open_book(write_workbook(made.view()))
        dutch = open_book(write_workbook(made.view(language="nl")))
    assert tuple(book.sheetnames) == ENGLISH
    assert dutch.sheetnames[:2] == ["Overzicht", "Factoren"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref is not None
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(9 <= dimension.width <= 62 for dimension in sheet.column_dimensions.values())


def test_figures_are_numbers_and_what_is_not_shown_is_empty(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        book = open_book(write_workbook(view))
    drivers = read_rows(book, "Drivers")
    commitment = view.result("commitment")
    assert commitment is not None
    assert commitment.score is not None
    assert drivers[0]["Score, of 100"] == pytest.approx(commitment.score.value, abs=0.05)
    assert isinstance(drivers[0]["Answers"], int)
    questions = read_rows(book, "Questions")
    assert len(questions) == sum(len(cell.items) for cell in view.figures.cells)
    for row, figure in zip(questions, (one for cell in view.figures.cells for one in cell.items), strict=True):
        assert row["Score, of 100"] == (figure.score.value if figure.score else None)
        assert bool(row["Reason"]) == (figure.score is None)


def test_a_score_is_never_rounded_into_another_level(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        assert [round_score(value, view) for value in (59.96, 59.94, 41.66, 60.0, 19.999)] == [
            59.9,
            59.9,
            41.7,
            60.0,
            19.9,
        ]


def test_the_same_release_gives_the_same_bytes_and_says_what_it_is(app: Flask) -> None:
    with app.app_context():
        view = made.view()
        first, second = write_workbook(view), write_workbook(view)
        assert write_columns(view) == write_columns(view)
    assert first == second
    book = open_book(first)
    about = {row["What"]: row["Value"] for row in read_rows(book, "About")}
    assert about["Release"] == view.facts.sha256
    assert about["Smallest group"] == 5
    assert about["Questionnaire"] == "senior-management-drivers 1"
    assert about["Answered"] == "168 of 233 answered (72 %)"
    assert book.properties.created.isoformat() == "2027-03-22T09:00:00"
    assert book.properties.modified == book.properties.created


def test_a_part_says_nothing_of_the_whole(app: Flask) -> None:
    with app.app_context():
        whole = made.view()
        key = whole.structure.units[0].key
        part = cut_view(whole, [key])
        sheets = list_sheets(part, whole=False)
        cells = {str(entry) for sheet in sheets for row in sheet.rows for entry in row}
    assert [sheet.title for sheet in sheets] == ["Units", "Questions", "Not shown", "About"]
    assert f"unit:{key}" in cells
    assert not [cell for cell in cells if cell.startswith(("unit:", "group:")) and not cell.startswith(f"unit:{key}")]
    assert not [cell for cell in cells if "answered (" in cell or cell == "233"]


def test_two_readers_of_different_units_get_different_files(app: Flask, client: FlaskClient) -> None:
    campaign = store(app, made.source())
    units = [unit.key for unit in made.source().structure.units]
    found = []
    for key in (units[0], units[1], units[-1]):
        visitor = app.test_client()
        place = open_as(visitor, campaign, "unit-reader", unit=key)
        answer = visitor.get(f"{place}/results.xlsx")
        assert answer.mimetype == FORMATS["xlsx"]
        found.append(answer.data)
    assert len(set(found)) == 3
    book = open_book(found[0])
    assert {row["Key"] for row in read_rows(book, "Units")} == {f"unit:{units[0]}"}


def test_typed_columns_are_those_of_the_table(app: Flask, client: FlaskClient) -> None:
    campaign = store(app, made.source())
    place = open_as(client, campaign)
    answer = client.get(f"{place}/results.parquet?language=en")
    table = parquet.read_table(BytesIO(answer.data))
    csv = client.get(f"{place}/results.csv?language=en").text.splitlines()
    assert answer.mimetype == FORMATS["parquet"]
    assert table.num_rows == len(csv) - 1
    assert table.schema.field("score").type == "double"
    assert table.schema.metadata[b"smallest_group"] == b"5"


def test_where_the_package_is_missing_that_is_said(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = store(app, made.source())
    place = open_as(client, campaign)
    monkeypatch.setattr(columns, "find_spec", lambda _name: None)
    answer = client.get(f"{place}/results.parquet?language=nl")
    assert answer.status_code == 404
    assert "wie deze toepassing beheert kan het toevoegen" in answer.text
    assert "results.parquet" not in client.get(place).text


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_command_writes_what_the_page_gives(
    app: Flask, client: FlaskClient, kind: str, tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = store(app, made.source())
    place = open_as(client, campaign)
    monkeypatch.setattr(exporting, "open_app", lambda: app)
    path = tmp_path / f"out.{kind}"  # type: ignore[operator] # a path
    done = CliRunner().invoke(exporting.command, [str(campaign), "--format", kind, "--language", "en", "-o", str(path)])
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == client.get(f"{place}/results.{kind}?language=en").data
