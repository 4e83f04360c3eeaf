"""The long work of this room: showing comments, as a job that may be repeated."""

from assessment.comments.service import RELEASE, UnreadError, release_comments
from assessment.jobs import Handler, JobFailedError, RunningJob


def do_release(job: RunningJob) -> None:
    """Show the comments of ``parameters["campaign_id"]``."""
    try:
        release_comments(int(job.parameters["campaign_id"]))
    except UnreadError as error:
        raise JobFailedError("not every comment has been read by two people") from error


HANDLERS: dict[str, Handler] = {RELEASE: do_release}
