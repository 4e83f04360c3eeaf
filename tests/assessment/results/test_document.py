"""The JSON's shape is a promise to users; it tells no more than the disclosure rules let out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

import questionnaires
from assessment.results.document import write_document
from assessment.results.service import NotReleasedError, UnknownLensError, list_views, load_results, read_source
from assessment.results.spreadsheet import write_table
from assessment.results.summary import write_summary
from assessment.scoring.figures import ItemFigure, Value
from tests.assessment.results import made, stored

TOP = [
    "campaign",
    "lens",
    "n",
    "index",
    "points",
    "dimensions",
    "units",
    "groups",
    "gaps",
    "recommendations",
    "suppressed",
    "comments",
]
INDEX = ["score", "margin", "level", "level_probability", "limiting"]
DIMENSION = [
    "id",
    "score",
    "margin",
    "n",
    "favourable",
    "unfavourable",
    "alpha",
    "icc1",
    "icc2",
    "agreement",
    "items",
]
ITEM = ["id", "score", "mean", "n", "counts"]


def test_the_shape_is_the_one_that_is_promised() -> None:
    document = write_document(made.view())
    assert list(document) == TOP
    assert list(document["index"]) == INDEX
    for dimension in document["dimensions"]:
        assert list(dimension) == DIMENSION
        assert all(list(item) == ITEM for item in dimension["items"])
    for part in (*document["units"], *document["groups"]):
        assert list(part) == ["id", "n", "dimensions"]
        assert all(list(dimension) == DIMENSION for dimension in part["dimensions"])
    assert json.loads(json.dumps(document)) == document


def test_an_anonymous_survey_gives_neither_counts_nor_exact_small_numbers() -> None:
    document = write_document(made.view())
    items = [item for dimension in document["dimensions"] for item in dimension["items"]]
    assert items
    assert {(item["counts"], item["mean"]) for item in items} == {(None, None)}
    assert [unit["n"] for unit in document["units"]] == [38, 24, {"from": 5, "to": 9}, 41, 38]
    assert document["suppressed"] == [{"key": "unit:u5", "reason": "few", "joined_into": None}]
    assert {dimension["agreement"] for dimension in document["dimensions"]} == {None}


def test_open_ends_are_ranges() -> None:
    cell = made.cell(made.MINIMAL, {"lead": 50.0, "task": 50.0})
    ends = {"lead01": Value(value=2.5, mark="at most"), "task01": Value(value=97.5, mark="at least")}
    items = tuple(figure.model_copy(update={"score": ends.get(figure.item, Value(value=50))}) for figure in cell.items)
    figures = made.figures(made.MINIMAL, {"lead": 50.0, "task": 50.0})
    opened = figures.model_copy(update={"cells": (cell.model_copy(update={"items": items}), *figures.cells[1:])})
    source = made.source(opened, questionnaire=made.MINIMAL, previous=None)
    lead, task = write_document(made.view(source))["dimensions"]
    assert lead["items"][0]["score"] == {"from": 0, "to": 2.5}
    assert task["items"][0]["score"] == {"from": 97.5, "to": 100}
    assert lead["score"] == {"from": 0, "to": 26.25}
    assert write_document(made.view(source))["index"]["score"] == {"about": 50.0}


def test_full_disclosure_gives_counts_means_and_unrounded_figures() -> None:
    exact = ItemFigure(
        item="lead01", n=made.count(7), score=Value(value=100 / 3), mean=2 + 1 / 3, counts=(1, 3, 3, 0, 0)
    )
    figures = made.figures(made.MINIMAL, {"lead": 50.0, "task": 50.0}, disclosure="full", invited=None)
    all_cell = figures.cells[0].model_copy(update={"items": (exact, *figures.cells[0].items[1:])})
    source = made.source(
        figures.model_copy(update={"cells": (all_cell, *figures.cells[1:])}),
        questionnaire=made.MINIMAL,
        previous=None,
    )
    item = write_document(made.view(source))["dimensions"][0]["items"][0]
    assert item == {"id": "lead01", "score": 100 / 3, "mean": 2 + 1 / 3, "n": 7, "counts": [1, 3, 3, 0, 0]}


@pytest.mark.parametrize("lens", ["drivers", "efqm-2013", "efqm-1999", "efqm-2025", "ink"])
def test_points_of_a_model_never_come_from_a_survey(lens: str) -> None:
    document = write_document(made.view(lens=lens))
    assert document["lens"] == lens
    assert document["points"] is None
    numbers = [dimension["score"] for dimension in document["dimensions"]]
    assert all(number is None or 0 <= number <= 100 for number in numbers)


def test_models_show_no_score_without_half_their_parts() -> None:
    found = {one["id"]: one["score"] for one in write_document(made.view(lens="efqm-2013"))["dimensions"]}
    assert [one for one, score in found.items() if score is None] == ["2", "4", "6", "7", "8", "9"]


def test_the_views_offered_are_those_that_the_questions_count_in() -> None:
    assert list_views(made.source()) == ("drivers", "efqm-2013", "efqm-1999", "efqm-2025", "ink")
    plain = made.source(made.figures(made.MINIMAL, {"lead": 50.0, "task": 50.0}), questionnaire=made.MINIMAL)
    assert list_views(plain) == ("drivers",)
    with pytest.raises(UnknownLensError, match=r"there is no view 'ink'; there are: drivers"):
        read_source(plain, "ink")


def test_a_survey_shows_the_views_that_were_chosen_for_it() -> None:
    source = made.source()
    chosen = source.model_copy(
        update={"facts": source.facts.model_copy(update={"views": ("drivers", "efqm-2025", "no-more")})}
    )
    assert list_views(chosen) == ("drivers", "efqm-2025")
    assert read_source(chosen, "efqm-2025").derived.lens == "efqm-2025"
    with pytest.raises(UnknownLensError, match=r"there is no view 'ink'; there are: drivers, efqm-2025"):
        read_source(chosen, "ink")


@pytest.mark.usefixtures("words")
def test_the_table_holds_every_shown_question_and_defuses_formulas() -> None:
    view = made.view()
    lines = write_table(view).splitlines()
    assert len(lines) == 1 + sum(len(cell.items) for cell in view.figures.cells)
    assert lines[1].startswith('"all","Everybody who sees","commitment","commitment-attend",')
    text = made.CLIMATE.replace("text: Officers listen.", "text: =HYPERLINK(1)")
    risky = questionnaires.load_text(text, "risky.yaml")
    source = made.source(made.figures(risky, {"lead": 50.0, "task": 50.0}), questionnaire=risky, previous=None)
    assert '"\'=HYPERLINK(1)",' in write_table(made.view(source))


@pytest.mark.usefixtures("words")
def test_the_summary_names_total_drivers_and_trust_in_a_few_lines() -> None:
    view = made.view()
    lines = write_summary(view, view).splitlines()
    assert lines[3] == "48 of 100 ±2, Level 3 of 5: Partly, clearly level 3"
    assert lines[4].startswith("  Commitment: 42 ±3, n 168, gap 33, blind spot")
    model = made.view(lens="efqm-2013")
    assert "not an official EFQM assessment" in write_summary(model, view).replace("Not", "not")


def test_what_is_read_from_the_database_is_what_was_released(app: Flask) -> None:
    source = made.source()
    campaign_id = stored.store(app, source)
    with app.app_context():
        view = load_results(campaign_id)
        assert view.figures == source.figures
        assert view.derived == made.view(source).derived
        assert view.actions == source.actions
        assert view.decisions == source.decisions
        assert view.structure == source.structure
        with pytest.raises(NotReleasedError, match="survey 999 does not exist"):
            load_results(999)


def run_command(database_url: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`assessment results` as a process of its own, as people run it."""
    environment = os.environ | {"ASSESSMENT_DATABASE_URL": database_url, "ASSESSMENT_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "assessment.cli", "results", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_command_prints_json_or_says_in_one_line_what_is_wrong(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    campaign_id = str(stored.store(app, made.source()))
    printed = run_command(database_url, tmp_path, campaign_id, "--lens", "ink", "--json")
    assert printed.returncode == 0, printed.stderr
    assert list(json.loads(printed.stdout)) == TOP
    missing = run_command(database_url, tmp_path, "999", "--json")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.strip() == "Error: survey 999 does not exist"
    unknown = run_command(database_url, tmp_path, campaign_id, "--lens", "iso")
    assert unknown.returncode == 1
    assert "there is no view 'iso'; there are: drivers, efqm-2013" in unknown.stderr
