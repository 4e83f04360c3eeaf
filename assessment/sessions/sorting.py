"""Sorting together: each note goes to two phones, whose people tap a criterion; where both tap the same, it is placed.

Phones ask for notes. Which one a phone is given tells nothing: it follows from the phone's key for this phase.
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.models import Note, Participant, Tap, Workshop, db
from assessment.sessions.canvas import list_criteria
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.notes import QUESTION
from assessment.sessions.seats import SORTERS, Seat

HOLD = timedelta(seconds=60)
"""A note that nobody taps for so long is free for another."""


def give_note(seat: Seat) -> None:
    """The next note for this phone, or the one that it has not tapped yet. Raises MovedError."""
    with acting(seat.workshop.id, "sort") as (session, workshop, phase_id):
        _give(session, workshop, seat.key_for(phase_id))


def tap(seat: Seat, note_id: str, criterion: str) -> None:
    """Say where a note belongs, and be given the next one. A tap that was sent before, or for a note that has its place
    by now, changes nothing. Raises MovedError, and GoneError where the canvas has no such criterion."""
    with acting(seat.workshop.id, "sort") as (session, workshop, phase_id):
        if criterion not in {one.id for one in list_criteria(workshop.lens, workshop.language)}:
            raise GoneError
        key = seat.key_for(phase_id)
        held = session.scalars(
            select(Tap).where(Tap.note_id == note_id, Tap.sorter_sha256 == key, Tap.workshop_id == workshop.id)
        ).one_or_none()
        if held is not None and held.criterion is None:
            held.criterion = criterion
            session.flush()
            _settle(session, session.get_one(Note, note_id))
        _give(session, workshop, key)


def _give(session: Session, workshop: Workshop, key: str) -> None:
    rows = session.execute(
        select(Note.id, Tap.sorter_sha256, Tap.criterion, Tap.given_at)
        .join(Tap, Tap.note_id == Note.id, isouter=True)
        .where(is_open(workshop.id))
    ).all()
    stale = tell_time() - HOLD
    holders: dict[str, int] = {}
    had = set()
    for note_id, sorter, criterion, given_at in rows:
        if sorter == key and criterion is None:
            return
        holders.setdefault(note_id, 0)
        if sorter == key:
            had.add(note_id)
        if sorter is not None and (criterion is not None or given_at > stale):
            holders[note_id] += 1
    free = [note_id for note_id, count in holders.items() if count < SORTERS and note_id not in had]
    if free:
        # Those that the fewest hold come first; phones begin at different ones, wherever these lie.
        chosen = min(free, key=lambda note_id: (holders[note_id], sha256(f"{key}{note_id}".encode()).digest()))
        session.add(
            Tap(
                note_id=chosen,
                sorter_sha256=key,
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                given_at=tell_time(),
            )
        )


def _settle(session: Session, note: Note) -> None:
    """Place a note that enough have tapped, or put it into the tray; nobody's key stays at it."""
    tapped = session.scalars(select(Tap.criterion).where(Tap.note_id == note.id, Tap.criterion.is_not(None))).all()
    if len(tapped) < SORTERS:
        return
    note.proposals = sorted({one for one in tapped if one})
    if len(note.proposals) == 1:
        note.criterion = note.proposals[0]
    else:
        note.tray = True
    session.execute(delete(Tap).where(Tap.note_id == note.id))


def put_rest_into_tray(session: Session, workshop: Workshop, _phase_id: str) -> None:
    """What is not placed yet is talked about; what one has tapped only keeps that tap as its proposal."""
    answered = select(Tap.note_id, Tap.criterion).where(Tap.workshop_id == workshop.id, Tap.criterion.is_not(None))
    tapped = {note_id: [criterion or ""] for note_id, criterion in session.execute(answered)}
    for note in session.scalars(select(Note).where(is_open(workshop.id))):
        note.tray = True
        note.proposals = tapped.get(note.id, [])
    session.execute(delete(Tap).where(Tap.workshop_id == workshop.id))


def end_sorting(organisation_id: int, workshop_id: int) -> None:
    """Before everything is sorted; what is left goes into the tray. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        phase = workshop.phases[workshop.phase]
        if phase["kind"] != "sort":
            raise MovedError
        put_rest_into_tray(session, workshop, phase["id"])


def is_open(workshop_id: int) -> ColumnElement[bool]:
    """Notes that wait for being sorted."""
    return and_(
        Note.workshop_id == workshop_id,
        Note.topic == QUESTION,
        Note.revealed,
        Note.criterion.is_(None),
        Note.tray.is_(False),
        Note.merged_into.is_(None),
    )


def find_held(seat: Seat, phase_id: str) -> tuple[str, str] | None:
    """The id and text of the note that this phone is to tap."""
    row = db.session.execute(
        select(Note.id, Note.text)
        .join(Tap, Tap.note_id == Note.id)
        .where(is_open(seat.workshop.id), Tap.sorter_sha256 == seat.key_for(phase_id), Tap.criterion.is_(None))
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def count_open(workshop_id: int) -> int:
    return db.session.scalar(select(func.count()).where(is_open(workshop_id))) or 0


def count_holders(workshop_id: int) -> int:
    """How many phones have a note that they have not tapped."""
    waiting = select(func.count(Tap.sorter_sha256.distinct())).join(Note, Note.id == Tap.note_id)
    return db.session.scalar(waiting.where(is_open(workshop_id), Tap.criterion.is_(None))) or 0


def count_phones(workshop_id: int) -> int:
    """People with a device of their own."""
    phones = select(func.count()).where(Participant.workshop_id == workshop_id, Participant.key_sha256.is_not(None))
    return db.session.scalar(phones) or 0
