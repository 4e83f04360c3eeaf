"""The pack as long work: drawn by a worker, so that no page waits for its layout."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.council.service import LANGUAGES, Pack, make_pack
from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.models import Campaign, Job, db

PACK = "works council pack"


def ask_for_pack(session: Session, pack: Pack) -> int:
    """Ask in the caller's transaction and give the job's id; asking again for the same paper gives the same job."""
    return enqueue(
        session,
        purpose=pack.key,
        kind=PACK,
        parameters={"campaign_id": pack.campaign_id, "language": pack.language},
        organisation_id=pack.organisation_id,
    )


def find_asked(packs: Sequence[Pack]) -> dict[str, Job]:
    """The jobs that make these very papers, as far as anybody has asked for them, by the keys of the papers."""
    asked = db.session.scalars(select(Job).where(Job.purpose.in_([pack.key for pack in packs])))
    return {job.purpose: job for job in asked}


def do_make(job: RunningJob) -> None:
    """Doing it twice gives one paper: it is kept by its own key."""
    campaign = db.session.get(Campaign, int(job.parameters["campaign_id"]))
    language = str(job.parameters["language"])
    if campaign is None or language not in LANGUAGES:
        raise JobFailedError("there is no such survey")
    make_pack(campaign, language)


HANDLERS: Mapping[str, Handler] = {PACK: do_make}
