"""When a survey's data is deleted (trust rule A18): jobs with a moment, one of each kind and survey (F24).

The moment is fixed when the survey closes or its results are made: a setting that changes later moves no promise.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import enqueue
from assessment.models import Campaign, Job, db
from assessment.settings import Settings

INVITATIONS, COMMENTS, ANSWERS = "delete invitations", "delete comments", "delete answers"
REMIND = "remind readers"
FIRST_REMINDER = timedelta(days=14)
LAST_REMINDER = timedelta(days=5)
"""Readers of comments are reminded so long after the release, and so long before comments are deleted."""

LATE_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deletion:
    """``due``: when it will be done or would have been; null where nothing says when. ``done``: when it was."""

    due: datetime | None
    done: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.done is None and self.due is not None and now - self.due > LATE_AFTER


@dataclass(frozen=True, slots=True)
class Retention:
    """``comments`` is null where none are asked."""

    invitations: Deletion
    comments: Deletion | None
    answers: Deletion


def plan_after_closing(session: Session, campaign: Campaign, closed_at: datetime) -> None:
    """Plan the deletion of the list of invitations, in the transaction that closes or withdraws."""
    _plan(session, campaign, INVITATIONS, closed_at + timedelta(days=_settings().keep_invitations_days))


def plan_after_release(session: Session, campaign: Campaign, released_at: datetime) -> None:
    """Plan the deletion of comments as typed and of answers, in the transaction that releases."""
    end = released_at + timedelta(days=count_comment_days())
    _plan(session, campaign, COMMENTS, end)
    if campaign.asks_comments:
        for number, moment in enumerate((released_at + FIRST_REMINDER, end - LAST_REMINDER), 1):
            _plan(session, campaign, REMIND, moment, number)
    _plan(session, campaign, ANSWERS, add_months(released_at, _settings().keep_answers_months))


def count_comment_days() -> int:
    """So many days two people have to read comments, from the release on."""
    return _settings().keep_comments_days


def _plan(session: Session, campaign: Campaign, kind: str, run_at: datetime, number: int = 0) -> None:
    """``number`` tells several of one kind apart, 0 where there is only one."""
    purpose = name_purpose(kind, campaign.id)
    enqueue(
        session,
        purpose=f"{purpose}, number {number}" if number else purpose,
        kind=kind,
        parameters={"campaign_id": campaign.id} | ({"number": number} if number else {}),
        run_at=run_at,
        organisation_id=campaign.organisation_id,
    )


def name_purpose(kind: str, campaign_id: int) -> str:
    return f"{kind} of survey {campaign_id}"


def find_retention(campaign: Campaign) -> Retention:
    """What is planned or done; before closing, what the settings in force would make of the list's moment."""
    names = {name_purpose(kind, campaign.id): kind for kind in (INVITATIONS, COMMENTS, ANSWERS)}
    rows = db.session.execute(select(Job.purpose, Job.run_at, Job.state).where(Job.purpose.in_(names)))
    planned = {names[row.purpose]: row for row in rows}
    due = {kind: row.run_at for kind, row in planned.items()}
    if INVITATIONS not in due and campaign.closes_at is not None:
        due[INVITATIONS] = campaign.closes_at + timedelta(days=_settings().keep_invitations_days)
    comments_done = COMMENTS in planned and planned[COMMENTS].state == "done"
    return Retention(
        invitations=Deletion(due.get(INVITATIONS), campaign.invitations_deleted_at),
        comments=Deletion(due.get(COMMENTS), due[COMMENTS] if comments_done else None)
        if campaign.asks_comments
        else None,
        answers=Deletion(due.get(ANSWERS), campaign.answers_deleted_at),
    )


def add_months(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(moment.year + year, month + 1)[1])
    return moment.astimezone(UTC).replace(year=moment.year + year, month=month + 1, day=day)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
