"""Inviting as long work: in chunks, so that a killed worker leaves nothing half done."""

from collections.abc import Mapping

from assessment.campaigns.inviting import INVITE, are_asked, count_left, invite_next
from assessment.jobs import Handler, JobFailedError, RunningJob
from assessment.models import Campaign, db


def invite_people(job: RunningJob) -> None:
    """Doing it twice, or by two workers at once, invites nobody twice: each chunk looks who is left."""
    campaign = db.session.get(Campaign, int(job.parameters["campaign_id"]))
    if campaign is None or job.organisation_id is None:
        raise JobFailedError("there is no such survey")
    survey_id = campaign.id
    counted = count_left(campaign, are_asked(campaign))
    left = counted.mails + counted.letters
    done = 0
    while made := invite_next(job.organisation_id, survey_id):
        done += made
        job.report_progress(min(99, 100 * done // max(left, done)))


HANDLERS: Mapping[str, Handler] = {INVITE: invite_people}
