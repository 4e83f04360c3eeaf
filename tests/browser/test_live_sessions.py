"""Live screens of a session in real browsers: they follow within two seconds, and lose nothing with the connection
(trust rule F10)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Account, db
from assessment.sessions import running
from assessment.sessions.notes import paste_notes
from tests.fixtures.browser import wait_for_answers, watched_page
from tests.fixtures.colleagues import sign_in_browser
from tests.fixtures.server import LiveServer, serving
from tests.fixtures.sessions import Room, open_room

SOON = 2_000
"""Milliseconds within which every screen follows while its stream is there."""
LATER = 9_000
"""And without it: a question every five seconds."""


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def lead(room: Room, phase_id: str) -> None:
    with room.app.app_context():
        running.go_to(room.organisation_id, room.session_id, phase_id)


def open_wall(room: Room, page: Page, url: str) -> None:
    with room.app.app_context():
        account = db.session.scalars(select(Account.id)).one()
    sign_in_browser(room.app, page, url, account)
    page.goto(f"{url}{room.hand}/wall")


@contextmanager
def coming_in(room: Room, browser: Browser, url: str, name: str = "") -> Iterator[Page]:
    with watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as phone:
        phone.goto(f"{url}/join/{room.code}")
        phone.get_by_label("Your name").fill(name)
        phone.get_by_role("button", name="Come in").click()
        expect(phone.get_by_role("heading", name="Welcome")).to_be_visible()
        yield phone


def count_streams(room: Room) -> int:
    streams: int = room.app.extensions["watch"].streams
    return streams


def wait_for(true: Callable[[], bool], seconds: float, page: Page | None = None) -> bool:
    """``page``: one whose requests the test answers, as it does only while it waits for its browser."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        if page:
            page.wait_for_timeout(50)
        else:
            time.sleep(0.05)
    return False


def test_wall_and_phones_follow_within_two_seconds_and_the_end_ends_their_streams(
    page: Page, browser: Browser, live_server: LiveServer, room: Room
) -> None:
    open_wall(room, page, live_server.url)
    with coming_in(room, browser, live_server.url, "Anna") as phone, coming_in(room, browser, live_server.url) as other:
        expect(page.get_by_text("2 people are in")).to_be_visible(timeout=SOON)
        assert wait_for(lambda: count_streams(room) == 3, 5)
        for phase_id, title in (("p4", "Write in silence"), ("p2", "What came back"), ("p10", "Vote")):
            lead(room, phase_id)
            for screen in (page, phone, other):
                expect(screen.get_by_role("heading", name=title)).to_be_visible(timeout=SOON)
        with room.app.app_context():
            running.end_session(room.organisation_id, room.session_id)
        for screen in (page, phone, other):
            expect(screen.get_by_text("The session has ended").first).to_be_visible(timeout=SOON)
        assert wait_for(lambda: count_streams(room) == 0, 10)


@pytest.mark.parametrize("lost", ["htmx.min.js", "idiomorph-ext.min.js", "live.js"])
def test_a_page_that_a_bad_line_has_left_without_a_script_has_a_link_to_what_is_new(
    browser: Browser, live_server: LiveServer, room: Room, lost: str
) -> None:
    with browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740}) as context:
        phone = context.new_page()
        faults: list[str] = []
        # Only the library that needs another may say that it is not there.
        phone.on("pageerror", lambda error: faults.append(error.stack or ""))
        phone.route(f"**/{lost}*", lambda route: route.abort())
        phone.goto(f"{live_server.url}/join/{room.code}")
        phone.get_by_role("button", name="Come in").click()
        anew = phone.get_by_role("link", name="Show what is new")
        expect(anew).to_be_visible(timeout=15_000)
        lead(room, "p4")
        phone.unroute_all()
        anew.click()
        expect(phone.get_by_role("heading", name="Write in silence")).to_be_visible()
        expect(anew).to_have_count(0)
        lead(room, "p2")
        expect(phone.get_by_role("heading", name="What came back")).to_be_visible(timeout=SOON)
    assert [fault for fault in faults if "/vendor/" not in fault] == []


