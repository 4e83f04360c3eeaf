"""What happens when a session leaves a phase, in the transaction that leads it on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from assessment.models import Workshop
from assessment.sessions.notes import reveal_notes
from assessment.sessions.sorting import put_rest_into_tray

Leaver = Callable[[Session, Workshop, str], None]
"""Is given the id of the phase that is left. It may be left more than once, and at the end without having begun."""

LEAVERS: dict[str, Leaver] = {"write": reveal_notes, "sort": put_rest_into_tray}
"""By kind of phase."""


def leave_all(session: Session, workshop: Workshop) -> None:
    """At the end: also what was taken off the agenda after people had been there."""
    leave(session, workshop, [*workshop.phases, *({"id": "", "kind": kind} for kind in LEAVERS)])


def leave(session: Session, workshop: Workshop, phases: Sequence[Mapping[str, Any]]) -> None:
    """Leave these phases for a later one, or for the end; those that were passed over too, as a facilitator may have
    gone back before going on."""
    for phase in phases:
        leaver = LEAVERS.get(phase["kind"])
        if leaver is not None:
            leaver(session, workshop, phase["id"])
