"""T3: whoever looks at everything after each answer learns nothing before closing, and nothing while it closes."""

import random

import pytest
from flask import Flask

from assessment.campaigns.states import close_survey
from assessment.jobs.worker import run_due_jobs
from assessment.models import AnswerSet, db
from tests.assessment.respond.visitor import arrive
from tests.fixtures.surveys import open_survey
from tests.trust.polling import Watcher

PLACES = (("care", "staff"), ("care", "middle-managers"), ("software", "staff"), ("archive", "staff"))


def watch_survey(app: Flask, submissions: int) -> Watcher:
    """Answer after answer through the pages, everything looked at after each; then closing and the release."""
    chance = random.Random(20261124)
    with app.app_context():
        campaign_id = open_survey()
    watcher = Watcher(app, campaign_id)
    before = watcher.look()
    for number in range(1, submissions + 1):
        unit, group = chance.choice(PLACES)
        arrive(app, campaign_id, unit, group).press().answer_all(str(chance.randint(1, 5))).press("send")
        run_due_jobs(app)
        with app.app_context():
            assert db.session.query(AnswerSet).filter_by(campaign_id=campaign_id).count() == number
        seen = watcher.look()
        assert {place for place in seen if seen[place] != before[place]} == set(), f"after {number} answers"
    results = watcher.find_results()
    check_closing(app, watcher, before, results)
    return watcher


def check_closing(app: Flask, watcher: Watcher, before: dict, results: list[str]) -> None:
    """Closed and not released yet, results still say the same as ever; only the release changes them."""
    with app.app_context():
        close_survey(watcher.organisation_id, watcher.campaign_id)
    closed = watcher.look()
    assert {place for place in closed if place[1] in results and closed[place] != before[place]} == set()
    run_due_jobs(app)
    released = watcher.look()
    assert {place for place in released if place[1] in results and released[place] != before[place]} != set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_changes_before_closing(app: Flask) -> None:
    watcher = watch_survey(app, 9)

    print(f"T3: 9 submissions, {watcher.looks} looks, 0 changes before closing")


@pytest.mark.trust
def test_t3_nothing_changes_before_closing_with_200_submissions(app: Flask) -> None:
    watcher = watch_survey(app, 200)

    print(f"T3: 200 submissions, {watcher.looks} looks, 0 changes before closing")
