"""Rows of the trail about colleagues and their rights."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.models import Account, Membership


def note(
    session: Session, organisation_id: int, event: str, email: str, *, actor: str | None = None, **details: Any
) -> None:
    """Add a row about the colleague with this mail address, last in the caller's transaction."""
    record(session, organisation_id, event, f"colleague {email}", {"email": email} | details, actor=actor)


def note_everywhere(session: Session, account: Account, event: str) -> None:
    """The same in each organisation that an account has rights in."""
    of_account = select(Membership.organisation_id).where(Membership.account_id == account.id).distinct()
    for organisation_id in session.scalars(of_account.order_by(Membership.organisation_id)).all():
        note(session, organisation_id, event, account.email)


def find_email(session: Session, account_id: int) -> str:
    return session.scalars(select(Account.email).where(Account.id == account_id)).one()


def read_rights(session: Session, organisation_id: int, account_id: int) -> list[str]:
    """What somebody may do in an organisation: roles, a unit reader's with the unit's key behind a colon."""
    rows = session.execute(
        select(Membership.role, Membership.unit)
        .where(Membership.organisation_id == organisation_id, Membership.account_id == account_id)
        .order_by(Membership.role, Membership.unit)
    )
    return [f"{role}: {unit}" if unit else role for role, unit in rows]
