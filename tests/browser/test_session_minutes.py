"""Whoever waits for the minutes of a session sees them come, on a phone and in the facilitator's browser, and is not
thrown about while reading."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from assessment.jobs import run_due_jobs
from assessment.sessions.running import end_session
from tests.browser.test_live_sessions import coming_in, open_wall
from tests.fixtures.axe import find_violations
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

AGAIN = 9_000
"""Milliseconds within which a page that waits has looked again."""


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


@pytest.mark.visit
def test_minutes_come_by_themselves(page: Page, browser: Browser, live_server: LiveServer, room: Room) -> None:
    open_wall(room, page, live_server.url)
    with coming_in(room, browser, live_server.url) as phone:
        phone.goto(f"{live_server.url}/room/minutes")
        phone.evaluate("window.stayed = true")
        back = phone.get_by_role("link", name="Back to the room")
        back.focus()
        assert find_violations(phone) == []
        with room.app.app_context():
            end_session(room.organisation_id, room.session_id)
        page.goto(f"{live_server.url}{room.hand}/outcome")
        for screen in (page, phone):
            expect(screen.get_by_text("being made", exact=False).first).to_be_visible(timeout=AGAIN)
            assert find_violations(screen) == []
        run_due_jobs(room.app)
        expect(page.get_by_role("link", name="Open the PDF")).to_be_visible(timeout=AGAIN)
        expect(phone.get_by_role("link", name="Open the minutes")).to_be_visible(timeout=AGAIN)
        expect(back).to_be_focused()
        assert phone.evaluate("window.stayed")
        assert phone.locator("[hx-get]").count() == page.locator("[hx-get]").count() == 0
