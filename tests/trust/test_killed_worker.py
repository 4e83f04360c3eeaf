"""F14, F28: workers die in the middle of their jobs; each job is done once in the end, and a release is the same."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.jobs import run_due_jobs
from assessment.models import AnswerSet, Campaign, Document, Job, Release, ReleaseCell, db, writing
from assessment.release.closing import close_campaign
from assessment.release.jobs import ask_for_erasing, ask_for_release
from assessment.release.service import release_campaign
from assessment.release.withdrawing import withdraw_campaign
from assessment.reporting.jobs import ask_for_report
from assessment.respond.service import Sheet, store_sheets
from questionnaires import shipped
from tests.fixtures.surveys import open_survey
from tests.trust.organisations import Survey, make_survey
from tests.trust.room import release_survey, store_survey
from tests.trust.workers import kill_worker, start_worker, wait_for_work

LONGEST_LIFE = 0.6
"""Seconds that a worker with many jobs is left alive once it has begun: about as long as they take."""

PATIENCE = 60
"""Seconds within which a worker has begun with its job."""


@dataclass(frozen=True)
class Kept:
    """All that a release consists of, without its moment."""

    sha256: str
    summary: str
    cells: tuple[tuple[object, ...], ...]


def read_kept(campaign_id: int) -> Kept | None:
    """What anybody can read of a release; None before it is released."""
    shown = select(Release).join(Campaign, Campaign.id == Release.campaign_id)
    release = db.session.scalars(shown.where(Campaign.id == campaign_id, Campaign.state == "released")).one_or_none()
    if release is None:
        return None
    rows = db.session.execute(
        select(ReleaseCell.position, ReleaseCell.kind, ReleaseCell.key, ReleaseCell.figures)
        .where(ReleaseCell.release_id == release.id)
        .order_by(ReleaseCell.position)
    )
    return Kept(release.sha256, release.summary, tuple(tuple(row) for row in rows))


def ask(app: Flask, survey: Survey, key: int) -> int:
    """Another survey of the same answers, closed and waiting for its release; gives its id."""
    with app.app_context():
        campaign_id = store_survey(survey, key)
        with writing() as session:
            campaign = session.get_one(Campaign, campaign_id)
            campaign.state = "closed"
            ask_for_release(session, campaign_id, campaign.organisation_id)
        return campaign_id


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.trust)])
def test_a_release_whose_worker_dies_is_whole_or_not_there_and_always_the_same(
    app: Flask, kills: int, tell: Callable[[str], None]
) -> None:
    survey = make_survey(28, 150, 300)
    with app.app_context():
        begun = time.monotonic()
        release_survey(survey, 1)
        takes = time.monotonic() - begun
        expected = read_kept(db.session.scalars(select(Campaign.id)).one())
    assert expected is not None
    killed = seen_missing = 0
    while killed < kills:
        campaign_id = ask(app, survey, 100 + killed)
        for _ in range(random.randint(1, 3)):  # below the number of tries after which a job is given up
            worker = start_worker(app)
            wait_for_work(app, PATIENCE)
            time.sleep(random.uniform(0, takes))
            in_hand = kill_worker(app, worker)
            killed += in_hand
            with app.app_context():
                found = read_kept(campaign_id)
                assert found in (None, expected)
                seen_missing += found is None and in_hand
            if not in_hand:
                break
        run_due_jobs(app)
        with app.app_context():
            assert read_kept(campaign_id) == expected
            assert count(AnswerSet.campaign_id == campaign_id) == len(survey.people)
    tell(f"F28: {killed} kills, {seen_missing} before the release was there, all releases byte-identical")
    assert seen_missing > 0


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.trust)])
def test_no_job_of_a_killed_worker_is_lost_or_done_twice(app: Flask, kills: int, tell: Callable[[str], None]) -> None:
    survey = make_survey(14, 100, 200)
    with app.app_context():
        release_survey(survey, 1)
        expected = read_kept(db.session.scalars(select(Campaign.id)).one())
        ask_for_reports(open_and_release())
    released, erased = [], []
    killed = again = 0
    while killed < kills:
        released.append(ask(app, survey, 1000 + len(released)))
        erased.append(ask_to_erase(app, survey, 5000 + len(erased)))
        worker = start_worker(app)
        wait_for_work(app, PATIENCE)
        time.sleep(random.uniform(0, LONGEST_LIFE))
        killed += kill_worker(app, worker)
        again += ask_again(app)
    run_due_jobs(app)
    while given_up := ask_again(app):
        again += given_up
        run_due_jobs(app)

    with app.app_context():
        due = Job.run_at <= datetime.now(UTC)  # what is deleted on schedule waits for its month
        assert set(db.session.scalars(select(Job.state).where(due))) == {"done"}
        assert {read_kept(campaign_id) for campaign_id in released} == {expected}
        assert count(AnswerSet.campaign_id.in_(erased)) == 0
        reports = [key for key in db.session.scalars(select(Document.key)) if key.startswith("report/")]
        jobs = count(Job.id > 0)
    tell(f"F14: {killed} kills, {jobs} jobs, {again} given up and asked for again, 0 lost, 0 done twice")
    assert len(reports) == len(set(reports)) == 2


def count(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).where(*conditions)) or 0  # type: ignore[arg-type]


def open_and_release() -> Campaign:
    """A survey of the drivers, answered and released, which has reports."""
    campaign_id = open_survey()
    size = len(shipped("senior-management-drivers").items)
    sheets = [
        Sheet("care", "staff", bytes([1 + (person + item) % 5 for item in range(size)]), {}) for person in range(30)
    ]
    campaign = db.session.get_one(Campaign, campaign_id)
    store_sheets(campaign, sheets)

    close_campaign(campaign_id)
    release_campaign(campaign_id)
    return db.session.get_one(Campaign, campaign_id)


def ask_for_reports(campaign: Campaign) -> None:
    campaign_id, organisation_id = campaign.id, campaign.organisation_id
    with writing() as session:
        for language in ("en", "nl"):
            ask_for_report(session, campaign_id, language, organisation_id)


def ask_to_erase(app: Flask, survey: Survey, key: int) -> int:
    with app.app_context():
        campaign_id = store_survey(survey, key)
        with writing() as session:
            organisation_id = session.get_one(Campaign, campaign_id).organisation_id
            withdraw_campaign(session, campaign_id)
            ask_for_erasing(session, campaign_id, organisation_id)
        return campaign_id


def ask_again(app: Flask) -> int:
    """What people do where a job was given up because its worker died five times: they ask again."""
    with app.app_context(), writing() as session:
        failed = session.scalars(select(Job).where(Job.state == "failed")).all()
        for job in failed:
            assert job.message == "the worker stopped each time it tried"
            job.state, job.tries = "waiting", 0
        return len(failed)
