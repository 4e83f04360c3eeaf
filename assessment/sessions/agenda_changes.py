"""Changing the agenda of a session that is planned or runs, and keeping one for the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, select

from assessment.audit import record
from assessment.models import Workshop, WorkshopTemplate, db, writing
from assessment.sessions import agendas
from assessment.sessions.agendas import Phase, read_phases, store_phases
from assessment.sessions.changing import GoneError, MovedError, changing

LAST_NUMBER = "last_phase"
"""In a session's settings: the highest number that a phase ever had there, since a number is never used again."""


class TakenError(Exception):
    """There is an agenda with this name already."""


class LongError(Exception):
    """The agenda has as many phases as it can have."""


@dataclass
class Draft:
    """``phases`` may be changed from ``first`` on: those before it are over or present."""

    workshop: Workshop
    phases: list[Phase]
    first: int

    def check_open(self, phase_id: str) -> None:
        """Raises GoneError where there is no such phase and MovedError where it is present or over."""
        places = [phase.id for phase in self.phases]
        if phase_id not in places:
            raise GoneError
        if places.index(phase_id) < self.first:
            raise MovedError

    def check_place(self, before: str) -> None:
        """``before``: an open phase, or "" for the end."""
        if before:
            self.check_open(before)


def find_first_open(workshop: Workshop) -> int:
    """The place of the first phase that can still be moved or taken away."""
    return {"planned": 0, "running": workshop.phase + 1}.get(workshop.state, len(workshop.phases))


@contextmanager
def _drafting(organisation_id: int, workshop_id: int) -> Iterator[Draft]:
    """Raises GoneError, and MovedError where the session has ended."""
    with changing(workshop_id, organisation_id, running=False) as (_session, workshop):
        if workshop.state == "ended":
            raise MovedError
        draft = Draft(workshop, read_phases(workshop.phases), find_first_open(workshop))
        yield draft
        workshop.phases = store_phases(draft.phases)


def find_next_id(workshop: Workshop) -> str:
    """Of the phase that is added next."""
    used = agendas.find_last_number(read_phases(workshop.phases))
    return f"p{max(used, workshop.settings.get(LAST_NUMBER, 0)) + 1}"


def add_phase(organisation_id: int, workshop_id: int, phase: Phase, before: str) -> None:
    """``phase``: its id is the one that the page was drawn with, so that sending twice adds one; where somebody else
    has added another one meanwhile it gets the next. Raises LongError."""
    with _drafting(organisation_id, workshop_id) as draft:
        if phase in draft.phases:
            return
        if len(draft.phases) >= agendas.MOST_PHASES:
            raise LongError
        draft.check_place(before)
        new = Phase(find_next_id(draft.workshop), phase.kind, phase.minutes, phase.title)
        draft.phases = agendas.add_phase(draft.phases, before, new)
        draft.workshop.settings = draft.workshop.settings | {LAST_NUMBER: int(new.id[1:])}


def move_phase(organisation_id: int, workshop_id: int, phase_id: str, before: str) -> None:
    with _drafting(organisation_id, workshop_id) as draft:
        draft.check_open(phase_id)
        draft.check_place(before)
        draft.phases = agendas.move_phase(draft.phases, phase_id, before)


def change_phase(organisation_id: int, workshop_id: int, phase_id: str, minutes: int, title: str) -> None:
    """Also of the present one."""
    with _drafting(organisation_id, workshop_id) as draft:
        if phase_id not in {phase.id for phase in draft.phases}:
            raise GoneError
        draft.phases = agendas.change_phase(draft.phases, phase_id, minutes=minutes, title=title)


def remove_phase(organisation_id: int, workshop_id: int, phase_id: str) -> None:
    """The last one that is left stays. Raises GoneError and MovedError."""
    with _drafting(organisation_id, workshop_id) as draft:
        draft.check_open(phase_id)
        if len(draft.phases) == 1:
            raise MovedError
        used = max(agendas.find_last_number(draft.phases), draft.workshop.settings.get(LAST_NUMBER, 0))
        draft.workshop.settings = draft.workshop.settings | {LAST_NUMBER: used}
        draft.phases = [phase for phase in draft.phases if phase.id != phase_id]


def keep_agenda(organisation_id: int, workshop_id: int, name: str) -> None:
    """Keep this session's agenda under a name for the next ones. Raises GoneError and TakenError."""
    with writing() as session:
        workshop = session.scalars(
            select(Workshop).where(Workshop.id == workshop_id, Workshop.organisation_id == organisation_id)
        ).one_or_none()
        if workshop is None:
            raise GoneError
        own = select(WorkshopTemplate).where(WorkshopTemplate.organisation_id == organisation_id)
        taken = session.scalars(own.where(WorkshopTemplate.name == name)).one_or_none()
        if taken is not None:
            if taken.kind == workshop.kind and _strip(taken.phases) == _strip(workshop.phases):
                return
            raise TakenError
        session.add(
            WorkshopTemplate(organisation_id=organisation_id, name=name, kind=workshop.kind, phases=workshop.phases)
        )
        session.flush()
        record(session, organisation_id, "agenda.kept", name, {"session": workshop.name})


def _strip(phases: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{key: value for key, value in phase.items() if key != "id"} for phase in phases]


def list_agendas(organisation_id: int) -> list[WorkshopTemplate]:
    """Those that this organisation keeps, by name."""
    own = select(WorkshopTemplate).where(WorkshopTemplate.organisation_id == organisation_id)
    return list(db.session.scalars(own.order_by(WorkshopTemplate.name)))


def forget_agenda(organisation_id: int, agenda_id: int) -> None:
    """Raises GoneError; sessions that were set up with it stay as they are."""
    with writing() as session:
        own = WorkshopTemplate.id == agenda_id, WorkshopTemplate.organisation_id == organisation_id
        name = session.scalar(select(WorkshopTemplate.name).where(*own))
        if name is None:
            raise GoneError
        session.execute(delete(WorkshopTemplate).where(*own))
        record(session, organisation_id, "agenda.forgotten", name, {})
