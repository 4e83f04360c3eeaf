"""Who works for an organisation and with what rights: what its administrators decide."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from assessment.access.rights import end_all_sign_ins
from assessment.accounts.history import find_email, note, read_rights
from assessment.accounts.links import INVITATION_LIFETIME, RESET, add_mail, add_rights, add_welcome
from assessment.models import Account, LanguageMap, Membership, Organisation, Unit, Welcome, db, writing


class LastAdministratorError(Exception):
    """The organisation would be left without anybody who may manage it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague of one organisation. ``unit`` is the key that a unit reader is held to, else empty."""

    account_id: int
    name: str
    email: str
    roles: tuple[str, ...]
    unit: str
    has_second_factor: bool


def list_members(organisation_id: int) -> list[Member]:
    rows = db.session.execute(
        select(Account, Membership)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id, Account.active.is_(True))
        .order_by(func.lower(Account.name), Account.id, Membership.id)
    ).all()
    accounts = {account.id: account for account, _ in rows}
    return [_make_member(account, [right for one, right in rows if one is account]) for account in accounts.values()]


def find_member(organisation_id: int, account_id: int) -> Member | None:
    """Somebody of this organisation; None for everybody else, whether they exist or not (trust rule S2)."""
    rows = db.session.execute(
        select(Account, Membership)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id, Account.id == account_id, Account.active.is_(True))
        .order_by(Membership.id)
    ).all()
    return _make_member(rows[0][0], [right for _, right in rows]) if rows else None


def _make_member(account: Account, rights: list[Membership]) -> Member:
    return Member(
        account_id=account.id,
        name=account.name,
        email=account.email,
        roles=tuple(dict.fromkeys(right.role for right in rights)),
        unit=next((right.unit for right in rights if right.unit), ""),
        has_second_factor=account.tf_primary_method is not None,
    )


def list_invitations(organisation_id: int) -> list[Welcome]:
    """Invitations of colleagues that still work, soonest to end first."""
    return list(
        db.session.scalars(
            select(Welcome)
            .where(
                Welcome.organisation_id == organisation_id,
                Welcome.role != RESET,
                Welcome.used_at.is_(None),
                Welcome.expires_at > datetime.now(UTC),
            )
            .order_by(Welcome.expires_at, Welcome.id)
        )
    )


def list_units(organisation_id: int) -> list[tuple[str, LanguageMap, int]]:
    """Key, name and depth of each unit, every unit under its parent."""
    units = db.session.execute(
        select(Unit.id, Unit.parent_id, Unit.key, Unit.name)
        .where(Unit.organisation_id == organisation_id)
        .order_by(Unit.position)
    ).all()
    below: dict[int | None, list[Row[int, int | None, str, LanguageMap]]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    listed: list[tuple[str, LanguageMap, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        listed.append((unit.key, unit.name, depth))
        waiting.extend((child, depth + 1) for child in reversed(below.get(unit.id, [])))
    return listed


def invite_colleague(organisation_id: int, email: str, roles: list[str], unit: str, language: str) -> None:
    """A one-time link and the mail that brings it; links sent to the same address before stop working."""
    with writing() as session:
        now = datetime.now(UTC)
        session.execute(
            update(Welcome)
            .where(Welcome.organisation_id == organisation_id, Welcome.email == email, Welcome.used_at.is_(None))
            .values(used_at=now)
        )
        welcome = Welcome(
            organisation_id=organisation_id,
            email=email,
            role=" ".join(roles),
            unit=unit if "unit-reader" in roles else "",
            language=language,
            expires_at=now + INVITATION_LIFETIME,
        )
        add_welcome(session, welcome)
        add_mail(session, "welcome", welcome)
        note(session, organisation_id, "colleague.invited", email, roles=roles, unit=welcome.unit)


def withdraw_invitation(organisation_id: int, welcome_id: int) -> bool:
    """Whether there was such an invitation of this organisation; its link no longer works."""
    with writing() as session:
        found = session.execute(
            update(Welcome)
            .where(Welcome.id == welcome_id, Welcome.organisation_id == organisation_id, Welcome.used_at.is_(None))
            .values(used_at=datetime.now(UTC))
            .returning(Welcome.email)
        ).one_or_none()
        if found is not None:
            note(session, organisation_id, "colleague.uninvited", found.email)
        return found is not None


def change_rights(organisation_id: int, account_id: int, roles: list[str], unit: str) -> None:
    """Give somebody these roles in the organisation and no others; raises LastAdministratorError."""
    with writing() as session:
        if "administrator" not in roles:
            _check_not_last(session, organisation_id, account_id)
        before = read_rights(session, organisation_id, account_id)
        _drop_rights(session, organisation_id, account_id)
        add_rights(session, account_id, organisation_id, tuple(roles), unit)
        after = read_rights(session, organisation_id, account_id)
        if before != after:
            email = find_email(session, account_id)
            note(session, organisation_id, "rights.changed", email, changed={"roles": [before, after]})


def remove_colleague(organisation_id: int, account_id: int) -> None:
    """Take all rights in the organisation away; without rights anywhere the account is disabled. All its sign-ins end
    at once. Raises LastAdministratorError."""
    with writing() as session:
        _check_not_last(session, organisation_id, account_id)
        before = read_rights(session, organisation_id, account_id)
        _drop_rights(session, organisation_id, account_id)
        left = session.scalars(select(Membership.id).where(Membership.account_id == account_id).limit(1)).first()
        if left is None:
            session.execute(update(Account).where(Account.id == account_id).values(active=False))
        email = find_email(session, account_id)
        note(session, organisation_id, "colleague.removed", email, roles=before, disabled=left is None)
    end_all_sign_ins([account_id])


def _drop_rights(session: Session, organisation_id: int, account_id: int) -> None:
    session.execute(
        delete(Membership).where(Membership.account_id == account_id, Membership.organisation_id == organisation_id)
    )


def _check_not_last(session: Session, organisation_id: int, account_id: int) -> None:
    """Administrators are locked while they are counted, so that two cannot remove each other at the same time."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    administrators = session.scalars(
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == "administrator",
            Account.active.is_(True),
        )
    ).all()
    if set(administrators) == {account_id}:
        raise LastAdministratorError
