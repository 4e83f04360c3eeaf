"""One-time links: the first administrator's, an invited colleague's, and the one for a new password."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assessment.access.invitations import find_link_key
from assessment.access.tokens import hash_token, is_token, random_token
from assessment.access.tries import Door, add_try
from assessment.access.welcome import make_welcome_token
from assessment.accounts.history import find_email, note, note_everywhere
from assessment.accounts.passwords import hash_new
from assessment.mail.service import post
from assessment.models import Account, LanguageMap, Membership, Organisation, SignIn, Welcome, db, writing

FIRST_LIFETIME = timedelta(hours=24)
INVITATION_LIFETIME = timedelta(days=7)
RESET_LIFETIME = timedelta(hours=1)
RESET = "reset"
FIRST_ROLES = ("administrator", "facilitator")
"""Whoever starts alone sets up surveys as well; both can be changed as soon as there are colleagues."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works. ``kind``: "first", "invitation" or "reset"; only the second has an organisation."""

    id: int
    kind: str
    email: str
    roles: tuple[str, ...]
    unit: str
    language: str
    organisation_id: int | None
    organisation: LanguageMap


class SpentLinkError(Exception):
    """The link was used or ran out while the page was open."""


def offer_first_link() -> str | None:
    """The token of a new first link, which ends those before it; None where somebody has an account or was invited."""
    with writing() as session:
        now = datetime.now(UTC)
        invited = select(Welcome.id).where(
            Welcome.organisation_id.is_not(None), Welcome.used_at.is_(None), Welcome.expires_at > now
        )
        if session.scalars(select(Account.id).limit(1)).first() or session.scalars(invited.limit(1)).first():
            return None
        session.execute(update(Welcome).where(Welcome.used_at.is_(None)).values(used_at=now))
        welcome = Welcome(role=" ".join(FIRST_ROLES), expires_at=now + FIRST_LIFETIME)
        return add_welcome(session, welcome)


def offer_invitation(organisation_id: int, email: str, roles: tuple[str, ...]) -> str:
    """The token of an invitation that is handed over by hand: no mail brings it."""
    with writing() as session:
        expires_at = datetime.now(UTC) + INVITATION_LIFETIME
        welcome = Welcome(organisation_id=organisation_id, email=email, role=" ".join(roles), expires_at=expires_at)
        return add_welcome(session, welcome)


def add_welcome(session: Session, welcome: Welcome) -> str:
    """Keep the row inside the caller's transaction; gives its token, which is made from its id."""
    welcome.token_sha256 = hash_token(random_token())
    session.add(welcome)
    session.flush()
    token = make_welcome_token(find_link_key(), welcome.id)
    welcome.token_sha256 = hash_token(token)
    session.flush()
    return token


def add_mail(session: Session, kind: str, welcome: Welcome, state: str = "waiting") -> None:
    """The mail that brings a link: its row names the welcome's id and no secret."""
    post(
        session,
        purpose=f"{kind}:{welcome.id}",
        kind=kind,
        reference=welcome.id,
        organisation_id=welcome.organisation_id,
        state=state,
    )


def ask_reset(email: str, doors: list[Door]) -> bool:
    """Send a link for a new password, if there is such an account; False where too many were asked for.

    The same is done for an unknown address, with a mail that is never sent, so that time tells nothing (S15).
    """
    with writing() as session:
        if add_try(session, doors) is None:
            return False
        found = session.execute(
            select(Account.email, Account.language).where(Account.email == email, Account.active.is_(True))
        ).one_or_none()
        now = datetime.now(UTC)
        welcome = Welcome(
            role=RESET,
            email=found.email if found else "",
            language=found.language if found else "en",
            expires_at=now + RESET_LIFETIME,
            used_at=None if found else now,
        )
        add_welcome(session, welcome)
        add_mail(session, RESET, welcome, "waiting" if found else "dropped")
        return True


def rescue(email: str) -> str | None:
    """The token of a link for a new password, with the second factor forgotten and every sign-in ended; None without
    such an account. For who runs the server: no page does this."""
    with writing() as session:
        account = session.scalars(select(Account).where(Account.email == email, Account.active)).one_or_none()
        if account is None:
            return None
        account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
        session.execute(delete(SignIn).where(SignIn.account_id == account.id))
        expires_at = datetime.now(UTC) + RESET_LIFETIME
        welcome = Welcome(role=RESET, email=email, language=account.language, expires_at=expires_at)
        token = add_welcome(session, welcome)
        note_everywhere(session, account, "rights.factor-reset")
        return token


