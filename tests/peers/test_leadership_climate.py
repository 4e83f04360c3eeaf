"""Real answers of 2,042 people, and what R makes of them (method 1-3, 9, 10)."""

import csv
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from assessment.scoring.agreement import measure_agreement
from assessment.scoring.averages import weigh
from assessment.scoring.figures import Value
from assessment.scoring.items import score_items
from assessment.scoring.layout import Layout
from assessment.scoring.margin import find_margins, score_variance, t_quantile
from assessment.scoring.reliability import measure_alpha, measure_icc
from assessment.scoring.tally import Tally, fold
from questionnaires import load_file

HERE = Path(__file__).parent
QUESTIONNAIRE = load_file(HERE / "leadership-climate.yaml")
LAYOUT = Layout.of(QUESTIONNAIRE)

ITEM_MEANS = (
    "3.082762 3.352106 2.590108 2.767875 2.903036 3.412341 2.856513 3.348678 2.671890 3.141038 2.881489 "
    "2.805583 3.279138 3.314398"
)
SCALES = {
    "LEAD": {"mean": 3.0007123, "sd": 0.8202945, "alpha": 0.9022366, "icc1": 0.0879562, "icc2": 0.8007544},
    "TSIG": {"mean": 3.1330395, "sd": 1.0200697, "alpha": 0.8231408, "icc1": 0.0803840, "icc2": 0.7846078},
}
MEAN_AGREEMENT = {"LEAD": 0.8677849, "TSIG": 0.5847126}
COMPANIES = [
    ("2", 24, "LEAD", 2.882576, 0.8075273),
    ("2", 24, "TSIG", 3.541667, 0.6329843),
    ("3", 37, "LEAD", 2.948403, 0.8959383),
    ("3", 37, "TSIG", 3.468468, 0.6962993),
    ("10", 29, "LEAD", 3.338558, 0.8494977),
    ("10", 29, "TSIG", 3.356322, 0.6869159),
]
SIX = 5e-7
"""Half a unit of the sixth decimal; where R's figure is given to six decimals only, it may be off by as much again."""


@pytest.fixture(scope="module")
def companies() -> dict[str, Tally]:
    with (HERE / "leadership-climate.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["company"] for row in rows}, key=int)
    matrix = np.array([[int(row[item]) for item in LAYOUT.items] for row in rows], dtype=np.uint8)
    labels = np.array([names.index(row["company"]) for row in rows], dtype=np.intp)
    cells = fold([(matrix, labels)], LAYOUT, len(names), pairs=range(len(names)))
    return dict(zip(names, cells, strict=True))


@pytest.fixture(scope="module")
def everybody(companies: dict[str, Tally]) -> Tally:
    return sum(companies.values(), Tally.empty(LAYOUT))


def mean_of(tally: Tally, dimension: str) -> float:
    """A dimension's mean in scale points, through the scores on 0-100."""
    weights = LAYOUT.dimension_weights(dimension)
    scores = [None if one.score is None else Value(value=one.score) for one in score_items(tally, LAYOUT)]
    mean = weigh(zip(scores, weights, strict=True))
    assert mean is not None
    return 1 + mean.value / 25


def test_the_file_holds_what_its_readme_says(companies: dict[str, Tally], everybody: Tally) -> None:
    assert (len(companies), everybody.people) == (49, 2042)
    assert (everybody.answered() == 2042).all()


def test_item_means(everybody: Tally) -> None:
    means = [one.mean for one in score_items(everybody, LAYOUT)]
    assert means == pytest.approx([float(mean) for mean in ITEM_MEANS.split()], abs=2 * SIX)


@pytest.mark.parametrize("dimension", SCALES)
def test_scale_mean_and_standard_deviation(everybody: Tally, dimension: str) -> None:
    assert mean_of(everybody, dimension) == pytest.approx(SCALES[dimension]["mean"], abs=SIX)
    variance = score_variance(everybody, LAYOUT, LAYOUT.dimension_weights(dimension))
    assert variance is not None
    assert sqrt(variance * 2042) / 25 == pytest.approx(SCALES[dimension]["sd"], abs=SIX)


@pytest.mark.parametrize("dimension", SCALES)
def test_the_margin_is_that_of_the_standard_deviation(everybody: Tally, dimension: str) -> None:
    margins = find_margins(everybody, LAYOUT, LAYOUT.dimension_weights(dimension), 3000)
    assert margins is not None
    expected = t_quantile(2041) * 25 * SCALES[dimension]["sd"] / sqrt(2042)
    assert margins.comparison == pytest.approx(expected, abs=1e-5)
    assert margins.now == pytest.approx(expected * sqrt(1 - 2042 / 3000), abs=1e-5)


@pytest.mark.parametrize("dimension", SCALES)
def test_alpha(everybody: Tally, dimension: str) -> None:
    assert measure_alpha(everybody, LAYOUT, dimension) == pytest.approx(SCALES[dimension]["alpha"], abs=SIX)


@pytest.mark.parametrize("dimension", SCALES)
def test_intraclass_correlations(companies: dict[str, Tally], dimension: str) -> None:
    icc = measure_icc(list(companies.values()), LAYOUT, dimension)
    assert icc is not None
    assert icc.single == pytest.approx(SCALES[dimension]["icc1"], abs=SIX)
    assert icc.mean == pytest.approx(SCALES[dimension]["icc2"], abs=SIX)


@pytest.mark.parametrize("dimension", MEAN_AGREEMENT)
def test_mean_agreement_over_companies(companies: dict[str, Tally], dimension: str) -> None:
    found = [measure_agreement(tally, LAYOUT, dimension) for tally in companies.values()]
    assert None not in found
    assert np.mean(found) == pytest.approx(MEAN_AGREEMENT[dimension], abs=SIX)


@pytest.mark.parametrize(("company", "n", "dimension", "mean", "agreement"), COMPANIES)
def test_single_companies(
    companies: dict[str, Tally], company: str, n: int, dimension: str, mean: float, agreement: float
) -> None:
    tally = companies[company]
    assert tally.people == n
    assert mean_of(tally, dimension) == pytest.approx(mean, abs=2 * SIX)
    assert measure_agreement(tally, LAYOUT, dimension) == pytest.approx(agreement, abs=SIX)
