"""The same real answers through the whole line: imported, closed, released, and printed as JSON."""

import json
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from assessment.cli import group
from assessment.release.store import find_cells
from tests.peers.test_leadership_climate import COMPANIES, ITEM_MEANS, MEAN_AGREEMENT, SCALES, SIX

HERE = Path(__file__).parent
Line = Callable[..., dict[str, Any]]


@pytest.fixture
def line(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Imports the answers with more options, and gives what ``results --json`` prints of them."""
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", database_url)

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(group, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def run(*options: str) -> dict[str, Any]:
        files = (str(HERE / "leadership-climate.csv"), "--questionnaire", str(HERE / "leadership-climate.yaml"))
        number = call("import", *files, "--unit", "company", *options).splitlines()[-1]
        printed: dict[str, Any] = json.loads(call("results", number, "--json"))
        return printed

    return run


def test_own_data_fully_disclosed_gives_the_reference_values(line: Line) -> None:
    results = line("--disclosure", "full")

    dimensions = {dimension["id"]: dimension for dimension in results["dimensions"]}
    means = {name: 1 + dimension["score"] / 25 for name, dimension in dimensions.items()}
    for name, reference in SCALES.items():
        assert means[name] == pytest.approx(reference["mean"], abs=SIX)
        for figure in ("alpha", "icc1", "icc2"):
            assert dimensions[name][figure] == pytest.approx(reference[figure], abs=SIX)
        assert dimensions[name]["agreement"] == pytest.approx(MEAN_AGREEMENT[name], abs=SIX)
    assert (results["n"], len(results["units"]), results["campaign"]["weighted"]) == (2042, 49, False)
    # The index is the mean of the two scales: equal weights, no head counts.
    assert results["index"]["score"] == pytest.approx(25 * (sum(means.values()) / 2 - 1), abs=1e-9)
    items = [item for dimension in results["dimensions"] for item in dimension["items"]]
    assert [item["mean"] for item in items] == pytest.approx([float(mean) for mean in ITEM_MEANS.split()], abs=2 * SIX)
    assert {sum(item["counts"]) for item in items} == {2042}


def test_own_data_fully_disclosed_gives_the_reference_values_of_companies(line: Line) -> None:
    results = line("--disclosure", "full", "--name", "Companies")

    units = {unit["id"].removeprefix("unit:"): unit for unit in results["units"]}
    for company, n, name, mean, agreement in COMPANIES:
        dimension = next(dimension for dimension in units[company]["dimensions"] if dimension["id"] == name)
        assert units[company]["n"] == n
        assert 1 + dimension["score"] / 25 == pytest.approx(mean, abs=2 * SIX)
        assert dimension["agreement"] == pytest.approx(agreement, abs=SIX)


def test_by_default_nothing_exact_is_let_out(line: Line, app: Flask) -> None:
    """Every shown figure of anonymous answers is rounded, or computed from rounded ones."""
    results = line()

    assert results["campaign"]["disclosure"] == "anonymous"
    for dimension in results["dimensions"]:
        reference = SCALES[dimension["id"]]
        assert dimension["score"] == pytest.approx(25 * (reference["mean"] - 1), abs=2.5)
        assert 1 + dimension["score"] / 25 != pytest.approx(reference["mean"], abs=SIX)
        assert dimension["margin"] == round(dimension["margin"])
        assert dimension["alpha"] == round(reference["alpha"], 2)
        assert dimension["agreement"] is None
        for item in dimension["items"]:
            assert "counts" not in item or item["counts"] is None
            assert item["mean"] is None or item["mean"] == round(item["mean"], 1)
    with app.app_context():
        items = [item for cell in find_cells(1) for item in cell.items]
        assert len(items) > 500
        for item in items:
            assert (item.mean, item.counts) == (None, None)
            assert all(share.value % 5 == 0 for share in item.shares)
            assert item.score is None or item.score.value % 2.5 == 0 or item.score.mark is not None


def test_head_counts_make_margins_smaller(line: Line, tmp_path: Path) -> None:
    """With as many people as answers the whole is known; with more, the correction of method 7 stands in between."""
    rows = (HERE / "leadership-climate.csv").read_text().splitlines()
    place = rows[0].split(",").index("company")
    companies = [row.split(",")[place] for row in rows[1:]]
    counts = tmp_path / "counts.csv"
    counts.write_text(
        "\n".join(["unit,count", *(f"{name},{companies.count(name)}" for name in sorted(set(companies)))])
    )

    results = line("--disclosure", "full", "--head-counts", str(counts))

    assert results["campaign"]["invited"] == 2042
    assert results["campaign"]["weighted"] is True
    for dimension in results["dimensions"]:
        reference = SCALES[dimension["id"]]
        assert 1 + dimension["score"] / 25 == pytest.approx(reference["mean"], abs=SIX)
        assert dimension["margin"] == pytest.approx(0, abs=1e-9)
        assert dimension["margin"] < 25 * reference["sd"] / sqrt(2042)
