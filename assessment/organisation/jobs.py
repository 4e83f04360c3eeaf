"""The long work of this room: forgetting lists that nobody confirmed."""

from assessment.jobs import Handler, RunningJob
from assessment.models import writing
from assessment.organisation.upload import KIND, forget_lists


def do_forget(job: RunningJob) -> None:
    """Remove what is old by now; doing it twice removes nothing more."""
    forget_lists()
    with writing() as session:
        job.complete(session)


HANDLERS: dict[str, Handler] = {KIND: do_forget}
