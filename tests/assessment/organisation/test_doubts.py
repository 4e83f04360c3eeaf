"""What a list may have wrong without a fault: slips of the pen in units, rows that stand twice, a level left unused."""

import io
import re

from flask import Flask
from sqlalchemy import func, select

from assessment.models import Person, Unit, db
from tests.assessment.organisation.conftest import Desk
from tests.assessment.organisation.lists import HEADER, make_people, write_csv


def bring(desk: Desk, rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> str:
    file = (io.BytesIO(write_csv(rows, header)), "people.csv")
    desk.client.post(desk.address("people/list"), data={"file": file})
    return desk.client.get(desk.address("people/list")).text


def read_form(page: str) -> dict[str, str]:
    """The fields of the form to mend, as a browser sends them untouched."""
    form = page[page.index("/people/list/mend") :]
    inputs = re.findall(r"<input [^>]*>", form[: form.index("</form>")])
    sent = [each for each in inputs if "checkbox" not in each or " checked" in each]
    pairs = [re.search(r'name="([^"]+)".*? value="([^"]*)"', each) for each in sent]
    return {pair[1]: pair[2] for pair in pairs if pair}


def take_over(desk: Desk) -> None:
    page = desk.client.get(desk.address("people/list")).text
    seen = re.search(r'name="seen" value="(\w+)"', page[page.index("/people/list/confirm") :])
    assert seen is not None
    assert desk.client.post(desk.address("people/list/confirm"), data={"seen": seen[1]}).status_code == 303


def count_by_unit(app: Flask, organisation_id: int) -> dict[str, int]:
    counted = select(Unit.name, func.count(Person.id)).join(Person, Person.unit_id == Unit.id)
    with app.app_context():
        rows = db.session.execute(counted.where(Unit.organisation_id == organisation_id).group_by(Unit.id))
        return {name["nl"]: count for name, count in rows}


def test_doubtful_new_units_are_named_with_their_sizes_and_renamed_on_the_spot(app: Flask, desk: Desk) -> None:
    rows = [*make_people(6, "North"), ("Ann", "ann@x.example", "Nort", "Staff", "nl")]
    rows += [("Bo", "bo@x.example", "Onbekend", "Staff", "nl")]
    rows += [("Cy", "cy@x.example", "North /", "Staff", "nl"), ("Di", "di@x.example", "Archive", "Staff", "nl")]
    page = bring(desk, rows)

    doubted = re.findall(r'<label for="(unit-\w+)">(.*?)</label>\s*<p [^>]*>(.*?)</p>', page)
    assert [(text, why) for _, text, why in doubted] == [
        ("Nort (1 person)", "New, with few people: is it a slip of the pen?"),
        ("Onbekend (1 person)", "New, and hardly the name of a unit."),
        ("North / (7 people)", "A name is missing at one end of the path."),
    ]
    units = desk.client.get(desk.address("people/list"), query_string={"kind": "units"}).text
    assert re.findall(r"<li>(.*?) <span[^>]*>(.*?)</span></li>", units) == [
        ("Zonneveld / Nort", "1 person"),
        ("Zonneveld / North", "7 people"),
        ("Zonneveld / Onbekend", "1 person"),
    ]

    meant = {doubted[0][0]: "North", doubted[1][0]: "Archive", doubted[2][0]: "North"}
    assert desk.client.post(desk.address("people/list/mend"), data=read_form(page) | meant).status_code == 303
    assert "Units to look at" not in desk.client.get(desk.address("people/list")).text
    take_over(desk)
    assert count_by_unit(app, desk.organisation_id) == {"North": 8, "Archief": 2}


def test_what_is_written_for_a_unit_is_not_lost_on_whoever_takes_the_list_over_at_once(app: Flask, desk: Desk) -> None:
    page = bring(desk, [*make_people(6, "North"), ("Ann", "ann@x.example", "Nort", "Staff", "nl")])
    [field] = re.findall(r'<label for="(unit-\w+)">Nort ', page)
    # Without script, too, what stands in the fields above the button comes along with it.
    assert re.search(r'<button class="button" form="mend-form" formaction="\S+/people/list/confirm">', page)

    sent = desk.client.post(desk.address("people/list/confirm"), data=read_form(page) | {field: "North"})

    assert (sent.status_code, sent.location) == (303, desk.address("people/list"))
    assert count_by_unit(app, desk.organisation_id) == {}
    again = desk.client.get(sent.location).text
    assert "What you typed is taken in, and nothing is stored yet" in again
    assert "Units to look at" not in again
    take_over(desk)
    assert count_by_unit(app, desk.organisation_id) == {"North": 7}


def test_a_row_that_stands_twice_names_the_other_and_is_left_out_unless_something_else_is_written(
    app: Flask, desk: Desk
) -> None:
    ann, bo = ("Ann", "ann@x.example", "Archive", "Staff", "nl"), ("Bo", "", "Archive", "Staff", "nl")
    page = bring(desk, [ann, bo, ann, bo, ("Bob", "ann@x.example", "Archive", "Staff", "nl")])
    sent = read_form(page)

    assert "row 2 (Ann) says exactly the same" in page
    assert "row 2 (Ann) has the same e-mail address" in page
    assert (sent["row-4-leave"], sent["row-5-leave"], "row-6-leave" in sent) == ("y", "y", False)

    # Row 5 is a namesake after all: the tick that was proposed does not count.
    typed = sent | {"row-5-name": "Bo the Second", "row-6-email": "bob@x.example"}
    assert desk.client.post(desk.address("people/list/mend"), data=typed).status_code == 303
    take_over(desk)
    with app.app_context():
        found = db.session.scalars(select(Person.name).order_by(Person.id)).all()
        assert found == ["Ann", "Bo", "Bo the Second", "Bob"]


def test_a_column_that_names_the_level_above_is_put_there_when_asked(app: Flask, desk: Desk) -> None:
    header = (*HEADER, "Locatie", "Schoenmaat")
    sites = ("Beukenhof", "Lindehof")
    rows = [(f"P{n}", f"p{n}@x.example", "Night", "Staff", "nl", sites[n % 2], "42") for n in range(12)]
    page = bring(desk, rows, header)
    assert "The column “Locatie” is not used." in page
    assert "level" not in read_form(page)

    desk.client.post(desk.address("people/list/mend"), data=read_form(page) | {"level": "y"})
    after = desk.client.get(desk.address("people/list")).text
    assert "Columns that are not used: Schoenmaat" in after
    assert "“Locatie”" not in after
    take_over(desk)
    with app.app_context():
        here = db.session.scalars(select(Unit).where(Unit.organisation_id == desk.organisation_id)).all()
        names = {unit.id: unit.name["nl"] for unit in here}
        above = [names[unit.parent_id] for unit in here if unit.name["nl"] == "Night" and unit.parent_id]
        assert sorted(above) == list(sites)
    assert count_by_unit(app, desk.organisation_id) == {"Night": 6}


def test_a_list_with_many_faults_shows_what_it_would_do_on_top(desk: Desk) -> None:
    page = bring(desk, [(f"P{n}", "no address", "Archive", "Staff", "nl") for n in range(30)])

    problems = page[page.index("error-summary") : page.index("What the list would change</h1>")]
    assert problems.count("<li>") == 6
    assert '<a href="#mend">20 more below</a>' in problems
