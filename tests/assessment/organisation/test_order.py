"""The order of people, kept in a column: the same whichever way they came in, on either database."""

import re

from flask import Flask
from sqlalchemy import insert, select

from assessment.models import Person, Unit, db, writing
from assessment.organisation import upload
from tests.assessment.organisation.conftest import Desk


def test_people_stand_in_one_order_however_they_came_and_were_renamed(app: Flask, desk: Desk) -> None:
    """By the last word of the name whatever its capitals, so that "van" and "de" do not count, then by the whole name;
    letters with accents by their numbers, behind z: the same on both databases."""
    names = ["Zoë van den Berg", "Émile Öztürk", "Ann de Zwart", "Cy van Dijk", "Bo berg", "Ada Élan", "Al dijk", "Bo"]
    with app.app_context(), writing() as session:
        here = Unit.organisation_id == desk.organisation_id
        units = dict(session.execute(select(Unit.key, Unit.id).where(here)).all())
        own = {"organisation_id": desk.organisation_id, "unit_id": units["care"], "group_": "staff"}
        session.add_all(Person(name=name, **own) for name in names[:2])
        session.execute(insert(Person), [own | {"name": names[2]}])
    typed = {"email": "", "unit": str(units["care"]), "group": "staff", "language": "en"}
    for name in ("Cy van Dijk", "Somebody Else"):
        assert desk.client.post(desk.address("people/new"), data=typed | {"name": name}).status_code == 303
    bring = ["Name,E-mail,Unit", "Ada Élan,ada@a.example,Care", "Al First,al@a.example,Care", "Bo,bo@a.example,Care"]
    with app.test_request_context():
        for content in ("\n".join(bring), "\n".join(bring).replace("Al First", "Al dijk")):
            upload.keep_list(desk.organisation_id, 1, "a.csv", content.encode())
            preview = upload.show_list(desk.organisation_id, 1)
            assert preview is not None
            upload.confirm_list(desk.organisation_id, 1, preview.seen, remove_missing=False)
        renamed = db.session.scalars(select(Person.id).where(Person.name == "Somebody Else")).one()
    assert desk.client.post(desk.address(f"people/{renamed}"), data=typed | {"name": "Bo berg"}).status_code == 303
    move = {"all": "y", "to_unit": str(units["offices"])}
    assert desk.client.post(desk.address("people/move"), data=move).status_code == 303

    page = desk.client.get(desk.address("people")).text
    order = [
        "Bo berg", "Zoë van den Berg", "Bo", "Al dijk", "Cy van Dijk", "Ann de Zwart", "Ada Élan", "Émile Öztürk",
    ]  # fmt: skip
    assert re.findall(r"people/\d+\">([^<]+)</a>", page) == order
    assert sorted(order) == sorted(names)
    with app.app_context():
        for name, key in db.session.execute(select(Person.name, Person.sort_key)):
            assert key == f"{name.split(' ')[-1].lower()} {name}"
