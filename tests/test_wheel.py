"""The wheel holds all that runs: code, questionnaires, pages, tables' history, and what the build makes."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel, built from a copy without anything that was built before."""
    source = tmp_path_factory.mktemp("source")
    built = shutil.ignore_patterns("vendor", "fonts", "*.mo", "__pycache__")
    for folder in ("assessment", "questionnaires", "reports"):
        shutil.copytree(ROOT / folder, source / folder, ignore=built)
    for name in (
        "pyproject.toml",
        "hatch_build.py",
        "package.json",
        "package-lock.json",
        "README.md",
        "LICENSE",
        ".gitignore",
    ):
        shutil.copy(ROOT / name, source / name)
    target = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(target)], cwd=source, check=True, capture_output=True)
    [path] = target.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


def test_it_holds_every_file_of_the_three_packages(wheel: set[str]) -> None:
    kept = {
        str(path.relative_to(ROOT))
        for folder in ("assessment", "questionnaires", "reports")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".yaml", ".css", ".svg", ".mako", ".typed", ".po")
        and "vendor" not in path.parts
    }

    assert kept - wheel == set()


def test_it_holds_what_the_build_makes(wheel: set[str]) -> None:
    catalogues = {
        str(path.with_suffix(".mo").relative_to(ROOT)) for path in ROOT.glob("assessment/**/translations/*/*/*.po")
    }

    assert {str(path) for path in hatch_build.COPIES.values()} | catalogues <= wheel


def test_it_holds_nothing_else(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == {
        "assessment",
        "questionnaires",
        "reports",
    }
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
