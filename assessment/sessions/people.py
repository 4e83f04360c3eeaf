"""Who is in the room, as the facilitator keeps it: people without a device come in here, and anybody can be renamed or
taken out."""

from sqlalchemy import func, select

from assessment.models import Participant, Workshop, db
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.seats import MOST_PEOPLE, FullError, waking_phones


def list_people(workshop_id: int) -> list[Participant]:
    """By name, those without one at the end; who came first is not told."""
    own = select(Participant).where(Participant.workshop_id == workshop_id)
    return sorted(db.session.scalars(own), key=lambda one: (not one.name, one.name.casefold(), one.key_sha256 or ""))


def find_person(workshop_id: int, participant_id: int) -> Participant:
    """Raises GoneError."""
    own = Participant.workshop_id == workshop_id, Participant.id == participant_id
    found = db.session.scalars(select(Participant).where(*own)).one_or_none()
    if found is None:
        raise GoneError
    return found


def add_person(organisation_id: int, workshop_id: int, name: str) -> None:
    """Somebody without a device. Whoever is in without a device under this name is in already: twice changes nothing.
    Raises GoneError, MovedError and FullError."""
    with changing(workshop_id, organisation_id, running=False, phones=False) as (session, workshop):
        _check_open(workshop)
        own = select(Participant.id).where(Participant.workshop_id == workshop_id)
        if session.scalars(own.where(Participant.key_sha256.is_(None), Participant.name == name)).first() is not None:
            return
        if (session.scalar(select(func.count()).where(Participant.workshop_id == workshop_id)) or 0) >= MOST_PEOPLE:
            raise FullError
        with waking_phones(session, workshop):
            person = Participant(organisation_id=organisation_id, workshop_id=workshop_id, key_sha256=None, name=name)
            session.add(person)


def rename_person(organisation_id: int, workshop_id: int, participant_id: int, name: str) -> None:
    """Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, running=False) as (_session, workshop):
        _check_open(workshop)
        find_person(workshop_id, participant_id).name = name


def remove_person(organisation_id: int, workshop_id: int, participant_id: int) -> None:
    """Take somebody out: the phone goes back to the door. What was written and voted has no name and stays; scores in a
    named session go with the person. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        _check_open(workshop)
        session.delete(find_person(workshop_id, participant_id))


def _check_open(workshop: Workshop) -> None:
    if workshop.state == "ended":
        raise MovedError
