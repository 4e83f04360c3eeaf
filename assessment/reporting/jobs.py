"""A report as long work: made by a worker, so that no page waits for its layout."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import Handler, JobFailedError, RunningJob, enqueue
from assessment.log import log
from assessment.models import Job, db, writing
from assessment.reporting.service import UnknownLanguageError, publish_report
from assessment.reporting.variants import FULL, PDF, UnknownVariantError
from assessment.reporting.views import NoReportError
from assessment.results.service import NotReleasedError
from reports.pdf import LayoutError

REPORT = "report"


def ask_for_report(
    session: Session,
    campaign_id: int,
    language: str,
    organisation_id: int | None = None,
    edition: str = "",
    variant: str = FULL,
    form: str = PDF,
    *,
    answered: bool = True,
) -> int:
    """Ask for a report in the caller's transaction and give the job's id; asking again gives the same job."""
    parameters = {"campaign_id": campaign_id, "language": language, "variant": variant, "form": form}
    return enqueue(
        session,
        purpose=name_purpose(campaign_id, language, edition, variant, form),
        kind=REPORT,
        parameters=parameters if answered else parameters | {"answered": False},
        organisation_id=organisation_id,
    )


def find_asked(purposes: Collection[str]) -> dict[str, Job]:
    """The jobs that make these reports, as far as anybody has asked for them, by their purpose."""
    return {job.purpose: job for job in db.session.scalars(select(Job).where(Job.purpose.in_(purposes)))}


def name_purpose(campaign_id: int, language: str, edition: str = "", variant: str = FULL, form: str = PDF) -> str:
    purpose = f"report of survey {campaign_id} in {language}"
    purpose += "" if variant == FULL else f", {variant}"
    purpose += "" if form == PDF else f", {form}"
    return f"{purpose}, {edition}" if edition else purpose


def make_report(job: RunningJob) -> None:
    """The report is kept by its own key, so that doing the job twice gives one report."""
    asked = job.parameters
    variant, form = str(asked.get("variant", FULL)), str(asked.get("form", PDF))
    try:
        answered = bool(asked.get("answered", True))
        publish_report(int(asked["campaign_id"]), str(asked["language"]), variant, form, answered=answered)
    except (NotReleasedError, NoReportError, UnknownLanguageError, UnknownVariantError) as error:
        raise JobFailedError(str(error)) from None
    except LayoutError as error:
        # Trying again is of no use: the same report takes as long and as much.
        log.warning("report stopped", job=job.id, reason=error.reason or "refused")
        raise JobFailedError(error.reason or "refused") from None
    with writing() as session:
        job.complete(session)


def explain_failure(message: str) -> str:
    """Why a report could not be made, in words for whoever asked for it."""
    return {
        "slow": _(
            "It took longer than a report may take and was stopped. Nothing else was held up. A shorter one may "
            "succeed."
        ),
        "big": _(
            "It needed more memory than a report may take and was stopped. Nothing else was held up. A shorter one may "
            "succeed."
        ),
        "refused": _("Something in it cannot be printed. Whoever runs the server finds more in the log."),
    }.get(message, message)


HANDLERS: Mapping[str, Handler] = {REPORT: make_report}
