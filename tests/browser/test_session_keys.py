"""Sessions by keyboard: every control is reached, and who presses one goes on from there when the page changes around
it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assessment.models import Account, Note, db
from tests.browser.test_late_answers import Held
from tests.browser.test_live_sessions import coming_in
from tests.fixtures.browser import wait_for_answers
from tests.fixtures.colleagues import sign_in_browser
from tests.fixtures.network import lay_notes, make_clusters
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

CONTROLS = """() => [...document.querySelectorAll("main :is(a[href], button, summary, select, textarea, input)")]
  .filter((one) => one.type !== "hidden" && one.checkVisibility()).length"""
PLACE = """() => {
  const one = document.activeElement;
  if (!one.closest("main") || one.id === "main") return "";
  return String([...document.querySelectorAll("main *")].indexOf(one));
}"""
FOCUSED = "document.activeElement.innerText"
LOOK_ON = f"""() => {{
  const what = () => document.getElementById("place-what").textContent;
  let shown = what();
  window.seen = [];
  window.settled = 0;
  document.addEventListener("htmx:afterSwap", () => {{
    if (what() !== shown) window.seen.push({FOCUSED}.slice(0, 12));
    shown = what();
  }});
  document.addEventListener("htmx:afterSettle", () => {{ window.settled += 1 }});
}}"""
"""Keeps what has the focus in the moment in which another note comes: stream or answer may bring it first."""


@pytest.fixture
def room(live_server: LiveServer) -> Room:
    """Its phases are led, and its other people press, by requests that were sent from no page."""
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    return open_room(live_server.app)


def open_hand(room: Room, page: Page, url: str) -> None:
    with room.app.app_context():
        account = db.session.scalars(select(Account.id)).one()
    sign_in_browser(room.app, page, url, account)
    page.goto(f"{url}{room.hand}")


def walk(page: Page) -> int:
    """How many controls of the page the Tab key comes by."""
    page.evaluate("document.getElementById('main').focus()")
    reached: set[str] = set()
    while True:
        page.keyboard.press("Tab")
        place = page.evaluate(PLACE)
        if not place or place in reached:
            return len(reached)
        reached.add(place)


def count_placed(room: Room) -> int:
    with room.app.app_context():
        return len(db.session.scalars(select(Note.id).where(Note.criterion == "1")).all())


def test_every_control_is_reached(page: Page, browser: Browser, live_server: LiveServer, room: Room) -> None:
    make_clusters(room)
    open_hand(room, page, live_server.url)
    with coming_in(room, browser, live_server.url) as phone:
        for _ in range(5):
            room.add_phone()
        for kind in ("cluster", "vote"):
            room.go_to(kind)
            for screen in (page, phone):
                screen.reload()
                assert walk(screen) == screen.evaluate(CONTROLS) > 2


def test_the_focus_stays_where_notes_are_placed(page: Page, live_server: LiveServer, room: Room) -> None:
    room.go_to("read")
    lay_notes(room, {"": ("Urgent always wins", "Nobody answers")})
    with room.app.app_context():
        for note in db.session.scalars(select(Note)):
            note.criterion, note.tray = None, True
        db.session.commit()
    room.go_to("tray")
    open_hand(room, page, live_server.url)
    page.evaluate("window.stayed = true")
    first = page.locator(".note").first.get_by_role("button", name="1 Leadership")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_have_count(1)
    wait_for_answers(page)
    assert count_placed(room) == 1
    page.wait_for_function("() => document.activeElement.innerText.startsWith('1 Leadership')")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The tray is empty")).to_be_visible()
    assert count_placed(room) == 2
    assert page.evaluate("[document.activeElement.id, window.stayed]") == ["main", True]


def open_sorting(room: Room, page: Page, url: str) -> None:
    """Two notes, placed by the facilitator."""
    room.go_to("read")
    lay_notes(room, {"": ("Urgent always wins", "Nobody answers")})
    with room.app.app_context():
        for note in db.session.scalars(select(Note)):
            note.criterion = None
        db.session.commit()
    room.go_to("sort")
    open_hand(room, page, url)


def test_what_is_new_on_a_page_can_be_pressed_at_once(page: Page, live_server: LiveServer, room: Room) -> None:
    open_sorting(room, page, live_server.url)
    page.evaluate("""() => { window.stayed = true;
      const press = () => document.querySelector("#undo button")?.click();
      document.addEventListener("htmx:afterSwap", () => queueMicrotask(press), { once: true }) }""")
    left = page.locator("#place-what")
    first = left.inner_text()
    with page.expect_response("**/undo"):
        page.keyboard.press("2")
    expect(left).to_have_text(first)
    assert page.evaluate("window.stayed") is True


def test_whoever_clicks_beside_everything_goes_on_with_the_keys(
    page: Page, live_server: LiveServer, room: Room
) -> None:
    open_sorting(room, page, live_server.url)
    left = page.locator("#place-what")
    first = left.inner_text()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("2")
    expect(left).not_to_have_text(first)
    page.locator("#now").click()
    page.keyboard.press("2")
    expect(page.get_by_text("Every note is sorted. Go on.")).to_be_visible()


def test_two_quick_keys_are_no_lost_connection(page: Page, live_server: LiveServer, room: Room) -> None:
    open_sorting(room, page, live_server.url)
    page.evaluate("""() => { window.said = [];
      const place = document.getElementById("connection");
      new MutationObserver(() => window.said.push(place.textContent)).observe(place, { childList: true }) }""")
    left = page.locator("#place-what")
    first = left.inner_text()
    page.evaluate("""() => ["1", "2"].forEach((key) =>
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })))""")
    expect(left).not_to_have_text(first)
    wait_for_answers(page)
    assert page.evaluate("window.said") == []


def test_no_key_falls_between_two_notes(page: Page, live_server: LiveServer, room: Room) -> None:
    """The focus is at the next note in the moment in which it comes, also after a press elsewhere, and is taken from
    nobody when somebody else's change is shown."""
    open_sorting(room, page, live_server.url)
    page.evaluate(LOOK_ON)
    left, key = page.locator("#place-what"), page.locator("form[data-keys] button")
    expect(key.first).to_be_focused()
    first = left.inner_text()
    page.keyboard.press("2")
    expect(left).not_to_have_text(first)
    wait_for_answers(page)
    page.get_by_role("button", name="Undo").click()
    expect(left).to_have_text(first)
    wait_for_answers(page)
    assert page.evaluate("window.seen") == [key.nth(1).inner_text()[:12], key.first.inner_text()[:12]]
    stop = page.get_by_role("button", name="Stop sorting")
    stop.focus()
    settled = page.evaluate("window.settled")
    room.add_phone()
    expect(page.get_by_text("1 person is in")).to_be_visible()
    page.wait_for_function("before => window.settled > before", arg=settled)
    expect(stop).to_be_focused()


