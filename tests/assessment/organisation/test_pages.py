"""The pages of the organisation: units, groups, head counts, people; nothing of another organisation."""

import io
import re

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from assessment.campaigns.drafts import create_draft
from assessment.models import HeadCount, Person, RespondentGroup, Unit, db, writing
from assessment.organisation import service
from tests.assessment.organisation.conftest import Desk
from tests.assessment.organisation.lists import make_people, write_csv


def units_of(app: Flask, organisation_id: int) -> dict[str, Unit]:
    with app.app_context():
        rows = db.session.scalars(select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.position))
        return {unit.key: unit for unit in rows}


def add_person(app: Flask, organisation_id: int, unit: str, name: str = "Ann") -> int:
    with app.app_context(), writing() as session:
        unit_id = session.scalars(
            select(Unit.id).where(Unit.organisation_id == organisation_id, Unit.key == unit)
        ).one()
        person = Person(organisation_id=organisation_id, unit_id=unit_id, group_="staff", name=name)
        session.add(person)
        session.flush()
        return person.id


def test_a_unit_is_added_moved_and_numbered_as_the_tree_is_read(app: Flask, desk: Desk) -> None:
    units = units_of(app, desk.organisation_id)
    made = desk.client.post(
        desk.address("units/new"), data={"name_en": "Home care", "name_nl": "Thuiszorg", "parent": units["care"].id}
    )
    assert made.status_code == 303
    assert list(units_of(app, desk.organisation_id)) == [
        "zonneveld",
        "care",
        "home-care",
        "offices",
        "software",
        "archive",
    ]

    new = units_of(app, desk.organisation_id)["home-care"]
    moved = desk.client.post(
        desk.address(f"units/{new.id}"), data={"name_en": "Home", "parent": units["offices"].id, "builds_software": "y"}
    )
    after = units_of(app, desk.organisation_id)
    assert moved.status_code == 303
    assert list(after) == ["zonneveld", "care", "offices", "software", "archive", "home-care"]
    assert after["home-care"].name == {"en": "Home", "nl": "Home"}
    assert after["home-care"].builds_software

    desk.client.post(desk.address(f"units/{new.id}/shift"), data={"direction": "up"})
    assert list(units_of(app, desk.organisation_id))[3:] == ["software", "home-care", "archive"]


def test_units_have_six_levels_at_most_and_none_is_below_itself(app: Flask, desk: Desk) -> None:
    parent = units_of(app, desk.organisation_id)["software"].id
    for level in (4, 5, 6):
        desk.client.post(desk.address("units/new"), data={"name_en": f"Level {level}", "parent": parent})
        parent = units_of(app, desk.organisation_id)[f"level-{level}"].id

    refused = desk.client.post(desk.address("units/new"), data={"name_en": "Level 7", "parent": parent})
    assert refused.status_code == 422
    top = units_of(app, desk.organisation_id)["zonneveld"].id
    below = desk.client.post(desk.address(f"units/{top}"), data={"name_en": "Zonneveld", "parent": parent})
    assert below.status_code == 422
    assert len(units_of(app, desk.organisation_id)) == 8


def test_two_units_of_one_name_side_by_side_are_refused(app: Flask, desk: Desk) -> None:
    top = units_of(app, desk.organisation_id)["zonneveld"].id
    refused = desk.client.post(desk.address("units/new"), data={"name_en": "ZORG", "parent": top})

    assert refused.status_code == 422
    assert "There is a unit of this name in the same place already" in refused.text


def test_only_an_empty_unit_is_removed(app: Flask, desk: Desk) -> None:
    units = units_of(app, desk.organisation_id)
    add_person(app, desk.organisation_id, "archive")
    full = desk.client.post(desk.address(f"units/{units['archive'].id}/remove"))
    parent = desk.client.post(desk.address(f"units/{units['offices'].id}/remove"))
    empty = desk.client.post(desk.address(f"units/{units['software'].id}/remove"))

    assert (full.status_code, parent.status_code, empty.status_code) == (409, 409, 303)
    assert "There are people in it: move them first" in full.text
    assert "software" not in units_of(app, desk.organisation_id)


def test_groups_get_other_names_and_keep_their_voice(app: Flask, desk: Desk) -> None:
    with app.app_context():
        groups = service.read_groups(desk.organisation_id)
        names = {f"group-{g.id}-{language}": f"{g.key} {language}" for g in groups for language in ("en", "nl")}
    assert desk.client.post(desk.address("groups"), data=names).status_code == 303
    assert desk.client.post(desk.address("groups"), data=names | {f"group-{groups[0].id}-nl": ""}).status_code == 422

    with app.app_context():
        renamed = service.read_groups(desk.organisation_id)
        assert [(g.key, g.voice) for g in renamed] == [(g.key, g.voice) for g in groups]
        assert renamed[0].name == {"en": "senior-managers en", "nl": "senior-managers nl"}


