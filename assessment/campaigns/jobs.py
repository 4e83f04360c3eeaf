"""What happens to a survey by itself: it opens, is followed once a day, and closes at its moment (F22, F24).

Each may be done twice or late and looks at the survey again first: a clock that was wrong closes nothing early.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.campaigns.launch import CLOSE, OPEN
from assessment.campaigns.moments import follow_next, today_in
from assessment.campaigns.participation import keep_day
from assessment.campaigns.states import StateError, close_survey
from assessment.clock import tell_time
from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.models import Campaign, db, writing

FOLLOW = "follow survey"


def do_open(job: RunningJob) -> None:
    """The survey's moment of opening has come: from tomorrow on its participation is followed."""
    with writing() as session:
        campaign = _find(session, job)
        if campaign.state == "open":
            _ask_for_day(session, campaign, tell_time())
        job.complete(session)


def do_follow(job: RunningJob) -> None:
    """Keep the figures of today, also where the job comes late; ask for the next day's while the survey is open."""
    now = tell_time()
    with writing() as session:
        campaign = _find(session, job)
        if campaign.state == "open":
            keep_day(session, campaign, today_in(campaign.zone, now), now)
            if campaign.closes_at is None or now < campaign.closes_at:
                _ask_for_day(session, campaign, now)
        job.complete(session)


def do_close(job: RunningJob) -> None:
    """Close and release, unless the closing was moved: then another job has its moment."""
    campaign = db.session.get(Campaign, int(job.parameters["campaign_id"]))
    if campaign is None:
        raise JobFailedError("there is no such survey")
    if campaign.state not in ("open", "closed"):
        return
    now = tell_time()
    if campaign.closes_at is None or now < campaign.closes_at:
        return
    try:
        close_survey(campaign.organisation_id, campaign.id, now)
    except StateError:
        return


def _ask_for_day(session: Session, campaign: Campaign, now: datetime) -> None:
    """One job a day and survey, whoever asks for it."""
    run_at = follow_next(campaign.zone, now)
    enqueue(
        session,
        purpose=f"participation of survey {campaign.id} on {today_in(campaign.zone, run_at).isoformat()}",
        kind=FOLLOW,
        parameters={"campaign_id": campaign.id},
        run_at=run_at,
        organisation_id=campaign.organisation_id,
    )


def _find(session: Session, job: RunningJob) -> Campaign:
    campaign = session.scalars(
        select(Campaign).where(Campaign.id == int(job.parameters["campaign_id"])).with_for_update()
    ).one_or_none()
    if campaign is None:
        raise JobFailedError("there is no such survey")
    return campaign


HANDLERS: dict[str, Handler] = {OPEN: do_open, FOLLOW: do_follow, CLOSE: do_close}
