"""The long work of this room: closing and releasing, as jobs that may be repeated."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.models import db
from assessment.release.closing import CampaignStateError, stop_answers
from assessment.release.forgetting import forget_answers, forget_comments, forget_invitations
from assessment.release.schedule import ANSWERS, COMMENTS, INVITATIONS
from assessment.release.service import release_campaign
from assessment.release.shuffling import compact_members
from assessment.release.withdrawing import erase_answers

KIND = "release"
ERASE = "erase answers"


def name_release(campaign_id: int) -> str:
    """The purpose of the one job that releases a campaign."""
    return f"release of campaign {campaign_id}"


def ask_for_release(session: Session, campaign_id: int, organisation_id: int) -> int:
    """Ask for the release in the caller's transaction; asking again gives the same job."""
    return enqueue(
        session,
        purpose=name_release(campaign_id),
        kind=KIND,
        parameters={"campaign_id": campaign_id},
        organisation_id=organisation_id,
    )


def ask_for_erasing(session: Session, campaign_id: int, organisation_id: int) -> int:
    """The same for a withdrawn campaign's answers."""
    return enqueue(
        session,
        purpose=f"erasing of campaign {campaign_id}",
        kind=ERASE,
        parameters={"campaign_id": campaign_id},
        organisation_id=organisation_id,
    )


def do_release(job: RunningJob) -> None:
    """Close and release the campaign of ``parameters["campaign_id"]``."""
    campaign_id = int(job.parameters["campaign_id"])
    try:
        stop_answers(campaign_id)
        release_campaign(campaign_id, job.report_progress)
        compact_members(db)
    except (CampaignStateError, NoResultFound) as error:
        raise JobFailedError(str(error)) from error


def do_erase(job: RunningJob) -> None:
    """Erase what was answered in the withdrawn campaign of ``parameters["campaign_id"]``."""
    try:
        erase_answers(int(job.parameters["campaign_id"]))
    except (CampaignStateError, NoResultFound) as error:
        raise JobFailedError(str(error)) from error


def do_forget(job: RunningJob) -> None:
    """Delete what a survey kept for a while (A18); ``kind`` says what."""
    forget = {INVITATIONS: forget_invitations, COMMENTS: forget_comments, ANSWERS: forget_answers}[job.kind]
    try:
        forget(int(job.parameters["campaign_id"]))
    except (CampaignStateError, NoResultFound) as error:
        raise JobFailedError(str(error)) from error


HANDLERS: dict[str, Handler] = {
    KIND: do_release,
    ERASE: do_erase,
    INVITATIONS: do_forget,
    COMMENTS: do_forget,
    ANSWERS: do_forget,
}
