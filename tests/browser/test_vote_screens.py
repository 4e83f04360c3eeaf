"""The vote on real screens: phones have their dots as soon as five are in, and a wall holds nine criteria."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_live_sessions import coming_in, open_wall
from tests.fixtures.network import make_clusters
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import open_room

SMALLEST = 24
"""Pixels of text on a wall."""
MEASURE = """() => [...document.querySelectorAll(".wall-list li")].map((one) =>
  [one.getBoundingClientRect().bottom, parseFloat(getComputedStyle(one).fontSize)])"""


@pytest.fixture
def open_door(live_server: LiveServer) -> LiveServer:
    """One that takes what phones without a browser send, which have no token of a page."""
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    return live_server


def test_when_the_fifth_comes_in_during_the_vote_phones_have_their_dots_without_being_opened_again(
    browser: Browser, open_door: LiveServer
) -> None:
    room = open_room(open_door.app)
    make_clusters(room)
    for _ in range(3):
        room.add_phone()
    with coming_in(room, browser, open_door.url) as phone:
        room.go_to("vote")
        expect(phone.get_by_text("we vote by show of hands")).to_be_visible()
        room.add_phone()
        expect(phone.get_by_text("3 dots left")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("people", [4, 5])
def test_a_wall_holds_nine_criteria(page: Page, open_door: LiveServer, language: str, people: int) -> None:
    room = open_room(open_door.app, language=language)
    for _ in range(people):
        room.add_phone()
    room.go_to("vote")
    page.set_viewport_size({"width": 1280, "height": 720})
    open_wall(room, page, open_door.url)
    lines = page.evaluate(MEASURE)
    assert len(lines) == 9
    assert max(bottom for bottom, _size in lines) <= 720
    assert min(size for _bottom, size in lines) >= SMALLEST
    assert page.evaluate("document.documentElement.scrollHeight") <= 720


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_wall_holds_nine_criteria_that_are_all_tied(page: Page, open_door: LiveServer, language: str) -> None:
    room = open_room(open_door.app, language=language)
    phase = room.go_to("vote")
    told = {f"dots-{criterion}": "12" for criterion in range(1, 10)}
    assert room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data=told).status_code == 303
    page.set_viewport_size({"width": 1280, "height": 720})
    open_wall(room, page, open_door.url)
    tied = page.locator(".canvas-tied")
    expect(tied).to_have_count(9)
    for one in tied.all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1280
        assert box["y"] + box["height"] <= 720
        assert float(one.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) >= SMALLEST
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
