"""Mails to colleagues that were not delivered: for an organisation's administrators, with a way to send them again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select, update

from assessment.accounts.history import note
from assessment.accounts.links import INVITATION_LIFETIME, RESET, RESET_LIFETIME
from assessment.mail.service import wake
from assessment.models import Account, Mail, Membership, Welcome, db, writing

INVITATION = "welcome"
SHOWN_FOR = timedelta(days=30)
"""So long after its link ran out a mail is still listed, unless the link was withdrawn or a newer one was sent."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """``reset``: a link for a new password; else an invitation. ``fault``: a word of the outbox."""

    welcome_id: int
    email: str
    reset: bool
    fault: str


def list_undelivered(organisation_id: int) -> list[Undelivered]:
    """By address; of one address and kind the newest only."""
    rows = db.session.execute(_select(organisation_id, datetime.now(UTC)).order_by(Welcome.email, Welcome.id.desc()))
    newest: dict[tuple[str, str], Undelivered] = {}
    for welcome_id, email, kind, state, fault in rows:
        found = Undelivered(welcome_id, email, kind == RESET, fault if state == "failed" else "")
        newest.setdefault((email, kind), found)
    return [one for one in newest.values() if one.fault]


def send_again(organisation_id: int, welcome_id: int) -> str | None:
    """Give the mail a new start, and its link its whole time: nobody has had any of it. Gives the address; None where
    no such mail of this organisation waits for it."""
    with writing() as session:
        now = datetime.now(UTC)
        found = session.execute(
            _select(organisation_id, now).where(Welcome.id == welcome_id, Mail.state == "failed").with_for_update()
        ).one_or_none()
        if found is None:
            return None
        _id, email, kind, _state, _fault = found
        lifetime = RESET_LIFETIME if kind == RESET else INVITATION_LIFETIME
        session.execute(update(Welcome).where(Welcome.id == welcome_id).values(expires_at=now + lifetime))
        session.execute(
            update(Mail)
            .where(Mail.kind == kind, Mail.reference == welcome_id)
            .values(state="waiting", tries=0, fault="", next_at=now, parameters={})
        )
        wake(session, now)
        note(session, organisation_id, "colleague.sent-again", str(email))
        return str(email)


def _select(organisation_id: int, now: datetime) -> Select[int, str, str, str, str]:
    """Links whose mail concerns this organisation: its invitations, and new passwords of its colleagues (S2)."""
    member = exists().where(
        Account.email == Welcome.email,
        Account.active.is_(True),
        Membership.account_id == Account.id,
        Membership.organisation_id == organisation_id,
    )
    return (
        select(Welcome.id, Welcome.email, Mail.kind, Mail.state, Mail.fault)
        .join(Mail, Mail.reference == Welcome.id)
        .where(
            Welcome.used_at.is_(None),
            Welcome.expires_at > now - SHOWN_FOR,
            or_(
                and_(Mail.kind == INVITATION, Welcome.organisation_id == organisation_id, Welcome.role != RESET),
                and_(Mail.kind == RESET, Welcome.role == RESET, member),
            ),
        )
    )