def test_head_counts_are_kept_and_count_until_there_is_a_list(app: Flask, desk: Desk) -> None:
    care = units_of(app, desk.organisation_id)["care"].id
    bad = desk.client.post(desk.address("head-counts"), data={f"count-{care}-staff": "many"})
    assert bad.status_code == 422
    kept = desk.client.post(
        desk.address("head-counts"), data={f"count-{care}-staff": "30", f"count-{care}-middle-managers": ""}
    )
    assert kept.status_code == 303
    with app.app_context():
        assert service.count_people(desk.organisation_id) == [{"unit": "care", "group": "staff", "count": 30}]
        assert db.session.scalar(select(func.count()).select_from(HeadCount)) == 1
    add_person(app, desk.organisation_id, "software")
    with app.app_context():
        assert service.count_people(desk.organisation_id) == [{"unit": "software", "group": "staff", "count": 1}]


def test_a_person_is_typed_changed_and_removed(app: Flask, desk: Desk) -> None:
    care = units_of(app, desk.organisation_id)["care"].id
    values = {"name": "Ann Bakker", "email": "Ann@Zonneveld.Example", "unit": care, "group": "staff", "language": "nl"}
    assert desk.client.post(desk.address("people/new"), data=values).status_code == 303
    again = desk.client.post(desk.address("people/new"), data=values)
    assert again.status_code == 422
    assert "Somebody else has this e-mail address" in again.text
    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.email, person.language) == ("ann@zonneveld.example", "nl")
    desk.client.post(desk.address(f"people/{person.id}"), data=values | {"email": "", "group": "middle-managers"})
    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.email, person.group_) == (None, "middle-managers")
    desk.client.post(desk.address(f"people/{person.id}/remove"))
    with app.app_context():
        assert db.session.scalars(select(Person)).all() == []


def test_those_ticked_or_all_found_are_moved(app: Flask, desk: Desk) -> None:
    ids = [add_person(app, desk.organisation_id, "care", f"Ann {n}") for n in range(60)]
    software = units_of(app, desk.organisation_id)["software"].id
    desk.client.post(desk.address("people/move"), data={"person": ids[:2], "to_unit": software})
    desk.client.post(desk.address("people/move"), data={"text": "ann", "all": "y", "to_group": "middle-managers"})

    with app.app_context():
        assert service.count_people(desk.organisation_id) == [
            {"unit": "care", "group": "middle-managers", "count": 58},
            {"unit": "software", "group": "middle-managers", "count": 2},
        ]


OTHERS = (
    ("get", "units/{unit}"),
    ("post", "units/{unit}"),
    ("post", "units/{unit}/shift"),
    ("post", "units/{unit}/remove"),
    ("get", "people/{person}"),
    ("post", "people/{person}"),
    ("post", "people/{person}/remove"),
)


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_what_belongs_to_another_organisation_is_not_there(app: Flask, desk: Desk, method: str, path: str) -> None:
    person = add_person(app, desk.other_id, "care")
    unit = units_of(app, desk.other_id)["care"].id

    mine = desk.client.open(desk.address(path.format(unit=unit, person=person)), method=method.upper())
    theirs = desk.client.open(
        f"/organisations/{desk.other_id}/{path.format(unit=unit, person=person)}", method=method.upper()
    )

    assert (mine.status_code, theirs.status_code) == (404, 404)
    assert "care" in units_of(app, desk.other_id)
    with app.app_context():
        assert db.session.scalars(select(Person.id)).all() == [person]


def test_units_of_another_organisation_cannot_be_named_in_forms(app: Flask, desk: Desk) -> None:
    unit = units_of(app, desk.other_id)["care"].id
    person = add_person(app, desk.organisation_id, "care")
    theirs = add_person(app, desk.other_id, "care")
    values = {"name": "Ann", "unit": unit, "group": "staff", "language": "en"}

    assert desk.client.post(desk.address("people/new"), data=values).status_code == 422
    assert desk.client.post(desk.address("units/new"), data={"name_en": "New", "parent": unit}).status_code == 422
    moved = desk.client.post(desk.address("people/move"), data={"person": [person], "to_unit": unit})
    assert moved.status_code == 404
    software = units_of(app, desk.organisation_id)["software"].id
    desk.client.post(desk.address("people/move"), data={"person": [theirs], "to_unit": software})
    desk.client.post(desk.address("head-counts"), data={f"count-{unit}-staff": "3"})
    with app.app_context():
        assert db.session.get_one(Person, theirs).unit_id == unit
        assert db.session.scalar(select(func.count()).select_from(HeadCount)) == 0


