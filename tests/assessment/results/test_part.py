"""A unit reader is shown the release cut to the units of the right, and not a byte of the rest (trust rule A16)."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.results.part import cut_view, find_within
from assessment.results.view import ReleaseSource, UnitFact
from assessment.scoring.figures import Withheld
from tests.assessment.results import made, stored

TREE = made.structure().model_copy(
    update={
        "units": tuple(
            UnitFact(key=f"u{place}", name={"en": name, "nl": name}, parent="u1" if place in (2, 3) else None)
            for place, name in enumerate(made.UNITS)
        )
    }
)
"""Treatment and Facilities lie below Residential care; Innovation is joined into other units and not shown."""


def make_source(**changes: object) -> ReleaseSource:
    return made.source(made.figures(joint=made.joint(), **changes), structure=TREE)  # type: ignore[arg-type]


def test_a_right_holds_for_the_unit_and_those_below_it() -> None:
    assert find_within(TREE, {"u1"}) == {"u1", "u2", "u3"}
    assert find_within(TREE, {"u2", "u0"}) == {"u0", "u2"}
    assert find_within(TREE, {"", "gone"}) == frozenset()


def test_a_cut_view_keeps_figures_of_those_units_as_they_are() -> None:
    whole = made.view(make_source())
    cut = cut_view(whole, {"u1"})
    assert [cell.key for cell in cut.figures.cells] == ["unit:u1", "unit:u2", "unit:u3"]
    assert cut.figures.cells == tuple(cell for cell in whole.figures.cells if cell in cut.figures.cells)
    assert cut.derived.units == tuple(
        unit for unit in whole.derived.units if unit.key in ("unit:u1", "unit:u2", "unit:u3")
    )
    assert cut.everybody is None
    assert (cut.derived.index.score, cut.derived.gaps, cut.derived.priorities, cut.previous) == (None, (), (), None)
    assert (cut.figures.summary.joint, cut.figures.summary.participation.invited) == (None, None)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_page_and_files_name_no_other_unit_and_nothing_of_the_whole(
    app: Flask, client: FlaskClient, language: str
) -> None:
    path = stored.open_as(client, stored.store(app, make_source()), "unit-reader", "u1")
    answers = [
        client.get(path + file, query_string={"language": language}) for file in ("", "/results.csv", "/results.json")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    page, table, document = (answer.text for answer in answers)
    for told in (page, table, document):
        words = re.sub(r"<[^>]+>", " ", told)
        assert "Treatment" in words or "u2" in words
        for hidden in ("Care at home", "Finance", "Innovation", "u0", "u4", "168", "233", "Level 3", "±2"):
            assert not re.search(rf"\b{re.escape(hidden)}\b", words), hidden
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert {row["group_of_people"] for row in rows} == {"unit:u1", "unit:u2", "unit:u3"}
    told_units = answers[2].get_json()["units"]
    assert [unit["id"] for unit in told_units] == ["unit:u1", "unit:u2", "unit:u3"]
    assert "invited" not in answers[2].get_json()["campaign"]


def test_figures_of_a_part_are_those_of_the_whole(app: Flask, client: FlaskClient) -> None:
    campaign_id = stored.store(app, make_source())
    path = stored.open_as(client, campaign_id)
    whole = {unit["id"]: unit for unit in client.get(f"{path}/results.json").get_json()["units"]}
    stored.open_as(client, campaign_id, "unit-reader", "u1")
    for unit in client.get(f"{path}/results.json").get_json()["units"]:
        assert unit == whole[unit["id"]]


def test_a_unit_that_is_not_shown_says_why_without_naming_the_others(app: Flask, client: FlaskClient) -> None:
    source = make_source()
    joined = (Withheld(key="unit:u5", reason="few answers", joined_into="unit:+others"),)
    summary = source.figures.summary.model_copy(update={"withheld": joined})
    source = source.model_copy(update={"figures": source.figures.model_copy(update={"summary": summary})})
    path = stored.open_as(client, stored.store(app, source), "unit-reader", "u5")
    page = re.sub(r"<[^>]+>", " ", client.get(path, query_string={"language": "en"}).text)
    assert "No unit of yours can be shown" in page
    assert re.search(r"Innovation\s*: Shown together with other groups, because too few people answered\.", page)
    assert "Other units" not in page


def test_an_executive_who_reads_a_unit_too_sees_the_whole(app: Flask, client: FlaskClient) -> None:
    path = stored.open_as(client, stored.store(app, make_source()))
    assert "Care at home" in client.get(f"{path}/units").text


def test_what_is_kept_of_a_page_is_shown_to_those_of_the_same_units_only(app: Flask) -> None:
    """One release in one process: whoever opens it after others sees their own units, twice the same."""
    survey = stored.store(app, make_source())
    rights = [("unit-reader", "u1"), ("unit-reader", "u0"), ("executive", ""), ("unit-reader", "u1"), ("executive", "")]
    pages = []
    for role, unit in rights:
        client = app.test_client()
        path = stored.open_as(client, survey, role, unit)
        pages.append(
            re.sub(r'name="csrf_token" value="[^"]*"', "", client.get(path, query_string={"language": "en"}).text)
        )
    own, other, whole, own_again, whole_again = pages
    assert own == own_again
    assert whole == whole_again
    names = [made.UNITS[place] for place in (0, 1)]
    assert [[f">{name}</h2>" in page for name in names] for page in (own, other)] == [[False, True], [True, False]]
    assert "What people see in your units" not in whole
    dutch = app.test_client()
    path = stored.open_as(dutch, survey, "unit-reader", "u1")
    assert "Wat mensen zien in jouw onderdelen" in dutch.get(path, query_string={"language": "nl"}).text
