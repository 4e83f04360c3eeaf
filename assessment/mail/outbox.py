"""The states of a mail: waiting, sending, and then sent, waiting again, failed or dropped (trust rule F13).

A mail is "sending" only between the end of its text and the server's word. What is found in that state later, or was
cut off in it, may have arrived: it is sent once more, under the same Message-ID, and after a second such end never
again.

A mail that was sent keeps nothing of how it got there, neither tries nor moments: a reminder that was really sent looks
like one that was not because its reader had answered (trust rule A13).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.clock import tell_time
from assessment.mail.kinds import Order
from assessment.models import Mail, db, writing

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=24)
MOST_TRIES = 14
"""Pauses of 1, 2, 4 ... minutes up to a day: after four days in vain a mail has failed."""

HAND_OVER = timedelta(minutes=10)
"""How long a text may be on its way; longer than the patience of any conversation."""

NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
REMINDER = "reminder"
UNSURE = "unsure"
GAVE_UP = "gave-up"


def find_due(limit: int, seen: set[int]) -> list[Order]:
    """Mails whose moment has come, longest due first, those of ``seen`` left out."""
    columns = (Mail.id, Mail.purpose, Mail.kind, Mail.reference, Mail.campaign_id, Mail.parameters, Mail.tries)
    due = select(*columns).where(Mail.state == "waiting", Mail.next_at <= tell_time())
    rows = db.session.execute(due.order_by(Mail.next_at, Mail.id).limit(limit + len(seen))).all()
    db.session.rollback()
    return [Order(*row) for row in rows if row.id not in seen][:limit]


def take(mail_id: int) -> bool:
    """From waiting to sending, right before the text ends; False where another worker was faster."""
    with writing() as session:
        taken = update(Mail).where(Mail.id == mail_id, Mail.state == "waiting")
        changed = session.execute(taken.values(state="sending", next_at=tell_time() + HAND_OVER).returning(Mail.id))
        return changed.scalar() is not None


def settle(mail_id: int, state: str, fault: str = "") -> None:
    """The end: sent, failed or dropped."""
    with writing() as session:
        _set(session, mail_id, _values_of(state, fault))


def put_off(order: Order, fault: str) -> None:
    """Waiting again, twice as long as the last time; failed after the last try."""
    with writing() as session:
        _put_off(session, order.id, order.tries, fault)


def hold_back(mail_id: int, at: datetime) -> None:
    """Not before that moment, and that is nobody's fault."""
    with writing() as session:
        _set(session, mail_id, {"next_at": at})


def put_all_off(fault: str) -> None:
    """The server is out of reach: everything that is due waits, each as long as its own tries say."""
    now = tell_time()
    with writing() as session:
        due = (Mail.state == "waiting", Mail.next_at <= now)
        for tries in session.scalars(select(Mail.tries).where(*due).distinct()).all():
            session.execute(update(Mail).where(*due, Mail.tries == tries).values(_values_after(tries, fault)))


def doubt(order: Order) -> None:
    """Cut off while the text was on its way: it may have arrived."""
    with writing() as session:
        _doubt(session, order.id, order.tries, order.parameters)


def find_lost() -> int:
    """Doubt what a killed worker left on its way; gives how many."""
    with writing() as session:
        lost = session.execute(
            select(Mail.id, Mail.tries, Mail.parameters)
            .where(Mail.state == "sending", Mail.next_at <= tell_time())
            .with_for_update(skip_locked=True)
        ).all()
        for mail_id, tries, parameters in lost:
            _doubt(session, mail_id, tries, parameters)
        return len(lost)


def even_out() -> None:
    """Reminders all end alike, also those that failed: only to who had not answered was one really sent."""
    with writing() as session:
        ended = update(Mail).where(Mail.kind == REMINDER, Mail.state.in_(("failed", "dropped")))
        session.execute(ended.values(_values_of("sent", "")))


def _doubt(session: Session, mail_id: int, tries: int, parameters: Mapping[str, Any]) -> None:
    if parameters.get(UNSURE):
        _set(session, mail_id, {"state": "failed", "fault": UNSURE})
        return
    _set(session, mail_id, {"parameters": {**parameters, UNSURE: True}})
    _put_off(session, mail_id, tries, UNSURE)


def _values_of(state: str, fault: str) -> dict[str, Any]:
    """What a mail becomes in the end."""
    traces = {"tries": 0, "parameters": {}, "next_at": NO_MOMENT} if state == "sent" else {}
    return {"state": state, "fault": fault, **traces}


def _put_off(session: Session, mail_id: int, tries: int, fault: str) -> None:
    _set(session, mail_id, _values_after(tries, fault))


def _values_after(tries: int, fault: str) -> dict[str, Any]:
    """What a mail becomes after one more try in vain."""
    if tries + 1 >= MOST_TRIES:
        return {"state": "failed", "tries": tries + 1, "fault": GAVE_UP}
    pause = min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE)
    return {"state": "waiting", "tries": tries + 1, "fault": fault, "next_at": tell_time() + pause}


def _set(session: Session, mail_id: int, values: dict[str, Any]) -> None:
    session.execute(update(Mail).where(Mail.id == mail_id).values(values))