def test_the_first_list_leads_to_the_first_survey(app: Flask, desk: Desk) -> None:
    """Not before anybody is listed, and no more once a survey was begun."""
    offers = "Set up a survey</button>"
    assert offers not in desk.client.get(desk.address("people")).text
    add_person(app, desk.organisation_id, "care")
    assert offers in desk.client.get(desk.address("people")).text
    with app.app_context():
        create_draft(desk.other_id)
    assert offers in desk.client.get(desk.address("people")).text
    assert desk.client.post(desk.address("surveys/new")).status_code == 303
    assert offers not in desk.client.get(desk.address("people")).text


@pytest.mark.parametrize("path", ["units", "people", "people?text=person", "head-counts", "groups"])
def test_pages_ask_the_database_as_often_for_many_people_as_for_one(app: Flask, desk: Desk, path: str) -> None:
    bring(desk, make_people(1))
    assert count_queries(app, desk, path) <= 12
    few = count_queries(app, desk, path)
    bring(desk, make_people(300))
    assert count_queries(app, desk, path) == few


def bring(desk: Desk, people: list[tuple[str, ...]]) -> None:
    desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(write_csv(people)), "people.csv")})
    seen = re.search(r'name="seen" value="(\w+)"', desk.client.get(desk.address("people/list")).text)
    assert seen is not None
    desk.client.post(desk.address("people/list/confirm"), data={"seen": seen[1]})


def count_queries(app: Flask, desk: Desk, path: str) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert desk.client.get(desk.address(path)).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_a_unit_counts_those_below_it_and_people_stand_by_their_family_names(app: Flask, desk: Desk) -> None:
    """Software lies below the offices, and all below Zonneveld."""
    people = [("zonneveld", "Zoë Aarts"), ("software", "Ann de Zwart"), ("software", "Bo"), ("care", "Cy Bakker")]
    for unit, name in people:
        add_person(app, desk.organisation_id, unit, name)
    told = re.sub(r"<[^>]+>|\s+", " ", desk.client.get(desk.address("units")).text)
    assert re.search(r"Zonneveld +4 people \(1 not in a unit below\)", told)
    assert re.search(r"Offices +2 people \(in units below\)", told)
    assert re.search(r"Software +2 people +· software|Software +2 people ", told)

    page = desk.client.get(desk.address("people")).text
    assert re.findall(r"people/\d+\">([^<]+)</a>", page) == ["Zoë Aarts", "Cy Bakker", "Bo", "Ann de Zwart"]


def test_a_search_takes_signs_as_they_are(app: Flask, desk: Desk) -> None:
    add_person(app, desk.organisation_id, "care", "100% Ann_Bakker")
    for text, found in (("100%", 1), ("n_b", 1), ("%", 1), ("__", 0), ("' OR 1=1 --", 0), ("\\", 0), ("BAKKER", 1)):
        page = desk.client.get(desk.address("people"), query_string={"text": text})
        assert (f"{found} person found" if found == 1 else f"{found} people found") in page.text, text


def test_the_four_standard_groups_are_there(app: Flask, desk: Desk) -> None:
    with app.app_context():
        keys = db.session.scalars(
            select(RespondentGroup.key).where(RespondentGroup.organisation_id == desk.organisation_id)
        )
        assert set(keys) == {"senior-managers", "middle-managers", "staff", "quality-professionals"}


def test_many_units_are_searched_and_turned_page_by_page(app: Flask, desk: Desk) -> None:
    with app.app_context():
        for number in range(60):
            names = dict.fromkeys(("en", "nl"), f"Ward {number:02}")
            service.add_unit(desk.organisation_id, names, None, builds_software=False)
    first, last = (desk.client.get(desk.address("units"), query_string={"page": page}).text for page in (1, 99))
    shown = [set(re.findall(r">(Ward \d\d)<", page)) for page in (first, last)]
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in last
    assert len(shown[0] | shown[1]) == 60
    assert not shown[0] & shown[1]

    found = desk.client.get(desk.address("units"), query_string={"text": "WARD 5"}).text
    assert "10 units found" in found
    assert re.findall(r">(Ward \d\d)<", found) == [f"Ward {number}" for number in range(50, 60)]


