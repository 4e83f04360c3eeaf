"""One gap, two explanations: staff and senior managers each write one in silence, and both are shown together.

An explanation is a note. Before the reveal only its writer's browser sees it; at the reveal the key that ties it to
that browser is erased (trust rule A15).
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from assessment.models import Note, Participant, Workshop, db
from assessment.results.numbers import speaking
from assessment.results.sentences import write_gap_sentence
from assessment.sessions.canvas import list_criteria
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.seats import Seat
from assessment.sessions.surveyed import check_phase, find_widest, load_surveyed, write_seen

EXPLAIN = "explain"
STAFF, MANAGERS = "staff", "managers"
SIDES = (STAFF, MANAGERS)
LONGEST = 280
MOST_PLACES = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Riddle:
    """What is to be explained: the driver with the widest gap, in one sentence with both figures."""

    driver: str
    title: str
    sentence: str
    seen: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A driver and what both sides wrote, in the random order of the notes; only after the reveal."""

    driver: str
    title: str
    staff: tuple[str, ...]
    managers: tuple[str, ...]


def find_riddle(workshop: Workshop) -> Riddle | None:
    """None where the session is about no survey, or nobody said anything beside what staff see."""
    view = load_surveyed(workshop)
    gap = find_widest(view) if view else None
    result = view.result(gap.dimension) if view and gap else None
    if view is None or gap is None or result is None:
        return None
    with speaking(view.language):
        return Riddle(
            gap.dimension, view.dimension_title(gap.dimension), write_gap_sentence(view, gap), write_seen(view, result)
        )


def name_topic(driver: str, side: str) -> str:
    return f"{EXPLAIN}:{driver}:{side}"


def find_side(seat: Seat) -> str:
    """Which side somebody has chosen on the phone; senior managers say so, everybody else is staff."""
    return MANAGERS if seat.role == "manager" else STAFF


def choose_side(seat: Seat, side: str) -> None:
    """Say that this phone is a senior manager's, or that it is not. Whoever has written stays on the side written for.

    Raises GoneError and MovedError.
    """
    if side not in SIDES:
        raise GoneError
    with acting(seat.workshop.id, EXPLAIN) as (session, workshop, phase_id):
        _check_hidden(workshop, phase_id)
        if _find_own(session, seat, phase_id) is not None:
            raise MovedError
        participant = session.get(Participant, seat.participant_id)
        if participant is None:
            raise GoneError
        participant.role = "manager" if side == MANAGERS else "participant"


def write_explanation(seat: Seat, note_id: str, text: str) -> None:
    """Keep one's own explanation, in place of what one wrote before. Sending the same page twice changes nothing.

    Raises MovedError where it comes too late, GoneError where there is no gap to explain.
    """
    with acting(seat.workshop.id, EXPLAIN) as (session, workshop, phase_id):
        _check_hidden(workshop, phase_id)
        riddle = find_riddle(workshop)
        if riddle is None:
            raise GoneError
        own = _find_own(session, seat, phase_id)
        if own is not None:
            own.text = text
            return
        if session.get(Note, note_id) is not None:
            raise MovedError
        session.add(
            Note(
                id=note_id,
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                topic=name_topic(riddle.driver, find_side(seat)),
                text=text,
                place=secrets.randbelow(MOST_PLACES),
                author_sha256=seat.key_for(phase_id),
            )
        )


def take_back(seat: Seat) -> None:
    """Raises MovedError where both sides are shown already."""
    with acting(seat.workshop.id, EXPLAIN) as (session, workshop, phase_id):
        _check_hidden(workshop, phase_id)
        own = Note.author_sha256 == seat.key_for(phase_id)
        session.execute(delete(Note).where(Note.workshop_id == workshop.id, own))


def find_own(seat: Seat, phase_id: str) -> Note | None:
    """What this browser wrote, until it is shown: then nobody knows any more whose it is."""
    return _find_own(db.session, seat, phase_id)


def _find_own(session: Session, seat: Seat, phase_id: str) -> Note | None:
    own = select(Note).where(Note.workshop_id == seat.workshop.id, Note.author_sha256 == seat.key_for(phase_id))
    return session.scalars(own).one_or_none()


def reveal(organisation_id: int, session_id: int, phase_id: str) -> None:
    """Show both sides at once, and erase who wrote what; twice changes nothing. Raises GoneError and MovedError."""
    with changing(session_id, organisation_id) as (session, workshop):
        check_phase(workshop, EXPLAIN, phase_id)
        if is_revealed(workshop, phase_id):
            return
        for note in session.scalars(_select(workshop)).all():
            note.revealed, note.author_sha256 = True, None
        workshop.results = workshop.results | {EXPLAIN: [*workshop.results.get(EXPLAIN, []), phase_id]}


def is_revealed(workshop: Workshop, phase_id: str) -> bool:
    return phase_id in workshop.results.get(EXPLAIN, [])


def _check_hidden(workshop: Workshop, phase_id: str) -> None:
    if is_revealed(workshop, phase_id):
        raise MovedError


def forget_hidden(session: Session, workshop: Workshop) -> None:
    """Destroy what was written and never shown, with the end of the session: nobody is to find it later."""
    hidden = (Note.workshop_id == workshop.id) & Note.topic.startswith(f"{EXPLAIN}:") & Note.revealed.is_(False)
    session.execute(delete(Note).where(hidden))


def count_written(workshop: Workshop) -> dict[str, int]:
    """How many each side has written: a number, no text."""
    topics = db.session.scalars(
        select(Note.topic).where(Note.workshop_id == workshop.id, Note.topic.startswith(f"{EXPLAIN}:"))
    )
    counted = Counter(topic.rpartition(":")[2] for topic in topics)
    return {side: counted[side] for side in SIDES}


def count_sides(workshop: Workshop) -> dict[str, int]:
    """How many are in on each side."""
    roles = Counter(db.session.scalars(select(Participant.role).where(Participant.workshop_id == workshop.id)))
    return {STAFF: roles["participant"], MANAGERS: roles["manager"]}


def list_explained(workshop: Workshop, language: str) -> tuple[Explained, ...]:
    """By driver: what was shown to everybody."""
    titles = {criterion.id: criterion.title for criterion in list_criteria("drivers", language)}
    notes = db.session.scalars(_select(workshop).where(Note.revealed.is_(True))).all()
    drivers = dict.fromkeys(note.topic.split(":")[1] for note in notes)
    return tuple(
        Explained(
            driver,
            titles.get(driver, driver),
            _list_texts(notes, name_topic(driver, STAFF)),
            _list_texts(notes, name_topic(driver, MANAGERS)),
        )
        for driver in drivers
    )


def _list_texts(notes: Sequence[Note], topic: str) -> tuple[str, ...]:
    return tuple(note.text for note in notes if note.topic == topic)


def _select(workshop: Workshop) -> Select[Note]:
    return (
        select(Note)
        .where(Note.workshop_id == workshop.id, Note.topic.startswith(f"{EXPLAIN}:"))
        .order_by(Note.place, Note.id)
    )
