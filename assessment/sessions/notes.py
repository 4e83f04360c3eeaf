"""Writing in silence: notes that nobody but their author reads before the reveal, and that nobody's name stands at."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from assessment.access.tokens import TOKEN_BYTES, is_token, spell_token
from assessment.models import Note, Workshop, db
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.seats import Seat

LONGEST_NOTE = 140
MOST_NOTES = 5
"""A phone; an emptied place can be filled again."""
MOST_LINES = 60
"""Of paper notes at once."""
MOST_CHANCES = 2**31
QUESTION = "question"
"""The topic of notes that answer the question on the wall."""


class TooManyNotesError(Exception):
    """This phone has put up as many notes as it may."""


@dataclass(frozen=True, slots=True)
class OwnNote:
    """``version``: goes with the next change, so that one that comes late undoes no later one."""

    id: str
    text: str
    version: int


def add_note(seat: Seat, note_id: str, text: str) -> None:
    """``note_id``: made by the page. What the same phone has put up already, under whichever id, is put up no second
    time. Raises MovedError, GoneError and TooManyNotesError."""
    if not is_token(note_id):
        raise GoneError
    with acting(seat.workshop.id, "write") as (session, workshop, phase_id):
        if session.get(Note, note_id) is not None:
            return
        key = seat.key_for(phase_id)
        own = session.scalars(select(Note.text).where(_is_own(workshop.id, key), Note.text != "")).all()
        known = text in own
        if len(own) >= MOST_NOTES and not known:
            raise TooManyNotesError
        session.add(make_note(workshop, note_id, "" if known else text, author_sha256=key))


def change_note(seat: Seat, note_id: str, version: int, text: str) -> None:
    """One's own, as long as it is hidden. ``version``: of the note as the page showed it; where it is another one by
    now, this change was made already, or a later one was, and nothing happens. ``text``: "" takes the note away.
    Raises MovedError and GoneError."""
    with acting(seat.workshop.id, "write") as (session, workshop, phase_id):
        own = _is_own(workshop.id, seat.key_for(phase_id))
        note = session.scalars(select(Note).where(own, Note.id == note_id)).one_or_none()
        if note is None:
            raise GoneError
        if note.version == version and note.text:
            note.text, note.version = text, version + 1


def list_own(seat: Seat, phase_id: str) -> list[OwnNote]:
    """What this phone has put up and is still hidden."""
    own = _is_own(seat.workshop.id, seat.key_for(phase_id))
    rows = db.session.execute(select(Note.id, Note.text, Note.version).where(own, Note.text != "").order_by(Note.place))
    return [OwnNote(*row) for row in rows]


def _is_own(workshop_id: int, key: str) -> ColumnElement[bool]:
    return and_(Note.workshop_id == workshop_id, Note.author_sha256 == key, Note.topic == QUESTION)


def paste_notes(organisation_id: int, workshop_id: int, paste_id: str, lines: Sequence[str]) -> None:
    """Put up paper notes. ``paste_id``: made by the page; with a line's text it makes that note's id, so that sending
    twice puts up none twice, while two people's equal notes are two. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, phones=False) as (session, workshop):
        if workshop.phases[workshop.phase]["kind"] != "write" or not is_token(paste_id):
            raise MovedError
        made = dict(zip(_make_ids(paste_id, lines), lines, strict=True))
        there = set(session.scalars(select(Note.id).where(Note.id.in_(made))))
        session.add_all(make_note(workshop, own_id, text) for own_id, text in made.items() if own_id not in there)


def _make_ids(paste_id: str, lines: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for line in lines:
        seen[line] += 1
        ids.append(derive_id(paste_id, str(seen[line]), line))
    return ids


def derive_id(*parts: str) -> str:
    """128 bits that the same parts always give."""
    return spell_token(sha256("\n".join(parts).encode()).digest()[:TOKEN_BYTES])


def make_note(workshop: Workshop, note_id: str, text: str, *, author_sha256: str | None = None) -> Note:
    """Its place is drawn: notes never stand in the order in which they came (trust rule A15)."""
    return Note(
        id=note_id,
        organisation_id=workshop.organisation_id,
        workshop_id=workshop.id,
        topic=QUESTION,
        text=text,
        place=secrets.randbelow(MOST_CHANCES),
        author_sha256=author_sha256,
    )


def count_shown(workshop_id: int) -> int:
    shown = select(func.count()).where(Note.workshop_id == workshop_id, Note.topic == QUESTION, Note.revealed)
    return db.session.scalar(shown) or 0


def count_hidden(workshop_id: int) -> int:
    waiting = select(func.count()).where(_is_hidden(workshop_id))
    return db.session.scalar(waiting) or 0


def _is_hidden(workshop_id: int) -> ColumnElement[bool]:
    return and_(Note.workshop_id == workshop_id, Note.topic == QUESTION, Note.revealed.is_(False), Note.text != "")


def reveal_notes(session: Session, workshop: Workshop, _phase_id: str) -> None:
    """Show what was written, and forget who wrote it; of notes taken away only their ids are left."""
    session.execute(update(Note).where(_is_hidden(workshop.id)).values(revealed=True))
    own = and_(Note.workshop_id == workshop.id, Note.topic == QUESTION, Note.author_sha256.is_not(None))
    session.execute(update(Note).where(own).values(author_sha256=None))
