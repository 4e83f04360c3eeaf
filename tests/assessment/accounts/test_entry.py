"""Signing in and out (trust rules S10, S12, S14, S15, S19)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import current_user
from sqlalchemy import func, select, update

from assessment.access.rights import COOKIE_KEY
from assessment.access.tries import MOST_AT_A_DOOR, WINDOW
from assessment.accounts.service import check_password
from assessment.models import Account, Attempt, SignIn, db, writing
from tests.assessment.accounts.signing import EMAIL, PASSWORD, add_account, give_code, give_password, sign_in_whole
from tests.fixtures.codes import show_code

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    return found.value if found else ""


def replay(app: Flask, cookie: str) -> int:
    """The status of a page for a browser that holds an old cookie."""
    other = app.test_client()
    other.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
    return other.get("/account", headers={"Accept": "application/json"}).status_code


def test_password_and_code_lead_to_the_page_that_was_wanted(app: Flask, client: FlaskClient, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    first = client.get(f"/organisations/{organisation}/colleagues", headers={"Accept": "text/html"})
    assert first.location == f"/sign-in?next=/organisations/{organisation}/colleagues"

    asked = give_password(client, wished="/account?from=mail")
    assert asked.location == "/second-factor?next=/account?from%3Dmail"
    assert client.get("/account").location == "/second-factor"
    done = give_code(client, show_code(keys.app_key), "/account?from=mail")

    assert (done.status_code, done.location) == (303, "/account?from=mail")
    assert client.get("/account").status_code == 200


def test_each_step_changes_the_session_and_what_ended_never_opens_again(
    app: Flask, client: FlaskClient, organisation: int, tell: Callable[[str], None]
) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    client.get("/sign-in")
    cookies = [cookie_of(client)]
    give_password(client)
    cookies.append(cookie_of(client))
    give_code(client, show_code(keys.app_key))
    cookies.append(cookie_of(client))
    assert len(set(cookies)) == 3
    assert [replay(app, cookie) for cookie in cookies] == [401, 401, 200]

    out = client.post("/sign-out")

    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert [replay(app, cookie) for cookie in cookies] == [401] * 3
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
    tell(f"S10: {2 * len(cookies)} cookies replayed after each step and after signing out: 0 open what ended")


def test_a_new_password_and_a_disabled_account_end_every_sign_in(app: Flask, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    here, there = app.test_client(), app.test_client()
    sign_in_whole(here, keys)
    sign_in_whole(there, keys, later=1)
    before = [cookie_of(here), cookie_of(there)]

    done = here.post("/account/password", data={"now": PASSWORD, "password": "another kettle and violin"})

    assert done.status_code == 303
    assert [replay(app, cookie) for cookie in before] == [401, 401]
    assert here.get("/account").status_code == 200
    assert give_password(there).status_code == 401
    after = cookie_of(here)
    with app.app_context(), writing() as session:
        session.execute(update(Account).values(active=False))
    assert replay(app, after) == 401
    assert give_password(there, "another kettle and violin").status_code == 401


def test_somebody_without_the_right_password_changes_none(app: Flask, client: FlaskClient, organisation: int) -> None:
    sign_in_whole(client, add_account(app, organisation, "executive"))
    data = {"now": "not the password", "password": "another kettle and violin"}
    assert client.post("/account/password", data=data).status_code == 401
    assert client.post("/account/password", data={"now": PASSWORD, "password": "qZ7#pLm9vTkw"}).status_code == 422
    with app.test_request_context():
        assert check_password(EMAIL, PASSWORD, []) is not None


def test_the_library_knows_nobody_whom_no_row_knows(app: Flask, client: FlaskClient, organisation: int) -> None:
    keys = add_account(app, organisation, "executive")
    sign_in_whole(client, keys)
    with app.app_context():
        account = db.session.get_one(Account, keys.account_id)
        claimed = account.fs_uniquifier
        token = app.extensions["security"].remember_token_serializer.dumps({"uid": claimed, "ver": "5"})
    with client:
        client.get("/account")
        assert current_user.is_authenticated
        assert current_user.id == keys.account_id
    with app.test_client() as other:
        with other.session_transaction() as session:
            session["_user_id"] = claimed
            session[COOKIE_KEY] = "made up"
        for address in ("/sign-in", f"/sign-in?auth_token={token}"):
            other.get(address, headers={"Authentication-Token": token})
            assert not current_user.is_authenticated


@SQLITE_ONLY
def test_of_1000_wrong_passwords_20_are_looked_at_and_the_owner_still_gets_in(
    app: Flask, organisation: int, tell: Callable[[str], None]
) -> None:
    add_account(app, organisation, "executive")
    owner, stranger = app.test_client(), app.test_client()
    assert give_password(owner).status_code == 303
    owner.post("/sign-out")

    statuses = [give_password(stranger, f"wrong {n}", address=f"10.0.{n % 250}.7").status_code for n in range(1000)]

    tell(f"S14: of 1000 tries {statuses.count(401)} were looked at")
    assert statuses.count(401) == MOST_AT_A_DOOR
    assert statuses.count(429) == 1000 - MOST_AT_A_DOOR
    assert give_password(stranger).status_code == 429
    assert give_password(owner).status_code == 303
    with app.app_context(), writing() as session:
        session.execute(update(Attempt).values(at=datetime.now(UTC) - WINDOW - timedelta(seconds=1)))
    assert give_password(stranger).status_code == 303


@SQLITE_ONLY
def test_an_office_behind_one_address_is_not_kept_out_by_one_who_forgot(app: Flask, organisation: int) -> None:
    add_account(app, organisation, "executive")
    add_account(app, organisation, "executive", email="kim@zonneveld.example")
    for number in range(40):
        give_password(app.test_client(), f"wrong {number}")
    for number in range(60):
        give_password(app.test_client(), email=f"nobody{number}@zonneveld.example")

    assert give_password(app.test_client(), email="kim@zonneveld.example").status_code == 303


def test_success_counts_for_nothing(app: Flask, organisation: int) -> None:
    add_account(app, organisation, "executive")
    assert {give_password(app.test_client()).status_code for _ in range(MOST_AT_A_DOOR + 5)} == {303}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_known_and_unknown_accounts_are_answered_alike(app: Flask, client: FlaskClient, organisation: int) -> None:
    add_account(app, organisation, "executive", email="sam@zonneveld.example")
    known = give_password(client, "not the password", "sam@zonneveld.example")
    unknown = give_password(client, "not the password", "kim@zonneveld.example")
    assert (known.status_code, bare(known.text)) == (unknown.status_code, bare(unknown.text))
    known, unknown = (
        client.post("/forgotten-password", data={"email": f"{name}@zonneveld.example"}) for name in ("sam", "kim")
    )
    assert (known.status_code, bare(known.text)) == (unknown.status_code, bare(unknown.text)) == (200, bare(known.text))


def bare(page: str) -> str:
    """A page without the form's token and without the name that was typed."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace("kim@", "sam@")


