"""What a facilitator has typed and not saved is said before the room goes on, and stays while others come in."""

from playwright.sync_api import Page, expect

from assessment.models import Workshop, db
from tests.browser.test_session_keys import open_hand
from tests.browser.test_session_keys import room as room
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room

SAID = "What you typed is not saved yet."
SOON = 5_000


def read_results(room: Room) -> dict[str, object]:
    with room.app.app_context():
        return dict(db.session.get_one(Workshop, room.session_id).results)


def test_notes_from_paper_are_kept_when_next_is_pressed_too_early(
    page: Page, live_server: LiveServer, room: Room
) -> None:
    room.go_to("write")
    open_hand(room, page, live_server.url)
    box = page.locator("#lines")
    box.fill("Nobody asks why\nPlans change each month")
    # Somebody comes in meanwhile, and the page is drawn anew around the field.
    room.add_phone()
    expect(page.get_by_text("1 person is in")).to_be_visible(timeout=SOON)
    expect(box).to_have_value("Nobody asks why\nPlans change each month")
    page.get_by_role("button", name="Next: Read").click()
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    expect(box).to_be_focused()
    page.get_by_role("button", name="Put them up").click()
    expect(page.locator(".hand-figure").first).to_contain_text("2 notes", timeout=SOON)
    page.get_by_role("button", name="Next: Read").click()
    expect(page.locator("#now")).to_contain_text("Read")


def test_the_next_date_is_not_lost_and_a_second_press_goes_on_without_it(page: Page, live_server: LiveServer) -> None:
    live_server.app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(live_server.app, agenda="managers-60")
    room.go_to("next-date")
    open_hand(room, page, live_server.url)
    page.get_by_label("Day").fill("2097-04-15")
    page.get_by_label("Who comes").fill("All three")
    room.add_phone()
    expect(page.get_by_text("1 person is in")).to_be_visible(timeout=SOON)
    expect(page.get_by_label("Who comes")).to_have_value("All three")
    page.get_by_role("button", name="Next: One thing").click()
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    page.get_by_role("button", name="Keep the date").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert "2097-04-15" in str(read_results(room))
    page.get_by_role("button", name="Next: One thing").click()
    page.wait_for_load_state()
    page.get_by_role("textbox", name="One thing").fill("Sit with the night shift")
    page.get_by_role("link", name="End the session", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    # The page is drawn anew between the two presses, as in a full room it is all the time.
    room.add_phone()
    expect(page.get_by_text("2 people are in")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    page.get_by_role("link", name="End the session", exact=True).click()
    expect(page.get_by_role("heading", name="End the session")).to_be_visible()


def test_what_was_said_goes_with_what_it_was_about(page: Page, live_server: LiveServer, room: Room) -> None:
    """Whoever emptied the field, or was led on from another screen, is asked anew about what is typed then."""
    room.go_to("write")
    open_hand(room, page, live_server.url)
    page.locator("#lines").fill("Nobody asks why")
    page.get_by_role("button", name="Next: Read").click()
    expect(page.get_by_role("alert")).to_contain_text(SAID)
    page.locator("#lines").fill("")
    room.add_phone()
    expect(page.get_by_text("1 person is in")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("alert")).to_have_count(0)
