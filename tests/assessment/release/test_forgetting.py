"""What a survey keeps for a while is deleted at its moment, once, from the files too; results stay (A18, F24)."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from assessment.app import HANDLERS, create_app
from assessment.campaigns.mails import WRITERS
from assessment.jobs.registry import register_handlers
from assessment.jobs.service import RunningJob
from assessment.jobs.worker import run_due_jobs, run_next_job
from assessment.models import AnswerSet, Campaign, Comment, Draft, Invitation, Job, Mail, db, writing
from assessment.release.closing import CampaignStateError, close_campaign, stop_answers
from assessment.release.forgetting import TO_INVITED, forget_answers, forget_invitations
from assessment.release.jobs import ask_for_release
from assessment.release.schedule import (
    ANSWERS,
    COMMENTS,
    INVITATIONS,
    Deletion,
    add_months,
    find_retention,
    name_purpose,
)
from assessment.release.service import find_release, release_campaign
from assessment.release.shuffling import TABLES
from assessment.release.withdrawing import withdraw_campaign
from tests.assessment.release.surveys import make_small_survey, store_with_links
from tests.conftest import close_app

SURVEY = make_small_survey({("care", "staff"): 20, ("office", "staff"): 15})
KINDS = (INVITATIONS, COMMENTS, ANSWERS)


def store_listed(key: int = 1, **changes: object) -> int:
    """An open survey whose invitations have addresses and mails."""
    campaign_id = store_with_links(SURVEY, key, **changes)
    with writing() as session:
        for invitation in session.scalars(select(Invitation).where(Invitation.campaign_id == campaign_id)):
            invitation.address, invitation.language = f"canary-{invitation.id}@example.org", "nl"
            for kind in TO_INVITED:
                session.add(
                    Mail(
                        campaign_id=campaign_id,
                        purpose=f"{kind}:{invitation.id}",
                        kind=kind,
                        reference=invitation.id,
                        next_at=datetime.now(UTC),
                        fault=f"no such person: canary-{invitation.id}",
                    )
                )
    return campaign_id


def find_moments(campaign_id: int) -> dict[str, datetime]:
    rows = db.session.execute(
        select(Job.kind, Job.run_at).where(Job.purpose.in_([name_purpose(kind, campaign_id) for kind in KINDS]))
    )
    return {row.kind: row.run_at for row in rows}


def make_due(kind: str, campaign_id: int) -> None:
    """The clock's turn: what was planned for later is due now."""
    with writing() as session:
        session.execute(
            update(Job)
            .where(Job.purpose == name_purpose(kind, campaign_id))
            .values(run_at=datetime.now(UTC) - timedelta(seconds=1))
        )


def count(table: type, campaign_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(table.campaign_id == campaign_id)) or 0


def count_kinds(campaign_id: int) -> dict[str, int]:
    rows = select(Mail.kind, func.count()).where(Mail.campaign_id == campaign_id).group_by(Mail.kind)
    return dict(db.session.execute(rows).all())


def test_closing_deletes_the_rows_of_reminders_of_its_survey_only(app: Flask) -> None:
    with app.app_context():
        campaign_id, other = store_listed(1), store_listed(2)
        assert count_kinds(campaign_id)["reminder"] == 36
        for _ in range(2):
            stop_answers(campaign_id)

        assert count_kinds(campaign_id) == {"invitation": 36, "extended": 36}
        assert count_kinds(other) == dict.fromkeys(TO_INVITED, 36)


