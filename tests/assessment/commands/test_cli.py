"""The command as a whole: help, versions, and refusals in one line each."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment.assets import AssetsMissingError, require_assets
from assessment.cli import COMMANDS, group
from assessment.database import choose_sqlite
from tests.assessment.commands.running import run


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


def test_a_refused_setting_is_one_line_and_no_trace(tmp_path: Path) -> None:
    finished = run(tmp_path, "migrate", PRODUCTION="true", TRUSTED_HOSTS="x.org", BASE_ADDRESS="https://x.org")

    assert finished.returncode == 1
    assert finished.stderr == "ASSESSMENT_SECRET_KEY is missing: set it to at least 32 random characters\n"


def test_migrate_makes_the_tables_and_says_so(tmp_path: Path) -> None:
    finished = run(tmp_path, "migrate")

    assert (finished.returncode, finished.stderr) == (0, "")
    assert re.fullmatch(r"The database is at revision \d{4}\.\n", finished.stdout)


def test_a_newer_database_is_refused_in_one_line(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    path = tmp_path / "instance" / "assessment.db"
    execute(path, "UPDATE alembic_version SET version_num = '9999'")

    finished = run(tmp_path, "worker")

    assert finished.returncode == 1
    assert finished.stderr == "The database belongs to a newer version of this application: install that one.\n"


def execute(path: Path, statement: str) -> None:
    connection = choose_sqlite().connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_missing_assets_are_named_with_the_recipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("assessment.assets.BUILT", (tmp_path / "bootstrap.min.css",))

    with pytest.raises(AssetsMissingError, match=r"bootstrap\.min\.css is missing: run `make assets`"):
        require_assets()
