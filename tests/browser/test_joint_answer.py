"""Four senior managers, each with a phone, and one screen on the wall: from the invitation to the certificate."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog, Page, expect

from assessment.access.invitations import find_link_key
from assessment.joint.tokens import MEMBERS
from assessment.models import Campaign, JointAnswer, db
from tests.assessment.joint.managers import Manager, name_team
from tests.browser.respondent import Respondent
from tests.browser.visits.managers import PHONE, Room, gather, hold_meeting
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


@pytest.fixture(params=["en", "nl"])
def room(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, survey: int) -> Iterator[Room]:
    with live_server.app.app_context():
        tokens = [MEMBERS.make_token(find_link_key(), member_id) for member_id in name_team(survey, 4)]
    links = [f"{live_server.url}/j/{token}" for token in tokens]
    with gather(browser, live_server.url, links, request.param) as room:
        yield room


@pytest.mark.visit
def test_four_managers_on_four_phones_and_one_screen(room: Room, live_server: LiveServer, survey: int) -> None:
    last = hold_meeting(room)
    with live_server.app.app_context():
        sealed = db.session.get_one(JointAnswer, survey)
        assert (sealed.signed, sealed.members, sealed.facts) == (4, 4, {"hours": "Four each"})
        expect(last.page.get_by_text(sealed.sha256)).to_be_visible()


@pytest.fixture
def met(app: Flask, survey: int) -> str:
    """The link of one of three who have begun to meet; made before the server is there, which wants tokens in forms."""
    with app.app_context():
        tokens = [MEMBERS.make_token(find_link_key(), member_id) for member_id in name_team(survey, 3)]
    managers = [Manager(app, token) for token in tokens]
    for number, manager in enumerate(managers):
        manager.answer(2, commitment_attend=1 + 2 * number)
    managers[0].begin()
    return f"/j/{tokens[0]}"


def test_who_leaves_the_meeting_is_warned_before_what_was_typed_is_lost(
    met: str, page: Page, live_server: LiveServer
) -> None:
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{live_server.url}{met}")
    page.goto(f"{live_server.url}/joint/meeting")
    expect(page.get_by_text("kept when you press one of these")).to_be_visible()
    # Nothing was typed: nobody is asked.
    page.reload()
    assert warned == []

    hours = page.get_by_role("textbox").first
    hours.click()
    page.keyboard.type("Four each")
    with page.expect_event("dialog"):
        page.evaluate("location.assign('/joint/')")
    expect(hours).to_have_value("Four each")
    assert warned == ["beforeunload"]
    assert page.url.endswith("/joint/meeting")

    with page.expect_navigation():
        page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_role("textbox").first).to_have_value("Four each")
    page.goto(f"{live_server.url}/joint/")
    assert warned == ["beforeunload"]


def test_the_facilitator_names_errs_mends_and_never_sees_a_link(
    page: Page, live_server: LiveServer, survey: int
) -> None:
    with live_server.app.app_context():
        organisation = db.session.get_one(Campaign, survey).organisation_id
    colleague = add_colleague(live_server.app, organisation, "facilitator")
    sign_in_browser(live_server.app, page, live_server.url, colleague)
    visitor = Respondent(page)
    visitor.open(
        f"{live_server.url}/organisations/{organisation}/surveys/{survey}/joint-answer", "The senior managers' answer"
    )
    page.get_by_label("Name", exact=True).fill("A. Jansen")
    visitor.press("Add")
    visitor.sees("The senior managers' answer")
    page.get_by_role("link", name="Write the mail address like name@example.org").click()
    expect(page.get_by_label("Mail address")).to_be_focused()
    page.keyboard.type("a@zonneveld.example")
    visitor.press("Add")
    expect(page.get_by_text("A. Jansen is on the list.")).to_be_visible()
    visitor.press("Send the invitations")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visitor.sees("The senior managers' answer")
    expect(page.get_by_text("invitation on its way")).to_be_visible()
    assert "/j/" not in page.content()