def test_from_the_start_page_each_page_has_one_next_step_until_people_write(
    page: Page, browser: Browser, live_server: LiveServer, room: Room
) -> None:
    open_wall(room, page, live_server.url)
    page.goto(f"{live_server.url}/home")
    page.get_by_role("link", name="Sessions").click()
    page.get_by_role("link", name="Set up a session").click()
    page.get_by_label("What the session is called").fill("Winter meeting")
    page.get_by_role("button", name="Set it up").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the wall in a window of its own").click()
    wall = opened.value
    expect(wall.get_by_text("We begin in a moment.")).to_be_visible()
    page.get_by_role("button", name="Start the session").click()
    code = wall.locator(".wall-code")
    expect(code).to_be_visible(timeout=SOON)
    with watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as phone:
        phone.goto(f"{live_server.url}/join")
        phone.get_by_label("The six letters on the wall").fill(code.inner_text().lower())
        phone.get_by_role("button", name="Come in").click()
        expect(wall.get_by_text("1 person is in")).to_be_visible(timeout=SOON)
        for name in ("What came back", "Warm-up", "Write in silence"):
            page.get_by_role("button", name=f"Next: {name}").click()
        for screen in (page, wall, phone):
            expect(screen.get_by_role("heading", name="Write in silence")).to_be_visible(timeout=SOON)


def test_what_is_half_written_stays_when_the_page_follows(
    page: Page, browser: Browser, live_server: LiveServer, room: Room
) -> None:
    open_wall(room, page, live_server.url)
    page.goto(f"{live_server.url}{room.hand}")
    field = page.get_by_label("Somebody without a phone")
    field.press_sequentially("Bert de V")
    with coming_in(room, browser, live_server.url):
        expect(page.get_by_text("1 person is in")).to_be_visible(timeout=SOON)
        expect(field).to_be_focused()
        page.keyboard.type("ries")
        expect(field).to_have_value("Bert de Vries")
        field.blur()
        lead(room, "p4")
        expect(page.get_by_role("heading", name="Write in silence")).to_be_visible(timeout=SOON)
        expect(field).to_have_value("Bert de Vries")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_text("2 people are in")).to_be_visible()
        expect(field).to_have_value("")


def test_a_button_that_was_pressed_becomes_that_of_the_next_screen(
    browser: Browser, live_server: LiveServer, room: Room
) -> None:
    """And a phone that waits for a note hears that none is left."""
    with coming_in(room, browser, live_server.url) as phone, coming_in(room, browser, live_server.url) as other:
        lead(room, "p4")
        with room.app.app_context():
            paste_notes(room.organisation_id, room.session_id, random_token(), ["Rules come first"])
        lead(room, "p6")
        for page in (phone, other):
            page.get_by_role("button", name="Give me a note").click()
            expect(page.get_by_text("Rules come first")).to_be_visible()
            expect(page.locator("button").first).to_contain_text("1 Leadership")
        for page in (phone, other):
            wait_for_answers(page)
            page.get_by_role("button", name="1 Leadership").click()
        for page in (phone, other):
            expect(page.get_by_text("Every note is sorted.")).to_be_visible()


def test_a_page_whose_stream_is_blocked_asks_and_goes_back_to_the_stream(
    browser: Browser, live_server: LiveServer, room: Room
) -> None:
    with coming_in(room, browser, live_server.url) as phone:
        assert wait_for(lambda: count_streams(room) == 1, 5)

        def cut(route: Route) -> None:
            route.abort()

        phone.route("**/room/stream", cut)
        phone.reload()
        assert wait_for(lambda: count_streams(room) == 0, 10, phone)
        lead(room, "p4")
        expect(phone.get_by_role("heading", name="Write in silence")).to_be_visible(timeout=LATER)
        phone.unroute("**/room/stream", cut)
        assert wait_for(lambda: count_streams(room) == 1, 25, phone)
        lead(room, "p2")
        expect(phone.get_by_role("heading", name="What came back")).to_be_visible(timeout=SOON)


def test_a_page_outlives_its_server(browser: Browser, app: Flask, room: Room) -> None:
    app.config.update(WTF_CSRF_ENABLED=True)
    with serving(app) as server:
        port = int(server.url.rpartition(":")[2])
        context = coming_in(room, browser, server.url)
        phone = context.__enter__()
        height = phone.locator(".room-bar").bounding_box()
        assert wait_for(lambda: count_streams(room) == 1, 5)
    try:
        connection = phone.locator("#connection")
        expect(connection).to_have_text("Reconnecting … What you sent is kept.", timeout=LATER)
        assert phone.locator(".room-bar").bounding_box() == height
        assert connection.get_attribute("aria-live") == "polite"
        lead(room, "p4")
        with serving(app, port):
            expect(phone.get_by_role("heading", name="Write in silence")).to_be_visible(timeout=LATER)
            expect(connection).to_have_text("")
            assert wait_for(lambda: count_streams(room) == 1, 25)
    finally:
        context.__exit__(None, None, None)