def test_closing_and_release_plan_the_deletions_by_the_settings(app: Flask) -> None:
    with app.app_context():
        closing = datetime.now(UTC) - timedelta(days=3)
        campaign_id = store_listed(closes_at=closing)
        stop_answers(campaign_id)
        assert find_moments(campaign_id) == {INVITATIONS: closing + timedelta(days=30)}

        release_campaign(campaign_id)
        released = db.session.get_one(Campaign, campaign_id)
        moments = find_moments(campaign_id)
        retention = find_retention(released)

    assert abs(moments[COMMENTS] - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=5)
    assert moments[ANSWERS] == add_months(moments[COMMENTS] - timedelta(days=30), 12)
    assert retention.answers == Deletion(moments[ANSWERS], None)
    assert retention.invitations == Deletion(moments[INVITATIONS], None)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-03-19T16:00:00+00:00", 12, "2028-03-19T16:00:00+00:00"),
        ("2028-02-29T16:00:00+00:00", 12, "2029-02-28T16:00:00+00:00"),
        ("2027-08-31T16:00:00+00:00", 6, "2028-02-29T16:00:00+00:00"),
        ("2027-12-31T23:59:00+00:00", 1, "2028-01-31T23:59:00+00:00"),
    ],
)
def test_months_are_those_of_the_calendar(start: str, months: int, end: str) -> None:
    assert add_months(datetime.fromisoformat(start), months) == datetime.fromisoformat(end)


def test_nothing_is_deleted_before_its_moment(app: Flask) -> None:
    with app.app_context():
        campaign_id = store_listed()
        close_campaign(campaign_id)
        release_campaign(campaign_id)
    run_due_jobs(app)

    with app.app_context():
        assert count(AnswerSet, campaign_id) == count(Comment, campaign_id) == 35
        assert count_kinds(campaign_id) == {"invitation": 36, "extended": 36}
        assert db.session.get_one(Campaign, campaign_id).invitations_deleted_at is None


def test_the_list_goes_and_each_link_still_leads_to_its_survey(app: Flask) -> None:
    with app.app_context():
        first, other = store_listed(1), store_listed(2)
        close_campaign(first)
        hashes = set(db.session.scalars(select(Invitation.token_sha256).where(Invitation.campaign_id == first)))
        make_due(INVITATIONS, first)
    run_due_jobs(app)

    with app.app_context():
        kept = db.session.scalars(select(Invitation).where(Invitation.campaign_id == first)).all()
        assert {one.token_sha256 for one in kept} == hashes
        assert {(one.address, one.language, one.unit, one.group_) for one in kept} == {(None, None, None, None)}
        assert count(Mail, first) == 0
        assert count(Mail, other) == 36 * len(TO_INVITED)
        done = db.session.get_one(Campaign, first).invitations_deleted_at
        assert done is not None
        assert find_retention(db.session.get_one(Campaign, first)).invitations.done == done


def test_comments_and_answers_go_and_the_release_reads_as_before(app: Flask) -> None:
    with app.app_context():
        campaign_id, other = store_listed(1), store_listed(2)
        for each in (campaign_id, other):
            close_campaign(each)
        release_campaign(campaign_id)
        before = find_release(campaign_id)
        make_due(COMMENTS, campaign_id)
    run_due_jobs(app)
    with app.app_context():
        assert (count(Comment, campaign_id), count(AnswerSet, campaign_id)) == (0, 35)
        make_due(ANSWERS, campaign_id)
    run_due_jobs(app)

    with app.app_context():
        assert count(AnswerSet, campaign_id) == 0
        assert (count(Comment, other), count(AnswerSet, other)) == (35, 35)
        assert find_release(campaign_id) == before
        release_campaign(campaign_id)
        assert find_release(campaign_id) == before
        assert db.session.get_one(Campaign, campaign_id).answers_deleted_at is not None


def test_nothing_deleted_is_left_in_the_files(app: Flask, database_url: str, tmp_path: Path) -> None:
    """On SQLite no byte of an address or a comment; on PostgreSQL no dead row in any of the tables."""
    with app.app_context():
        campaign_id = store_listed()
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        for kind in KINDS:
            make_due(kind, campaign_id)
    assert run_due_jobs(app) == len(KINDS)

    with app.app_context():
        if database_url.startswith("sqlite"):
            stored = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
            assert stored.count(b"canary-") == stored.count(b"comment 1") == 0
        else:
            dead = [
                db.session.scalar(text(f"SELECT pg_relation_size('{table}')"))
                for table in TABLES
                if table != "invitation"
            ]
            assert dead == [0] * len(dead)


