"""Sorting together: each note goes to two phones, whose people tap a criterion; where both tap the same, it is placed.

Phones ask for notes. Which one a phone is given tells nothing: it follows from the phone's key for this phase.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.models import CanvasChange, Note, Participant, Tap, Workshop, db
from assessment.sessions.canvas import list_criteria
from assessment.sessions.changing import GoneError, acting
from assessment.sessions.notes import QUESTION
from assessment.sessions.seats import SORTERS, Seat

HOLD = timedelta(seconds=60)
"""A note that nobody taps for so long is free for another."""
STOP = "sorting.stopped"
"""The kind of the facilitator's step that stops sorting before everything is sorted."""
UNSURE = "unsure"
"""Tapped instead of a criterion: the room talks about the note."""


@dataclass(frozen=True, slots=True)
class Given:
    """A note that a phone was given. ``criterion``: what it tapped, None before; ``at``: when it was given, by which a
    tap or its taking back that comes late is known."""

    note_id: str
    text: str
    criterion: str | None
    at: str


def give_note(seat: Seat) -> None:
    """The next note for this phone, or the one that it has not tapped yet. Raises MovedError."""
    with acting(seat.workshop.id, "sort") as (session, workshop, phase_id):
        _give(session, workshop, seat.key_for(phase_id))


def tap(seat: Seat, note_id: str, criterion: str, at: str = "") -> None:
    """Say where a note belongs, or UNSURE, and be given the next one. A tap that was sent before, or for a note that
    has its place by now, changes nothing; nor does one from before it was taken back, where ``at`` tells when the note
    was given. Raises MovedError, and GoneError where the canvas has no such criterion."""
    with acting(seat.workshop.id, "sort") as (session, workshop, phase_id):
        if criterion not in {UNSURE, *(one.id for one in list_criteria(workshop.lens, workshop.language))}:
            raise GoneError
        key = seat.key_for(phase_id)
        held = _find_tap(session, workshop, note_id, key)
        if held is not None and held.criterion is None and at in ("", held.given_at.isoformat()):
            held.criterion = criterion
            session.flush()
            settled = _settle(session, session.get_one(Note, note_id))
            session.flush()
            if settled and not session.scalar(select(func.count()).where(is_open(workshop.id))):
                # Phones that wait for a note hear that there is none left; each tap before that wakes nobody.
                workshop.phone_version += 1
        _give(session, workshop, key)


def take_back(seat: Seat, note_id: str, at: str) -> None:
    """Have a note in hand again that nobody else has tapped yet, instead of the one that came after it. Once it has its
    place, or twice, changes nothing. Raises MovedError."""
    with acting(seat.workshop.id, "sort") as (session, workshop, phase_id):
        key = seat.key_for(phase_id)
        tapped = _find_tap(session, workshop, note_id, key)
        if tapped is None or tapped.criterion is None or tapped.given_at.isoformat() != at:
            return
        if session.scalar(select(Note.id).where(Note.id == note_id, is_open(workshop.id))) is None:
            return
        session.execute(
            delete(Tap).where(Tap.workshop_id == workshop.id, Tap.sorter_sha256 == key, Tap.criterion.is_(None))
        )
        tapped.criterion, tapped.given_at = None, tell_time()


def _find_tap(session: Session, workshop: Workshop, note_id: str, key: str) -> Tap | None:
    own = select(Tap).where(Tap.note_id == note_id, Tap.sorter_sha256 == key, Tap.workshop_id == workshop.id)
    return session.scalars(own).one_or_none()


def is_any_free(seat: Seat, phase_id: str) -> bool:
    """Whether a phone that asks for a note now would have one."""
    return bool(_list_free(db.session, seat.workshop.id, seat.key_for(phase_id)))


def _list_free(session: Session, workshop_id: int, key: str) -> dict[str, int]:
    """The notes that this phone could be given, with how many have each; none while it has one."""
    rows = session.execute(
        select(Note.id, Tap.sorter_sha256, Tap.criterion, Tap.given_at)
        .join(Tap, Tap.note_id == Note.id, isouter=True)
        .where(is_open(workshop_id))
    ).all()
    stale = tell_time() - HOLD
    holders: dict[str, int] = {}
    had = set()
    for note_id, sorter, criterion, given_at in rows:
        if sorter == key and criterion is None:
            return {}
        holders.setdefault(note_id, 0)
        if sorter == key:
            had.add(note_id)
        if sorter is not None and (criterion is not None or given_at > stale):
            holders[note_id] += 1
    return {note_id: count for note_id, count in holders.items() if count < SORTERS and note_id not in had}


