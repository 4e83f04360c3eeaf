"""What is being typed on a phone stays, with the id that its page made for it, while the page is drawn anew."""

from flask import Flask
from playwright.sync_api import Browser, expect

from assessment.sessions.running import give_minutes
from tests.fixtures.browser import watched_page
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import open_room


def test_a_half_typed_note_keeps_its_words_and_its_id(app: Flask, live_server: LiveServer, browser: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    room = open_room(app)
    phase_id = room.go_to("write")
    with watched_page(browser, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{live_server.url}/join/{room.code}")
        page.get_by_role("button", name="Come in").click()
        field = page.get_by_label("One note, one thing")
        field.fill("Half a no")
        made = page.locator("#new-note input[name=note]").input_value()
        drawn = page.locator("#live").get_attribute("data-version")
        with app.app_context():
            give_minutes(room.organisation_id, room.session_id, phase_id, 33)
        expect(page.locator("#live")).not_to_have_attribute("data-version", drawn or "")
        assert field.input_value() == "Half a no"
        assert page.locator("#new-note input[name=note]").input_value() == made
        field.fill("A whole note")
        page.get_by_role("button", name="Put it up").click()
        expect(page.get_by_role("listitem")).to_contain_text("A whole note")
        assert page.get_by_label("One note, one thing").input_value() == ""
        assert page.locator("#new-note input[name=note]").input_value() != made
