"""Thirty people commented: a facilitator and the second reader read, strike, leave out, and release the rest."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from assessment.jobs import run_due_jobs
from assessment.models import Campaign, db
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.comments import find_positions, release_commented
from tests.fixtures.server import LiveServer

pytestmark = pytest.mark.visit

PHONE = {"width": 360, "height": 740}
NAMED = "Jan never comes to see us"
RUDE = "Piet is a fool"


@pytest.fixture
def survey_id(app: Flask) -> int:
    """One names somebody, one insults somebody, the others do neither."""
    words = [NAMED, RUDE, *(f"We need more time, says number {number}" for number in range(28))]
    with app.app_context():
        return release_commented([("care", {"commitment": text}) for text in words])


def enter(server: LiveServer, page: Page, survey_id: int, role: str) -> Respondent:
    with server.app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    account = add_colleague(server.app, organisation_id, role, email=f"{role}@zonneveld.example")
    sign_in_browser(server.app, page, server.url, account)
    reader = Respondent(page)
    page.set_viewport_size(PHONE)
    reader.open(f"{server.url}/organisations/{organisation_id}/comments", "Comments")
    reader.tap(page.get_by_role("link", name="Quality at Zonneveld 2027"))
    reader.sees("Comments")
    reader.tap(page.get_by_role("link", name="Commitment"))
    reader.sees("Comments on Commitment")
    return reader


def show_all(reader: Respondent) -> None:
    """Both pages, by one button each."""
    page = reader.page
    for number in range(1, 31):
        if number == 21:
            reader.tap(page.get_by_role("navigation", name="Pages").get_by_role("link", name="Page 2"))
            expect(page.locator("#comment-21")).to_be_visible()
        page.locator(f"#show-{number}").click()
        expect(page.locator(f"#comment-{number}").get_by_text("You show it as it is.")).to_be_visible()


def find_comment(reader: Respondent, position: int) -> None:
    address = reader.page.url.partition("?")[0]
    reader.page.goto(f"{address}?page={-(-position // 20)}")


def test_two_read_strike_leave_out_and_release(
    live_server: LiveServer, page: Page, browser: Browser, survey_id: int
) -> None:
    with live_server.app.app_context():
        at = find_positions(survey_id)
    facilitator = enter(live_server, page, survey_id, "facilitator")
    show_all(facilitator)
    find_comment(facilitator, at[NAMED])
    strike(page, at[NAMED])
    expect(page.get_by_role("status")).to_contain_text("You have read 30 of 30")
    page.set_viewport_size({"width": 1280, "height": 800})
    facilitator.sees("Comments on Commitment")

    with watched_page(browser, viewport=PHONE, java_script_enabled=True) as other:
        second = enter(live_server, other, survey_id, "second-reader")
        show_all(second)
        find_comment(second, at[RUDE])
        rude = other.locator(f"#comment-{at[RUDE]}")
        rude.get_by_text("Leave it out", exact=True).first.click()
        rude.get_by_label("Why").select_option("It insults or threatens")
        rude.get_by_role("button", name="Leave it out").click()
        expect(rude.get_by_text("the stricter decision counts: it is left out.")).to_be_visible()
        second.sees("Comments on Commitment")

    facilitator.tap(page.get_by_role("link", name="All drivers").first)
    facilitator.sees("Comments")
    facilitator.press("Release the comments")
    expect(page.get_by_text("The comments are being released.")).to_be_visible()
    run_due_jobs(live_server.app)
    page.reload()
    facilitator.sees("Comments")
    expect(page.get_by_text("29 comments are released")).to_be_visible()
    read_results(live_server, page, survey_id)


def strike(page: Page, position: int) -> None:
    """Select the name and press the button for it."""
    named = page.locator(f"#comment-{position}")
    named.get_by_text("Strike words out").click()
    box = named.get_by_label("The comment as it may be shown")
    box.evaluate("box => box.setSelectionRange(0, 3)")
    named.get_by_role("button", name="Strike the selected words").click()
    expect(box).to_have_value("[...] never comes to see us")
    named.get_by_role("button", name="Show with words struck out").click()
    expect(named.get_by_text("You struck words out:")).to_be_visible()


def read_results(server: LiveServer, page: Page, survey_id: int) -> None:
    page.goto(f"{server.url}/organisations/1/surveys/{survey_id}/results")
    page.get_by_role("link", name="Commitment").first.click()
    page.get_by_text("What people wrote").first.click()
    expect(page.get_by_text("[...] never comes to see us")).to_be_visible()
    expect(page.get_by_text(RUDE)).to_have_count(0)
    expect(page.get_by_text(NAMED)).to_have_count(0)


def test_reading_works_without_a_script(live_server: LiveServer, browser: Browser, survey_id: int) -> None:
    with watched_page(browser, viewport=PHONE, java_script_enabled=False) as page:
        sign_in_browser(live_server.app, page, live_server.url, add_second(live_server, survey_id))
        page.goto(f"{live_server.url}/organisations/1/comments/{survey_id}/1")
        page.locator("#show-3").click()
        expect(page.locator("#comment-3").get_by_text("You show it as it is.")).to_be_visible()
        page.locator("#comment-4").get_by_text("Strike words out").click()
        expect(page.locator("#comment-4").get_by_role("button", name="Strike the selected words")).to_be_hidden()
        page.locator("#comment-4").get_by_label("The comment as it may be shown").fill("other words")
        page.locator("#comment-4").get_by_role("button", name="Show with words struck out").click()
        expect(page.get_by_role("alert")).to_contain_text("Only replace words by [...]")
        expect(page.locator("#comment-4").get_by_label("The comment as it may be shown")).to_have_value("other words")


def add_second(server: LiveServer, survey_id: int) -> int:
    with server.app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    return add_colleague(server.app, organisation_id, "second-reader")
