"""`assessment import` as people and scripts call it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from assessment.cli import group
from assessment.models import Campaign, Job, db
from questionnaires import shipped
from tests.assessment.campaigns.bringing import TEXT, count_rows, list_answers

PEERS = Path(__file__).parents[2] / "peers"
GOOD = "unit,role,first,second\n" + "North,staff,1,5\n" * 6 + "South,Medewerkers,3,\n" * 7
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls the command on the database of ``app``, in a folder with a questionnaire and a file of answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", database_url)
    Path("asked.yaml").write_text(TEXT)
    Path("staff-survey_2026.csv").write_text(GOOD)
    return lambda *arguments: CliRunner().invoke(group, ["import", *arguments])


def look(app: Flask, campaign_id: int) -> Campaign:
    with app.app_context():
        return db.session.get_one(Campaign, campaign_id)


OURS = ("staff-survey_2026.csv", "--questionnaire", "asked.yaml", "--unit", "unit", "--group", "role")


def test_the_last_line_of_standard_output_is_the_number_alone(run: Run, app: Flask) -> None:
    result = run(*OURS)

    assert result.exit_code == 0
    assert result.stdout == "1\n"
    assert "13 answer sheets of 2 units and 2 groups." in result.stderr
    campaign = look(app, 1)
    assert (campaign.state, campaign.disclosure) == ("released", "anonymous")
    assert campaign.name == {"en": "Staff survey 2026"}


def test_names_can_be_given(run: Run, app: Flask) -> None:
    result = run(*OURS, "--name", "Our  own", "--organisation", "Zonneveld", "--disclosure", "full")

    assert result.stdout == "1\n"
    with app.app_context():
        campaign = db.session.get_one(Campaign, 1)
        assert (campaign.name, campaign.organisation.name) == ({"en": "Our own"}, {"en": "Zonneveld"})
        assert campaign.disclosure == "full"
        assert {unit for unit, _, _ in list_answers(1)} == {"north", "south"}
        # Whoever brought the answers in has released them: no worker needs to.
        assert [job.state for job in db.session.query(Job).where(Job.kind == "release")] == ["done"]


def test_head_counts_come_from_a_second_file(run: Run, app: Flask) -> None:
    Path("counts.csv").write_text("unit,count\nNorth,8\nSouth,20\n")
    result = run(*OURS, "--head-counts", "counts.csv")

    assert result.stdout == "1\n"
    assert look(app, 1).structure["invited"] == [
        {"unit": "north", "group": None, "count": 8},
        {"unit": "south", "group": None, "count": 20},
    ]


def test_a_shipped_questionnaire_goes_by_its_id(run: Run, app: Flask) -> None:
    items = [item.id for item in shipped("senior-management-drivers").items if item.id != "expect-action"]
    Path("drivers.csv").write_text("\n".join([",".join(["unit", *items]), *["North" + ",3" * len(items)] * 12]))
    result = run("drivers.csv", "--questionnaire", "senior-management-drivers", "--unit", "unit")

    assert result.stdout == "1\n"
    assert look(app, 1).languages == ["en", "nl"]


def test_names_that_look_alike_are_told(run: Run) -> None:
    Path("twins.csv").write_text("unit,first,second\nNorth,1,1\nnorth,1,1\n")
    result = run("twins.csv", "--questionnaire", "asked.yaml", "--unit", "unit", "--disclosure", "full")

    assert result.exit_code == 0
    assert 'The units "North" and "north" look alike: if they are one, correct the file.' in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("bad.csv", "--questionnaire", "asked.yaml", "--unit", "unit"),
            "Error: bad.csv was not taken in; nothing was stored.\n"
            'row 2, column second: "7" is off the scale: use 1 to 5 or leave it blank\n'
            'row 3, column unit: "=A1" begins as a formula does',
        ),
        (
            ("gone.csv", "--questionnaire", "asked.yaml", "--unit", "unit"),
            "Error: gone.csv was not taken in; nothing was stored.\nThe file cannot be read: No such file",
        ),
        (
            (".", "--questionnaire", "asked.yaml", "--unit", "unit"),
            "Error: . was not taken in; nothing was stored.\nThis is a folder or a device, not a file.",
        ),
        (
            (*OURS, "--head-counts", "few.csv"),
            "Error: few.csv was not taken in; nothing was stored.\n"
            '"North" has 6 answer sheets and the file counts 5 people',
        ),
        ((*OURS, "--head-counts", "bad.csv"), "Error: bad.csv was not taken in; nothing was stored.\nrow 1:"),
        (
            (OURS[0], "--questionnaire", "unknown", "--unit", "unit"),
            "Error: unknown is neither a file nor one of: delivery-practices, efqm-2013, quick-check, senior-",
        ),
        (
            (OURS[0], "--questionnaire", "wrong.yaml", "--unit", "unit"),
            "Error: the questionnaire cannot be used; nothing was stored.\nwrong.yaml:10: error: ",
        ),
        (
            ("efqm.csv", "--questionnaire", "efqm-2013", "--unit", "unit"),
            "Error: nothing was stored: efqm-2013 is for named assessors and is never asked anonymously",
        ),
        ((*OURS, "--name", "=1+1"), "Error: Invalid value for --name: the name begins as a formula does"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    run: Run, app: Flask, arguments: tuple[str, ...], message: str
) -> None:
    items = [item.id for item in shipped("efqm-2013").items]
    Path("bad.csv").write_text("unit,first,second\nNorth,1,7\n=A1,1,1\n")
    Path("few.csv").write_text("unit,count\nNorth,5\nSouth,9\n")
    Path("wrong.yaml").write_text(TEXT.replace("title: One", "titel: One"))
    Path("efqm.csv").write_text("\n".join([",".join(["unit", *items]), "North" + ",3" * len(items)]))
    result = run(*arguments)

    assert result.exit_code != 0
    assert result.stdout == ""
    assert message in result.stderr
    with app.app_context():
        assert count_rows() == {}


def test_a_database_that_says_no_is_told(run: Run, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if app.extensions["settings"].database_url.startswith("sqlite"):
        with app.app_context(), db.engine.connect().execution_options(writing=True) as other:
            other.begin()  # somebody else writes and does not end
            monkeypatch.setattr("assessment.database.BUSY_SECONDS", 0.2)
            result = run(*OURS)
            said = "database is locked"
    else:
        with app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE answer_set ADD CHECK (unit <> 'south')")
        result = run(*OURS)
        said = "violates check constraint"

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Error: nothing was stored: the database says: " in result.stderr
    assert said in result.stderr
    with app.app_context():
        assert count_rows() == {}


def test_real_answers_come_in_by_a_process_of_its_own(tmp_path: Path) -> None:
    called = subprocess.run(
        [
            *(sys.executable, "-W", "error", "-m", "assessment.cli", "import", PEERS / "leadership-climate.csv"),
            *("--questionnaire", PEERS / "leadership-climate.yaml", "--unit", "company", "--disclosure", "full"),
        ],
        env={**os.environ, "ASSESSMENT_INSTANCE": str(tmp_path / "instance"), "ASSESSMENT_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (called.returncode, called.stdout) == (0, "1\n"), called.stderr
    assert "2042 answer sheets of 49 units." in called.stderr
    assert json.loads(called.stdout) == 1
