"""Visits on a connection that breaks: what was filled in stays on the page, which says so and offers to send again."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assessment.access.invitations import invite
from assessment.models import AnswerSet, Comment, db
from questionnaires import shipped
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.doors import make_door, open_to_everybody
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey
from tests.trust.bad_line import Fault, Line, bad_line

pytestmark = pytest.mark.visit

DRIVERS = shipped("senior-management-drivers")
PHONE = {"width": 360, "height": 740}
TYPED = "They never visit us. “Why?” nobody says."
UNSAVED = "Not saved: there is no connection. What you filled in stays on this page."
UNKNOWN = "Not saved: this browser no longer knows your link."


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    with bad_line(int(live_server.url.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def link(app: Flask, line: Line) -> str:
    """Of one of the staff of a survey, through the bad line."""
    with app.app_context():
        return f"{line.url}/s/{invite(open_survey(), 'care', 'staff')[1]}"


def start(page: Page, link: str, button: str = "Start") -> Respondent:
    visitor = Respondent(page)
    page.goto(link)
    visitor.go_on(button)
    page.locator("summary").click()
    return visitor


def read_stored(app: Flask) -> tuple[bytes, list[str]]:
    with app.app_context():
        return db.session.scalars(select(AnswerSet.answers)).one(), list(db.session.scalars(select(Comment.text)))


def test_what_breaks_off_while_saving_and_sending_is_said_and_sent_again(
    app: Flask, line: Line, page: Page, link: str
) -> None:
    visitor = start(page, link)
    comment, status = page.get_by_label("Your comment on Commitment"), page.get_by_role("status")
    again = page.get_by_role("button", name="Send again")
    expect(again).to_be_hidden()

    with line.broken(Fault("request", 900)):
        comment.fill(TYPED)
        expect(status).to_have_text(UNSAVED)
    expect(comment).to_have_value(TYPED)
    visitor.sees("Commitment")
    again.click()
    expect(status).to_have_text("Saved")
    expect(again).to_be_hidden()

    for fault in (Fault("request", 0, "reset"), Fault("request", 1000), Fault("answer", 10), Fault("answer", 40)):
        with line.broken(fault):
            visitor.press("Continue")
            expect(status).to_have_text(UNSAVED)
        expect(comment).to_have_value(TYPED)
    again.click()
    visitor.sees("Reward")

    page.goto(f"{line.url}/survey/review")
    with line.broken(Fault("answer", 0)):
        visitor.press("Send my answers")
        expect(page.get_by_role("status")).to_contain_text("we cannot tell whether your answers arrived")
    visitor.sees("Check your answers")
    page.get_by_role("button", name="Send again").click()
    visitor.sees("We have your answers")
    assert line.failed >= 5
    assert read_stored(app)[1] == [TYPED]


def test_a_line_that_falls_silent_is_said_in_dutch(line: Line, browser: Browser, link: str) -> None:
    with watched_page(browser, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        visitor = start(page, link, "Beginnen")
        comment, status = page.get_by_role("textbox"), page.get_by_role("status")
        comment.fill(TYPED)
        expect(status).to_have_text("Bewaard")
        with page.expect_response("**/questions/1"):
            comment.blur()
        page.clock.install()
        line.fail(Fault("request", 700, "stall", b"X-Stay"))
        visitor.press("Verder")
        page.clock.run_for(1_100)
        expect(status).to_have_text("Bezig met bewaren …")
        page.clock.run_for(30_000)
        expect(status).to_have_text(
            "Niet bewaard: er is geen verbinding. Wat je hebt ingevuld blijft op deze pagina staan."
        )
        expect(comment).to_have_value(TYPED)
        visitor.sees("Inzet van de top")
        visitor.press("Opnieuw versturen")
        visitor.sees("Waardering")


def test_a_browser_that_lost_its_link_keeps_the_page_until_the_link_is_opened_again(page: Page, link: str) -> None:
    visitor = start(page, link)
    comment = page.get_by_label("Your comment on Commitment")
    page.context.clear_cookies()
    comment.fill(TYPED)
    visitor.press("Continue")
    expect(page.get_by_role("status")).to_contain_text(UNKNOWN)
    expect(comment).to_have_value(TYPED)
    with page.context.expect_page() as opened:
        page.evaluate("address => window.open(address)", link)
    expect(opened.value.get_by_role("button", name="Start")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost: press Continue again.")
    expect(comment).to_have_value(TYPED)
    visitor.press("Continue")
    visitor.sees("Reward")
    visitor.press("Back")
    expect(comment).to_have_value(TYPED)


def test_a_turn_at_a_shared_screen_that_breaks_off_is_sent_again_and_counts_once(
    app: Flask, line: Line, page: Page
) -> None:
    with app.app_context():
        path, _code = make_door(open_to_everybody(), "kiosk", "care")
    visitor = Respondent(page)
    page.goto(line.url + path)
    visitor.tap(page.get_by_role("radio", name="Staff", exact=True))
    visitor.press("Start")
    visitor.sees("Your answers")
    visitor.tap(visitor.questions[-1].get_by_role("radio").first)
    for fault in (Fault("request", 900), Fault("answer", 30)):
        with line.broken(fault):
            visitor.press("Send my answers")
            expect(page.get_by_role("status")).to_contain_text("Send them again: they count once.")
    visitor.sees("Your answers")
    page.get_by_role("button", name="Send again").click()
    visitor.sees("We have your answers")
    answers, _ = read_stored(app)
    assert [code for code in answers if 1 <= code <= 5] == [1]


def test_without_script_the_browser_sends_the_same_again(line: Line, browser: Browser, link: str) -> None:
    with watched_page(browser, locale="en-GB", java_script_enabled=False) as page:
        visitor = start(page, link)
        comment = page.get_by_label("Your comment on Commitment")
        comment.fill(TYPED)
        with line.broken(Fault("request", 0)):
            page.get_by_role("button", name="Continue").click()
            expect(page).to_have_url(re.compile("^chrome-error:"))
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Reward")
        visitor.press("Back")
        expect(comment).to_have_value(TYPED)
