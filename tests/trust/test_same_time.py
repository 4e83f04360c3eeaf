"""Known and unknown accounts take the same time (trust rule S15)."""

import statistics
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from assessment.models import Attempt, writing
from assessment.organisation.plan import create_organisation
from tests.assessment.accounts.signing import EMAIL, add_account, give_password

PAIRS = 200
ADDRESSES = (EMAIL, "kim@zonneveld.example")


def give_wrong_password(client: FlaskClient, email: str) -> TestResponse:
    return give_password(client, "not the password", email)


def ask_reset(client: FlaskClient, email: str) -> TestResponse:
    return client.post("/forgotten-password", data={"email": email})


@pytest.mark.trust
@pytest.mark.parametrize("ask", [give_wrong_password, ask_reset])
def test_200_pairs_take_the_same_time(
    app: Flask, ask: Callable[[FlaskClient, str], TestResponse], tell: Callable[[str], None]
) -> None:
    with app.app_context():
        add_account(app, create_organisation({"en": "Zonneveld"}, ()), "executive")
    client = app.test_client()
    seconds: dict[str, list[float]] = {email: [] for email in ADDRESSES}
    for number in range(PAIRS + 5):
        with app.app_context(), writing() as session:
            session.execute(delete(Attempt))
        for email in ADDRESSES if number % 2 else reversed(ADDRESSES):
            began = time.process_time()
            ask(client, email)
            seconds[email].append(time.process_time() - began)
    known, unknown = (statistics.median(seconds[email][5:]) for email in ADDRESSES)

    tell(f"S15: {ask.__name__}, {PAIRS} pairs: {known * 1000:.2f} ms known, {unknown * 1000:.2f} ms unknown")
    assert abs(known / unknown - 1) <= 0.1
