"""The second factor: set up once, each code once, recovery codes on paper (trust rule S12)."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.accounts.factors import takes_code, use_recovery_code
from assessment.models import Account, db
from tests.assessment.accounts.signing import EMAIL, add_account, give_code, give_password, sign_in_whole
from tests.fixtures.codes import guess_code, show_code

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def read_key(page: str) -> str:
    found = re.search(r'class="typed-key">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_an_administrator_sets_the_app_up_before_any_page_opens(
    app: Flask, client: FlaskClient, organisation: int
) -> None:
    add_account(app, organisation, "administrator")
    place = f"/organisations/{organisation}/colleagues"
    assert give_password(client, wished=place).location == f"/second-factor?next={place}"
    assert client.get(place).location == "/second-factor"
    page = client.get(f"/second-factor?next={place}").text
    key = read_key(page)
    assert 'src="data:image/svg+xml' in page
    assert read_key(client.get("/second-factor").text) == key
    assert give_code(client, "12 345").status_code == 401
    assert client.get(place).location == "/second-factor"

    done = give_code(client, show_code(key), place)

    assert done.status_code == 200
    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", done.text)
    assert len(set(codes)) == 10
    # These are the first: nobody is told of others that would no longer work.
    assert "no longer work" not in done.text
    assert f'href="{place}"' in done.text
    # They are shown this once: nothing on the page may lead to the same page without them.
    assert 'name="language"' in page
    assert 'name="language"' not in done.text
    assert client.get(place).status_code == 200
    with app.app_context():
        kept = db.session.scalars(select(Account)).one()
        assert all(code.startswith("$argon2id$") for code in kept.mf_recovery_codes or ())
        stored = f"{kept.tf_totp_secret} {kept.mf_recovery_codes}"
        assert key.replace("-", "") not in stored
        assert not any(code in stored for code in codes)


def test_a_code_of_the_app_is_taken_once(app: Flask, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    code = show_code(keys.app_key, later=1)
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        give_password(client)

    assert give_code(first, f"{code[:3]} {code[3:]}").status_code == 303
    assert give_code(second, code).status_code == 401
    assert give_code(second, show_code(keys.app_key)).status_code == 401
    assert second.get("/account").location == "/second-factor"


def test_of_many_who_bring_the_same_code_at_once_one_gets_in(app: Flask, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    for code in (show_code(keys.app_key), keys.recovery_codes[0]):

        def bring(_number: int, code: str = code) -> bool:
            with app.app_context():
                return takes_code(keys.account_id, code)

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(bring, range(8))) == 1


def test_a_recovery_code_works_once_however_it_is_typed(app: Flask, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    typed = keys.recovery_codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    with app.app_context():
        assert use_recovery_code(keys.account_id, typed)
        assert not use_recovery_code(keys.account_id, keys.recovery_codes[0])
        assert not use_recovery_code(keys.account_id, "0000-0000-0000-0000")
        assert not use_recovery_code(keys.account_id, keys.recovery_codes[1][:-1])
        assert use_recovery_code(keys.account_id, keys.recovery_codes[9])
        assert len(db.session.scalars(select(Account.mf_recovery_codes)).one() or ()) == 8


def test_new_recovery_codes_replace_the_old_ones(app: Flask, client: FlaskClient, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    sign_in_whole(client, keys)
    page = client.post("/account/recovery-codes").text
    assert "Codes that you had before no longer work." in page
    fresh = re.findall(r"<code>([0-9A-Z-]{19})</code>", page)
    with app.app_context():
        assert not use_recovery_code(keys.account_id, keys.recovery_codes[0])
        assert use_recovery_code(keys.account_id, fresh[0])


def test_a_new_app_replaces_the_old_one_and_ends_other_sign_ins(app: Flask, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    here, there = app.test_client(), app.test_client()
    sign_in_whole(here, keys)
    sign_in_whole(there, keys, later=1)
    key = read_key(here.get("/account/authenticator").text)

    assert here.post("/account/authenticator", data={"code": show_code(key)}).status_code == 200

    assert here.get("/account").status_code == 200
    assert there.get("/account", headers={"Accept": "application/json"}).status_code == 401
    give_password(there)
    assert give_code(there, show_code(keys.app_key, later=1)).status_code == 401
    assert give_code(there, show_code(key, later=1)).status_code == 303


def test_a_reader_who_has_set_an_app_up_is_asked_for_it(app: Flask, client: FlaskClient, organisation: int) -> None:
    add_account(app, organisation, "executive", second_factor=True)
    assert give_password(client).location == "/second-factor"
    assert client.get("/home").location == "/second-factor"


@SQLITE_ONLY
def test_wrong_codes_come_to_an_end(app: Flask, client: FlaskClient, organisation: int) -> None:
    keys = add_account(app, organisation, "facilitator", second_factor=True)
    give_password(client)
    statuses = [give_code(client, guess_code(keys.app_key, number)).status_code for number in range(25)]
    assert statuses == [401] * 20 + [429] * 5
    assert give_code(client, show_code(keys.app_key)).status_code == 429


@SQLITE_ONLY
def test_the_picture_holds_the_key_and_whose_it_is(app: Flask, client: FlaskClient, organisation: int) -> None:
    from_app = app.extensions["security"].totp_factory
    with app.app_context():
        secret = from_app.generate_totp_secret()
        address = unquote(from_app.get_totp_uri(EMAIL, secret))
    key = from_app.get_totp_pretty_key(secret).replace("-", "")
    assert address.startswith(f"otpauth://totp/Quality Maturity Assessment:{EMAIL}?secret={key}&")
