"""The long work of this room: closing and releasing, as jobs that may be repeated."""

from sqlalchemy.exc import NoResultFound

from assessment.jobs import Handler, JobFailedError, RunningJob
from assessment.release.closing import CampaignStateError, stop_answers
from assessment.release.service import release_campaign

KIND = "release"


def do_release(job: RunningJob) -> None:
    """Close and release the campaign of ``parameters["campaign_id"]``."""
    campaign_id = int(job.parameters["campaign_id"])
    try:
        stop_answers(campaign_id)
        release_campaign(campaign_id, job.report_progress)
    except (CampaignStateError, NoResultFound) as error:
        raise JobFailedError(str(error)) from error


HANDLERS: dict[str, Handler] = {KIND: do_release}
