"""Visits through open links: three people at one tablet, a poster's code on a phone, a pile of paper."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from assessment.models import AnswerSet, Campaign, Draft, db
from questionnaires import shipped
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.doors import make_door, open_to_everybody
from tests.fixtures.server import LiveServer

pytestmark = pytest.mark.visit

PLACE = shipped("senior-management-drivers").position
FIRST = "Quality at Zonneveld 2027"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_to_everybody()


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    with watched_page(browser, locale="en-GB", viewport={"width": 820, "height": 1180}, has_touch=True) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with watched_page(browser, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        yield page


def read_answers(server: LiveServer) -> list[tuple[str | None, str | None, int]]:
    with server.app.app_context():
        rows = db.session.query(AnswerSet.unit, AnswerSet.group_, AnswerSet.answers)
        return sorted((unit, group, codes[PLACE["commitment-attend"]]) for unit, group, codes in rows)


def count_drafts(server: LiveServer) -> int:
    with server.app.app_context():
        return db.session.query(Draft).count()


def begin(visitor: Respondent, group: str = "Staff") -> None:
    visitor.sees(FIRST)
    assert visitor.chosen() == []
    visitor.tap(visitor.page.get_by_role("radio", name=group, exact=True))
    visitor.press("Start")
    visitor.sees("Your answers")
    assert visitor.chosen() == []


def answer_first(visitor: Respondent, answer: str) -> None:
    visitor.tap(visitor.questions[0].get_by_role("radio", name=answer, exact=True))


def test_three_people_at_a_tablet_leave_nothing_behind(live_server: LiveServer, tablet: Page, survey: int) -> None:
    tablet.clock.install()
    with live_server.app.app_context():
        path, _code = make_door(survey, "kiosk", "care")
    visitor = Respondent(tablet)
    visitor.open(live_server.url + path, FIRST)
    assert path.rpartition("/")[2] not in tablet.url

    begin(visitor)
    answer_first(visitor, "Rarely")
    visitor.press("Send my answers")
    visitor.sees("We have your answers")
    tablet.go_back()
    visitor.sees(FIRST)
    assert visitor.chosen() == []

    begin(visitor, "Middle managers")
    answer_first(visitor, "Often")
    tablet.reload()
    begin(visitor, "Middle managers")
    answer_first(visitor, "Always")
    left_open = tablet.url
    visitor.press("Send my answers")
    visitor.tap(tablet.get_by_role("link", name="Next person"))

    begin(visitor)
    answer_first(visitor, "Never")
    tablet.clock.run_for(46_000)
    expect(tablet.get_by_role("alert")).to_have_text(
        "Are you still there? Touch the screen, or this page forgets what was chosen."
    )
    tablet.clock.run_for(15_000)
    visitor.sees(FIRST)
    assert visitor.chosen() == []
    restored = tablet.context.new_page()
    restored.goto(left_open)
    Respondent(restored).sees(FIRST)
    restored.close()
    tablet.go_back()
    visitor.sees(FIRST)

    assert count_drafts(live_server) == 0
    assert read_answers(live_server) == [("care", "middle-managers", 5), ("care", "staff", 2)]


def test_a_touch_keeps_the_turn_going(live_server: LiveServer, tablet: Page, survey: int) -> None:
    tablet.clock.install()
    with live_server.app.app_context():
        path, _code = make_door(survey, "kiosk", "care")
    visitor = Respondent(tablet)
    visitor.open(live_server.url + path, FIRST)
    begin(visitor)
    for answer in ("Never", "Rarely", "Sometimes"):
        answer_first(visitor, answer)
        tablet.clock.run_for(50_000)
    assert visitor.chosen() == ["3"]


def test_a_turn_is_forgotten_without_script_too(live_server: LiveServer, browser: Browser, survey: int) -> None:
    with live_server.app.app_context():
        path, _code = make_door(survey, "kiosk", "care")
    with watched_page(browser, locale="en-GB", java_script_enabled=False) as page:
        page.goto(live_server.url + path)
        expect(page.get_by_text("On this screen the page does not forget by itself")).to_be_visible()
        page.get_by_role("radio", name="Staff", exact=True).check()
        page.get_by_role("button", name="Start").click()
        page.get_by_role("radio", name="Often", exact=True).first.check()
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(FIRST)
        page.get_by_role("radio", name="Staff", exact=True).check()
        page.get_by_role("button", name="Start").click()
        page.get_by_role("radio", name="Often", exact=True).first.check()
        page.get_by_role("button", name="Send my answers").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have your answers")
        page.wait_for_load_state()
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(FIRST)
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert read_answers(live_server) == [("care", "staff", 4)]


def test_a_posters_code_opens_the_survey_on_a_phone(live_server: LiveServer, phone: Page, survey: int) -> None:
    with live_server.app.app_context():
        _path, code = make_door(survey, "shared", "care")
    visitor = Respondent(phone)
    phone.goto(f"{live_server.url}/c/{survey}")
    phone.get_by_role("textbox").fill(code.replace("-", " ").lower())
    phone.get_by_role("button").last.click()
    visitor.sees("Kwaliteit bij Zonneveld 2027")
    expect(phone.get_by_text("Sommige mensen antwoorden via een open link")).to_be_visible()
    visitor.press("Beginnen")
    visitor.tap(phone.get_by_role("radio", name="Medewerkers", exact=True))
    visitor.go_on("Verder")
    answer_first(visitor, "Vaak")
    for _page in range(6):
        visitor.go_on("Verder")
    visitor.press("Mijn antwoorden versturen")
    visitor.sees("We hebben je antwoorden")
    assert read_answers(live_server) == [("care", "staff", 4)]


def test_a_pile_of_five_is_typed_by_two_who_differ_once(live_server: LiveServer, browser: Browser, survey: int) -> None:
    with live_server.app.app_context():
        organisation_id = db.session.get_one(Campaign, survey).organisation_id
    place = f"{live_server.url}/organisations/{organisation_id}/surveys/{survey}/paper"
    colleagues = [
        add_colleague(live_server.app, organisation_id, "facilitator", email=f"{name}@zonneveld.example")
        for name in ("one", "other")
    ]
    with watched_page(browser, locale="en-GB", viewport={"width": 1280, "height": 800}) as page:
        sign_in_browser(live_server.app, page, live_server.url, colleagues[0])
        visitor = Respondent(page)
        visitor.open(place, "Paper forms")
        page.get_by_label("Unit of these forms").select_option("care")
        page.get_by_label("How many forms").fill("4")
        visitor.press("Begin with the first form")
        expect(page.get_by_role("alert")).to_contain_text("Wait for at least 5 forms")
        page.get_by_label("How many forms").fill("5")
        visitor.press("Begin with the first form")
        type_pile(visitor)
        visitor.sees("Care, 5 forms")
        address = page.get_by_text(f"/paper/{1}").inner_text()
    with watched_page(browser, locale="en-GB", viewport=PHONE) as page:
        sign_in_browser(live_server.app, page, live_server.url, colleagues[1])
        visitor = Respondent(page)
        page.goto(f"{place}/{address.rpartition('/')[2]}")
        type_pile(visitor, other={3: "5"})
        visitor.sees("Settle the differences")
        visitor.press("Store 5 forms")
        expect(page.get_by_role("alert")).to_contain_text("Choose what stands on form 3")
        visitor.tap(page.get_by_role("radio", name="Sometimes (first person)"))
        visitor.press("Store 5 forms")
        visitor.sees("Paper forms")
        expect(page.get_by_role("status")).to_have_text("The forms are stored. Destroy the paper now.")
    assert read_answers(live_server) == [("care", "staff", number) for number in range(1, 6)]


def type_pile(visitor: Respondent, other: dict[int, str] | None = None) -> None:
    """By keyboard only: a digit moves on to the next question, Enter on the last one keeps the form."""
    for number in range(1, 6):
        visitor.sees(f"Form {number} of 5")
        page = visitor.page
        page.get_by_label("Group that is ticked").select_option("staff")
        page.get_by_label("Group that is ticked").focus()
        page.keyboard.press("Tab")
        page.keyboard.type((other or {}).get(number, str(number)) + "4" * 30)
        page.keyboard.press("Enter")
