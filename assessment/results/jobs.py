"""Hand-outs as long work: drawn by a worker, so that no page waits for their layout."""

from collections.abc import Mapping

from assessment.jobs import Handler, JobFailedError, RunningJob
from assessment.results.hand_out_paper import HAND_OUT, NoHandOutError, make_sheet
from assessment.results.sources import NotReleasedError


def do_make(job: RunningJob) -> None:
    """Doing it twice gives one sheet: it is kept by its own key."""
    given = job.parameters
    try:
        make_sheet(int(given["campaign_id"]), str(given["unit"]), str(given["language"]))
    except (NotReleasedError, NoHandOutError):
        raise JobFailedError("nothing is shown of this unit on its own") from None


HANDLERS: Mapping[str, Handler] = {HAND_OUT: do_make}
