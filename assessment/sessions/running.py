"""Planning a session and leading it through its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from sqlalchemy import select

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import Base, Campaign, Workshop, db, writing
from assessment.sessions.agendas import LONGEST_PHASE, Line, Phase, change_phase, make_phases, read_phases, store_phases
from assessment.sessions.asking import forget_knowers
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.explanations import forget_hidden
from assessment.sessions.leaving import leave, leave_all
from assessment.sessions.minutes_jobs import ask_for_minutes
from assessment.sessions.placing import forget_acts
from assessment.sessions.reminding import plan_looks
from assessment.sessions.seats import make_code
from assessment.sessions.votes import end_open_ballots


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled before a session starts. ``phases``: kinds, minutes and titles; ``campaign_id``: the released
    survey that is talked about; ``named``: people see each other's names beside scores and notes."""

    kind: str
    name: str
    question: str
    language: str
    lens: str
    phases: Sequence[Line]
    campaign_id: int | None = None
    previous_id: int | None = None
    named: bool = False
    held_on: date | None = None


def plan_session(organisation_id: int, plan: Plan) -> int:
    """Gives the session's id. Raises GoneError where its survey or the session before is not this organisation's."""
    with writing() as session:
        for kind, own_id in ((Campaign, plan.campaign_id), (Workshop, plan.previous_id)):
            if own_id is None:
                continue
            owned = select(kind.id).where(kind.id == own_id, kind.organisation_id == organisation_id)
            if session.scalar(owned) is None:
                raise GoneError
        workshop = Workshop(
            organisation_id=organisation_id,
            campaign_id=plan.campaign_id,
            previous_id=plan.previous_id,
            kind=plan.kind,
            name=plan.name,
            question=plan.question,
            language=plan.language,
            lens=plan.lens,
            phases=store_phases(make_phases(plan.phases)),
            named=plan.named,
            held_on=plan.held_on,
            created_at=tell_time(),
        )
        session.add(workshop)
        session.flush()
        record(session, organisation_id, "session.planned", f"session {workshop.id}", {"name": plan.name})
        return workshop.id


def find_session(organisation_id: int, workshop_id: int) -> Workshop:
    """Raises GoneError."""
    found = db.session.scalars(
        select(Workshop).where(Workshop.id == workshop_id, Workshop.organisation_id == organisation_id)
    ).one_or_none()
    if found is None:
        raise GoneError
    return found


def list_sessions(organisation_id: int) -> list[Workshop]:
    """The latest first."""
    own = select(Workshop).where(Workshop.organisation_id == organisation_id)
    return list(db.session.scalars(own.order_by(Workshop.id.desc())))


def start_session(organisation_id: int, workshop_id: int) -> None:
    """Open the room: from now on people can join with its code. Starting twice changes nothing."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        if workshop.state == "running":
            return
        if workshop.state == "ended":
            raise MovedError
        workshop.state = "running"
        workshop.code = make_code()
        workshop.held_on = workshop.held_on or tell_time().date()
        workshop.phase, workshop.phase_began_at = 0, tell_time()
        session.flush()
        record(session, organisation_id, "session.started", f"session {workshop_id}", {"name": workshop.name})


def go_to(organisation_id: int, workshop_id: int, phase_id: str) -> None:
    """Go to a phase of the agenda, back or forward; what was hidden in those that are left for a later one is shown.
    Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        places = [phase["id"] for phase in workshop.phases]
        if phase_id not in places:
            raise GoneError
        leave(session, workshop, workshop.phases[workshop.phase : places.index(phase_id)])
        # Pressing twice must not begin the phase once more.
        if workshop.phase != places.index(phase_id):
            workshop.phase, workshop.phase_began_at = places.index(phase_id), tell_time()


def give_minutes(organisation_id: int, workshop_id: int, phase_id: str, minutes: int) -> None:
    """Change how long a phase takes, also while it runs."""
    with changing(workshop_id, organisation_id, running=False) as (_session, workshop):
        if workshop.state == "ended":
            raise MovedError
        phases = read_phases(workshop.phases)
        if phase_id not in {phase.id for phase in phases}:
            raise GoneError
        workshop.phases = store_phases(change_phase(phases, phase_id, minutes=minutes))


def discard_session(organisation_id: int, workshop_id: int) -> None:
    """Take a session away that was planned and never started. Raises GoneError and MovedError."""
    with writing() as session:
        own = select(Workshop).where(Workshop.id == workshop_id, Workshop.organisation_id == organisation_id)
        workshop = session.scalars(own.with_for_update()).one_or_none()
        if workshop is None:
            raise GoneError
        if workshop.state != "planned":
            raise MovedError
        for table in reversed(Base.metadata.sorted_tables):
            if "workshop_id" in table.c:
                session.execute(table.delete().where(table.c.workshop_id == workshop_id))
        session.delete(workshop)
        session.flush()
        record(session, organisation_id, "session.discarded", f"session {workshop_id}", {"name": workshop.name})


def end_session(organisation_id: int, workshop_id: int) -> None:
    """Close the room: nobody can join any more, and nothing changes on its screens. Ending twice changes nothing."""
    with changing(workshop_id, organisation_id, running=False) as (session, workshop):
        if workshop.state == "ended":
            return
        leave_all(session, workshop)
        end_open_ballots(session, workshop)
        forget_knowers(session, workshop)
        forget_acts(session, workshop)
        workshop.state, workshop.code, workshop.ended_at = "ended", None, tell_time()
        forget_hidden(session, workshop)
        ask_for_minutes(session, workshop, workshop.language)
        plan_looks(session, organisation_id)
        session.flush()
        record(session, organisation_id, "session.ended", f"session {workshop_id}", {"name": workshop.name})


def find_phase(workshop: Workshop) -> Phase:
    """Where the session is."""
    return read_phases(workshop.phases)[workshop.phase]


def tell_end(workshop: Workshop) -> datetime | None:
    """When the present phase should be over; None before the start and after the end."""
    if workshop.state != "running" or workshop.phase_began_at is None:
        return None
    return workshop.phase_began_at + timedelta(minutes=find_phase(workshop).minutes)


def stretch(workshop: Workshop, more: int) -> int:
    """How many minutes the present phase takes with so many more from now on: from its planned end or, where that is
    past, from the present minute."""
    if workshop.phase_began_at is None:
        return find_phase(workshop).minutes + more
    gone = ceil((tell_time() - workshop.phase_began_at).total_seconds() / 60)
    return min(max(find_phase(workshop).minutes, gone) + more, LONGEST_PHASE)
