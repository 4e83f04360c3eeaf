"""The second factor: codes of an authenticator app, and recovery codes on paper (trust rule S12)."""

import re
import secrets
from dataclasses import dataclass

import segno
from flask import current_app
from flask_security import hash_password, verify_password
from sqlalchemy import select, update

from assessment.accounts.library import AuthenticatorCodes, LibraryAccount
from assessment.models import Account, db, writing

METHOD = "authenticator"
CLOCK_SECONDS = 30
"""How far the clock of a phone may be off."""

SCREEN_MASK = 4
RECOVERY_CODES = 10
RECOVERY_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32, without letters that look alike."""

LETTERS_A_CODE = 16


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What somebody needs to put an account into an authenticator app. ``picture``: the QR code as a data address."""

    key: str
    address: str
    picture: str


def make_app_secret() -> str:
    """A new secret for an authenticator app, encrypted: it may lie in a cookie or a table."""
    return _codes().generate_totp_secret()


def describe_enrolment(email: str, app_secret: str) -> Enrolment:
    address, key = _codes().describe(email, app_secret)
    # Looking for the best of eight masks takes most of the time; on a screen each of them is read as well.
    code = segno.make(address, error="m", micro=False, mask=SCREEN_MASK)
    return Enrolment(key, address, code.svg_data_uri(scale=4, border=4, dark="#17212B"))


def confirm_app(account_id: int, app_secret: str, code: str) -> list[str] | None:
    """Take this app as the account's second factor, if its code is right; gives new recovery codes, else None."""
    digits = _read_digits(code)
    counter = _codes().find_counter(digits, app_secret, CLOCK_SECONDS) if digits else None
    if counter is None:
        return None
    codes, kept = make_recovery_codes()
    with writing() as session:
        session.execute(
            update(Account)
            .where(Account.id == account_id)
            .values(
                tf_primary_method=METHOD,
                tf_totp_secret=app_secret,
                tf_last_counter=counter,
                mf_recovery_codes=kept,
            )
        )
    return codes


def takes_code(account_id: int, code: str) -> bool:
    """Whether this is the app's code or a recovery code that was not used before; either is used up by it."""
    secret = db.session.scalars(select(Account.tf_totp_secret).where(Account.id == account_id)).one()
    if secret is None:
        return False
    digits = _read_digits(code)
    if digits is None:
        return use_recovery_code(account_id, code)
    user = db.session.get_one(LibraryAccount, account_id)
    return _codes().verify_totp(digits, secret, user, window=CLOCK_SECONDS)


def make_recovery_codes() -> tuple[list[str], list[str]]:
    """New codes as their owner writes them down, and as they are kept."""
    codes = [_spell_code() for _ in range(RECOVERY_CODES)]
    return codes, [str(hash_password(_read_code(code))) for code in codes]


def replace_recovery_codes(account_id: int) -> list[str]:
    codes, kept = make_recovery_codes()
    with writing() as session:
        session.execute(update(Account).where(Account.id == account_id).values(mf_recovery_codes=kept))
    return codes


def count_recovery_codes(account_id: int) -> int:
    return len(db.session.scalars(select(Account.mf_recovery_codes).where(Account.id == account_id)).one() or ())


def use_recovery_code(account_id: int, code: str) -> bool:
    """Whether the code is one of the account's; it is struck out in one transaction, so that it works once."""
    read = _read_code(code)
    kept = list(db.session.scalars(select(Account.mf_recovery_codes).where(Account.id == account_id)).one() or ())
    if len(read) != LETTERS_A_CODE:
        return False
    # All are compared, whichever matches: each takes the same time.
    matching = [each for each in kept if verify_password(read, each)]
    if not matching:
        return False
    with writing() as session:
        account = session.scalars(
            select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
        ).one()
        left = list(account.mf_recovery_codes or ())
        if matching[0] not in left:
            return False
        left.remove(matching[0])
        account.mf_recovery_codes = left
    return True


def _read_digits(code: str) -> str | None:
    """The six digits of an app's code, typed with spaces or without; None for anything else."""
    digits = re.sub(r"\s", "", code)
    return digits if re.fullmatch(r"\d{6}", digits, re.ASCII) else None


def _spell_code() -> str:
    letters = "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(LETTERS_A_CODE))
    return "-".join(letters[start : start + 4] for start in range(0, LETTERS_A_CODE, 4))


def _read_code(code: str) -> str:
    """As it was made, however it was typed: letters that look alike are read as the one that is in use."""
    letters = re.sub(r"[^0-9A-Z]", "", code.upper())
    return letters.translate(str.maketrans("OIL", "011"))


def _codes() -> AuthenticatorCodes:
    codes: AuthenticatorCodes = current_app.extensions["security"].totp_factory
    return codes
