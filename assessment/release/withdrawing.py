"""Withdrawing a survey: no result ever comes of it, so nothing that people wrote is kept for one."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.models import (
    AnswerSet,
    Campaign,
    Comment,
    CommentReview,
    Draft,
    PaperBatch,
    Receipt,
    Release,
    ReleaseCell,
    db,
    writing,
)
from assessment.release.closing import CampaignStateError, lock_campaign
from assessment.release.shuffling import compact_files

KEPT_NOTHING_OF = (CommentReview, Comment, AnswerSet, Draft, Receipt, PaperBatch)


def withdraw_campaign(session: Session, campaign_id: int) -> Campaign:
    """Set the state in the caller's transaction; from here on no answer arrives and none is ever released.

    CampaignStateError for a draft, which has nothing to withdraw, and for a release, which stands (A4).
    """
    campaign = lock_campaign(session, campaign_id)
    if campaign.state not in ("open", "closed", "withdrawn"):
        raise CampaignStateError(f"a campaign that is {campaign.state} cannot be withdrawn")
    campaign.state = "withdrawn"
    return campaign


def erase_answers(campaign_id: int) -> None:
    """Delete every answer, comment and draft of a withdrawn campaign, from the files too; safe to repeat."""
    with writing() as session:
        if lock_campaign(session, campaign_id).state != "withdrawn":
            raise CampaignStateError("only the answers of a withdrawn campaign are erased")
        for table in KEPT_NOTHING_OF:
            session.execute(delete(table).where(table.campaign_id == campaign_id))
        sealed = select(Release.id).where(Release.campaign_id == campaign_id)
        session.execute(delete(ReleaseCell).where(ReleaseCell.release_id.in_(sealed)))
        session.execute(delete(Release).where(Release.campaign_id == campaign_id))
    compact_files(db)
