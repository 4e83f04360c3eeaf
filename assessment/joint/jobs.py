"""After the sealing: no trace of what each answered alone in the database's files, and the certificate on paper."""

from collections.abc import Mapping

from assessment.jobs import Handler, RunningJob
from assessment.joint.paper import DRAW, do_draw
from assessment.joint.service import FORGET
from assessment.models import db
from assessment.release.shuffling import compact_members


def forget(_job: RunningJob) -> None:
    """Safe to repeat."""
    compact_members(db)


HANDLERS: Mapping[str, Handler] = {FORGET: forget, DRAW: do_draw}
