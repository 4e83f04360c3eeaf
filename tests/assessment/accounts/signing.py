"""Somebody who signs in through the pages, and the accounts that they have."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from assessment.accounts.factors import METHOD, describe_enrolment, make_app_secret, make_recovery_codes
from assessment.accounts.passwords import hash_new
from assessment.models import Account, writing
from tests.fixtures.codes import show_code
from tests.fixtures.colleagues import add_colleague

EMAIL = "sam@zonneveld.example"
PASSWORD = "kettle violin tundra harbour"


@dataclass(frozen=True)
class Keys:
    """What somebody carries: the key in their app, and recovery codes; both empty without a second factor."""

    account_id: int
    app_key: str = ""
    recovery_codes: tuple[str, ...] = ()


def add_account(
    app: Flask, organisation_id: int, *roles: str, email: str = EMAIL, second_factor: bool = False, unit: str = ""
) -> Keys:
    account_id = add_colleague(app, organisation_id, *roles, email=email, unit=unit)
    with app.app_context():
        values: dict[str, object] = {"password": hash_new(PASSWORD)}
        keys = Keys(account_id)
        if second_factor:
            secret, (codes, kept) = make_app_secret(), make_recovery_codes()
            values |= {"tf_primary_method": METHOD, "tf_totp_secret": secret, "mf_recovery_codes": kept}
            keys = Keys(account_id, describe_enrolment(email, secret).key, tuple(codes))
        with writing() as session:
            session.execute(update(Account).where(Account.id == account_id).values(values))
    return keys


def give_password(
    client: FlaskClient, password: str = PASSWORD, email: str = EMAIL, wished: str = "", address: str = "127.0.0.1"
) -> TestResponse:
    data = {"email": email, "password": password, "next": wished}
    return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address})


def give_code(client: FlaskClient, code: str, wished: str = "") -> TestResponse:
    return client.post("/second-factor", data={"code": code, "next": wished})


def sign_in_whole(client: FlaskClient, keys: Keys, email: str = EMAIL, later: int = 0) -> None:
    """Password and, where there is one, the second factor; ``later``: half minutes from now."""
    assert give_password(client, email=email).status_code == 303
    if keys.app_key:
        assert give_code(client, show_code(keys.app_key, later=later)).status_code == 303
