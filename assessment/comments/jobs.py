"""The long work of this room, as jobs that may be repeated: showing comments, reminding those who read them."""

from assessment.comments.reminding import do_remind
from assessment.comments.service import RELEASE, UnreadError, release_comments
from assessment.jobs import Handler, JobFailedError, RunningJob
from assessment.release.schedule import REMIND


def do_release(job: RunningJob) -> None:
    """Show the comments of ``parameters["campaign_id"]``."""
    try:
        release_comments(int(job.parameters["campaign_id"]))
    except UnreadError as error:
        raise JobFailedError("not every comment has been read by two people") from error


HANDLERS: dict[str, Handler] = {RELEASE: do_release, REMIND: do_remind}
