"""What a screen pressed or asked is answered late, or in another order: it is drawn once, and nothing older comes back.

Every answer is made by the server at its time; only its way to the browser is held up.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from assessment.access.tokens import random_token
from assessment.sessions.notes import paste_notes
from assessment.sessions.running import give_minutes, go_to
from tests.fixtures.browser import watched_page
from tests.fixtures.network import lay_notes, make_cluster
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

SOON = 5_000
PHONE = {"width": 360, "height": 740}
EXPECT_ANSWER = """verb => {
  window.taken = false;
  const take = (event) => {
    if (event.detail.requestConfig.verb !== verb) return;
    document.removeEventListener("htmx:beforeSwap", take);
    window.taken = true;
  };
  document.addEventListener("htmx:beforeSwap", take);
}"""


class Held:
    """Answers that wait to be let through; ``pattern``: to which addresses, ``method``: how they were asked."""

    def __init__(self, page: Page, pattern: str, method: str) -> None:
        self.page, self.pattern, self.method = page, pattern, method
        self.answers: list[tuple[Route, APIResponse]] = []
        page.route(pattern, self.hold)

    def hold(self, route: Route) -> None:
        if route.request.method != self.method or "hx-request" not in route.request.headers:
            route.continue_()
            return
        self.answers.append((route, route.fetch()))

    def wait_for(self, count: int) -> None:
        for _turn in range(SOON // 50):
            if len(self.answers) >= count:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{len(self.answers)} of {count} answers were asked for")

    def let_through(self, at: int = 0) -> None:
        """Returns when the page has taken it."""
        route, answer = self.answers.pop(at)
        self.page.evaluate(EXPECT_ANSWER, self.method.lower())
        route.fulfill(response=answer)
        self.page.wait_for_function("() => window.taken && !document.querySelector('.htmx-settling')")

    def stop(self) -> None:
        self.page.unroute(self.pattern, self.hold)


@pytest.fixture
def room(live_server: LiveServer) -> Room:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    return open_room(live_server.app)


@pytest.fixture
def come_in(live_server: LiveServer, browser: Browser, room: Room) -> Iterator[Callable[[], Page]]:
    with ExitStack() as stack:

        def open_phone() -> Page:
            phone = stack.enter_context(watched_page(browser, locale="en-GB", viewport=PHONE))
            phone.goto(f"{live_server.url}/join/{room.code}")
            phone.get_by_role("button", name="Come in").click()
            expect(phone.locator(".room-bar")).to_be_visible()
            return phone

        yield open_phone


def lead(room: Room, phase_id: str) -> None:
    with room.app.app_context():
        go_to(room.organisation_id, room.session_id, phase_id)


def change(room: Room, phase_id: str, minutes: int) -> None:
    """Something that every screen shows, and what a phone has in hand stays."""
    with room.app.app_context():
        give_minutes(room.organisation_id, room.session_id, phase_id, minutes)


def lay_one_to_sort(room: Room) -> None:
    lead(room, "p4")
    with room.app.app_context():
        paste_notes(room.organisation_id, room.session_id, random_token(), ["Rules come first"])
    lead(room, "p6")


def check_whole(phone: Page, title: str) -> None:
    """One page, and nothing of a page in the part that is drawn anew."""
    expect(phone.locator("h1")).to_contain_text([title])
    for one in ("#live", ".page-header", "main", ".room-bar", "[data-live]"):
        assert phone.locator(one).count() == 1, one
    assert phone.locator("#live :is(header, main, title, meta, link, script)").count() == 0


def test_taps_that_end_the_sorting_are_answered_after_every_screen_has_changed(
    room: Room, come_in: Callable[[], Page]
) -> None:
    phones = [come_in() for _ in range(3)]
    lay_one_to_sort(room)
    taps = []
    for phone in phones[:2]:
        phone.get_by_role("button", name="Give me a note").click()
        expect(phone.locator("#note-now")).to_have_text("Rules come first")
        taps.append(Held(phone, "**/room/sort", "POST"))
        phone.get_by_role("button", name="1 Leadership").click()
        taps[-1].wait_for(1)
    for phone in phones:
        expect(phone.get_by_text("Every note is sorted.")).to_be_visible(timeout=SOON)
    for held in reversed(taps):
        held.let_through()
    for phone in phones:
        check_whole(phone, "Sort together")
        expect(phone.get_by_text("Every note is sorted.")).to_have_count(1)


def test_a_tap_that_is_answered_when_the_room_has_gone_on_brings_nothing_older_back(
    room: Room, come_in: Callable[[], Page]
) -> None:
    phones = [come_in() for _ in range(2)]
    lay_one_to_sort(room)
    held = Held(phones[0], "**/room/sort/next", "POST")
    phones[0].get_by_role("button", name="Give me a note").click()
    held.wait_for(1)
    lead(room, "p4")
    for phone in phones:
        expect(phone.get_by_label("One note, one thing")).to_be_visible(timeout=SOON)
    held.let_through()
    check_whole(phones[0], "Write in silence")
    expect(phones[0].get_by_label("One note, one thing")).to_be_visible()
    lead(room, "p6")
    expect(phones[0].locator("#note-now")).to_have_text("Rules come first", timeout=SOON)


def test_a_look_from_before_a_tap_does_not_bring_back_what_was_tapped(room: Room, come_in: Callable[[], Page]) -> None:
    phone, _other = come_in(), come_in()
    lay_one_to_sort(room)
    expect(phone.get_by_role("button", name="Give me a note")).to_be_visible(timeout=SOON)
    held = Held(phone, "**/room/", "GET")
    change(room, "p6", 9)
    held.wait_for(1)
    with phone.expect_response("**/room/sort/next"):
        phone.get_by_role("button", name="Give me a note").click()
    expect(phone.locator("#note-now")).to_have_text("Rules come first")
    held.let_through()
    check_whole(phone, "Sort together")
    expect(phone.locator("#note-now")).to_have_text("Rules come first")
    held.stop()
    change(room, "p6", 12)
    lead(room, "p10")
    expect(phone.locator("h1")).to_contain_text("Vote", timeout=SOON)


def test_two_taps_that_are_answered_the_wrong_way_round_show_both(room: Room, come_in: Callable[[], Page]) -> None:
    phone = come_in()
    others = [room.add_phone() for _ in range(4)]
    assert len(others) == 4
    notes = lay_notes(room, {"1": ["Rules come first"], "2": ["Plans change weekly"]})
    for criterion, text in (("1", "Rules come first"), ("2", "Plans change weekly")):
        make_cluster(room, criterion, [notes[text]], text)
    room.go_to("vote")
    expect(phone.get_by_text("3 dots left")).to_be_visible(timeout=SOON)
    held = Held(phone, "**/room/votes", "POST")
    give = phone.get_by_role("button", name="Give a dot")
    for at in range(2):
        give.nth(at).click()
        held.wait_for(at + 1)
    held.let_through(1)
    expect(phone.get_by_text("1 dot left")).to_be_visible()
    held.let_through(0)
    check_whole(phone, "Vote")
    expect(phone.get_by_text("1 dot left")).to_be_visible()
    expect(phone.locator(".dot.given")).to_have_count(2)


def test_whatever_has_no_live_part_is_loaded_as_the_page_it_is(
    app: Flask, room: Room, come_in: Callable[[], Page]
) -> None:
    """The door, and what a server in between says of a page that is not there."""
    phone, _other = come_in(), come_in()
    lay_one_to_sort(room)
    ask = phone.get_by_role("button", name="Give me a note")
    expect(ask).to_be_visible(timeout=SOON)
    phone.context.clear_cookies()
    ask.click()
    expect(phone.get_by_label("The six letters on the wall")).to_be_visible(timeout=SOON)
    assert phone.locator("main").count() == 1
    assert phone.locator("#live").count() == 0


def test_an_answer_of_another_session_is_loaded_as_a_page(
    room: Room, come_in: Callable[[], Page], live_server: LiveServer
) -> None:
    """Joined in another tab of the same browser, whose one seat is there now."""
    phone, _other = come_in(), come_in()
    lay_one_to_sort(room)
    expect(phone.get_by_role("button", name="Give me a note")).to_be_visible(timeout=SOON)
    elsewhere = open_room(live_server.app, "Elders")
    with phone.context.expect_page() as opened:
        phone.evaluate("address => { window.open(address) }", f"/join/{elsewhere.code}")
    opened.value.get_by_role("button", name="Come in").click()
    expect(opened.value.locator("h1")).to_contain_text("Welcome")
    phone.get_by_role("button", name="Give me a note").click()
    expect(phone.locator("h1")).to_contain_text("Welcome", timeout=SOON)
    check_whole(phone, "Welcome")


@contextmanager
def slow_line(phone: Page, milliseconds: int) -> Iterator[None]:
    """Each way takes so long, as over a phone's network."""
    session = phone.context.new_cdp_session(phone)
    told = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", told)
    yield
    session.detach()


PRESSED = "#sort-now button, #sort-ask button, .room-wait:not(:has(+ #sort-ask))"
"""What a phone offers; where it offers nothing, what it says."""


@pytest.mark.visit
def test_six_phones_on_a_slow_line_sort_to_the_end(room: Room, come_in: Callable[[], Page]) -> None:
    texts = [f"Note {number}" for number in range(9)]
    phones = [come_in() for _ in range(6)]
    lead(room, "p4")
    with room.app.app_context():
        paste_notes(room.organisation_id, room.session_id, random_token(), texts)
    lead(room, "p6")
    with ExitStack() as stack:
        for phone in phones:
            stack.enter_context(slow_line(phone, 350))
        for phone in phones:
            phone.get_by_role("button", name="Give me a note").click()
        for _turn in range(200):
            if all(phone.get_by_text("Every note is sorted.").count() for phone in phones):
                break
            for phone in phones:
                phone.locator(PRESSED).first.click(no_wait_after=True)
            phones[0].wait_for_timeout(200)
        for phone in phones:
            expect(phone.get_by_text("Every note is sorted.")).to_have_count(1, timeout=SOON)
            check_whole(phone, "Sort together")
