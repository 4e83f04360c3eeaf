"""Comments are not lost unnoticed: readers are reminded twice, and what is deleted unread is told (trust rule A18)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.jobs import run_due_jobs
from assessment.models import AuditEntry, Campaign, Job, Release, db, writing
from assessment.release.schedule import COMMENTS, REMIND, find_retention, name_purpose
from tests.assessment.comments.test_reading import Reader, make_readers
from tests.fixtures.comments import comment_evenly, release_commented
from tests.fixtures.mailbox import Mailbox, read_link, read_plain


@pytest.fixture
def survey_id(app: Flask) -> int:
    with app.app_context():
        return release_commented(comment_evenly(care=16, software=10))


def let_come(app: Flask, purpose: str) -> None:
    """The clock's turn: what was planned for later is due now."""
    with app.app_context(), writing() as session:
        session.execute(update(Job).where(Job.purpose == purpose).values(run_at=datetime.now(UTC)))
    run_due_jobs(app)


def remind(app: Flask, survey_id: int, number: int) -> None:
    let_come(app, f"{name_purpose(REMIND, survey_id)}, number {number}")


def read_mails(mailbox: Mailbox) -> dict[str, str]:
    """Who got a mail, and what it says first; each one at most."""
    assert len(set(mailbox.addresses)) == len(mailbox.addresses)
    told = {str(mail["To"]).partition("@")[0]: read_plain(mail).splitlines()[0] for mail in mailbox.kept}
    mailbox.kept.clear()
    return told


def list_events(app: Flask) -> list[tuple[str, str, int | None]]:
    with app.app_context():
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event.startswith("comments.")).order_by(AuditEntry.id)
        ).all()
        return [(row.event, row.actor, row.details.get("comments")) for row in rows]


def test_the_moments_are_fixed_at_the_release(app: Flask, survey_id: int) -> None:
    with app.app_context():
        released = db.session.scalars(select(Release.released_at).where(Release.campaign_id == survey_id)).one()
        jobs = db.session.execute(select(Job.purpose, Job.run_at).where(Job.kind.in_((REMIND, COMMENTS)))).all()

    assert released is not None
    assert sorted((run_at - released).days for _purpose, run_at in jobs) == [14, 25, 30]


def test_whoever_has_something_left_is_reminded_of_so_much(app: Flask, survey_id: int, mailbox: Mailbox) -> None:
    facilitator, second = make_readers(app, survey_id)
    facilitator.show_all(10)
    remind(app, survey_id, 1)
    (mail,) = [mail for mail in mailbox.kept if mail["To"] == "second-reader@zonneveld.example"]
    assert read_link(mail) == f"http://127.0.0.1:5000{second.place}"
    assert "What is not released by" in read_plain(mail)
    assert read_mails(mailbox) == {
        "facilitator": "16 comments still wait for you to read them.",
        "second-reader": "26 comments still wait for you to read them.",
    }

    # The same moment once more sends nothing (F24).
    with app.app_context(), writing() as session:
        session.execute(update(Job).where(Job.kind == REMIND).values(state="waiting"))
    remind(app, survey_id, 1)
    assert read_mails(mailbox) == {}

    second.show_all(25)
    facilitator.show_all(26)
    remind(app, survey_id, 2)
    assert read_mails(mailbox) == {"second-reader": "1 comment still waits for you to read it."}


def test_when_all_is_read_only_facilitators_are_reminded_to_release(
    app: Flask, survey_id: int, mailbox: Mailbox
) -> None:
    facilitator, second = make_readers(app, survey_id)
    facilitator.show_all(26)
    second.show_all(26)
    remind(app, survey_id, 1)
    assert read_mails(mailbox) == {
        "facilitator": "All comments have been read by two people. A facilitator has still to release them."
    }

    facilitator.release()
    run_due_jobs(app)
    remind(app, survey_id, 2)
    assert read_mails(mailbox) == {}


def tell_day(app: Flask, survey_id: int) -> str:
    with app.app_context():
        survey = db.session.get_one(Campaign, survey_id)
        kept = find_retention(survey).comments
        assert kept is not None
        assert kept.due is not None
        return f"{kept.due.astimezone(ZoneInfo(survey.zone)):%-d %B %Y}"


def test_pages_say_until_when_and_what_was_lost(app: Flask, survey_id: int) -> None:
    facilitator, second = make_readers(app, survey_id)
    for reader in (facilitator, second):
        assert f"Read and release them before {tell_day(app, survey_id)}." in reader.read()
    facilitator.show_all(26)
    let_come(app, name_purpose(COMMENTS, survey_id))

    assert "what was not released by then has been deleted." in facilitator.read()
    assert list_events(app) == [("comments.deleted", "system", None)]


def test_the_trail_says_who_released_comments_and_how_many(app: Flask, survey_id: int) -> None:
    facilitator, second = make_readers(app, survey_id)
    for reader in (facilitator, second):
        reader.show_all(26)
    release_twice(app, facilitator)
    let_come(app, name_purpose(COMMENTS, survey_id))

    assert list_events(app) == [
        ("comments.asked", "facilitator@zonneveld.example", None),
        ("comments.released", "system", 26),
    ]
    assert "26 comments are released" in facilitator.read()


def release_twice(app: Flask, facilitator: Reader) -> None:
    facilitator.release()
    facilitator.release()
    run_due_jobs(app)


def test_a_survey_without_comments_reminds_nobody(app: Flask) -> None:
    with app.app_context():
        release_commented([("care", {})] * 26, asks_comments=False)
        assert db.session.scalars(select(Job.id).where(Job.kind == REMIND)).all() == []


def test_the_wait_has_limits(app: Flask) -> None:
    settings = app.extensions["settings"]
    for days in (20, 91):
        with pytest.raises(ValueError, match="keep_comments_days"):
            type(settings)(keep_comments_days=days)
    app.extensions["settings"] = settings.model_copy(update={"keep_comments_days": 60})
    with app.app_context():
        release_commented(comment_evenly())
        moments = db.session.scalars(select(Job.run_at).where(Job.kind.in_((REMIND, COMMENTS)))).all()
    now = datetime.now(UTC) + timedelta(minutes=1)
    assert sorted((moment - now).days for moment in moments) == [13, 54, 59]
