"""Statistics of a survey in which questions take turns (method 7, 10, 12)."""

from math import ceil, sqrt

import numpy as np
import pytest
from flask import Flask

from assessment.release.closing import close_campaign
from assessment.release.service import find_release, release_campaign
from assessment.scoring.figures import DimensionStatistic
from assessment.scoring.margin import t_quantile
from questionnaires import load_text
from tests.fixtures.turns import write_turns
from tests.trust.organisations import Person
from tests.trust.room import store_survey
from tests.trust.test_turns import TurningSurvey

TEXT = write_turns(blocks=2, questions=3, languages="[en, nl]")
"""Two drivers, each with a core question and one in each of two blocks."""
INVITED = 200


def make_answers(drawn: int) -> TurningSurvey:
    """60 people in each of two units, asked the core and ``drawn`` of the blocks a and b."""
    random = np.random.default_rng(5)
    people = []
    for unit in ("u1", "u2"):
        for number in range(60):
            asked = {0, 1, 2} if drawn == 2 else {0, 1 + number % 2}
            mood = random.integers(1, 5)
            given = [int(np.clip(mood + random.integers(-1, 2), 1, 5)) for _ in range(6)]
            people.append(Person(unit, "g1", tuple(x if place % 3 in asked else None for place, x in enumerate(given))))
    structure = {
        "units": [{"key": unit, "name": {"en": unit}, "parent": None} for unit in ("u1", "u2")],
        "groups": [{"key": "g1", "name": {"en": "Staff"}, "voice": "sees"}],
        "invited": [{"unit": unit, "group": "g1", "count": INVITED // 2} for unit in ("u1", "u2")],
    }
    return TurningSurvey(load_text(TEXT, "turns"), TEXT, structure, tuple(people))


def release(survey: TurningSurvey, drawn: int | None) -> dict[tuple[str, str], DimensionStatistic]:
    campaign_id = store_survey(survey, 3, rotating_blocks=drawn)
    close_campaign(campaign_id)
    release_campaign(campaign_id)
    figures = find_release(campaign_id)
    assert figures is not None
    return {(cell.key, one.dimension): one for cell in figures.cells for one in cell.dimensions}


def expect_unit_margin(survey: TurningSurvey, unit: str) -> int:
    """Method 7 by hand for the first driver: Cov(i, j) = n_ij s_ij / (n_i n_j), 0 where no two answered both."""
    rows = [[p.answers[k] for k in range(3)] for p in survey.people if p.unit == unit]
    total = 0.0
    for i in range(3):
        for j in range(3):
            both = [(row[i], row[j]) for row in rows if row[i] is not None and row[j] is not None]
            n_i, n_j = (sum(row[k] is not None for row in rows) for k in (i, j))
            if len(both) >= 2:
                x, y = (25.0 * (np.array(side) - 1) for side in zip(*both, strict=True))
                total += len(both) * float(np.cov(x, y)[0, 1]) / (n_i * n_j)
    variance, asked = total / 9, 30
    return ceil(t_quantile(60 - 1) * sqrt(variance * (1 - asked / 100)))


def test_margins_come_from_the_pairs_that_were_asked(app: Flask) -> None:
    survey = make_answers(drawn=1)
    with app.app_context():
        found = release(survey, 1)
    for unit in ("u1", "u2"):
        assert found[f"unit:{unit}", "listening"].margin == expect_unit_margin(survey, unit)


def test_no_reliability_is_made_up_where_questions_take_turns(app: Flask) -> None:
    """Nobody was asked both blocks, so alpha has no pair; who was asked all of a driver would be chance, so no ICC."""
    with app.app_context():
        found = release(make_answers(drawn=1), 1)
    statistic = found["all", "listening"]
    assert (statistic.alpha, statistic.icc1, statistic.icc2) == (None, None, None)
    assert statistic.margin is not None


@pytest.mark.parametrize("drawn", [None, 2])
def test_without_turns_both_are_told(app: Flask, drawn: int | None) -> None:
    with app.app_context():
        found = release(make_answers(drawn=2), drawn)
    statistic = found["all", "listening"]
    assert statistic.alpha is not None
    assert statistic.icc1 is not None
