"""What all changes of a session share: one transaction, its row held, and screens that are told."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import Workshop, writing


class GoneError(Exception):
    """There is no such session, or no such thing in it."""


class MovedError(Exception):
    """The session is elsewhere by now: ended, not begun, or in another phase."""


@contextmanager
def changing(
    workshop_id: int, organisation_id: int | None = None, *, running: bool = True, phones: bool = True
) -> Iterator[tuple[Session, Workshop]]:
    """A transaction about one session, whose row is held until it ends: what two people do at once is done one after
    the other. Screens look again afterwards; ``phones``: those of participants too, which a change on the wall alone
    need not wake. Raises GoneError and, unless it is running, MovedError.

    ``organisation_id``: whose it must be; None where the one who asks is in its room.
    """
    with writing() as session:
        statement = select(Workshop).where(Workshop.id == workshop_id).with_for_update()
        if organisation_id is not None:
            statement = statement.where(Workshop.organisation_id == organisation_id)
        workshop = session.scalars(statement).one_or_none()
        if workshop is None:
            raise GoneError
        if running and workshop.state != "running":
            raise MovedError
        yield session, workshop
        workshop.wall_version += 1
        if phones:
            workshop.phone_version += 1


@contextmanager
def acting(workshop_id: int, kind: str, *, phones: bool = False) -> Iterator[tuple[Session, Workshop, str]]:
    """The same for what participants do in a phase of that kind; gives the phase's id too. Raises MovedError where the
    session is not in such a phase any more."""
    with changing(workshop_id, phones=phones) as (session, workshop):
        phase = workshop.phases[workshop.phase]
        if phase["kind"] != kind:
            raise MovedError
        yield session, workshop, phase["id"]
