"""What we take from the sign-in library: password hashes, codes of authenticator apps, its idea of who is signed in.

Its pages, its sessions and its roles stay out: rights are rows of ours, and a sign-in lives in ``access.rights`` only.
"""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request
from flask_security import FSQLALiteUserDatastore, RoleMixin, Security, Totp, UserMixin
from passlib.exc import TokenError, UsedTokenError
from passlib.totp import TotpMatch
from sqlalchemy import Table, select, update
from sqlalchemy.orm import registry

from assessment.access.rights import find_colleague
from assessment.models import Account, db, writing
from assessment.settings import Settings

ISSUER = "Quality Maturity Assessment"
"""What an authenticator app shows above the code."""

ARGON2 = {"argon2__type": "ID", "argon2__memory_cost": 19 * 1024, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""Memory in KiB: at least 19 MiB and two rounds (trust rule S11)."""


class LibraryAccount(UserMixin):
    """An account as the library knows it: the same table, mapped once more, since ``models`` load no such library."""


class LibraryRole(RoleMixin):
    """The library asks for a class of roles; it has no rows, since a right is for one organisation."""


_table = Account.__table__
assert isinstance(_table, Table)  # noqa: S101 - tells the type checker what every declared class has
registry(metadata=Account.metadata).map_imperatively(LibraryAccount, _table)


class AuthenticatorCodes(Totp):
    """Codes of an authenticator app, each taken once only (trust rule S12)."""

    def describe(self, email: str, app_secret: str) -> tuple[str, str]:
        """The address that an app reads and the key to type instead; the secret is opened once, which takes longest."""
        opened = self._totp.from_source(app_secret)
        return opened.to_uri(email), opened.pretty_key()

    def find_counter(self, code: str, app_secret: str, window: int) -> int | None:
        """The half minute of a new app's code; None for a wrong one. Nothing was taken from that app before."""
        try:
            counter: int = self._totp.verify(code, app_secret, window=window).counter
        except TokenError:
            return None
        return counter

    def get_last_counter(self, user: UserMixin) -> int:
        last: int = db.session.scalars(select(Account.tf_last_counter).where(Account.id == user.id)).one()
        return last

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """One statement decides, so that of two who bring the same code at once only one gets in."""
        with writing() as session:
            taken = session.execute(
                update(Account)
                .where(Account.id == user.id, Account.tf_last_counter < tmatch.counter)
                .values(tf_last_counter=tmatch.counter)
                .returning(Account.id)
            ).one_or_none()
        if taken is None:
            raise UsedTokenError


def prepare_library(app: Flask) -> None:
    """Start the library on our table. It adds no page and no work to a request."""
    settings: Settings = app.extensions["settings"]
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # no second key that a password would be lost with
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        SECURITY_PASSWORD_SALT=settings.secret_key.get_secret_value(),
        SECURITY_PASSWORD_NORMALIZE_FORM="NFC",  # noqa: S106
        SECURITY_DATETIME_FACTORY=lambda: datetime.now(UTC),
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": make_factor_key(settings)},
        SECURITY_TOTP_ISSUER=ISSUER,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    hooks = _list_hooks(app)
    library = Security(
        app,
        FSQLALiteUserDatastore(db, LibraryAccount, LibraryRole),
        register_blueprint=False,
        totp_cls=AuthenticatorCodes,
    )
    for held, before in hooks:
        held.clear()
        held.update(before)
    library.login_manager.user_loader(lambda _id: load_visitor())
    library.login_manager.request_loader(load_by_request)


def _list_hooks(app: Flask) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
    """What runs with each request and page now: the library would look the visitor up there, once more each time."""
    held = (app.before_request_funcs, app.after_request_funcs, app.template_context_processors)
    return [(one, {key: list(functions) for key, functions in one.items()}) for one in held]


def load_visitor() -> LibraryAccount | None:
    """Who is signed in, for the library: whoever our own row says, whatever else its cookies and headers claim."""
    colleague = find_colleague()
    if colleague is None or colleague.half_signed_in:
        return None
    return db.session.get(LibraryAccount, colleague.account_id)


def load_by_request(_request: Request) -> LibraryAccount | None:
    return load_visitor()


def make_factor_key(settings: Settings) -> str:
    """Encrypts the secrets of authenticator apps. From the link key, which lives as long as the installation: a new
    secret key must end sign-ins, not second factors."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assessment authenticator secrets")
    return derive.derive(settings.link_key.get_secret_value().encode()).hex()
