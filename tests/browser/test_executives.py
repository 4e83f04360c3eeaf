"""An executive answers three decisions from a phone; the answers reach everybody who is to see them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.access.invitations import invite
from assessment.models import Campaign, db
from assessment.reporting.build import build_report
from assessment.reporting.service import read_views
from assessment.results.service import load_source
from reports.html import render_html
from tests.assessment.results import made, stored
from tests.browser.respondent import Respondent
from tests.browser.visits.house import open_house
from tests.conftest import KINDS
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.mailbox import Mailbox, read_link
from tests.fixtures.readers import THREE, VISSER, send_results
from tests.fixtures.server import LiveServer

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

pytestmark = pytest.mark.visit


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_an_executive_answers_from_a_phone(
    live_server: LiveServer, page: Page, browser: Browser, mailbox: Mailbox, tmp_path: Path
) -> None:
    app, url = live_server.app, live_server.url
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"base_address": url})
    following = stored.store(app, made.source(asked_before=THREE, decisions=()))
    with app.app_context():
        survey = db.session.get_one(Campaign, following).previous_campaign_id
        assert survey is not None
        _, token = invite(survey, "u0", "staff")
    owner = stored.find_owner(app, survey)
    place = f"{url}/organisations/{owner}/surveys/{survey}"
    desk = Respondent(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    sign_in_browser(app, page, url, add_colleague(app, owner, "facilitator"))
    with open_house(live_server, mailbox) as house:
        desk.open(f"{place}/publish", "Send the results to executives")
        page.get_by_label("Name 1").fill("E. Visser")
        page.get_by_label("Mail address 1").fill("e.visser@zonneveld.example")
        page.get_by_label("Note of your own in the mail").fill("Please begin with B.")
        desk.press("Show the mail")
        expect(page.get_by_text("Please begin with B.")).to_have_count(2)
        desk.press("Send")
        desk.sees("Sent and answered")
        (mail,) = [one for one in house.take_mails() if one["To"] == "e.visser@zonneveld.example"]

    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    phone = Respondent(context.new_page())
    phone.page.goto(read_link(mail))
    expect(phone.page.get_by_role("heading", name="Decisions asked of you")).to_be_visible()
    assert phone.page.url == f"{url}/report/"
    answer_three(phone)
    context.close()

    page.reload()
    for told in ("Yes", "No, because: we have no time", "Yes, if: we start with one unit"):
        expect(page.get_by_role("definition").filter(has_text=re.compile(f"^{told}$"))).to_be_visible()
    staff = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    Respondent(staff).open(f"{url}/s/{token}", "What we answered together")
    expect(staff.get_by_text("No, because: we have no time")).to_be_visible()
    staff.context.close()
    with app.app_context():
        report = render_html(build_report(read_views(load_source(following), "en")))
    (tmp_path / "next.html").write_text(report)
    page.goto((tmp_path / "next.html").as_uri())
    name = "Preventing counts in appraisals E. Visser Yes, if: we start with one unit"
    expect(page.get_by_role("row", name=name)).to_be_visible()
    promised = "Preventing counts in appraisals (if: we start with one unit) E. Visser 1 June 2027"
    expect(page.get_by_role("row", name=promised)).to_be_visible()


def answer_three(phone: Respondent) -> None:
    """By keyboard for the second one; an answer that lacks its condition is told so, and nothing that was filled in is
    lost."""
    page = phone.page
    groups = page.get_by_role("group")
    first, second, third = (groups.filter(has_text=text["en"]) for text in (one.text for one in THREE))
    phone.tap(first.get_by_role("radio", name="Yes", exact=True))
    expect(first.get_by_role("textbox")).to_have_count(0)
    second.get_by_role("radio", name="Yes", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("we have no time")
    phone.tap(third.get_by_role("radio", name="Yes, if …"))
    phone.press("Keep my answers")
    expect(page.get_by_role("alert")).to_contain_text("Decision C: write the condition")
    expect(second.get_by_role("textbox")).to_have_value("we have no time")
    third.get_by_role("textbox").fill("we start with one unit")
    phone.press("Keep my answers")
    phone.sees("Your answers are kept")
    expect(page.get_by_text("No, because: we have no time")).to_be_visible()


def test_it_works_without_script(live_server: LiveServer, browser: Browser) -> None:
    app, url = live_server.app, live_server.url
    survey = stored.store(app, made.source(decisions=THREE))
    token = send_results(app, survey)[VISSER.email]
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{url}/r/{token}")
    decision = page.get_by_role("group").filter(has_text="One of us at every network meeting")
    decision.get_by_text("Ask me on …").click()
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    decision.get_by_label("Ask me on: the day for decision A").fill(day.isoformat())
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are kept")
    expect(page.get_by_text(f"Ask me on {day.day} {day:%B %Y}")).to_be_visible()
    context.close()
