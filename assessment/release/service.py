"""Releasing a campaign: what was sealed at closing becomes visible, once and for good (trust rule A4)."""

from sqlalchemy import select

from assessment.clock import tell_time
from assessment.models import JointAnswer, Release, ReleaseCell, writing
from assessment.release.closing import CampaignStateError, lock_campaign, note, refuse_unclosed, seal_figures
from assessment.release.disclosure import Progress
from assessment.release.joint import describe_joint, end_team
from assessment.release.schedule import plan_after_release
from assessment.release.store import find_cells, find_release, find_summary, hash_release, write_canonically
from assessment.scoring.figures import ReleaseSummary

__all__ = ["CampaignStateError", "find_cells", "find_release", "find_summary", "release_campaign"]


def release_campaign(campaign_id: int, progress: Progress | None = None) -> int:
    """Show a closed campaign's figures and give the release's id; a second call gives the first release.

    ``progress`` is told per cents up to 100. Raises CampaignStateError where the campaign is not closed yet.
    """
    seal_figures(campaign_id, progress)
    with writing() as session:
        campaign = lock_campaign(session, campaign_id)
        refuse_unclosed(campaign)
        release = session.scalars(select(Release).where(Release.campaign_id == campaign_id)).one()
        if campaign.state == "released":
            return release.id
        joint = session.get(JointAnswer, campaign_id)
        if joint is not None:
            summary = ReleaseSummary.model_validate_json(release.summary)
            shown = summary.model_copy(update={"joint": describe_joint(campaign, joint)})
            release.summary = write_canonically(shown)
        texts = session.scalars(
            select(ReleaseCell.figures).where(ReleaseCell.release_id == release.id).order_by(ReleaseCell.position)
        )
        release.sha256 = hash_release(release.summary, list(texts))
        release.released_at = tell_time()
        end_team(session, campaign_id)
        campaign.state = "released"
        plan_after_release(session, campaign, release.released_at)
        note(session, campaign, "results.released", sha256=release.sha256)
        return release.id
