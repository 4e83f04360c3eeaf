"""Sorting on a small phone: each note comes into sight with its first criteria, and stays there while one looks on."""

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.access.tokens import random_token
from assessment.sessions.notes import LONGEST_NOTE, paste_notes
from tests.fixtures.browser import watched_page
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import open_room

SMALLEST_TARGET = 44
LONG = (
    "When a release is late nobody tells the test team, and we find out from customers who call the help desk because "
    "nothing works any more "
)
TEXTS = [f"{LONG[: LONGEST_NOTE - 2]} {number}" for number in range(4)]
MEASURE = """() => {
  const bar = document.querySelector(".room-bar").getBoundingClientRect().bottom;
  const note = document.getElementById("note-now").getBoundingClientRect();
  const seen = [...document.querySelectorAll("#sort-now button")].map((one) => one.getBoundingClientRect());
  return {
    hidden: Math.round(bar - note.top),
    whole: seen.filter((one) => one.top >= note.bottom && one.bottom <= innerHeight).length,
    lowest: Math.min(...seen.map((one) => one.height)),
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""
SHOWN = "() => window.scrollY <= document.getElementById('live').offsetTop"


def check_in_sight(page: Page, first: str) -> None:
    """The whole note, and below it at least the first four criteria; a new one is drawn a moment before it is shown."""
    page.wait_for_function(SHOWN)
    seen = page.evaluate(MEASURE)
    assert seen["hidden"] <= 0, "the note is behind the bar"
    assert seen["whole"] >= 4
    assert seen["lowest"] >= SMALLEST_TARGET
    assert seen["wide"] == 0
    expect(page.locator("#sort-now button").first).to_contain_text(first)
    expect(page.locator("#sort-now button").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("language", "first"), [("en", "1 Leadership"), ("nl", "1 Leiderschap")])
@pytest.mark.parametrize("height", [740, 640])
def test_each_note_comes_into_sight_with_its_criteria(
    live_server: LiveServer, browser: Browser, language: str, first: str, height: int
) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, language=language)
    room.add_phone()
    room.go_to("write")
    with room.app.app_context():
        paste_notes(room.organisation_id, room.session_id, random_token(), TEXTS)
    room.go_to("sort")
    with watched_page(browser, viewport={"width": 360, "height": height}, has_touch=True, is_mobile=True) as page:
        page.goto(f"{live_server.url}/join/{room.code}")
        page.locator("main form button").first.click()
        page.locator("#sort-ask button").click()
        note = page.locator("#note-now")
        expect(note).to_be_visible()
        check_in_sight(page, first)
        hints = page.locator("#sort-now .choice-hint")
        assert hints.count() == 10
        assert all(hints.all_inner_texts())
        for _turn in range(3):
            before = note.inner_text()
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            expect(note).to_be_in_viewport(ratio=1)
            page.locator("#sort-now button").nth(8).tap()
            expect(note).not_to_have_text(before)
            expect(page.locator("#sort-back")).to_be_visible()
            check_in_sight(page, first)
        page.locator("#sort-back button").tap()
        expect(note).to_have_text(before)
