"""The command as a whole: help, versions, and refusals in one line each."""

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment.assets import AssetsMissingError, require_assets
from assessment.cli import COMMANDS, group, main
from assessment.database import choose_sqlite


def test_help_lists_every_command_with_what_it_does() -> None:
    said = CliRunner().invoke(group, ["--help"], prog_name="assessment").output

    assert dict(re.findall(r"^  ([a-z]+)  +(\S.*)$", said, re.MULTILINE)) == {
        name: text for name, (_, text) in COMMANDS.items()
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(group, [name, "--help"])

    assert result.exit_code == 0
    assert "Usage:" in result.output


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def run(capture: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> Said:
    """The command as the shell calls it."""
    monkeypatch.setattr("sys.argv", ["assessment", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capture.readouterr()
    return Said(int(ended.value.code or 0), said.out, said.err)


@pytest.fixture
def database(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The SQLite file that the command works on, with all tables."""
    path = tmp_path / "test.db"
    shutil.copy(migrated_sqlite, path)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.mark.usefixtures("database")
def test_a_refused_setting_is_one_line_and_no_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PRODUCTION": "true", "TRUSTED_HOSTS": "x.org", "BASE_ADDRESS": "https://x.org"}.items():
        monkeypatch.setenv(f"ASSESSMENT_{name}", value)

    said = run(capsys, monkeypatch, "migrate")

    assert said == Said(1, "", "ASSESSMENT_SECRET_KEY is missing: set it to at least 32 random characters\n")


def test_migrate_makes_the_tables_and_says_so(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database.unlink()

    said = run(capsys, monkeypatch, "migrate")

    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"The database is at revision \d{4}\.\n", said.out)
    assert execute(database, "SELECT count(*) FROM job") == [(0,)]


def test_a_newer_database_is_refused_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(database, "UPDATE alembic_version SET version_num = '9999'")

    said = run(capsys, monkeypatch, "migrate")

    assert said == Said(1, "", "The database belongs to a newer version of this application: install that one.\n")


def execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    with contextlib.closing(choose_sqlite().connect(path)) as connection, connection:
        return list(connection.execute(statement))


@pytest.mark.usefixtures("database")
def test_doctor_finds_everything_in_place(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    said = run(capsys, monkeypatch, "doctor")

    marks = {line[7:].partition(":")[0]: line[:5].strip() for line in said.out.splitlines()}
    subjects = ["Python", "SQLite", "Style sheets and fonts", "Database", "Tables", "PDF", "Keys", "Address", "Mail"]
    assert marks == dict.fromkeys(subjects, "fine"), said.out
    assert said.code == 0
    assert "drawn in the fonts of the house" in said.out


@pytest.mark.usefixtures("database")
def test_doctor_says_what_to_do_about_a_database_out_of_reach(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")

    said = run(capsys, monkeypatch, "doctor")

    assert said.code == 1
    assert "wrong  Database: out of reach (OperationalError) - check ASSESSMENT_DATABASE_URL\n" in said.out


def test_missing_assets_are_named_with_the_recipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("assessment.assets.BUILT", (tmp_path / "bootstrap.min.css",))

    with pytest.raises(AssetsMissingError, match=r"bootstrap\.min\.css is missing: run `make assets`"):
        require_assets()
