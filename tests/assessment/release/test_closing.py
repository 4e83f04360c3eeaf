"""Closing and releasing: once, whole or not at all, with nothing left that leads back to anybody."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

import assessment.release.closing as closing
from assessment.jobs import enqueue, run_due_jobs
from assessment.models import AnswerSet, Campaign, Comment, Draft, Invitation, Job, Release, ReleaseCell, db, writing
from assessment.release.closing import CampaignStateError, close_campaign, stop_answers
from assessment.release.service import find_release, release_campaign
from tests.assessment.release.surveys import make_small_survey, store_with_links, stored_places

COUNTS = {
    ("care", "staff"): 20,
    ("care", "middle"): 5,
    ("care", "quality"): 5,
    ("office", "staff"): 14,
    ("office", "middle"): 3,
    ("tiny", "staff"): 4,
    ("few", "staff"): 1,
    ("care", "g0"): 6,
}


@pytest.fixture
def campaign_id(app: Flask) -> int:
    with app.app_context():
        return store_with_links(make_small_survey(COUNTS))


def read_bytes(campaign_id: int) -> list[object]:
    release = db.session.scalars(select(Release).where(Release.campaign_id == campaign_id)).one()
    cells = db.session.scalars(
        select(ReleaseCell.figures).where(ReleaseCell.release_id == release.id).order_by(ReleaseCell.position)
    )
    return [release.id, release.sha256, release.summary, *cells]


def test_a_release_counts_everybody_once(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        figures = find_release(campaign_id)
        assert figures is not None
        sizes = {cell.key: (cell.n.low, cell.n.high) for cell in figures.cells}
        # The middle managers outside care are three: a split of care would give them away.
        assert sizes == {
            "all": (52, 52),
            "unit:care": (30, 30),
            "unit:office": (17, 17),
            "unit:+others": (5, 9),
            "group:staff": (39, 39),
            "group:middle": (5, 9),
            "group:quality": (5, 9),
            "says": (5, 9),
        }


def test_nothing_is_shown_before_the_release(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        assert find_release(campaign_id) is None
        close_campaign(campaign_id)
        assert find_release(campaign_id) is None
        release_campaign(campaign_id)
        assert find_release(campaign_id) is not None


def test_an_open_campaign_is_not_released(app: Flask, campaign_id: int) -> None:
    with app.app_context(), pytest.raises(CampaignStateError):
        release_campaign(campaign_id)


def test_no_stored_place_is_shared_by_few(app: Flask, campaign_id: int) -> None:
    """T10: after closing, no unit and group is shared by fewer than five answer sets, and no draft is left."""
    with app.app_context():
        close_campaign(campaign_id)
        places = Counter(stored_places(campaign_id))
        assert min(places.values()) >= 5
        assert sum(places.values()) == sum(COUNTS.values())
        assert places[None, "g0"] == 6
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
        comments = db.session.scalars(select(Comment).where(Comment.campaign_id == campaign_id)).all()
        assert {comment.group_ for comment in comments} <= {None, "g0"}


def test_fewer_managers_than_can_be_shown_are_not_kept(app: Flask) -> None:
    with app.app_context():
        survey = make_small_survey({("care", "staff"): 40, ("care", "g0"): 4})
        campaign_id = store_with_links(survey)
        close_campaign(campaign_id)
        assert Counter(stored_places(campaign_id)) == {("care", "staff"): 40}


def test_a_second_release_is_the_first(app: Flask, campaign_id: int) -> None:
    """T6: deleting an answer, moving a person, another smallest group: the figures stand."""
    with app.app_context():
        close_campaign(campaign_id)
        first = release_campaign(campaign_id)
        before = read_bytes(campaign_id)
        with writing() as session:
            answers = session.scalars(select(AnswerSet).where(AnswerSet.campaign_id == campaign_id)).all()
            session.delete(answers[0])
            answers[1].unit = "tiny"
            session.get_one(Campaign, campaign_id).smallest_group = 50
        close_campaign(campaign_id)
        assert release_campaign(campaign_id) == first
        assert read_bytes(campaign_id) == before


def test_the_same_answers_give_the_same_bytes(app: Flask) -> None:
    """Whatever the order in which they came in."""
    with app.app_context():
        survey = make_small_survey(COUNTS)
        seen = []
        for key in (1, 2):
            campaign_id = store_with_links(survey, key)
            close_campaign(campaign_id)
            release_campaign(campaign_id)
            seen.append(read_bytes(campaign_id)[1:])
        assert seen[0] == seen[1]


@pytest.mark.parametrize("answers", [0, 1, 4])
def test_small_units_look_alike(app: Flask, answers: int) -> None:
    """T7: units with 0, 1 and 4 answers differ in nothing but their names."""
    with app.app_context():
        survey = make_small_survey(COUNTS)
        campaign_id = store_with_links(survey)
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        figures = find_release(campaign_id)
        assert figures is not None
        name = {0: "empty", 1: "few", 4: "tiny"}[answers]
        withheld = {one.key: one for one in figures.summary.withheld}
        expected = withheld["unit:tiny"].model_copy(update={"key": f"unit:{name}"})
        assert withheld[f"unit:{name}"] == expected
        assert figures.summary.participation.by_unit.get(name) is None
        others = figures.cell("unit:+others")
        assert others is not None
        assert name in others.units


class PowerFailure(Exception):  # noqa: N818 - it is no error of ours
    """The power fails."""


@pytest.mark.parametrize("moment", range(0, 40, 4))
def test_a_crash_leaves_all_or_nothing(app: Flask, campaign_id: int, moment: int) -> None:
    """F28 in short: the work stops at some statement that writes; taken up again, it ends in the same bytes."""
    with app.app_context():
        twin = store_with_links(make_small_survey(COUNTS), key=2)
        close_campaign(twin)
        release_campaign(twin)
        count = 0

        def stop(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
            nonlocal count
            if statement.split()[0] in ("INSERT", "DELETE", "UPDATE", "CREATE", "DROP", "COMMIT"):
                count += 1
                if count > moment:
                    raise PowerFailure

        event.listen(db.engine, "before_cursor_execute", stop)
        try:
            close_campaign(campaign_id)
            release_campaign(campaign_id)
        except PowerFailure:
            db.session.rollback()
            assert find_release(campaign_id) is None
        finally:
            event.remove(db.engine, "before_cursor_execute", stop)
        assert len(stored_places(campaign_id)) == sum(COUNTS.values())
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        assert read_bytes(campaign_id)[1:] == read_bytes(twin)[1:]
        assert len(stored_places(campaign_id)) == sum(COUNTS.values())


def test_the_job_closes_and_releases(app: Flask, campaign_id: int) -> None:
    with app.app_context(), writing() as session:
        enqueue(session, purpose="release", kind="release", parameters={"campaign_id": campaign_id})
    assert run_due_jobs(app) == 1
    with app.app_context():
        assert find_release(campaign_id) is not None
        job = db.session.scalars(select(Job).where(Job.kind == "release")).one()
        assert (job.state, job.progress) == ("done", 100)


def test_the_trail_is_cut(app: Flask, campaign_id: int) -> None:
    """A3: new ids, and on PostgreSQL no transaction that an invitation shares with a single answer set."""
    with app.app_context():
        before = set(db.session.scalars(select(AnswerSet.id)))
        close_campaign(campaign_id)
        after = set(db.session.scalars(select(AnswerSet.id)))
        assert len(after) == len(before)
        assert not before & after
        assert db.session.scalar(select(func.count()).select_from(Invitation)) == sum(COUNTS.values()) + 1
        if db.engine.dialect.name == "postgresql":
            assert len(set(db.session.scalars(text("SELECT xmin::text FROM answer_set")))) == 1
            assert len(set(db.session.scalars(text("SELECT xmin::text FROM invitation")))) == 1


def test_reading_a_release_takes_two_queries(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        db.session.rollback()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        find_release(campaign_id)
        assert sum(statement.startswith("SELECT") for statement in statements) == 2
        assert not any("answer_set" in statement for statement in statements)


def test_closing_early_is_noted(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        now = datetime.now(UTC)
        stop_answers(campaign_id)
        closed = db.session.get_one(Campaign, campaign_id)
        assert closed.state == "closed"
        assert closed.closes_at is not None
        assert closed.closes_at >= now


def test_figures_are_decided_once(app: Flask, campaign_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        close_campaign(campaign_id)
        monkeypatch.setattr(closing, "decide", lambda *_: pytest.fail("decided twice"))
        close_campaign(campaign_id)
        release_campaign(campaign_id)
