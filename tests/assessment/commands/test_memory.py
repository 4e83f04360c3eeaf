"""What commands load and what they hold: nothing for pages that they do not serve, and no more than was promised."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assessment.commands.opening import open_app
from assessment.demo.build import build_demo
from assessment.settings import Settings, fill_secrets
from tests.bench.command import run_command
from tests.bench.scoring import import_many

HEAVY = ("cryptography", "flask_wtf", "gunicorn", "pypdf", "scipy.stats", "weasyprint", "wtforms")
"""Libraries that only some commands need, by the names under which they are loaded; pypdf loads cryptography."""


def list_loaded(module: str) -> list[str]:
    code = f"import sys, assessment.commands.{module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("module", "loaded"),
    [
        ("importing", []),
        ("migrate", []),
        ("report", []),
        ("results", []),
        ("verify", ["cryptography", "pypdf"]),
        ("worker", ["cryptography", "flask_wtf", "wtforms"]),
    ],
)
def test_a_command_loads_no_library_that_only_others_need(module: str, loaded: list[str]) -> None:
    assert list_loaded(module) == loaded


@pytest.mark.trust
def test_importing_and_scoring_100_000_sheets_takes_at_most_150_megabytes() -> None:
    assert import_many(100_000).itself <= 150


@pytest.mark.trust
def test_a_report_takes_at_most_300_megabytes_in_both_its_processes(tmp_path: Path) -> None:
    with open_app(fill_secrets(Settings(instance=tmp_path, log_level="ERROR"))).app_context():
        campaign_id = build_demo(date(2027, 3, 20), step=lambda _: None).this_year

    peaks = run_command(tmp_path, "report", str(campaign_id), "-o", str(tmp_path / "report.pdf"))

    assert peaks.children > 0
    assert peaks.itself + peaks.children <= 300