def test_a_withdrawn_survey_forgets_its_list_as_well(app: Flask) -> None:
    with app.app_context():
        campaign_id = store_listed(closes_at=datetime.now(UTC) + timedelta(days=90))
        with writing() as session:
            withdraw_campaign(session, campaign_id)
        (moment,) = find_moments(campaign_id).values()

    assert abs(moment - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=5)


def test_nothing_is_forgotten_of_a_survey_that_still_needs_it(app: Flask) -> None:
    with app.app_context():
        campaign_id = store_listed()
        with pytest.raises(CampaignStateError, match="the campaign is open"):
            forget_invitations(campaign_id)
        stop_answers(campaign_id)
        with pytest.raises(CampaignStateError, match="the campaign is closed"):
            forget_answers(campaign_id)

        assert count(AnswerSet, campaign_id) == 35


def test_each_kind_of_mail_to_those_who_are_asked_is_forgotten_with_the_list() -> None:
    assert set(WRITERS) - {"test"} == set(TO_INVITED)


def test_a_deletion_that_did_not_come_is_late_after_a_day() -> None:
    due = datetime(2027, 4, 1, tzinfo=UTC)

    assert not Deletion(due, None).is_late(due + timedelta(hours=23))
    assert Deletion(due, None).is_late(due + timedelta(hours=25))
    assert not Deletion(due, due).is_late(due + timedelta(days=9))
    assert not Deletion(None, None).is_late(due)


def race_deletions(app: Flask, races: int) -> int:
    """Two workers close the same survey and do what is due, so often; gives how many deletions were done in all."""
    counted: list[int] = []

    def count_call(handler: Callable[[RunningJob], None]) -> Callable[[RunningJob], None]:
        def handle(job: RunningJob) -> None:
            counted.append(job.id)
            handler(job)

        return handle

    handlers = {kind: count_call(HANDLERS[kind]) for kind in KINDS} | {"release": HANDLERS["release"]}
    # Compacting closes a process's connections, so each worker has an application of its own, as in life.
    workers = [create_app(app.extensions["settings"]) for _ in range(2)]
    for worker in workers:
        register_handlers(worker, handlers)
    closing = datetime.now(UTC) - timedelta(days=40)
    small = make_small_survey({("care", "staff"): 5})
    for race in range(races):
        with app.app_context():
            campaign_id = store_with_links(small, race + 1, closes_at=closing)
            with writing() as session:
                ask_for_release(session, campaign_id, db.session.get_one(Campaign, campaign_id).organisation_id)
        barrier = threading.Barrier(2)

        def work(worker: Flask, campaign_id: int = campaign_id, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            with worker.app_context():
                stop_answers(campaign_id)
            while run_next_job(worker):
                pass

        threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for worker in workers:
        close_app(worker)
    assert len(set(counted)) == len(counted)
    return len(counted)


def test_two_workers_delete_once(app: Flask) -> None:
    assert race_deletions(app, 4) == 4


@pytest.mark.trust
def test_f24_two_workers_delete_once_in_100_races(app: Flask) -> None:
    races = 100
    done = race_deletions(app, races)
    with app.app_context():
        stamped = db.session.scalar(
            select(func.count()).select_from(Campaign).where(Campaign.invitations_deleted_at.is_not(None))
        )
        drafts = db.session.scalar(select(func.count()).select_from(Draft))
        stumbled = db.session.scalar(select(func.count()).select_from(Job).where(Job.tries > 1))

    print(f"F24: {races} races of two workers, {done} deletions done, 0 double, {stumbled} jobs tried again")
    assert (done, stamped, drafts, stumbled) == (races, races, 0, 0)
