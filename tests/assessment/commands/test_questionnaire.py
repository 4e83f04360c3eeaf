"""``assessment questionnaire``: what it prints, and its exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assessment.cli import group
from questionnaires import json_schema, shipped, shipped_ids

SAMPLE = Path(__file__).parents[2] / "questionnaires" / "sample.yaml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["questionnaire", *arguments])


def test_list_names_what_is_shipped() -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_ids())
    assert lines[0].split()[1:3] == ["15", "en,nl"]


def test_sound_file_is_described() -> None:
    result = run("check", str(SAMPLE))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{SAMPLE}: 3 questions in 1 dimension, no warnings\n"


def test_everything_shipped_passes_the_strict_check() -> None:
    result = run("check", "--strict", *shipped_ids())
    assert result.exit_code == 0
    assert "efqm-2013: 32 questions in 9 dimensions, no warnings\n" in result.stdout


def test_every_fault_is_printed_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        SAMPLE.read_text(encoding="utf-8").replace("effort: S", "effort: XL").replace("id: sample", "id: a b")
    )
    result = run("check", str(file))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{file}:1: error: id: use letters and digits, with '-', '.' or '_' between them",
        f"{file}:56: error: recommendations[0].effort: must be 'S', 'M' or 'L'",
    ]
    assert result.stderr == "the file cannot be used: mend the errors listed above\n"


@pytest.mark.parametrize(("option", "status"), [((), 0), (("--strict",), 1)])
def test_warnings_count_only_where_it_is_strict(tmp_path: Path, option: tuple[str, ...], status: int) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace("below: 50", "below: 0"), encoding="utf-8")
    result = run("check", str(file), *option)
    assert result.exit_code == status
    severity = "error" if status else "warning"
    assert f"{severity}: recommendations[0].when[0].below: can never fire: nothing lies below 0" in result.stdout
    assert ("1 warning\n" in result.stdout) is not bool(status)


def test_missing_file_is_told_in_one_line() -> None:
    result = run("check", "nowhere.yaml", str(SAMPLE))
    assert result.exit_code == 1
    assert result.stdout.startswith("nowhere.yaml:1: error: cannot be read: No such file or directory\n")
    assert result.stderr == "1 of 2 files cannot be used: mend the errors listed above\n"


def test_schema_is_printed_as_json() -> None:
    assert json.loads(run("schema").stdout) == json_schema()


def test_columns_are_the_first_row_of_a_file_that_import_takes() -> None:
    printed = run("columns", "senior-management-drivers", "--unit", "department").output.strip()
    names = printed.split(",")
    assert names[:2] == ["department", "commitment-attend"]
    assert names[1:] == [item.id for item in shipped("senior-management-drivers").items]
