"""What happens to one's own account: one function a use case, one transaction each."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select, update

from assessment.access.rights import ROLES_WITH_SECOND_FACTOR, end_all_sign_ins
from assessment.access.tries import Door, forgive_try, take_try
from assessment.accounts.passwords import SHORTEST, SHORTEST_ALONE, hash_new, is_right
from assessment.models import Account, Membership, Organisation, db, writing


class TooManyTriesError(Exception):
    """So many tries failed in the last ten minutes that none is looked at."""


def list_organisations(ids: Sequence[int]) -> list[Organisation]:
    """The organisations with these ids, in the order of their making."""
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)))


def clean_email(email: str) -> str:
    """As it is kept: without spaces around it, in lower case."""
    return email.strip().lower()


def find_account(email: str) -> Account | None:
    return db.session.scalars(select(Account).where(Account.email == email)).one_or_none()


def load_account(account_id: int) -> Account:
    return db.session.get_one(Account, account_id)


def check_password(email: str, password: str, doors: Sequence[Door]) -> Account | None:
    """The account, if it is an active one and the password is right; as slow for one that does not exist.

    Raises TooManyTriesError, for known and unknown accounts alike.
    """
    tried = take_try(doors)
    if tried is None:
        raise TooManyTriesError
    account = find_account(email)
    kept = account.password if account is not None and account.active else None
    if not is_right(password, kept):
        return None
    forgive_try(tried)
    return account


def needs_second_factor(account_id: int) -> bool:
    roles = db.session.scalars(select(Membership.role).where(Membership.account_id == account_id))
    return bool(ROLES_WITH_SECOND_FACTOR & set(roles))


def shortest_password(account: Account) -> int:
    """Least characters of a new password: more where no second factor stands behind it."""
    has_more = account.tf_primary_method is not None or needs_second_factor(account.id)
    return SHORTEST if has_more else SHORTEST_ALONE


def list_known_words(account: Account) -> list[str]:
    """Names that somebody who guesses this account's password would try first."""
    ids = db.session.scalars(select(Membership.organisation_id).where(Membership.account_id == account.id)).all()
    names = [name for organisation in list_organisations(ids) for name in organisation.name.values()]
    return [account.name, *split_email(account.email), *names]


def split_email(email: str) -> list[str]:
    """The mail address, the part before the @ and the domain without its ending."""
    before, _at, after = email.partition("@")
    return [email, before, after.rpartition(".")[0]]


def change_password(account_id: int, password: str) -> None:
    """Keep a new password; every sign-in of the account ends."""
    kept = hash_new(password)
    with writing() as session:
        session.execute(
            update(Account).where(Account.id == account_id).values(password=kept, fs_uniquifier=secrets.token_hex(32))
        )
    end_all_sign_ins([account_id])


def change_details(account_id: int, name: str, language: str) -> None:
    with writing() as session:
        session.execute(update(Account).where(Account.id == account_id).values(name=name, language=language))
