"""The page for the IT colleague, tried: its settings start, its commands exist, its backup can be opened again."""

import configparser
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.database import choose_sqlite
from assessment.settings import load_settings
from tests.test_docs import ROOT, check_command

PAGES = ("it.md", "nl/it.md")
BY_PAGE = pytest.mark.parametrize("page", PAGES)
PROGRAM = "/opt/assessment/.venv/bin/assessment "


def read_page(page: str) -> str:
    return (ROOT / "docs" / page).read_text()


def read_blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", read_page(page), re.MULTILINE | re.DOTALL)


def read_unit(page: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(read_blocks(page, "ini")[1])
    return parser


@BY_PAGE
def test_its_settings_start_in_production_as_they_stand(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the keys and the folder are put in, as the page says."""
    for name in [name for name in os.environ if name.startswith("ASSESSMENT_")]:
        monkeypatch.delenv(name)
    values = dict(line.split("=", 1) for line in read_blocks(page, "ini")[0].splitlines())
    values["ASSESSMENT_SECRET_KEY"] = "k7Vw-2qLzT9xB4nR8sYdP1mGhJ5cFa3E"
    values["ASSESSMENT_LINK_KEY"] = "Q3tXn-8wZbL5yK2vM7rHdF4sJ9pGcA6u"
    values["ASSESSMENT_INSTANCE"] = str(tmp_path)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()

    assert settings.production
    assert settings.hosts == ("survey.example.org",)
    assert settings.mail_sender.endswith("<survey@example.org>")
    named = set(re.findall(r"ASSESSMENT_[A-Z_]+", read_page(page)))
    assert named <= {f"ASSESSMENT_{field.upper()}" for field in type(settings).model_fields}


@BY_PAGE
def test_its_service_runs_a_command_that_exists_in_the_folder_of_the_settings(page: str) -> None:
    service = read_unit(page)["Service"]
    folder = re.search(r"^ASSESSMENT_INSTANCE=(.*)$", read_page(page), re.MULTILINE)

    assert service["ExecStart"].startswith(PROGRAM)
    check_command(service["ExecStart"].removeprefix(PROGRAM).split())
    assert folder is not None
    assert service["WorkingDirectory"] == folder[1] == f"/var/lib/{service['StateDirectory']}"
    assert service["EnvironmentFile"] in read_page(page)


@BY_PAGE
def test_its_commands_exist(page: str) -> None:
    commands = re.findall(rf"{re.escape(PROGRAM)}([a-z].*)$", read_page(page), re.MULTILINE)

    assert {words.split()[0] for words in commands} == {"serve", "doctor", "migrate"}
    for words in commands:
        check_command(words.split())
    recipes = set(re.findall(r"sudo make ([a-z]+)", read_page(page)))
    assert recipes == {"setup"}


@BY_PAGE
def test_its_backup_of_a_database_in_use_can_be_opened_and_holds_all(
    page: str, migrated_sqlite: Path, tmp_path: Path
) -> None:
    live, copy = tmp_path / "assessment.db", tmp_path / "backup.db"
    shutil.copy(migrated_sqlite, live)
    writer = choose_sqlite().connect(live)
    writer.execute("""INSERT INTO organisation (name) VALUES ('{"en": "Zonneveld"}')""")
    writer.commit()
    found = re.search(r'sudo python3 -c "(import sqlite3.*)"$', read_page(page), re.MULTILINE)
    assert found is not None
    code = found[1].replace("/var/lib/assessment/assessment.db", str(live))
    subprocess.run(
        [sys.executable, "-c", code.replace("/var/backups/assessment.db", str(copy))], check=True, capture_output=True
    )
    writer.close()

    restored = sqlite3.connect(copy)
    assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert restored.execute("SELECT count(*) FROM organisation").fetchone() == (1,)
    restored.close()


def test_both_pages_give_the_same_commands_and_files() -> None:
    english, dutch = (
        [line for line in read_page(page).splitlines() if re.match(r" {4}|[A-Za-z_]+=|\[|\t", line)] for page in PAGES
    )
    placeholders = re.compile(r"(?<==)[A-Z-]+$|ADDRESS-[A-Z-]+|ADRES-[A-Z-]+|(?<==)[A-Z]\w+( office)? <")

    assert [placeholders.sub("", line) for line in dutch] == [placeholders.sub("", line) for line in english]
