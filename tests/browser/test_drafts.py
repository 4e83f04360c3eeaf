"""What somebody has typed on a phone and not sent is never lost without a word, and nobody else gets to see it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from assessment.sessions.running import end_session
from tests.assessment.sessions.surveyed import open_surveyed
from tests.fixtures.browser import watched_page
from tests.fixtures.network import make_clusters
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

SOON = 5_000
HALF = "Half a note that “nobody” has <seen>"
STORED = """() => sessionStorage.getItem("unsent") === null ? 0 : 1"""


@pytest.fixture
def room(live_server: LiveServer) -> Room:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    return open_room(live_server.app)


def come_in(phone: Page, server: LiveServer, room: Room) -> None:
    phone.goto(f"{server.url}/join/{room.code}")
    phone.get_by_role("button", name="Come in").click()
    expect(phone.locator(".room-bar")).to_be_visible()
    phone.wait_for_load_state()


@pytest.fixture
def phone(live_server: LiveServer, browser: Browser, room: Room) -> Iterator[Page]:
    with watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as phone:
        come_in(phone, live_server, room)
        yield phone


def find_box(phone: Page) -> Locator:
    return phone.get_by_label("One note, one thing")


def find_notice(phone: Page) -> Locator:
    return phone.locator("#unsent .notice")


def need_none_stored(phone: Page) -> None:
    """A page is drawn a moment before its scripts hear of it."""
    phone.wait_for_function(f"({STORED})() === 0", timeout=SOON)


def type_half(phone: Page, room: Room) -> None:
    room.go_to("write")
    expect(find_box(phone)).to_be_visible(timeout=SOON)
    find_box(phone).press_sequentially(HALF)


def test_a_half_typed_note_is_named_on_the_next_screen_and_is_back_in_its_box(
    phone: Page, browser: Browser, live_server: LiveServer, room: Room
) -> None:
    type_half(phone, room)
    made = phone.locator("#new-note input[name=note]").input_value()
    other = room.add_phone()
    for kind, title in (("read", "Read"), ("finding", "What the wall says")):
        room.go_to(kind)
        expect(phone.locator("h1")).to_contain_text(title, timeout=SOON)
        expect(find_notice(phone)).to_contain_text(f"Not sent: “{HALF}”. Ask your facilitator to go back to writing.")
    phone.reload()
    expect(find_notice(phone)).to_contain_text(HALF)
    for page in (other.get("/room/"), room.facilitator.get(room.hand), room.facilitator.get(f"{room.hand}/wall")):
        assert "Half a note" not in page.text
    room.go_to("write")
    expect(find_box(phone)).to_have_value(HALF, timeout=SOON)
    assert phone.locator("#new-note input[name=note]").input_value() == made
    expect(find_notice(phone)).to_have_count(0)
    phone.get_by_role("button", name="Put it up").click()
    expect(phone.locator(".own-notes .note > p")).to_have_text(HALF)
    expect(find_box(phone)).to_have_value("")
    need_none_stored(phone)
    assert phone.url == f"{live_server.url}/room/"
    room.go_to("read")
    expect(phone.locator(".note-list .note")).to_have_text(HALF, timeout=SOON)
    expect(find_notice(phone)).to_have_count(0)


def test_the_notice_can_be_hidden_and_the_words_stay(phone: Page, room: Room) -> None:
    type_half(phone, room)
    room.go_to("read")
    hide = find_notice(phone).get_by_role("button", name="Hide this")
    hide.focus()
    phone.keyboard.press("Enter")
    expect(find_notice(phone)).to_have_count(0)
    expect(phone.locator("#main")).to_be_focused()
    room.go_to("finding")
    expect(phone.locator("h1")).to_contain_text("What the wall says", timeout=SOON)
    expect(find_notice(phone)).to_have_count(0)
    room.go_to("write")
    expect(find_box(phone)).to_have_value(HALF, timeout=SOON)
    find_box(phone).fill("")
    room.go_to("read")
    expect(phone.locator("h1")).to_contain_text("Read", timeout=SOON)
    expect(find_notice(phone)).to_have_count(0)
    need_none_stored(phone)


def test_a_half_made_change_to_a_note_that_was_shown_becomes_a_new_note(phone: Page, room: Room) -> None:
    room.go_to("write")
    find_box(phone).fill("As it was")
    phone.get_by_role("button", name="Put it up").click()
    phone.locator(".own-notes summary").click()
    phone.get_by_label("Your note").fill("As it should be")
    room.go_to("read")
    expect(find_notice(phone)).to_contain_text("Not sent: “As it should be”.", timeout=SOON)
    room.go_to("write")
    expect(find_box(phone)).to_have_value("As it should be", timeout=SOON)
    phone.get_by_role("button", name="Put it up").click()
    expect(phone.locator(".own-notes .note > p")).to_have_text("As it should be")
    need_none_stored(phone)


def test_a_note_sent_too_late_is_named_until_it_is_sent(phone: Page, room: Room) -> None:
    """The phone did not hear that the room has gone on."""
    room.go_to("write")
    expect(find_box(phone)).to_be_visible(timeout=SOON)
    phone.route("**/room/stream", lambda route: route.abort())
    phone.route("**/room/version", lambda route: route.abort())
    phone.reload()
    find_box(phone).fill(HALF)
    room.go_to("read")
    phone.get_by_role("button", name="Put it up").click()
    expect(phone.get_by_role("heading", name="The room has gone on")).to_be_visible()
    phone.unroute_all()
    phone.get_by_role("link", name="See what the room is at").click()
    expect(find_notice(phone)).to_contain_text(f"Not sent: “{HALF}”.")
    room.go_to("write")
    expect(find_box(phone)).to_have_value(HALF, timeout=SOON)


def test_nothing_is_kept_for_whoever_has_the_phone_next(phone: Page, live_server: LiveServer, room: Room) -> None:
    cookie = room.add_phone().get_cookie("room", path="/room")
    assert cookie is not None
    type_half(phone, room)
    assert phone.evaluate(STORED) == 1
    assert phone.evaluate("() => localStorage.length") == 0
    phone.context.clear_cookies()
    phone.goto(f"{live_server.url}/join/{room.code}")
    need_none_stored(phone)
    come_in(phone, live_server, room)
    expect(find_box(phone)).to_have_value("")
    find_box(phone).press_sequentially(HALF)
    # As where the door was passed in another tab; nothing changes that would lead the page there by itself.
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": "room", "value": cookie.value, "url": f"{live_server.url}/room"}])
    phone.goto(f"{live_server.url}/room/")
    expect(find_box(phone)).to_have_value("")
    room.go_to("read")
    expect(phone.locator("h1")).to_contain_text("Read", timeout=SOON)
    expect(find_notice(phone)).to_have_count(0)
    need_none_stored(phone)


def test_what_was_typed_before_the_script_came_is_kept_too(phone: Page, live_server: LiveServer, room: Room) -> None:
    room.go_to("write")
    expect(find_box(phone)).to_be_visible(timeout=SOON)
    held: list[Route] = []
    phone.route("**/drafts.js*", lambda route: held.append(route))
    phone.goto(f"{live_server.url}/room/", wait_until="commit")
    find_box(phone).fill(HALF)
    assert phone.evaluate(STORED) == 0
    held.pop().continue_()
    phone.wait_for_load_state()
    phone.unroute_all()
    phone.reload()
    assert phone.evaluate(STORED) == 1
    expect(find_box(phone)).to_have_value(HALF)


def test_the_end_of_the_session_destroys_what_was_not_sent(phone: Page, room: Room) -> None:
    type_half(phone, room)
    with room.app.app_context():
        end_session(room.organisation_id, room.session_id)
    expect(phone.get_by_role("heading", name="The session has ended")).to_be_visible(timeout=SOON)
    need_none_stored(phone)
    assert HALF not in phone.content()


def test_a_half_written_card_is_named_and_gone_on_with(phone: Page, room: Room) -> None:
    """And whoever saved it meanwhile is not overwritten."""
    topic = make_clusters(room)["No answers"]
    room.go_to("work-out")
    phone.goto(phone.url.rpartition("/room/")[0] + f"/room/cards/{topic}")
    phone.get_by_label("What is done").fill("Answer within a week")
    phone.get_by_label("Who does it, by name").fill("Anna")
    phone.get_by_label("Senior managers must").check()
    phone.get_by_role("link", name="Back to the session").click()
    expect(find_notice(phone)).to_contain_text("Not sent: “Answer within a week · Anna”.")
    room.go_to("route")
    expect(phone.locator("h1")).to_contain_text("The route", timeout=SOON)
    theirs = {"version": "0", "text": "Answer within a day", "owner": "", "email": "", "due": "", "actor": "we"}
    assert room.add_phone().post(f"/room/cards/{topic}", data=theirs).location == "/room/?sent=1"
    find_notice(phone).get_by_role("link", name="Go on writing").click()
    expect(phone.get_by_label("What is done")).to_have_value("Answer within a week")
    expect(phone.get_by_label("Senior managers must")).to_be_checked()
    phone.get_by_role("button", name="Save the card").click()
    expect(phone.get_by_role("alert")).to_contain_text("Answer within a day")
    phone.get_by_role("button", name="Save the card").click()
    expect(phone.locator("h1")).to_contain_text("The route")
    expect(find_notice(phone)).to_have_count(0)
    need_none_stored(phone)
    assert "Answer within a week" in room.facilitator.get(f"{room.hand}/cards/{topic}").text


def test_a_half_written_explanation_is_named_and_gone_on_with(live_server: LiveServer, browser: Browser) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_surveyed(live_server.app)
    room.go_to("explain")
    with watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as phone:
        come_in(phone, live_server, room)
        phone.get_by_role("link", name="Write my explanation").click()
        expect(phone.locator("#explanation")).to_be_visible()
        phone.wait_for_load_state()
        box = phone.locator("#explanation textarea")
        box.fill("They never hear of it")
        phone.get_by_role("link", name="Back to the room").click()
        notice = find_notice(phone)
        expect(notice).to_contain_text("Not sent: “They never hear of it”.")
        expect(notice.get_by_role("link", name="Go on writing")).to_be_visible()
        room.go_to("walk")
        expect(notice).to_contain_text("Ask your facilitator to go back, or say it aloud.", timeout=SOON)
        expect(notice.get_by_role("link")).to_have_count(0)
        room.go_to("explain")
        notice.get_by_role("link", name="Go on writing").click(timeout=SOON)
        expect(box).to_have_value("They never hear of it")
        phone.get_by_role("button", name="Send").click()
        expect(phone.locator(".note.waiting")).to_have_text("They never hear of it")
        expect(notice).to_have_count(0)
        need_none_stored(phone)
