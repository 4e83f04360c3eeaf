"""Deny by default: what a route's rule lets through, and what ends a sign-in."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from assessment.access.rights import IDLE, LONGEST, PUBLIC, find_rule, open_to
from assessment.models import Account, Membership, SignIn, writing
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS


@pytest.fixture
def organisation(app: Flask) -> int:
    with app.app_context():
        return create_organisation({"en": "Zonneveld"}, UNITS)


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """Two views for the organisation's colleagues, and one that names no rule."""
    place = "/organisations/<int:organisation_id>"
    app.add_url_rule(f"{place}/set-up", "set_up", open_to("facilitator")(lambda **_: "set up"))
    app.add_url_rule(f"{place}/read", "read", open_to("executive", "facilitator")(lambda **_: "read"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "open by mistake")
    return app


def test_a_route_without_a_rule_is_shut(guarded: Flask, client: FlaskClient) -> None:
    assert client.get("/forgotten").status_code == 403


def test_every_route_names_its_rule(app: Flask) -> None:
    nameless = {rule.endpoint for rule in app.url_map.iter_rules() if find_rule(app, rule.endpoint) is None}
    assert nameless == set()
    assert find_rule(app, "health.health") == {PUBLIC}


@pytest.mark.parametrize(
    ("role", "second_factor", "statuses"),
    [
        ("facilitator", True, (200, 200)),
        ("executive", False, (403, 200)),
        ("second-reader", True, (403, 403)),
    ],
)
def test_a_role_opens_what_names_it(
    guarded: Flask, client: FlaskClient, organisation: int, role: str, second_factor: bool, statuses: tuple[int, int]
) -> None:
    sign_in(client, add_colleague(guarded, organisation, role), second_factor=second_factor)
    found = [client.get(f"/organisations/{organisation}/{page}").status_code for page in ("set-up", "read")]
    assert tuple(found) == statuses


def test_another_organisation_is_not_even_there(guarded: Flask, client: FlaskClient, organisation: int) -> None:
    with guarded.app_context():
        other = create_organisation({"en": "Other"}, ())
    sign_in(client, add_colleague(guarded, organisation, "facilitator"))
    known, unknown = client.get(f"/organisations/{other}/read"), client.get("/organisations/999/read")
    assert known.status_code == unknown.status_code == 404
    assert len(known.data) == len(unknown.data)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"seen_at": timedelta(minutes=1)}, 200),
        ({"seen_at": IDLE + timedelta(seconds=5)}, 401),
        ({"started_at": LONGEST + timedelta(seconds=5)}, 401),
    ],
)
def test_a_sign_in_ends_by_itself(
    guarded: Flask, client: FlaskClient, organisation: int, changes: dict[str, timedelta], status: int
) -> None:
    sign_in(client, add_colleague(guarded, organisation, "executive"))
    with guarded.app_context(), writing() as session:
        session.execute(update(SignIn).values({name: datetime.now(UTC) - ago for name, ago in changes.items()}))
    assert client.get(f"/organisations/{organisation}/read").status_code == status


@pytest.mark.parametrize(
    "change", [update(Account).values(active=False), update(Membership).values(role="second-reader")]
)
def test_a_changed_right_holds_at_once(guarded: Flask, client: FlaskClient, organisation: int, change: object) -> None:
    sign_in(client, add_colleague(guarded, organisation, "executive"))
    address = f"/organisations/{organisation}/read"
    assert client.get(address).status_code == 200
    with guarded.app_context(), writing() as session:
        session.execute(change)
    assert client.get(address).status_code in (401, 403)
