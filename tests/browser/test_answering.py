"""Visits of people who answer a survey in a real browser."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from assessment.access.invitations import invite
from assessment.models import AnswerSet, Campaign, db
from assessment.release.closing import stop_answers
from assessment.release.service import find_summary, release_campaign
from assessment.respond.service import Sheet, store_sheets
from questionnaires import shipped
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.mailbox import read_token
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey

DRIVERS = shipped("senior-management-drivers")
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with watched_page(browser, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        yield page


def make_link(server: LiveServer, survey: int, unit: str | None = "care", group: str | None = "staff") -> str:
    with server.app.app_context():
        return f"{server.url}/s/{invite(survey, unit, group)[1]}"


def find_answers(server: LiveServer) -> bytes:
    """The answers of the one person who sent any."""
    with server.app.app_context():
        return db.session.scalars(select(AnswerSet.answers)).one()


def test_somebody_answers_in_dutch_on_a_phone_changes_language_goes_back_errs_and_is_counted_once(
    live_server: LiveServer, phone: Page, survey: int
) -> None:
    link = make_link(live_server, survey)
    visitor = Respondent(phone)
    visitor.open(link, "Kwaliteit bij Zonneveld 2027")
    assert read_token(link) not in phone.url
    visitor.press("Beginnen")

    visitor.sees("Inzet van de top")
    expect(
        phone.get_by_text("Met directieleden bedoelen we: A. Jansen, B. Kaya en C. Smit (de directie).")
    ).to_be_visible()
    visitor.choose("Vaak")
    visitor.choose("Eens")
    expect(phone.get_by_role("status")).to_have_text("Bewaard")
    visitor.press("Verder")

    visitor.sees("Waardering")
    visitor.choose("Kan ik niet zeggen", after=3)
    visitor.press("English")
    visitor.sees("Reward")
    assert visitor.chosen() == ["cant-tell"] * 3

    visitor.press("Back")
    visitor.sees("Commitment")
    assert visitor.chosen() == ["4"] * 6
    visitor.go_on("Continue")
    visitor.press("Continue")

    err_and_mend(phone, visitor)

    for heading in ("Culture", "Goals", "Follow-up"):
        visitor.sees(heading)
        visitor.press("Continue")
    visitor.sees("Check your answers")
    visitor.press("Send my answers")
    visitor.sees("We have your answers")
    visitor.open(link, "We have your answers")

    answers = find_answers(live_server)
    assert [answers[DRIVERS.position[item.id]] for item in DRIVERS.dimension("commitment").items] == [4] * 6
    assert_counted_once(live_server, survey)


def err_and_mend(phone: Page, visitor: Respondent) -> None:
    """A comment that is too long is refused with everything kept, and mended where the summary leads."""
    visitor.sees("Leadership")
    visitor.choose("Never")
    phone.get_by_text("Add a comment (optional)").click()
    phone.get_by_label("Your comment on Leadership").fill("a" * 2001)
    visitor.go_on("Continue")
    visitor.sees("Leadership")
    expect(phone).to_have_title(re.compile("^Error: Leadership"))
    expect(phone.get_by_role("alert")).to_be_focused()
    phone.get_by_role("link", name="Shorten your comment to 2,000 characters: it has 2,001").click()
    comment = phone.get_by_label("Your comment on Leadership")
    expect(comment).to_be_focused()
    comment.fill("They never visit.")
    assert visitor.chosen() == ["1"] * 5
    visitor.press("Continue")


def assert_counted_once(server: LiveServer, survey: int) -> None:
    """With eleven others the number of answers is shown exactly: it is twelve."""
    with server.app.app_context():
        others = [Sheet("care", "staff", bytes([3] * len(DRIVERS.items))) for _ in range(11)]
        store_sheets(db.session.get_one(Campaign, survey), others)
        stop_answers(survey)
        release_campaign(survey)
        summary = find_summary(survey)
        assert summary is not None
        assert summary.participation.answered == 12


def test_31_questions_cost_31_taps_and_8(live_server: LiveServer, phone: Page, survey: int) -> None:
    visitor = Respondent(phone)
    phone.goto(make_link(live_server, survey))
    visitor.go_on("Beginnen")
    for _ in range(6):
        visitor.choose("Soms")
        visitor.choose("Eens")
        visitor.go_on("Verder")
    visitor.press("Mijn antwoorden versturen")

    expect(phone.get_by_role("heading", level=1)).to_have_text("We hebben je antwoorden")
    assert visitor.taps == 31 + 8
    assert find_answers(live_server).count(0) == 1


def test_it_works_without_script(live_server: LiveServer, browser: Browser, survey: int) -> None:
    with watched_page(browser, locale="en-GB", viewport=PHONE, java_script_enabled=False) as page:
        visitor = Respondent(page)
        page.goto(make_link(live_server, survey, None, None))
        visitor.press("Start")
        page.get_by_label("Offices – Software").check()
        visitor.press("Continue")
        expect(page).to_have_title(re.compile("^Error: About you"))
        page.get_by_label("Staff").check()
        visitor.press("Nederlands")
        expect(page.get_by_role("heading", level=1)).to_have_text("Over jou")
        visitor.press("English")
        visitor.go_on("Continue")
        visitor.choose("Rarely")
        page.get_by_text("Add a comment (optional)").click()
        page.get_by_label("Your comment on Commitment").fill("Kept without a script")
        visitor.press("Back")
        visitor.press("Go on where you left off")
        expect(page.get_by_role("heading", level=1)).to_have_text("Reward")
        visitor.press("Back")
        expect(page.get_by_label("Your comment on Commitment")).to_have_value("Kept without a script")
        page.goto(f"{live_server.url}/survey/review")
        visitor.press("Send my answers")
        expect(page.get_by_role("heading", level=1)).to_have_text("We have your answers")
    answers = find_answers(live_server)
    assert answers.count(2) == 5


def test_it_works_with_the_keyboard_alone(live_server: LiveServer, page: Page, survey: int) -> None:
    page.goto(make_link(live_server, survey))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")

    for number in range(1, 7):
        expect(page.get_by_text(f"Page {number} of 6")).to_be_visible()
        page.wait_for_load_state()
        for _ in range(page.get_by_role("group").filter(has=page.get_by_role("radio")).count()):
            tab_to(page, "radio")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        # Enter on an answer presses Continue, whatever other buttons stand above it.
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.wait_for_load_state()
    tab_to(page, "submit", "Send my answers")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have your answers")
    assert find_answers(live_server).count(2) == 31


def tab_to(page: Page, kind: str, name: str = "") -> None:
    """Press Tab until an input or button of that type has the focus; every stop on the way must show that it has it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; const row = e.closest('.answer') || e;"
            " return [e.type, e.innerText, getComputedStyle(row).outlineStyle, e.matches(':focus-visible')] }"
        )
        assert found[3] is True
        if found[0] == kind and (not name or found[1] == name):
            assert found[2] == "solid"
            return
    raise AssertionError(f"no {kind} {name} within 60 stops")


