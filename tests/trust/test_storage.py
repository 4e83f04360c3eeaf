"""T4: whoever copies the database after closing learns nothing of the order in which people answered."""

import os

import numpy as np
import pytest
from flask import Flask
from scipy.stats import spearmanr
from sqlalchemy import text

from assessment.models import AnswerSet, Draft, Invitation, db, writing
from assessment.release.closing import close_campaign
from tests.assessment.release.surveys import make_small_survey
from tests.trust.room import store_survey


@pytest.mark.parametrize(
    ("runs", "people", "mean", "each"),
    [(3, 200, 0.25, 0.45), pytest.param(30, 400, 0.05, 0.3, marks=pytest.mark.trust)],
)
def test_storage_order_tells_nothing_of_the_order_of_answers(
    app: Flask, runs: int, people: int, mean: float, each: float
) -> None:
    """Each person answers in a transaction of their own that also marks the invitation, as in life.

    By chance a correlation has the variance 1 / (people - 1), and tails that are no longer than a normal number's: the
    bounds are 6.1 and 6.3 standard deviations of the shorter form (1e-9), 5.5 and 6.0 of the longer one (6e-8).
    """
    stored, sorted_ids = [], []
    with app.app_context():
        for run in range(runs):
            campaign_id = _answer_in_order(run, people)
            close_campaign(campaign_id)
            order = _read_order(campaign_id, people, "ctid" if db.engine.dialect.name == "postgresql" else "id")
            stored.append(_correlate(order))
            sorted_ids.append(_correlate(_read_order(campaign_id, people, "id")))
            assert db.session.query(Draft).count() == 0
    for correlations in (stored, sorted_ids):
        assert abs(np.mean(correlations)) <= mean
        assert max(map(abs, correlations)) <= each


def _answer_in_order(run: int, people: int) -> int:
    """An open campaign in which person ``i`` answered as the ``i``-th; the answers spell the number of the person."""
    empty = make_small_survey({}, questions=4)
    campaign_id = store_survey(empty, run)
    with writing() as session:
        campaign = session.execute(text("SELECT organisation_id FROM campaign WHERE id = :id"), {"id": campaign_id})
        organisation_id = campaign.scalar_one()
        session.add_all(
            Invitation(organisation_id=organisation_id, campaign_id=campaign_id, token_sha256=f"{run}-{number}")
            for number in range(people)
        )
    for number in range(people):
        with writing() as session:
            digits = bytes(1 + number // 5**place % 5 for place in range(4))
            session.add(
                AnswerSet(
                    id=os.urandom(16),
                    organisation_id=organisation_id,
                    campaign_id=campaign_id,
                    unit="care",
                    group_="staff",
                    answers=digits,
                )
            )
            session.query(Invitation).filter_by(token_sha256=f"{run}-{number}").update({"done": True})
    return campaign_id


def _read_order(campaign_id: int, count: int, column: str) -> list[int]:
    rows = db.session.execute(
        text(f"SELECT answers FROM answer_set WHERE campaign_id = :id ORDER BY {column}"), {"id": campaign_id}
    )
    people = [sum((code - 1) * 5**place for place, code in enumerate(bytes(answers))) for (answers,) in rows]
    assert sorted(people) == list(range(count))
    return people


def _correlate(order: list[int]) -> float:
    return float(spearmanr(order, range(len(order))).statistic)
