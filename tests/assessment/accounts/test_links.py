"""One-time links: the first start, invitations, new passwords (trust rules S12, S14, S16)."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.invitations import find_link_key
from assessment.access.tokens import hash_token, is_token, token_for
from assessment.access.welcome import make_welcome_token
from assessment.accounts.colleagues import invite_colleague, list_members
from assessment.accounts.links import find_link, offer_first_link, offer_invitation
from assessment.mail.colleagues import write_welcome
from assessment.mail.kinds import Order
from assessment.models import Account, Mail, Membership, Organisation, RespondentGroup, Welcome, db, writing
from tests.assessment.accounts.signing import EMAIL, PASSWORD, add_account, give_code, give_password, sign_in_whole
from tests.fixtures.codes import show_code

FIRST = {
    "organisation": "Stichting Zonneveld",
    "name": "Sam de Wit",
    "email": f" {EMAIL.title()}",
    "password": PASSWORD,
}


def open_link(client: FlaskClient, token: str | None) -> int:
    assert client.get(f"/welcome/{token}").location == "/welcome"
    return client.get("/welcome").status_code


def mailed_token(app: Flask, kind: str) -> str:
    """The token in the newest mail, made from its row as the sender makes it."""
    with app.app_context():
        mail = db.session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id.desc())).first()
        assert mail is not None
        assert (mail.purpose, mail.parameters, mail.state) == (f"{kind}:{mail.reference}", {}, "waiting")
        return make_welcome_token(find_link_key(), mail.reference)


def test_the_first_link_makes_the_administrator_and_the_organisation_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        overtaken, token = offer_first_link(), offer_first_link()
    assert open_link(client, overtaken) == 404
    assert open_link(client, token) == 200
    assert client.post("/welcome", data=FIRST | {"name": ""}).status_code == 422

    assert client.post("/welcome", data=FIRST).location == "/second-factor"

    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        rights = db.session.execute(select(Membership.role, Membership.organisation_id)).all()
        organisation = db.session.scalars(select(Organisation)).one()
        groups = db.session.scalars(select(RespondentGroup.key).order_by(RespondentGroup.position)).all()
        assert (account.email, account.name, account.active) == (EMAIL, "Sam de Wit", True)
        assert sorted(rights) == [("administrator", organisation.id), ("facilitator", organisation.id)]
        assert organisation.name == {"en": "Stichting Zonneveld"}
        assert groups == ["senior-managers", "middle-managers", "staff", "quality-professionals"]
        assert offer_first_link() is None
        place = f"/organisations/{organisation.id}/colleagues"
    other = app.test_client()
    assert open_link(other, token) == 404
    assert other.post("/welcome", data=FIRST).status_code == 404
    assert client.get(place).location == "/second-factor"


@pytest.mark.parametrize("hours", [23, 25])
def test_it_lasts_24_hours(app: Flask, client: FlaskClient, hours: int) -> None:
    with app.app_context():
        token = offer_first_link()
        with writing() as session:
            welcome = session.scalars(select(Welcome)).one()
            welcome.expires_at -= timedelta(hours=hours)
    assert open_link(client, token) == (200 if hours < 24 else 404)


def test_no_table_holds_a_token_and_no_survey_link_opens_anything_here(app: Flask) -> None:
    with app.app_context():
        token = offer_first_link()
        row = db.session.scalars(select(Welcome)).one()
        assert token is not None
        assert is_token(token)
        assert row.token_sha256 == hash_token(token)
        assert token != token_for(find_link_key(), row.id)
        assert find_link(token) is not None
        assert find_link(row.token_sha256) is None
        assert find_link(token_for(find_link_key(), row.id)) is None
        assert find_link("A" * 22) is find_link("") is find_link(None) is None


def test_an_invited_colleague_joins_with_the_rights_they_were_invited_to(
    app: Flask, client: FlaskClient, organisation: int
) -> None:
    with app.app_context():
        invite_colleague(organisation, "kim@zonneveld.example", ["unit-reader", "second-reader"], "care", "nl")
    token = mailed_token(app, "welcome")
    assert open_link(client, token) == 200
    short = {"name": "Kim Bos", "password": "qZ7#pLm9vTkwuy"}
    assert "At least 15 characters" in client.post("/welcome", data=short).text

    joined = client.post("/welcome", data={"name": "Kim Bos", "password": PASSWORD})

    assert joined.location == "/home"
    with app.app_context():
        [member] = list_members(organisation)
        assert (member.name, member.email) == ("Kim Bos", "kim@zonneveld.example")
        assert (set(member.roles), member.unit) == ({"unit-reader", "second-reader"}, "care")
    assert open_link(app.test_client(), token) == 404


@pytest.mark.parametrize(("roles", "told"), [(["second-reader"], True), (["unit-reader", "second-reader"], False)])
def test_a_second_reader_is_told_what_that_is(app: Flask, organisation: int, roles: list[str], told: bool) -> None:
    with app.app_context():
        invite_colleague(organisation, EMAIL, roles, "care", "en")
        mail = db.session.scalars(select(Mail)).one()
        order = Order(mail.id, mail.purpose, mail.kind, mail.reference, mail.campaign_id, mail.parameters, mail.tries)
        text = " ".join(write_welcome(order).paragraphs)
    assert ("two people read them and take out what tells who wrote" in text) is told


@pytest.mark.parametrize(
    ("wish", "language"), [("nl-NL,nl;q=0.9,en;q=0.5", "nl"), ("en-GB,en", "en"), ("de-DE,de", "nl"), ("", "nl")]
)
def test_a_new_account_speaks_the_language_of_the_browser_else_of_the_invitation(
    app: Flask, client: FlaskClient, organisation: int, wish: str, language: str
) -> None:
    with app.app_context():
        invite_colleague(organisation, EMAIL, ["executive"], "", "nl")
    headers = {"Accept-Language": wish} if wish else {}
    client.get(f"/welcome/{mailed_token(app, 'welcome')}", headers=headers)
    answer = client.post("/welcome", data={"name": "Sam de Wit", "password": PASSWORD}, headers=headers)
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Account.language)).one() == language
    kept = client.get_cookie("language")
    assert kept is not None
    assert kept.value == language


def test_whoever_has_an_account_signs_in_to_take_an_invitation_up(app: Flask, organisation: int) -> None:
    add_account(app, organisation, "executive")
    with app.app_context(), writing() as session:
        session.add(Organisation(name={"en": "Elsewhere"}))
    with app.app_context():
        elsewhere = db.session.scalars(select(Organisation.id).where(Organisation.id != organisation)).one()
        invite_colleague(elsewhere, EMAIL, ["executive"], "", "en")
    token, client = mailed_token(app, "welcome"), app.test_client()
    assert open_link(client, token) == 200
    assert client.post("/welcome").location == "/sign-in?next=/welcome"
    assert give_password(client, wished="/welcome").location == "/welcome"

    assert client.post("/welcome").status_code == 303

    with app.app_context():
        rights = db.session.execute(select(Membership.organisation_id, Membership.role)).all()
        assert sorted(rights) == [(organisation, "executive"), (elsewhere, "executive")]
        assert len(db.session.scalars(select(Account)).all()) == 1


def test_somebody_elses_sign_in_takes_no_invitation_up(app: Flask, client: FlaskClient, organisation: int) -> None:
    add_account(app, organisation, "executive")
    kim = add_account(app, organisation, "executive", email="kim@zonneveld.example")
    with app.app_context():
        invite_colleague(organisation, EMAIL, ["administrator"], "", "en")
    sign_in_whole(client, kim, "kim@zonneveld.example")
    open_link(client, mailed_token(app, "welcome"))
    assert client.post("/welcome").location == "/sign-in?next=/welcome"
    with app.app_context():
        assert set(db.session.scalars(select(Membership.role))) == {"executive"}


def test_a_new_password_by_mail_ends_at_the_second_factor(app: Flask, client: FlaskClient, organisation: int) -> None:
    keys = add_account(app, organisation, "administrator", second_factor=True)
    signed_in = app.test_client()
    sign_in_whole(signed_in, keys)
    client.post("/forgotten-password", data={"email": EMAIL})
    earlier = mailed_token(app, "reset")
    client.post("/forgotten-password", data={"email": EMAIL})
    token = mailed_token(app, "reset")
    assert open_link(client, token) == 200

    done = client.post("/welcome", data={"password": "another kettle and violin"})

    assert done.location == "/second-factor"
    assert client.get("/account").location == "/second-factor"
    assert client.get(f"/organisations/{organisation}/colleagues").location == "/second-factor"
    assert signed_in.get("/account", headers={"Accept": "application/json"}).status_code == 401
    assert give_code(client, show_code(keys.app_key, later=1)).status_code == 303
    assert client.get(f"/organisations/{organisation}/colleagues").status_code == 200
    assert [open_link(app.test_client(), one) for one in (token, earlier)] == [404, 404]
    assert give_password(app.test_client()).status_code == 401


def test_nothing_is_mailed_to_an_address_without_an_account_and_not_endlessly_to_one_with(
    app: Flask, client: FlaskClient, organisation: int
) -> None:
    add_account(app, organisation, "executive")
    asked = [client.post("/forgotten-password", data={"email": EMAIL}).status_code for _ in range(25)]
    client.post("/forgotten-password", data={"email": "nobody@zonneveld.example"})

    assert asked == [200] * 20 + [429] * 5
    with app.app_context():
        states = db.session.scalars(select(Mail.state)).all()
        assert (states.count("waiting"), states.count("dropped")) == (20, 1)
        assert set(db.session.scalars(select(Welcome.email))) == {EMAIL, ""}
        now = datetime.now(UTC)
        assert all(welcome.expires_at <= now + timedelta(hours=1) for welcome in db.session.scalars(select(Welcome)))


def test_an_invitation_that_is_handed_over_is_mailed_to_nobody_and_comes_before_a_first_start(
    app: Flask, client: FlaskClient, organisation: int
) -> None:
    with app.app_context():
        token = offer_invitation(organisation, EMAIL, ("administrator", "facilitator"))
        assert offer_first_link() is None
        assert db.session.scalars(select(Mail)).all() == []
    assert open_link(client, token) == 200
    assert client.post("/welcome", data={"name": "Sam de Wit", "password": PASSWORD}).location == "/second-factor"
