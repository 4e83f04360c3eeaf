"""A facilitator brings 240 people in a faulty spreadsheet, mends it in the preview and takes it over."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from assessment.models import Person, Unit, db
from assessment.organisation.plan import create_organisation
from tests.browser.respondent import Respondent
from tests.browser.visits.lists import PEOPLE, Row, bring_and_mend, spoil, write_list
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer

pytestmark = pytest.mark.visit

LONG = "Verpleeghuis en thuiszorg voor ouderen in de noordelijke wijk"


def make_file(folder: Path) -> Path:
    """240 people, seven of them faulty, in 40 units on one level, one with a long name; a sum closes the list."""
    rows: list[Row] = [
        (
            f"Person {n:03}",
            f"person{n}@zonneveld.example",
            f"Care / Team {n % 39:02}" if n % 40 else LONG,
            "Staff",
            "nl",
        )
        for n in range(PEOPLE)
    ]
    return write_list(folder / "people.xlsx", [*spoil(rows), ("Total", PEOPLE)])


def look_at_nobody(visitor: Respondent, base: str) -> None:
    """The pages before anybody is listed."""
    visitor.open(f"{base}/units", "Organisation")
    expect(visitor.page.get_by_text("There are no units yet.")).to_be_visible()
    visitor.open(f"{base}/head-counts", "Head counts")
    visitor.open(f"{base}/people", "People")
    visitor.page.get_by_text("What a list looks like").click()
    expect(visitor.page.get_by_text("Organisatorische eenheid")).to_be_visible()
    visitor.sees("People")


def look_around(visitor: Respondent, base: str) -> None:
    """The pages with many people and units, in good order; the same file again changes nothing."""
    page = visitor.page
    page.get_by_label("Name or e-mail address").fill("ann")
    visitor.press("Search")
    visitor.sees("People")
    expect(page.get_by_text("1 person found")).to_be_visible()
    page.get_by_role("link", name="Ann Bakker").click()
    visitor.sees("Ann Bakker")
    visitor.open(f"{base}/people?page=5", "People")
    expect(page.get_by_text("Page 5 of 10")).to_be_visible()
    visitor.open(f"{base}/units", "Organisation")
    page.get_by_role("link", name=LONG).click()
    visitor.sees(LONG)
    visitor.open(f"{base}/head-counts", "Head counts")
    visitor.open(f"{base}/groups", "Names of the groups")
    visitor.open(f"{base}/units/new", "Add a unit")
    visitor.press("Add")
    visitor.sees("Add a unit")
    expect(page.get_by_role("alert")).to_contain_text("Write the name in at least one language")


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, True), (360, False)])
def test_a_faulty_list_is_mended_and_taken_over(
    app: Flask, live_server: LiveServer, browser: Browser, tmp_path: Path, width: int, script: bool
) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, [])
    account_id = add_colleague(app, organisation_id, "facilitator")
    base = f"{live_server.url}/organisations/{organisation_id}"
    view = {"width": width, "height": 800}
    with watched_page(browser, locale="en-GB", viewport=view, java_script_enabled=script) as page:
        sign_in_browser(app, page, live_server.url, account_id)
        visitor = Respondent(page) if script else Scriptless(page)
        look_at_nobody(visitor, base)
        bring_and_mend(visitor, make_file(tmp_path))
        look_around(visitor, base)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 239
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 41


class Scriptless(Respondent):
    """Without script nothing can be measured in the page; the words must be there all the same."""

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.page.wait_for_load_state()


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_the_menu_on_a_phone_stands_in_columns(
    app: Flask, live_server: LiveServer, browser: Browser, locale: str
) -> None:
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, [])
    account_id = add_colleague(app, organisation_id, "facilitator", "administrator")
    with watched_page(browser, locale=locale, viewport={"width": 360, "height": 800}) as page:
        sign_in_browser(app, page, live_server.url, account_id)
        page.goto(f"{live_server.url}/organisations/{organisation_id}/people")
        boxes = [link.bounding_box() for link in page.get_by_role("navigation").first.get_by_role("link").all()]
        places = [(round(box["x"]), round(box["y"])) for box in boxes if box]
        ends = [box["x"] + box["width"] for box in boxes if box]
    columns, lines = {x for x, _y in places}, {y for _x, y in places}
    assert (len(places), len(columns), len(lines)) == (7, 3, 3)
    assert max(ends) <= 360
    # No word runs into the one beside it.
    assert all(ends[n] < places[n + 1][0] for n in (0, 1, 3, 4))
