"""F24: two servers and two workers do the same scheduled thing at the same moment. It is done once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.campaigns.launch import ask_for_closing
from assessment.campaigns.states import StateError, close_survey
from assessment.jobs import RunningJob, enqueue, register_handlers
from assessment.jobs.worker import run_next_job
from assessment.models import Campaign, Job, Release, db, writing
from tests.fixtures.surveys import open_survey
from tests.trust.bill import counts_of

WORKERS = 2


def race(app: Flask, races: int) -> Counter[str]:
    """Both ask for the same thing of the same day, then both look for work, in step."""
    done: list[str] = []

    def note(job: RunningJob) -> None:
        done.append(str(job.parameters["thing"]))
        with writing() as session:
            job.complete(session)

    register_handlers(app, {"scheduled thing": note})
    start = Barrier(WORKERS)

    def work(_worker: int) -> int:
        taken = 0
        for number in range(races):
            start.wait()
            with app.app_context(), writing() as session:
                enqueue(
                    session,
                    purpose=f"thing {number} of today",
                    kind="scheduled thing",
                    parameters={"thing": number},
                    run_at=datetime.now(UTC) - timedelta(seconds=1),
                )
            start.wait()
            taken += run_next_job(app)
            start.wait()
        return taken

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sum(pool.map(work, range(WORKERS)))
    counted = Counter(done)
    with app.app_context():
        states = Counter(db.session.scalars(select(Job.state)))
    return Counter(
        {
            "races": races,
            "done": len(counted),
            "done twice": sum(count > 1 for count in counted.values()),
            "jobs taken": taken,
            "jobs done": states["done"],
        }
    )


def check(app: Flask, races: int, record: Callable[[str, object], None]) -> None:
    bill = race(app, races)
    record(counts_of("F24: two workers on one scheduled thing"), dict(bill))
    assert bill["done"] == bill["jobs done"] == bill["jobs taken"] == races
    assert bill["done twice"] == 0


def test_two_workers_do_a_scheduled_thing_once(app: Flask, record_property: Callable[[str, object], None]) -> None:
    check(app, 20, record_property)


@pytest.mark.trust
def test_five_hundred_races_do_nothing_twice(app: Flask, record_property: Callable[[str, object], None]) -> None:
    check(app, 500, record_property)


def close_at_once(app: Flask, surveys: int) -> Counter[str]:
    """A facilitator presses "close now" at the moment at which the worker closes by the clock."""
    with app.app_context():
        ids = [open_survey() for _ in range(surveys)]
    bill: Counter[str] = Counter(races=surveys)
    start = Barrier(WORKERS)

    def press(survey_id: int) -> None:
        with app.app_context():
            organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
            db.session.rollback()
            start.wait()
            try:
                close_survey(organisation_id, survey_id)
            except StateError:
                bill["too late to press"] += 1

    def work(survey_id: int) -> None:
        with app.app_context(), writing() as session:
            campaign = session.get_one(Campaign, survey_id)
            campaign.closes_at = datetime.now(UTC)
            ask_for_closing(session, campaign)
        start.wait()
        while run_next_job(app):
            pass

    with ThreadPoolExecutor(WORKERS) as pool:
        for survey_id in ids:
            list(pool.map(lambda do, which: do(which), (press, work), (survey_id, survey_id)))
            while run_next_job(app):
                pass
    with app.app_context():
        bill["releases"] = db.session.scalar(select(func.count()).select_from(Release)) or 0
        bill["released"] = len(db.session.scalars(select(Campaign.id).where(Campaign.state == "released")).all())
    return bill


def test_closing_by_hand_and_by_the_clock_makes_one_release(
    app: Flask, record_property: Callable[[str, object], None]
) -> None:
    bill = close_at_once(app, 5)
    record_property(counts_of("F24: closing by hand and by the clock"), dict(bill))
    assert bill["releases"] == bill["released"] == bill["races"] == 5
    assert bill["too late to press"] == 0
