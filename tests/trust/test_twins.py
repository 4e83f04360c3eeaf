"""S2: two organisations of the same shape. Whatever id of the one is put into an address of the other: not found."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from assessment.models import Base, Campaign, Person, Unit, db
from tests.fixtures.colleagues import sign_in
from tests.trust.test_access import list_routes, tell_right
from tests.trust.twins import Twin, make_twin, write_addresses

OWN, OTHER = "zonneveld", "canary7391"
OWNERS = (
    *("account_id", "welcome_id", "survey_id", "unit_id", "person_id", "member_id", "door_id", "batch_id"),
    *("decision_id", "action_id", "publication_id"),
    *("session_id", "participant_id", "agenda_id", "note_id"),
    *("cluster_id", "topic", "request_id"),
    "organisation_id",
)
ENDINGS = ("remove", "withdraw", "give-up", "discard", "close")
"""What takes away what another page is about, tried last where nothing is swapped."""


def list_swaps(rule: Rule, own: Twin, other: Twin) -> Iterator[dict[str, int]]:
    """Every mix of ids of both sides with at least one of the other, for each pair of surveys of the same state."""
    names = [name for name in OWNERS if name in rule.arguments]
    for mine, theirs in zip(own.list_values(), other.list_values(), strict=True):
        for size in range(1, len(names) + 1):
            for swapped in combinations(names, size):
                yield mine | {name: theirs[name] for name in swapped}
        if "survey_id" not in names:
            return


def digest_other(organisation_id: int) -> str:
    """Every row that belongs to the organisation, as a checksum."""
    digest = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        if "organisation_id" in table.c:
            rows = db.session.execute(select(table).where(table.c.organisation_id == organisation_id)).all()
            digest.update(repr(sorted(map(repr, rows))).encode())
    db.session.rollback()
    return digest.hexdigest()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_id_of_the_other_side_leads_anywhere(app: Flask, client: FlaskClient, tell: Callable[[str], None]) -> None:
    own, other = make_twin(app, OWN), make_twin(app, OTHER)
    sign_in(client, own.account_id)
    routes = [(method, rule) for method, rule in list_routes(app) if "organisation_id" in rule.arguments]
    with app.app_context():
        before = digest_other(other.ids["organisation_id"])
    tried = 0
    for method, rule in routes:
        for values in list_swaps(rule, own, other):
            for address in write_addresses(rule, values):
                answer = client.open(address, method=method)
                assert answer.status_code == 404, f"{method} {address}: {answer.status_code}"
                assert OTHER not in answer.text
                tried += 1
    with app.app_context():
        assert digest_other(other.ids["organisation_id"]) == before

    lost = [f"{method} {rule.rule}" for method, rule in sort_gently(routes) if not leads(client, method, rule, own)]
    assert lost == [], "\n".join(lost)
    tell(f"S2: {len(routes)} addresses, {tried} requests with ids of the other side: all 404, 0 bytes, 0 rows changed")


def sort_gently(routes: list[tuple[str, Rule]]) -> list[tuple[str, Rule]]:
    return sorted(routes, key=lambda pair: (pair[0] == "POST", any(word in pair[1].rule for word in ENDINGS)))


def leads(client: FlaskClient, method: str, rule: Rule, own: Twin) -> bool:
    """Whether the same address with own ids leads somewhere, for one of the surveys at least; and to nobody else's."""
    found = False
    for values in own.list_values():
        for address in write_addresses(rule, values):
            answer = client.open(address, method=method, data={"language": "en"} if method == "POST" else None)
            assert OTHER.encode() not in answer.data, address
            found |= tell_right(answer) != "404"
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_form_takes_an_id_of_the_other_side(app: Flask, client: FlaskClient, tell: Callable[[str], None]) -> None:
    own, other = make_twin(app, OWN), make_twin(app, OTHER)
    sign_in(client, own.account_id)
    with app.app_context():
        both = [digest_other(side.ids["organisation_id"]) for side in (own, other)]
        version = db.session.scalars(
            select(Campaign.questionnaire_version_id).where(Campaign.id == other.surveys[0])
        ).one()
        assert db.session.scalars(select(Unit.id).where(Unit.id == other.ids["unit_id"])).one()
        assert db.session.scalars(select(Person.id).where(Person.id == other.ids["person_id"])).one()
    unit, person, home = other.ids["unit_id"], other.ids["person_id"], f"/organisations/{own.ids['organisation_id']}"
    mine = {"name": "A", "email": "a@x.example", "group": "staff", "language": "en"}
    named = {"name_en": "New", "name_nl": "Nieuw"}
    forms: list[tuple[str, dict[str, object]]] = [
        ("people/move", {"person": [person], "to_unit": own.ids["unit_id"]}),
        ("people/move", {"person": [own.ids["person_id"]], "to_unit": unit}),
        ("people/move", {"all": "1", "unit": unit, "to_unit": unit}),
        ("people/new", mine | {"unit": unit}),
        (f"people/{own.ids['person_id']}", mine | {"unit": unit}),
        ("units/new", named | {"parent": unit}),
        (f"units/{own.ids['unit_id']}", named | {"parent": unit}),
        (f"surveys/{own.surveys[0]}/defaults", {"version": 1, "questionnaire": f"kept:{version}", "length": "all"}),
    ]
    for address, typed in forms:
        answer = client.post(f"{home}/{address}", data=typed)
        assert answer.status_code in (303, 404, 422), f"{address}: {answer.status_code}"
        assert OTHER not in answer.text
        with app.app_context():
            assert [digest_other(side.ids["organisation_id"]) for side in (own, other)] == both, address
    tell(f"S2: {len(forms)} forms with ids of the other side: 0 rows changed on either side")
