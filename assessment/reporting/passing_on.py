"""Sending the next survey's results by itself, to those who were sent this one's, as soon as they are released."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.jobs import Handler, RunningJob, enqueue
from assessment.models import Campaign, Job, Publication, PublicationReader, db, writing
from assessment.reporting.publishing import Addressee, ask_for_papers, list_reached, lock_released, send_to

KIND = "send to the same readers"
PAUSE = timedelta(minutes=10)
"""How often a look is taken whether the next survey's results are there."""


def is_scheduled(campaign_id: int) -> bool:
    waiting = select(Job.id).where(Job.purpose.startswith(_name(campaign_id)), Job.state.in_(("waiting", "running")))
    return db.session.scalar(waiting.limit(1)) is not None


def schedule(organisation_id: int, survey_id: int, *, wanted: bool) -> None:
    """Ask for it, or call it off. Raises NotReleasedError."""
    with writing() as session:
        campaign = lock_released(session, organisation_id, survey_id)
        waiting = Job.purpose.startswith(_name(survey_id)), Job.state.in_(("waiting", "running"))
        present = session.scalar(select(Job.id).where(*waiting).limit(1)) is not None
        if wanted == present:
            return
        if wanted:
            look_again(session, campaign)
        else:
            session.execute(delete(Job).where(Job.purpose.startswith(_name(survey_id)), Job.state == "waiting"))
        event = "report.scheduled" if wanted else "report.unscheduled"
        record(session, organisation_id, event, f"survey {survey_id}", {"name": campaign.name})


def look_again(session: Session, campaign: Campaign) -> None:
    enqueue(
        session,
        purpose=f"{_name(campaign.id)}{secrets.token_hex(8)}",
        kind=KIND,
        parameters={"campaign_id": campaign.id},
        run_at=tell_time() + PAUSE,
        organisation_id=campaign.organisation_id,
    )


def _name(campaign_id: int) -> str:
    """What the purposes of these jobs begin with: each look at the next survey is a row of its own."""
    return f"pass on the readers of survey {campaign_id}: "


def pass_on(job: RunningJob) -> None:
    """Once the next survey is released: send it. Else look again later; looks that are over are deleted."""
    with writing() as session:
        before = session.get_one(Campaign, int(job.parameters["campaign_id"]))
        following = session.scalars(
            select(Campaign)
            .where(Campaign.previous_campaign_id == before.id, Campaign.state == "released")
            .order_by(Campaign.id)
            .limit(1)
        ).one_or_none()
        session.execute(delete(Job).where(Job.purpose.startswith(_name(before.id)), Job.state == "done"))
        job.complete(session)
        if following is None:
            look_again(session, before)
            return
        following = lock_released(session, following.organisation_id, following.id)
        reached = list_reached(session, following.id, tell_time())
        readers = [one for one in list_readers(session, before.id) if one.email not in reached]
        if readers:
            send_to(session, following, readers, "")
        survey_id = following.id
    ask_for_papers(survey_id, {one.language for one in readers})


def list_readers(session: Session, campaign_id: int) -> list[Addressee]:
    """Whom a survey's results were sent to and not withdrawn from, each address once, by the latest name."""
    statement = (
        select(PublicationReader)
        .join(Publication, Publication.id == PublicationReader.publication_id)
        .where(Publication.campaign_id == campaign_id, Publication.withdrawn_at.is_(None))
        .order_by(PublicationReader.id)
    )
    found = {row.email: Addressee(row.name, row.email, row.language) for row in session.scalars(statement)}
    return list(found.values())


HANDLERS: Mapping[str, Handler] = {KIND: pass_on}
