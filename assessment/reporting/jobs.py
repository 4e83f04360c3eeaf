"""A report as long work: made by a worker, so that no page waits for its layout."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.models import Job, db, writing
from assessment.reporting.service import UnknownLanguageError, publish_report
from assessment.reporting.views import NoReportError
from assessment.results.service import NotReleasedError

REPORT = "report"


def ask_for_report(
    session: Session,
    campaign_id: int,
    language: str,
    organisation_id: int | None = None,
    edition: str = "",
    *,
    answered: bool = True,
) -> int:
    """Ask for a report in the caller's transaction and give the job's id; asking again gives the same job."""
    parameters = {"campaign_id": campaign_id, "language": language}
    return enqueue(
        session,
        purpose=name_purpose(campaign_id, language, edition),
        kind=REPORT,
        parameters=parameters if answered else parameters | {"answered": False},
        organisation_id=organisation_id,
    )


def find_asked(campaign_id: int, language: str, edition: str = "") -> Job | None:
    """The job that makes this report, if anybody has asked for it."""
    return db.session.scalar(select(Job).where(Job.purpose == name_purpose(campaign_id, language, edition)))


def name_purpose(campaign_id: int, language: str, edition: str = "") -> str:
    purpose = f"report of survey {campaign_id} in {language}"
    return f"{purpose}, {edition}" if edition else purpose


def make_report(job: RunningJob) -> None:
    """The report is kept by its own key, so that doing the job twice gives one report."""
    try:
        campaign_id, language = int(job.parameters["campaign_id"]), str(job.parameters["language"])
        publish_report(campaign_id, language, answered=bool(job.parameters.get("answered", True)))
    except (NotReleasedError, NoReportError, UnknownLanguageError) as error:
        raise JobFailedError(str(error)) from None
    with writing() as session:
        job.complete(session)


HANDLERS: Mapping[str, Handler] = {REPORT: make_report}