def test_the_preview_shows_all_rows_a_page_at_a_time_and_never_old_ones(app: Flask, desk: Desk) -> None:
    desk.client.post(
        desk.address("people/list"), data={"file": (io.BytesIO(write_csv(make_people(120))), "people.csv")}
    )
    shown: set[str] = set()
    for number in (1, 2, 3):
        page = desk.client.get(desk.address("people/list"), query_string={"kind": "added", "page": number}).text
        assert f"Page {number} of 3" in page
        shown |= set(re.findall(r"<li>(.*?) <span", page))
    assert len(shown) == 120
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None

    add_person(app, desk.organisation_id, "care", "Somebody Else")
    assert desk.client.post(desk.address("people/list/confirm"), data={"seen": seen[1]}).status_code == 303
    again = desk.client.get(desk.address("people/list"), query_string={"kind": "missing"}).text
    assert "Somebody Else" in again
    assert seen[1] not in again


FAULTY = [
    ("Ann Bakker", "ann(at)zonneveld.example", "Care", "Bosses", "nl"),
    ("Bo Smit", "bo@zonneveld.example", "", "Staff", "nl"),
]


def bring_faulty(desk: Desk, rows: list[tuple[str, ...]] = FAULTY) -> dict[str, str]:
    """A list with rows to mend; returns the fields that its page holds, as a browser sends them untouched."""
    desk.client.post(desk.address("people/list"), data={"file": (io.BytesIO(write_csv(rows)), "people.csv")})
    return read_fields(desk.client.get(desk.address("people/list")).text)


def read_fields(page: str) -> dict[str, str]:
    form = page[page.index("/people/list/mend") :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'name="([\w-]+)"[^>]*? value="([^"]*)" autocomplete', form))
    fields |= dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select id="[\w-]+" name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def drop_token(page: str) -> str:
    """The page without what says in which second it was made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_what_was_mended_in_two_windows_is_told_to_the_second_and_kept_on_the_page(desk: Desk) -> None:
    fields = bring_faulty(desk)
    word = next(name for name in fields if re.fullmatch(r"word-\w{16}", name))
    one = fields | {"row-2-email": "ann@zonneveld.example", "row-3-unit": "Car"}
    two = fields | {"row-2-email": "ann.b@zonneveld.example", "row-3-unit": "Care / Night <1>", word: "staff"}

    assert desk.client.post(desk.address("people/list/mend"), data=one).status_code == 303
    # A double click is no second window.
    assert desk.client.post(desk.address("people/list/mend"), data=one).status_code == 303
    before = drop_token(desk.client.get(desk.address("people/list")).text)
    told = desk.client.post(desk.address("people/list/mend"), data=two)

    assert told.status_code == 409
    assert "Not stored: this list was changed in another window" in told.text
    assert "<dt>Row 2, e-mail address</dt><dd>ann.b@zonneveld.example</dd>" in told.text
    assert "<dt>Row 3, unit</dt><dd>Care / Night &lt;1&gt;</dd>" in told.text
    assert "<dt>Rows with the group “Bosses”</dt><dd>Staff</dd>" in told.text
    assert drop_token(desk.client.get(desk.address("people/list")).text) == before

    # What the list still asks for is filled in, and counts when it is sent from here.
    kept = read_fields(told.text)
    assert kept[word] == "staff"
    assert desk.client.post(desk.address("people/list/mend"), data=kept).status_code == 303
    after = desk.client.get(desk.address("people/list")).text
    assert "Rows to mend</h2>" not in after
    assert "ann@zonneveld.example" in after


def test_what_was_mended_of_a_list_that_went_is_not_put_into_another(desk: Desk) -> None:
    first = bring_faulty(desk) | {"row-2-email": "ann@zonneveld.example", "row-3-leave": "y"}
    other = bring_faulty(desk, [("Cy Kaya", "cy(at)zonneveld.example", "Care", "Staff", "nl")])

    told = desk.client.post(desk.address("people/list/mend"), data=first)
    assert told.status_code == 409
    assert "<dt>Row 2, e-mail address</dt><dd>ann@zonneveld.example</dd>" in told.text
    assert "<dt>Row 3</dt><dd>leave it out</dd>" in told.text
    # What only says in which second the page was made differs.
    assert read_fields(told.text) | {"csrf_token": ""} == other | {"csrf_token": ""}

    desk.client.post(desk.address("people/list/give-up"))
    gone = desk.client.post(desk.address("people/list/mend"), data=first)
    assert gone.status_code == 409
    assert "<dt>Row 2, e-mail address</dt><dd>ann@zonneveld.example</dd>" in gone.text
    assert "It is no longer kept" in gone.text
    assert desk.client.get(desk.address("people/list")).status_code == 303
