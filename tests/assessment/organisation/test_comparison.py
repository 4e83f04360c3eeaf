"""What a list would change; the same list again changes nothing."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from assessment.models import Document, Person, Unit, db, writing
from assessment.organisation import service, upload
from assessment.organisation.plan import PlannedUnit, create_organisation
from assessment.organisation.preview import KEPT_FOR
from assessment.organisation.service import RefusedError
from tests.assessment.organisation.conftest import Desk
from tests.assessment.organisation.lists import HEADER, make_people, mend, write_csv, write_xlsx

ACCOUNT = 1
NAMES = st.sampled_from(["Ann", "Bo", "Cy", "ann", ""])
ADDRESSES = st.sampled_from(["", "", "a@x.example", "b@x.example", "A@X.example", "c@x.example"])
PLACES = ["Care", "Zorg", "North", "Care / North", "Offices / North", "Zonneveld", "Zonneveld / Care", "New", "New/A/B"]
ROWS = st.lists(
    st.tuples(NAMES, ADDRESSES, st.sampled_from(PLACES), st.sampled_from(["Staff", "Directie", "staff"]), st.just("")),
    min_size=1,
    max_size=7,
)


def take_over(organisation_id: int, content: bytes, *, remove_missing: bool = False, name: str = "a.csv") -> Any:
    """Bring a list, leave its faulty rows out, and confirm it."""
    upload.keep_list(organisation_id, ACCOUNT, name, content)
    preview = upload.show_list(organisation_id, ACCOUNT)
    assert preview is not None
    while preview.comparison.faults:
        mend(organisation_id, ACCOUNT, {f"row-{row}-leave": "y" for row in range(2, 40)})
        preview = upload.show_list(organisation_id, ACCOUNT)
        assert preview is not None
    return upload.confirm_list(organisation_id, ACCOUNT, preview.seen, remove_missing=remove_missing)


def read_people(organisation_id: int) -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, Unit.key, Person.group_, Person.language)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.organisation_id == organisation_id)
        .order_by(Person.id)
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@given(earlier=ROWS, rows=ROWS, removing=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_list_brought_again_changes_nothing(
    app: Flask, earlier: list[tuple[str, ...]], rows: list[tuple[str, ...]], removing: bool
) -> None:
    with app.test_request_context():
        units = [PlannedUnit("zonneveld", {"en": "Zonneveld", "nl": "Zonneveld"})]
        units += [PlannedUnit("care", {"en": "Care", "nl": "Zorg"}, "zonneveld")]
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, units)
        take_over(organisation_id, write_csv(earlier))
        take_over(organisation_id, write_csv(rows), remove_missing=removing)
        before = read_people(organisation_id)

        again = take_over(organisation_id, write_csv(rows), remove_missing=removing)

        assert again.changes_nothing
        assert read_people(organisation_id) == before


def test_a_list_adds_changes_and_removes_only_when_asked(app: Flask) -> None:
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care", "nl": "Zorg"})])
        first = take_over(organisation_id, write_xlsx(make_people(3)), name="a.xlsx")
        second = [("Person 0000", "person0@zonneveld.example", "Zorg / Kantoor", "Middenmanagers", "English")]
        changed = take_over(organisation_id, write_csv(second))

        assert (len(first.added), first.units) == (3, [])
        assert changed.units == [("Care", "Kantoor")]
        assert [(len(changed.added), len(changed.missing), each.columns) for each in changed.changed] == [
            (0, 2, ("unit", "group", "language"))
        ]
        assert len(read_people(organisation_id)) == 3
        take_over(organisation_id, write_csv(second), remove_missing=True)
        assert [row[1:] for row in read_people(organisation_id)] == [
            ("Person 0000", "person0@zonneveld.example", "kantoor", "middle-managers", "en")
        ]


def test_an_address_added_later_belongs_to_the_person_who_is_there(app: Flask) -> None:
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care"})])
        take_over(organisation_id, write_csv([("Ann", "", "Care", "Staff", "")]))
        take_over(organisation_id, write_csv([("Ann", "ann@x.example", "Care", "Staff", "")]))
        take_over(organisation_id, write_csv([("Ann", "", "Elsewhere", "Staff", "")]))

        assert [row[1:4] for row in read_people(organisation_id)] == [("Ann", "ann@x.example", "elsewhere")]


def test_each_fault_names_its_column_and_can_be_mended(app: Flask) -> None:
    rows = [
        ("", "", "Care", "Staff", "nl"),
        ("=cmd", "ann(at)x.example", "", "Bosses", "Klingon"),
        ("Bo", "bo@x.example", "A/B/C/D/E/F/G", "Staff", ""),
        ("Cy", "BO@x.example", "Care", "", ""),
        ("Di", "", "Care", "Staff", ""),
        ("Di", "", "Care", "Staff", ""),
    ]
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care"})])
        upload.keep_list(organisation_id, ACCOUNT, "a.csv", write_csv(rows))
        preview = upload.show_list(organisation_id, ACCOUNT)
        assert preview is not None
        found = {
            row: [(fault.column, fault.code) for fault in faults] for row, faults in preview.comparison.faults.items()
        }
        assert found == {
            2: [("name", "nobody")],
            3: [
                ("name", "formula"),
                ("email", "address"),
                ("unit", "no unit"),
                ("group", "group"),
                ("language", "language"),
            ],
            4: [("unit", "too deep")],
            5: [("group", "no group")],
            7: [("name", "row twice")],
        }
        with pytest.raises(RefusedError, match="faulty"):
            upload.confirm_list(organisation_id, ACCOUNT, preview.seen, remove_missing=True)
        typed = {
            "row-2-name": "Ev",
            "row-3-leave": "y",
            "row-4-unit": "A/B",
            "row-5-group": "staff",
            "row-7-leave": "y",
        }
        mend(organisation_id, ACCOUNT, typed)
        preview = upload.show_list(organisation_id, ACCOUNT)
        assert preview is not None
        assert {row: [fault.code for fault in faults] for row, faults in preview.comparison.faults.items()} == {
            5: ["address twice"]
        }
        assert read_people(organisation_id) == []


def test_what_is_confirmed_is_what_was_shown(app: Flask) -> None:
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care"})])
        upload.keep_list(organisation_id, ACCOUNT, "a.csv", write_csv(make_people(2)))
        first = upload.show_list(organisation_id, ACCOUNT)
        upload.keep_list(organisation_id, ACCOUNT, "b.csv", write_csv(make_people(3)))
        assert first is not None
        with pytest.raises(RefusedError, match="changed"):
            upload.confirm_list(organisation_id, ACCOUNT, first.seen, remove_missing=False)
        assert read_people(organisation_id) == []


def test_a_list_goes_when_given_up_confirmed_or_old(app: Flask) -> None:
    with app.test_request_context():
        organisation_id = create_organisation({"en": "Zonneveld"}, [PlannedUnit("care", {"en": "Care"})])
        take_over(organisation_id, write_csv(make_people(2)))
        assert db.session.scalars(select(Document.key)).all() == []
        upload.keep_list(organisation_id, ACCOUNT, "a.csv", write_csv(make_people(2)))
        upload.give_up(organisation_id, ACCOUNT)
        assert db.session.scalars(select(Document.key)).all() == []
        upload.keep_list(organisation_id, ACCOUNT, "a.csv", write_csv(make_people(2)))
        upload.forget_lists()
        assert upload.name_key(ACCOUNT) in db.session.scalars(select(Document.key)).all()
        assert upload.show_page(organisation_id, ACCOUNT, "", 1) is not None
        with writing() as session:
            session.execute(update(Document).values(made_at=datetime.now(UTC) - KEPT_FOR))
        assert upload.show_list(organisation_id, ACCOUNT) is None
        assert upload.show_page(organisation_id, ACCOUNT, "", 1) is None
        upload.forget_lists()
        assert db.session.scalars(select(Document.key)).all() == []


def test_the_preview_page_says_what_is_wrong_and_stores_nothing(app: Flask, desk: Desk) -> None:
    content = write_csv([("<b>Ann</b>", "no", "Care", "Staff", ""), *make_people(2)], HEADER)
    desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(content), "<i>.csv")})
    page = desk.client.get(desk.address("people/list")).text

    assert "Row 2, e-mail address: this is not an e-mail address" in page
    assert "&lt;b&gt;Ann&lt;/b&gt;" in page
    assert "<b>Ann" not in page
    assert "<i>.csv" not in page
    with app.app_context():
        assert service.count_people(desk.organisation_id) == []
        with writing() as session:
            session.execute(delete(Document))
    assert desk.client.get(desk.address("people/list")).status_code == 303