def find_link(token: str | None) -> Link | None:
    """What a token opens; None alike for one that was never made, was used, or ran out."""
    if not token or not is_token(token):
        return None
    row = db.session.execute(
        select(Welcome, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Welcome.organisation_id)
        .where(
            Welcome.token_sha256 == hash_token(token),
            Welcome.used_at.is_(None),
            Welcome.expires_at > datetime.now(UTC),
        )
    ).one_or_none()
    if row is None:
        return None
    welcome, organisation = row
    kind = RESET if welcome.role == RESET else "invitation" if welcome.organisation_id else "first"
    roles = () if kind == RESET else tuple(welcome.role.split())
    return Link(
        welcome.id, kind, welcome.email, roles, welcome.unit, welcome.language, welcome.organisation_id,
        organisation or {},
    )  # fmt: skip


def start_organisation(link: Link, organisation: str, name: str, email: str, password: str, language: str) -> int:
    """The first administrator and their organisation; gives the account's id. Raises SpentLinkError."""
    kept = hash_new(password)
    with writing() as session:
        spend(session, link)
        # The house's front door knows how an organisation is made: its room stands beside this one.
        organisation_id: int = current_app.extensions["add_organisation"](session, {language: organisation})
        account = _add_account(session, email, name, kept, language)
        session.flush()
        add_rights(session, account.id, organisation_id, link.roles)
        note(session, organisation_id, "rights.given", email, actor=email, roles=link.roles, unit="")
        return account.id


def join(link: Link, name: str, password: str, language: str) -> int:
    """An invited colleague's account, new or woken up again; gives its id. Raises SpentLinkError."""
    kept = hash_new(password)
    with writing() as session:
        spend(session, link)
        account = session.scalars(select(Account).where(Account.email == link.email)).one_or_none()
        if account is None:
            account = _add_account(session, link.email, name, kept, language)
        elif account.active and account.password is not None:
            raise SpentLinkError  # made by another link meanwhile: its owner signs in and takes this one up
        else:
            account.name, account.password, account.active = name, kept, True
        session.flush()
        _give(session, account.id, link)
        return account.id


def take_up(link: Link, account_id: int) -> None:
    """Give somebody who has an account the rights they were invited to. Raises SpentLinkError."""
    with writing() as session:
        spend(session, link)
        _give(session, account_id, link)


def _give(session: Session, account_id: int, link: Link) -> None:
    """The rights that an invitation promised, in the caller's transaction."""
    organisation_id, email = _organisation_of(link), find_email(session, account_id)
    add_rights(session, account_id, organisation_id, link.roles, link.unit)
    note(session, organisation_id, "rights.given", email, actor=email, roles=link.roles, unit=link.unit)


def choose_password(link: Link, password: str) -> int:
    """A new password by a mailed link; every sign-in ends. Gives the account's id. Raises SpentLinkError."""
    kept = hash_new(password)
    with writing() as session:
        spend(session, link)
        account = session.scalars(select(Account).where(Account.email == link.email, Account.active)).one_or_none()
        if account is None:
            raise SpentLinkError
        account.password, account.fs_uniquifier = kept, secrets.token_hex(32)
        session.execute(delete(SignIn).where(SignIn.account_id == account.id))
        session.execute(
            update(Welcome)
            .where(Welcome.role == RESET, Welcome.email == link.email, Welcome.used_at.is_(None))
            .values(used_at=datetime.now(UTC))
        )
        return account.id


def spend(session: Session, link: Link) -> None:
    """Use the link up: of two who do so at once, one is first."""
    now = datetime.now(UTC)
    spent = session.execute(
        update(Welcome)
        .where(Welcome.id == link.id, Welcome.used_at.is_(None), Welcome.expires_at > now)
        .values(used_at=now)
        .returning(Welcome.id)
    ).one_or_none()
    if spent is None:
        raise SpentLinkError


def add_rights(session: Session, account_id: int, organisation_id: int, roles: tuple[str, ...], unit: str = "") -> None:
    """Add what the account does not have yet; ``unit`` goes with a unit reader's right only."""
    held = select(Membership.role, Membership.unit).where(
        Membership.account_id == account_id, Membership.organisation_id == organisation_id
    )
    has = {(right.role, right.unit) for right in session.execute(held)}
    wanted = {(role, unit if role == "unit-reader" else "") for role in roles}
    session.add_all(
        Membership(account_id=account_id, organisation_id=organisation_id, role=role, unit=of_unit)
        for role, of_unit in sorted(wanted - has)
    )
    session.flush()


def _add_account(session: Session, email: str, name: str, password: str, language: str) -> Account:
    account = Account(
        email=email,
        name=name,
        language=language,
        password=password,
        fs_uniquifier=secrets.token_hex(32),
        made_at=datetime.now(UTC),
    )
    session.add(account)
    return account


def _organisation_of(link: Link) -> int:
    if link.organisation_id is None:
        raise SpentLinkError
    return link.organisation_id
