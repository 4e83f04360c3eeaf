"""Who is in the room: joining with six letters, and the browser that comes back (trust rule A15)."""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.access.own_links import OwnLinks
from assessment.access.tokens import hash_token, random_token
from assessment.access.tries import address_door, take_try
from assessment.access.tries import forgive_try as forgive
from assessment.models import Participant, Workshop, db
from assessment.sessions.changing import GoneError, changing

SEATS = OwnLinks("room", "/room")
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes: no I, L, O and U, which are taken for others."""
CODE_LENGTH = 6
MOST_PEOPLE = 300
LONGEST_NAME = 60
SMALLEST_ROOM = 5
"""From so many on nobody can guess who wrote or voted what."""
SORTERS = 2
"""So many phones sort each note; with fewer the facilitator sorts."""


class TooManyTriesError(Exception):
    """From this network address too many codes were wrong in the last ten minutes."""


class FullError(Exception):
    """Nobody more can join."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant's browser. ``secret``: of the cookie, which no table holds."""

    participant_id: int
    name: str
    role: str
    workshop: Workshop
    secret: str = field(repr=False)

    def key_for(self, phase_id: str) -> str:
        """Under which this participant acts in one phase: nobody can tell, from what stands in the tables, that two
        phases' keys are one person's (trust rule A15)."""
        digest = hmac.digest(self.secret.encode(), f"{self.workshop.id}:{phase_id}".encode(), "sha256")
        return sha256(digest).hexdigest()

    @property
    def tab_key(self) -> str:
        """By which a tab of this browser tells what is this seat's from what was another's in it before."""
        return self.key_for("tab")


def make_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """What was typed, in whatever case, with or without spaces; "" where it cannot be a code."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return code if len(code) == CODE_LENGTH and all(letter in LETTERS for letter in code) else ""


def find_running(code: str) -> Workshop | None:
    """The session that this code opens now. Raises TooManyTriesError."""
    tries = take_try([address_door()])
    if tries is None:
        raise TooManyTriesError
    found = db.session.scalars(select(Workshop).where(Workshop.code == code, Workshop.state == "running")).one_or_none()
    if found is not None:
        forgive(tries)
    return found


def join(workshop_id: int, name: str) -> str:
    """Take a seat; gives the token for the browser's cookie. Raises GoneError, MovedError and FullError."""
    token = random_token()
    with changing(workshop_id, phones=False) as (session, workshop):
        if count_people(workshop_id) >= MOST_PEOPLE:
            raise FullError
        with waking_phones(session, workshop):
            session.add(
                Participant(
                    organisation_id=workshop.organisation_id,
                    workshop_id=workshop_id,
                    key_sha256=hash_token(token),
                    name=name,
                )
            )
    return token


@contextmanager
def waking_phones(session: Session, workshop: Workshop) -> Iterator[None]:
    """Around somebody's coming in: the other phones look again only where that changes what they offer, which is dots
    from five people on and notes to sort from two phones on. A full room must not look again for each one."""
    before = _tell_offers(session, workshop.id)
    yield
    session.flush()
    if _tell_offers(session, workshop.id) != before:
        workshop.phone_version += 1


def _tell_offers(session: Session, workshop_id: int) -> tuple[bool, bool]:
    # A count of the column counts those who have a device.
    counts = select(func.count(), func.count(Participant.key_sha256)).where(Participant.workshop_id == workshop_id)
    people, phones = session.execute(counts).one()
    return people >= SMALLEST_ROOM, phones >= SORTERS


def find_seat(token: str | None) -> Seat | None:
    """Whose browser this is; None where it has no seat."""
    if token is None:
        return None
    row = db.session.execute(
        select(Participant, Workshop)
        .join(Workshop, Workshop.id == Participant.workshop_id)
        .where(Participant.key_sha256 == hash_token(token))
    ).one_or_none()
    if row is None:
        return None
    participant, workshop = row
    return Seat(participant.id, participant.name, participant.role, workshop, token)


def rename(seat: Seat, name: str) -> None:
    with changing(seat.workshop.id, phones=False) as (session, _workshop):
        participant = session.get(Participant, seat.participant_id)
        if participant is None:
            raise GoneError
        participant.name = name


def is_small(workshop_id: int) -> bool:
    """Whether so few are in the room that everyone can guess who wrote what (trust rule A15)."""
    return count_people(workshop_id) < SMALLEST_ROOM


def count_people(workshop_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Participant.workshop_id == workshop_id)) or 0
