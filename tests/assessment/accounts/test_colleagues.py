"""Colleagues: invited, changed and removed by an organisation's administrators only (trust rules S2, S3)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assessment.accounts.colleagues import (
    LastAdministratorError,
    find_member,
    list_members,
    list_units,
    remove_colleague,
)
from assessment.models import Account, Mail, Membership, Welcome, db
from assessment.organisation.plan import create_organisation
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import UNITS

INVITED = {"email": "Kim@zonneveld.example", "roles": ["facilitator", "unit-reader"], "unit": "care", "language": "nl"}


@pytest.fixture
def place(organisation: int) -> str:
    return f"/organisations/{organisation}/colleagues"


@pytest.fixture
def administrator(app: Flask, client: FlaskClient, organisation: int) -> int:
    account_id = add_colleague(app, organisation, "administrator")
    sign_in(client, account_id)
    return account_id


def test_an_invitation_is_kept_with_its_mail_and_can_be_withdrawn(
    app: Flask, client: FlaskClient, place: str, administrator: int
) -> None:
    assert client.post(f"{place}/invite", data=INVITED).location == place
    with app.app_context():
        welcome, mail = db.session.scalars(select(Welcome)).one(), db.session.scalars(select(Mail)).one()
        assert (welcome.email, welcome.role, welcome.unit, welcome.language) == (
            "kim@zonneveld.example",
            "facilitator unit-reader",
            "care",
            "nl",
        )
        assert (mail.kind, mail.reference, mail.organisation_id) == ("welcome", welcome.id, welcome.organisation_id)
        withdraw = f"{place}/invitations/{welcome.id}/withdraw"
    page = client.get(place).text
    assert "A link is on its way to kim@zonneveld.example" in page
    assert withdraw in page
    assert client.post(withdraw).location == place
    assert client.post(withdraw).status_code == 404
    assert "Invited, not here yet" not in client.get(place).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "kim"}, "Write the mail address like name@example.org"),
        ({"email": "kim@zonneveld.example\r\nBcc: x@evil.example"}, "Write the mail address like name@example.org"),
        ({"roles": []}, "Choose at least one thing"),
        ({"roles": ["owner"]}, "valid choice"),
        ({"unit": ""}, "Choose the unit that this unit reader may read"),
        ({"unit": "elsewhere"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_not_sent(
    app: Flask, client: FlaskClient, place: str, administrator: int, changes: dict[str, object], message: str
) -> None:
    response = client.post(f"{place}/invite", data=INVITED | changes)
    assert response.status_code == 422
    assert message in response.text
    with app.app_context():
        assert db.session.scalars(select(Mail)).all() == []


def test_fields_that_no_form_has_change_nothing(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    with app.app_context():
        other = create_organisation({"en": "Other"}, ())
    kim = add_colleague(app, organisation, "executive", email="kim@zonneveld.example")
    columns = {name: "1" for table in (Account, Membership, Welcome) for name in table.__table__.c.keys()}  # noqa: SIM118
    extra = columns | {"organisation_id": str(other), "account_id": str(administrator)}
    for address in (f"{place}/{kim}", f"{place}/invite"):
        client.post(address, data=extra | {"email": "new@zonneveld.example", "roles": ["second-reader"], "unit": ""})
    client.post("/account", data=extra | {"name": "Sam", "language": "en", "email": "taken@evil.example"})
    with app.app_context():
        assert db.session.scalars(select(Membership.organisation_id).distinct()).all() == [organisation]
        assert set(db.session.scalars(select(Account.email))) == {"sam@zonneveld.example", "kim@zonneveld.example"}
        assert db.session.scalars(select(Account.password).distinct()).all() == [None]
        assert [member.roles for member in list_members(organisation)] == [("administrator",), ("second-reader",)]


def test_rights_are_changed_and_hold_at_once(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    kim, other = add_colleague(app, organisation, "executive", email="kim@zonneveld.example"), app.test_client()
    sign_in(other, kim)
    changed = client.post(f"{place}/{kim}", data={"roles": ["unit-reader", "second-reader"], "unit": "software"})
    assert changed.location == place
    with app.app_context():
        member = find_member(organisation, kim)
        assert member is not None
        assert (set(member.roles), member.unit) == ({"unit-reader", "second-reader"}, "software")
    assert other.get("/account", headers={"Accept": "application/json"}).status_code == 401


def test_removing_disables_an_account_without_other_rights_and_ends_its_sign_ins(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    with app.app_context():
        elsewhere = create_organisation({"en": "Elsewhere"}, ())
    kim, lee = (add_colleague(app, organisation, "executive", email=f"{name}@z.example") for name in ("kim", "lee"))
    with app.app_context():
        db.session.add(Membership(account_id=lee, organisation_id=elsewhere, role="executive"))
        db.session.commit()
    browsers = {account: app.test_client() for account in (kim, lee)}
    for account, browser in browsers.items():
        sign_in(browser, account)
        assert client.post(f"{place}/{account}/remove").location == place
        assert browser.get("/account", headers={"Accept": "application/json"}).status_code == 401
    with app.app_context():
        active = {account: db.session.get_one(Account, account).active for account in (kim, lee)}
        assert active == {kim: False, lee: True}
        assert [
            right.organisation_id for right in db.session.scalars(select(Membership).filter_by(account_id=lee))
        ] == [elsewhere]


def test_the_last_administrator_stays(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    assert client.post(f"{place}/{administrator}/remove").location == f"{place}/{administrator}"
    refused = client.post(f"{place}/{administrator}", data={"roles": ["facilitator"]})
    assert refused.status_code == 422
    assert "make another colleague administrator first" in refused.text
    kim = add_colleague(app, organisation, "administrator", email="kim@zonneveld.example")
    with app.app_context():
        remove_colleague(organisation, administrator)
        with pytest.raises(LastAdministratorError):
            remove_colleague(organisation, kim)


def test_another_organisations_colleagues_and_invitations_are_not_there(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    with app.app_context():
        other = create_organisation({"en": "Verderop"}, UNITS)
    theirs = add_colleague(app, other, "administrator", email="kim@verderop.example")
    browser = app.test_client()
    sign_in(browser, theirs)
    browser.post(f"/organisations/{other}/colleagues/invite", data=INVITED | {"email": "new@verderop.example"})
    with app.app_context():
        invitation = db.session.scalars(select(Welcome.id)).one()
    addresses = [
        f"{place}/{theirs}",
        f"/organisations/{other}/colleagues",
        f"/organisations/{other}/colleagues/{theirs}",
    ]
    answers = [client.get(address) for address in addresses]
    answers += [
        client.post(f"{place}/{theirs}", data={"roles": ["executive"]}),
        client.post(f"{place}/{theirs}/remove"),
        client.post(f"{place}/invitations/{invitation}/withdraw"),
        client.post(f"/organisations/{other}/colleagues/invite", data=INVITED),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert not any("verderop" in answer.text.lower() for answer in [*answers, client.get(place)])
    with app.app_context():
        assert [member.roles for member in list_members(other)] == [("administrator",)]


def test_units_stand_under_their_parents(app: Flask, organisation: int) -> None:
    with app.app_context():
        assert [(key, depth) for key, _name, depth in list_units(organisation)] == [
            ("zonneveld", 0),
            ("care", 1),
            ("offices", 1),
            ("software", 2),
            ("archive", 2),
        ]


def test_a_hundred_colleagues_take_no_more_queries_than_one(
    app: Flask, client: FlaskClient, organisation: int, place: str, administrator: int
) -> None:
    def count() -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine

        def note(*details: object) -> None:
            seen.append(str(details[2]))

        event.listen(engine, "before_cursor_execute", note)
        assert client.get(place).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    one = count()
    for number in range(100):
        add_colleague(app, organisation, "executive", email=f"colleague{number}@zonneveld.example")
    assert one <= 12
    assert count() == one