HOSTILE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "http://evil.example",
    "https:evil.example",
    "HTTPS://evil.example",
    "http:///evil.example",
    "//evil.example/%2f..",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e%2e//evil.example",
    "/account//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:a@evil.example",
    "@evil.example",
    "//sam@evil.example",
    "/@//evil.example",
    "evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/\u2044evil.example",
    "/\uff0fevil.example",
    "/account\r\nLocation: //evil.example",
    "/\u0000/evil.example",
    "/%252f%252fevil.example",
    "ftp://evil.example",
    "//[::1]",
    "/" + "x" * 3000,
)


@SQLITE_ONLY
def test_no_hostile_address_leads_away_after_signing_in(
    app: Flask, organisation: int, tell: Callable[[str], None]
) -> None:
    add_account(app, organisation, "executive")
    client = app.test_client()
    places = {wished: give_password(client, wished=wished).location for wished in HOSTILE}

    tell(f"S19: {len(places)} variants of next, {sum(place != '/home' for place in places.values())} left the site")
    assert len(places) >= 40
    assert set(places.values()) == {"/home"}
    assert give_password(client, wished="/account?tab=1&of=a").location == "/account?tab=1&of=a"


def find_switch(page: str) -> dict[str, str]:
    """What the switch of language on a page sends; empty where it has none."""
    found = re.search(r'action="/account/language">.*?</form>', page, re.DOTALL)
    return dict(re.findall(r'name="(next|language)" value="([^"]*)"', found[0])) if found else {}


def test_every_page_of_a_colleague_has_a_switch_that_comes_back_to_it(
    app: Flask, client: FlaskClient, organisation: int
) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    assert give_password(client).status_code == 303
    # Nothing of an account changes before its second factor.
    assert find_switch(client.get("/second-factor").text) == {}
    give_code(client, show_code(keys.app_key))
    people = f"/organisations/{organisation}/people?text=Sam"
    switch = find_switch(client.get(people).text)
    assert switch == {"next": people, "language": "nl"}
    answer = client.post("/account/language", data=switch)
    assert (answer.status_code, answer.location) == (303, people)
    page = client.get(people).text
    assert '<html lang="nl">' in page
    assert find_switch(page) == {"next": people, "language": "en"}
    with app.app_context():
        assert db.session.get_one(Account, keys.account_id).language == "nl"

    away = client.post("/account/language", data={"next": "//evil.example/", "language": "xx"})
    assert away.location == "/home"
    with app.app_context():
        assert db.session.get_one(Account, keys.account_id).language == "nl"
    refused = client.post(f"/organisations/{organisation}/units/new", data={})
    assert (refused.status_code, find_switch(refused.text)["next"]) == (422, f"/organisations/{organisation}/units/new")
