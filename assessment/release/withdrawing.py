"""Withdrawing a survey: no result ever comes of it, so nothing that people wrote is kept for one."""

from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.models import (
    AnswerSet,
    Campaign,
    Comment,
    CommentReview,
    CommentToRead,
    Draft,
    JointAnswer,
    PaperBatch,
    Receipt,
    Release,
    ReleaseCell,
    db,
    writing,
)
from assessment.release.closing import CampaignStateError, lock_campaign
from assessment.release.joint import end_team
from assessment.release.schedule import plan_after_closing
from assessment.release.shuffling import compact_files

KEPT_NOTHING_OF = (CommentReview, CommentToRead, Comment, AnswerSet, Draft, Receipt, PaperBatch, JointAnswer)


def withdraw_campaign(session: Session, campaign_id: int) -> Campaign:
    """Set the state in the caller's transaction; from here on no answer arrives and none is ever released.

    CampaignStateError for a draft, which has nothing to withdraw, and for a release, which stands (A4).
    """
    campaign = lock_campaign(session, campaign_id)
    if campaign.state not in ("open", "closed", "withdrawn"):
        raise CampaignStateError(f"a campaign that is {campaign.state} cannot be withdrawn")
    if campaign.state != "withdrawn":
        campaign.state = "withdrawn"
        plan_after_closing(session, campaign, datetime.now(UTC))
    return campaign


def erase_answers(campaign_id: int) -> None:
    """Delete every answer, comment and draft of a withdrawn campaign, from the files too; safe to repeat."""
    with writing() as session:
        if lock_campaign(session, campaign_id).state != "withdrawn":
            raise CampaignStateError("only the answers of a withdrawn campaign are erased")
        for table in KEPT_NOTHING_OF:
            session.execute(delete(table).where(table.campaign_id == campaign_id))
        end_team(session, campaign_id)
        sealed = select(Release.id).where(Release.campaign_id == campaign_id)
        session.execute(delete(ReleaseCell).where(ReleaseCell.release_id.in_(sealed)))
        session.execute(delete(Release).where(Release.campaign_id == campaign_id))
    compact_files(db)
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        campaign.answers_deleted_at = campaign.answers_deleted_at or datetime.now(UTC)