def _give(session: Session, workshop: Workshop, key: str) -> None:
    free = _list_free(session, workshop.id, key)
    if free:
        # Those that the fewest hold come first; phones begin at different ones, wherever these lie.
        chosen = min(free, key=lambda note_id: (free[note_id], sha256(f"{key}{note_id}".encode()).digest()))
        session.add(
            Tap(
                note_id=chosen,
                sorter_sha256=key,
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                given_at=tell_time(),
            )
        )


def _settle(session: Session, note: Note) -> bool:
    """Place a note that enough have tapped, or put it into the tray; nobody's key stays at it. Whether it was so."""
    tapped = session.scalars(select(Tap.criterion).where(Tap.note_id == note.id, Tap.criterion.is_not(None))).all()
    if len(tapped) < SORTERS:
        return False
    note.proposals = sorted({one for one in tapped if one and one != UNSURE})
    if UNSURE not in tapped and len(note.proposals) == 1:
        note.criterion = note.proposals[0]
    else:
        note.tray = True
    session.execute(delete(Tap).where(Tap.note_id == note.id))
    return True


def put_rest_into_tray(session: Session, workshop: Workshop, _phase_id: str) -> None:
    """What is not placed yet is talked about; what one has tapped only keeps that tap as its proposal. That sorting was
    stopped before is then no step any more which could be taken back."""
    stops = update(CanvasChange).where(CanvasChange.workshop_id == workshop.id, CanvasChange.kind == STOP)
    session.execute(stops.values(undone=True))
    answered = select(Tap.note_id, Tap.criterion).where(Tap.workshop_id == workshop.id, Tap.criterion.is_not(None))
    tapped = {note_id: [str(criterion)] for note_id, criterion in session.execute(answered) if criterion != UNSURE}
    for note in session.scalars(select(Note).where(is_open(workshop.id))):
        note.tray = True
        note.proposals = tapped.get(note.id, [])
    session.execute(delete(Tap).where(Tap.workshop_id == workshop.id))


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


def find_held(seat: Seat, phase_id: str) -> Given | None:
    """The note that this phone is to tap."""
    return _find_given(seat, phase_id, Tap.criterion.is_(None))


def find_tapped(seat: Seat, phase_id: str) -> Given | None:
    """The last note that this phone tapped and nobody else has: it can be taken back."""
    return _find_given(seat, phase_id, Tap.criterion.is_not(None))


def _find_given(seat: Seat, phase_id: str, which: ColumnElement[bool]) -> Given | None:
    row = db.session.execute(
        select(Note.id, Note.text, Tap.criterion, Tap.given_at)
        .join(Tap, Tap.note_id == Note.id)
        .where(is_open(seat.workshop.id), Tap.sorter_sha256 == seat.key_for(phase_id), which)
        .order_by(Tap.given_at.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Given(row.id, row.text, row.criterion, row.given_at.isoformat())


def count_open(workshop_id: int) -> int:
    return db.session.scalar(select(func.count()).where(is_open(workshop_id))) or 0


def count_halfway(workshop_id: int) -> int:
    """Notes that one has tapped and another has not: a number that tells of nobody."""
    tapped = select(func.count(Note.id.distinct())).join(Tap, Tap.note_id == Note.id)
    return db.session.scalar(tapped.where(is_open(workshop_id), Tap.criterion.is_not(None))) or 0


def count_tray(workshop_id: int) -> int:
    """Notes that wait to be talked about."""
    waiting = and_(Note.workshop_id == workshop_id, Note.topic == QUESTION, Note.criterion.is_(None), Note.tray)
    return db.session.scalar(select(func.count()).where(waiting, Note.merged_into.is_(None))) or 0


def count_holders(workshop_id: int) -> int:
    """How many phones have a note that they have not tapped."""
    waiting = select(func.count(Tap.sorter_sha256.distinct())).join(Note, Note.id == Tap.note_id)
    return db.session.scalar(waiting.where(is_open(workshop_id), Tap.criterion.is_(None))) or 0


def count_phones(workshop_id: int) -> int:
    """People with a device of their own."""
    phones = select(func.count()).where(Participant.workshop_id == workshop_id, Participant.key_sha256.is_not(None))
    return db.session.scalar(phones) or 0
