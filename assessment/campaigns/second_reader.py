"""Whether somebody can read comments beside the facilitator, and inviting them (trust rule A12).

Comments are read by two people before anybody else sees them. Where there is no second one, none are asked.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessment.accounts import colleagues
from assessment.models import Account, Membership, Welcome, db

ROLE = "second-reader"
READS = (ROLE, "facilitator")


class InvitedError(Exception):
    """``reason``: "reader" (is the second reader already), "invited" (has an invitation that still works)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SecondReaders:
    """``names`` of those who are, ``invited``: mail addresses of those who have not accepted yet. ``ready``: there is
    one, and somebody else to read with."""

    names: tuple[str, ...]
    invited: tuple[str, ...]
    ready: bool


def has_second_reader(session: Session, organisation_id: int) -> bool:
    """Whether two people can read comments, one of them as second reader: a facilitator who is both reads once."""
    rows = session.execute(_READERS, {"organisation": organisation_id}).all()
    return any(role == ROLE for _, role in rows) and len({account_id for account_id, _ in rows}) > 1


_READERS = (
    select(Membership.account_id, Membership.role)
    .join(Account, Account.id == Membership.account_id)
    .where(
        Membership.organisation_id == bindparam("organisation"), Membership.role.in_(READS), Account.active.is_(True)
    )
)


def describe_second_readers(organisation_id: int) -> SecondReaders:
    members = [one for one in colleagues.list_members(organisation_id) if ROLE in one.roles]
    waiting = [one.email for one in colleagues.list_invitations(organisation_id) if ROLE in one.role.split()]
    return SecondReaders(
        names=tuple(one.name or one.email for one in members),
        invited=tuple(waiting),
        ready=has_second_reader(db.session, organisation_id),
    )


def invite_second_reader(organisation_id: int, email: str, language: str) -> None:
    """Invite somebody with the right to read comments and no other; raises InvitedError.

    Another invitation to the same address would stop working, so that one is left to an administrator.
    """
    members = colleagues.list_members(organisation_id)
    if any(one.email == email and ROLE in one.roles for one in members):
        raise InvitedError("reader")
    open_one = select(Welcome.id).where(
        Welcome.organisation_id == organisation_id,
        Welcome.email == email,
        Welcome.used_at.is_(None),
        Welcome.expires_at > datetime.now(UTC),
    )
    if db.session.scalar(open_one.limit(1)) is not None:
        raise InvitedError("invited")
    colleagues.invite_colleague(organisation_id, email, [ROLE], "", language)