def test_what_could_not_be_saved_is_said_and_stays_on_the_page(
    live_server: LiveServer, page: Page, survey: int
) -> None:
    page.goto(make_link(live_server, survey))
    Respondent(page).go_on("Start")
    page.get_by_text("Add a comment (optional)").click()
    page.context.set_offline(True)
    page.get_by_role("radio", name="Often", exact=True).first.check()
    page.get_by_label("Your comment on Commitment").fill("Typed in a tunnel")
    expect(page.get_by_role("status")).to_contain_text("Not saved: there is no connection.")

    page.context.set_offline(False)
    page.get_by_role("radio", name="Often", exact=True).nth(1).check()
    expect(page.get_by_role("status")).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("Your comment on Commitment")).to_have_value("Typed in a tunnel")
    expect(page.get_by_role("radio", checked=True)).to_have_count(2)


def test_what_was_chosen_before_the_script_came_is_saved(live_server: LiveServer, page: Page, survey: int) -> None:
    page.goto(make_link(live_server, survey))
    held: list[Route] = []
    page.route("**/respond.js*", lambda route: held.append(route))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("radio", name="Often", exact=True).first.check()
    held.pop().continue_()
    expect(page.get_by_role("status")).to_have_text("Saved")
    page.unroute_all()
    page.reload()
    expect(page.get_by_role("radio", checked=True)).to_have_value("4")


def test_two_devices_are_shown_both_versions(
    live_server: LiveServer, browser: Browser, page: Page, survey: int
) -> None:
    link = make_link(live_server, survey)
    with watched_page(browser, locale="en-GB", viewport=PHONE) as other:
        for each in (page, other):
            each.goto(link)
            Respondent(each).go_on("Start")
        page.get_by_role("radio", name="Always", exact=True).first.check()
        expect(page.get_by_role("status")).to_have_text("Saved")
        other.get_by_role("radio", name="Never", exact=True).first.check()
        expect(other.get_by_role("status")).to_contain_text("this page was changed on another device")
        other.get_by_role("button", name="Continue").click()

        Respondent(other).sees("Two versions of this page")
        other.get_by_role("link", name="Keep those of the other device").click()
        expect(other.get_by_role("radio", checked=True)).to_have_value("5")


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.visit)])
def test_pages_around_the_questions_are_in_order(
    live_server: LiveServer, browser: Browser, survey: int, width: int
) -> None:
    with watched_page(browser, locale="nl-NL", viewport={"width": width, "height": 740}) as page:
        visitor = Respondent(page)
        visitor.open(live_server.url, "Hoe wordt er bij jou op kwaliteit gestuurd?")
        page.get_by_role("link", name="Doe de snelle check").click()
        visitor.sees("Snelle check")
        visitor.go_on("Laat mijn kijk zien")
        visitor.sees("Snelle check")
        visitor.choose("Soms")
        visitor.choose("Oneens")
        visitor.press("Laat mijn kijk zien")
        visitor.sees("Jouw kijk op vijf factoren")
        visitor.press("English")
        visitor.sees("Your view of five drivers")
        visitor.open(f"{live_server.url}/s/{'a' * 22}", "Deze link opent niets")
        visitor.open(make_link(live_server, survey, None, None), "Kwaliteit bij Zonneveld 2027")
        visitor.press("Beginnen")
        visitor.sees("Over jou")
        visitor.press("Verder")
        # The page's own script sends it first, and fetches what is wrong as a page of the same name.
        expect(page.get_by_role("alert")).to_be_visible()
        visitor.sees("Over jou")
        visitor.open(make_link(live_server, survey, None, "senior-managers"), "Kwaliteit bij Zonneveld 2027")
        visitor.press("Beginnen")
        visitor.sees("Inzet van de top")
        with live_server.app.app_context():
            stop_answers(survey)
        page.reload()
        visitor.sees("Dit onderzoek is gesloten")