def test_a_press_that_is_answered_when_its_button_is_gone_takes_the_focus_from_nobody_later(
    page: Page, live_server: LiveServer, room: Room
) -> None:
    open_sorting(room, page, live_server.url)
    page.keyboard.press("2")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    wait_for_answers(page)
    held = Held(page, "**/undo", "POST")
    undo.click()
    held.wait_for(1)
    expect(undo).to_have_count(0)
    held.let_through()
    stop = page.get_by_role("button", name="Stop sorting")
    stop.focus()
    page.evaluate(LOOK_ON)
    room.add_phone()
    expect(page.get_by_text("1 person is in")).to_be_visible()
    page.wait_for_function("() => window.settled > 0")
    expect(stop).to_be_focused()


def test_the_focus_stays_where_pages_are_turned(page: Page, live_server: LiveServer, room: Room) -> None:
    """Though a button to turn back comes to stand before it."""
    lay_notes(
        room, {"": [f"Note {number} is {'as long as a note can be and ' * 5}"[:140].strip() for number in range(20)]}
    )
    room.go_to("read")
    open_hand(room, page, live_server.url)
    page.get_by_role("button", name="Next page").focus()
    for number in (2, 3):
        wait_for_answers(page)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Page {number} of 3 is on the wall")).to_be_visible()


def test_the_focus_stays_where_dots_are_given(browser: Browser, live_server: LiveServer, room: Room) -> None:
    make_clusters(room)
    for _ in range(5):
        room.add_phone()
    with coming_in(room, browser, live_server.url) as phone:
        room.go_to("vote")
        expect(phone.get_by_text("3 dots left")).to_be_visible()
        phone.get_by_role("button", name="Give a dot").first.focus()
        chosen = phone.evaluate(FOCUSED)
        phone.keyboard.press("Enter")
        expect(phone.get_by_text("2 dots left")).to_be_visible()
        wait_for_answers(phone)
        assert phone.evaluate(FOCUSED) == chosen
        phone.keyboard.press("Enter")
        expect(phone.get_by_text("1 dot left")).to_be_visible()
        expect(phone.get_by_role("img", name="2 dots of yours")).to_be_visible()


def test_the_focus_stays_on_a_choice_that_was_tapped(browser: Browser, live_server: LiveServer, room: Room) -> None:
    with coming_in(room, browser, live_server.url) as phone:
        phase = room.go_to("warm-up")
        room.facilitator.post(f"{room.hand}/warm-up/pick", data={"phase": phase, "warm-up": "escaped-defects"})
        choice = phone.locator(".choices button").nth(1)
        expect(choice).to_be_visible()
        choice.focus()
        phone.keyboard.press("Enter")
        expect(phone.get_by_text("Your vote is in.")).to_be_visible()
        wait_for_answers(phone)
        expect(choice).to_be_focused()


def test_without_script_the_same_buttons_lead_back(browser: Browser, live_server: LiveServer, room: Room) -> None:
    make_clusters(room)
    for _ in range(6):
        room.add_phone()
    room.go_to("vote")
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    context.add_cookies([{"name": "room", "value": room.tokens[0], "url": f"{live_server.url}/room/"}])
    page = context.new_page()
    page.goto(f"{live_server.url}/room/")
    page.get_by_role("button", name="Give a dot").first.click()
    expect(page.get_by_text("2 dots left")).to_be_visible()
    context.close()
