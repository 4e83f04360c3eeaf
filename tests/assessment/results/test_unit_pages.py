"""Results of hundreds of units: a page of rows at a time, each unit on one of them, as it stood in the whole table."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.results.charts import chart_units
from assessment.results.unit_pages import turn_units
from tests.assessment.results import made, stored

NAMES = ("Whole house", *(f"Ward {number:03}" for number in range(1, 400)))
HIDDEN = 170


def read_rows(page: str) -> list[tuple[str, ...]]:
    """Each row of the table of units: its name, its answers, its scores."""
    table = page[page.index('class="heat-map"') :].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.S)
    return [
        tuple(
            html.unescape(re.sub(r"<title>.*?</title>|<[^>]+>", "", cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        )
        for row in rows
    ]


def read_withheld(page: str) -> list[str]:
    section = page[page.index('id="units-title"') :].partition("</section>")[0]
    return re.findall(r"<li><strong>([^<]+)</strong>", section)


def find_link(page: str, relation: str) -> str | None:
    found = re.search(rf'<a href="([^"]+)" rel="{relation}">', page)
    return html.unescape(found[1]) if found else None


def test_pages_hold_every_row_once_and_the_first_one_stays_first() -> None:
    keys = [str(number) for number in range(101)]
    turns = [turn_units(keys, number, 50, "/x") for number in (1, 2, 3)]
    assert [sorted(turn.keys, key=int) for turn in turns] == [keys[:50], keys[50:100], keys[100:]]
    assert [(turn.first, turn.last, turn.total, turn.pages) for turn in turns] == [
        (1, 50, 101, 3),
        (51, 100, 101, 3),
        (101, 101, 101, 3),
    ]
    assert [turn_units(keys, number, 50, "").number for number in (-7, 0, 4, 10**9)] == [1, 1, 3, 3]
    assert (turn_units([], 3, 50, "").number, turn_units([], 3, 50, "").pages) == (1, 1)


@pytest.mark.parametrize(("language", "told"), [("en", "Rows 1 to 50 of 400"), ("nl", "Rij 1 tot en met 50 van 400")])
def test_four_hundred_units_are_read_page_by_page_in_any_view(
    app: Flask, client: FlaskClient, language: str, told: str
) -> None:
    source = made.source_of_many(NAMES, HIDDEN)
    path = stored.open_as(client, stored.store(app, source))
    address: str | None = f"{path}?view=efqm-2013&language={language}"
    pages = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        # The whole table weighed 1.4 MB.
        assert len(answer.data) < 300_000
        pages.append(answer.text)
        address = find_link(answer.text, "next")
        number = len(pages) + 1
        wanted = f"{path}?view=efqm-2013&language={language}&units={number}#units-title"
        assert address == (wanted if number <= 8 else None)
    assert len(pages) == 8
    assert told in pages[0]
    assert find_link(pages[0], "prev") is None
    assert find_link(pages[2], "prev") == f"{path}?view=efqm-2013&language={language}&units=2#units-title"

    with app.test_request_context():
        whole = chart_units(made.view(source, "efqm-2013", language))
    assert whole is not None
    rows = [row for page in pages for row in read_rows(page)]
    assert rows == [(row.label, row.note, *(cell.text for cell in row.cells)) for row in whole.rows]
    assert [row[0] for row in rows] == [NAMES[0], *reversed(NAMES[1:])]
    assert read_rows(pages[0])[0][:2] == ("Whole house", "38")
    withheld = [read_withheld(page) for page in pages]
    assert [len(names) for names in withheld] == [49, 50, 50, 21, 0, 0, 0, 0]
    assert {name for names in withheld for name in names} == set(NAMES[-HIDDEN:])
    # What stands around the table is the same on every page, the total and its level first.
    assert len({page[page.index("<h1") : page.index('id="units-title"')] for page in pages}) == 1


def test_another_language_opens_at_the_same_units_and_another_view_at_the_first(
    app: Flask, client: FlaskClient
) -> None:
    path = stored.open_as(client, stored.store(app, made.source_of_many(NAMES, HIDDEN)))
    page = html.unescape(client.get(f"{path}?view=ink&language=en&units=3").text)
    assert f'href="{path}?language=nl&view=ink&units=3"' in page
    assert f'href="{path}?view=efqm-2013&language=en"' in page
    # A page that is not there is the last one, or the first.
    last, first = (client.get(f"{path}/units?units={number}&language=en").text for number in ("99", "x"))
    assert "Page 8 of 8" in last
    assert "Page 1 of 8" in first
    assert f"{path}/units?language=nl&units=8" in html.unescape(last)
    assert "units=" not in html.unescape(first)[: first.index("<main")]


def test_files_hold_all_units_whatever_page_is_read(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source_of_many(NAMES, HIDDEN)))
    units = client.get(f"{path}/results.json?units=2").get_json()["units"]
    assert len(units) == 400 - HIDDEN


def test_fifty_units_stand_on_one_page_as_before(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, made.source_of_many(NAMES[:50], 3)))
    page = client.get(f"{path}/units?language=en").text
    assert len(read_rows(page)) == 50
    assert "Rows 1 to" not in page
    assert "Pages of units" not in page
    assert "Not shown on their own, and why (3)" in page


def test_whoever_reads_many_units_turns_them_with_their_questions(app: Flask, client: FlaskClient) -> None:
    """All 400 weighed 4 MB. What is told of how many there are is told of the own ones alone."""
    source = made.source_of_many(NAMES, HIDDEN)
    survey = stored.store(app, source)
    path = stored.open_as(client, survey, "unit-reader", "u0")
    pages = [client.get(f"{path}?language=en&units={number}") for number in range(1, 21)]
    assert all(len(page.data) < 500_000 for page in pages)
    assert "Rows 381 to 400 of 400" in pages[-1].text
    assert find_link(pages[0].text, "next") == f"{path}?view=drivers&language=en&units=2#units-title"
    assert find_link(pages[-1].text, "next") is None
    names, anchors = [], []
    for page in pages:
        sections = re.findall(r'<h2 id="(unit-\d+)">([^<]+)</h2>', page.text)
        shown = [row[0] for row in read_rows(page.text) if row[1] != "–"]
        assert sorted(name for _anchor, name in sections) == sorted(shown)
        names += [name for _anchor, name in sections]
        anchors += [anchor for anchor, _name in sections]
    assert sorted(names) == sorted(NAMES[:-HIDDEN])
    assert len(set(anchors)) == len(anchors)

    one = stored.open_as(client, survey, "unit-reader", "u7")
    page = client.get(f"{one}?language=en&units=2").text
    assert [row[0] for row in read_rows(page)] == ["Ward 007"]
    assert not re.search(r"Rows \d|Page \d|of 400", page)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_score_of_fewer_questions_than_the_whole_has_is_marked(app: Flask, language: str) -> None:
    """The others are withheld there, and beside the whole the score would say something that is not so."""
    figures = made.figures(joint=made.joint())
    unit = figures.cells[1]
    culture = {item.id for item in made.DRIVERS.items if item.id.startswith("culture")}
    gone = set(sorted(culture)[:2])
    items = tuple(item for item in unit.items if item.item not in gone)
    source = made.source(
        figures.model_copy(
            update={"cells": (figures.cells[0], unit.model_copy(update={"items": items}), *figures.cells[2:])}
        )
    )
    with app.test_request_context():
        whole, told = (
            chart_units(made.view(None, "drivers", language)),
            chart_units(made.view(source, "drivers", language)),
        )
    assert whole is not None
    assert told is not None
    marked = [
        (row.label, told.columns[place])
        for row in told.rows
        for place, cell in enumerate(row.cells)
        if "*" in cell.text
    ]
    assert marked == [(told.rows[0].label, {"en": "Culture", "nl": "Cultuur"}[language])]
    assert {"en": "from part of the questions", "nl": "van een deel van de vragen"}[language] in told.message
    assert "*" not in whole.message + "".join(cell.text for row in whole.rows for cell in row.cells)
