"""Deleting what a closed survey kept for a while (trust rule A18). Results stay: they are in the release tables.

Each may be done twice. The rows go in one transaction, then the files are written anew, so that no page of the database
and no dead row keeps them; only then does the survey say that it is done.
"""

from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assessment.models import (
    AnswerSet,
    Campaign,
    Comment,
    CommentReview,
    CommentToRead,
    Draft,
    Invitation,
    Mail,
    Receipt,
    db,
    writing,
)
from assessment.release.closing import CampaignStateError, lock_campaign, note
from assessment.release.shuffling import compact_files

TO_INVITED = ("invitation", "reminder", "extended")
"""Kinds of mail whose rows say what became of a mail to somebody on the list."""


def forget_invitations(campaign_id: int) -> None:
    """Delete whom invitations were for and what became of their mails. CampaignStateError before closing.

    A link's hash stays: for whoever holds the link it still opens the page that says what came of the survey.
    """
    with writing() as session:
        _refuse(lock_campaign(session, campaign_id), "closed", "released", "withdrawn")
        mine = Invitation.campaign_id == campaign_id
        session.execute(update(Invitation).where(mine).values(address=None, language=None, unit=None, group_=None))
        session.execute(delete(Mail).where(Mail.campaign_id == campaign_id, Mail.kind.in_(TO_INVITED)))
        session.execute(delete(Draft).where(Draft.campaign_id == campaign_id))
    compact_files(db)
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        campaign.invitations_deleted_at = campaign.invitations_deleted_at or datetime.now(UTC)


def forget_comments(campaign_id: int) -> None:
    """Delete comments as they were typed, and what each reader made of them; those that were released stay.
    CampaignStateError before the release. The trail says so where something was left to read or to release."""
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        _refuse(campaign, "released")
        left = select(CommentToRead.id).where(CommentToRead.campaign_id == campaign_id).limit(1)
        lost = session.scalar(left) is not None
        _delete(session, campaign_id, CommentReview, CommentToRead, Comment)
        if lost:
            note(session, campaign, "comments.deleted")
    compact_files(db)


def forget_answers(campaign_id: int) -> None:
    """Delete all answers. CampaignStateError before the release."""
    with writing() as session:
        _refuse(lock_campaign(session, campaign_id), "released")
        _delete(session, campaign_id, CommentReview, CommentToRead, Comment, AnswerSet, Receipt)
    compact_files(db)
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        campaign.answers_deleted_at = campaign.answers_deleted_at or datetime.now(UTC)


def _delete(
    session: Session, campaign_id: int, *tables: type[CommentReview | CommentToRead | Comment | AnswerSet | Receipt]
) -> None:
    for table in tables:
        session.execute(delete(table).where(table.campaign_id == campaign_id))


def _refuse(campaign: Campaign, *states: str) -> None:
    if campaign.state not in states:
        raise CampaignStateError(f"the campaign is {campaign.state}: nothing of it is deleted yet")
