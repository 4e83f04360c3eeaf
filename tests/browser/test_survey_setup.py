"""A facilitator sets up a survey, reads the forecast, launches, closes, and reads what was withheld."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from assessment.access.asked import asked_questionnaire
from assessment.campaigns.sponsor import make_sponsor_token
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, Job, db, writing
from assessment.organisation.plan import create_organisation
from assessment.respond.service import Sheet, store_sheets
from tests.browser.respondent import Respondent
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import UNITS

pytestmark = pytest.mark.visit

PHONE = {"width": 360, "height": 740}
ANSWERED = {("care", "staff"): 24, ("care", "middle-managers"): 6, ("software", "staff"): 9, ("archive", "staff"): 2}


@pytest.fixture
def organisation(app: Flask) -> int:
    with app.app_context():
        return create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)


def enter(server: LiveServer, page: Page, organisation: int) -> Respondent:
    sign_in_browser(server.app, page, server.url, add_colleague(server.app, organisation, "facilitator"))
    return Respondent(page)


def fill_setup(page: Page) -> None:
    """The seven things that nothing can propose."""
    page.get_by_label("Senior managers, as named in English").fill("A. Jansen, B. Kaya and C. Smit")
    page.get_by_label("Senior managers, as named in Dutch").fill("A. Jansen, B. Kaya en C. Smit")
    for group, counts in (
        ("Staff", {"Care": "30", "Software": "12", "Archive": "3"}),
        ("Middle managers", {"Care": "6"}),
    ):
        for unit, count in counts.items():
            page.get_by_role("group", name=unit).get_by_label(group, exact=True).fill(count)
    page.get_by_label("Who answers questions").fill("Sam de Wit, 020 555 0100")
    page.get_by_label("Who runs the server").fill("M. Bos (IT)")
    page.get_by_label("Sponsor", exact=True).fill("E. Visser, chair of the board")
    page.get_by_label("Mail address of the sponsor").fill("e.visser@zonneveld.example")


def let_answer(server: LiveServer) -> int:
    """The survey opens, and people answer; gives its id."""
    with server.app.app_context():
        with writing() as session:
            session.execute(update(Campaign).values(opens_at=datetime.now(UTC) - timedelta(days=1)))
            session.execute(update(Job).where(Job.kind == "open survey").values(run_at=datetime.now(UTC)))
        campaign = db.session.query(Campaign).one()
        codes = bytes([3] * len(asked_questionnaire(campaign).items))
        store_sheets(campaign, [Sheet(*place, codes) for place, count in ANSWERED.items() for _ in range(count)])
        run_due_jobs(server.app)
        return campaign.id


def test_from_an_empty_organisation_to_launch_to_what_was_withheld(
    live_server: LiveServer, page: Page, organisation: int
) -> None:
    facilitator = enter(live_server, page, organisation)
    screens = ["Surveys"]
    facilitator.open(f"{live_server.url}/organisations/{organisation}/surveys", "Surveys")
    facilitator.press("New survey")
    screens.append("Set up a survey")
    facilitator.sees("Set up a survey")
    page.set_viewport_size(PHONE)
    facilitator.sees("Set up a survey")
    page.set_viewport_size({"width": 1280, "height": 800})
    fill_setup(page)
    facilitator.press("Save and see the forecast")

    screens.append("What will be seen")
    facilitator.sees("What will be seen")
    expect(page.get_by_role("heading", name="If 60 % answer: 31 of 51")).to_be_visible()
    page.set_viewport_size(PHONE)
    facilitator.sees("What will be seen")
    facilitator.tap(page.get_by_role("link", name="Go on to the check list"))

    screens.append("Check list")
    facilitator.sees("Check list")
    page.set_viewport_size({"width": 1280, "height": 800})
    facilitator.sees("Check list")
    page.get_by_label("I have read what the launch sets going and what it freezes").check()
    facilitator.press("Launch the survey")
    expect(page.get_by_text("Launched. It opens by itself on")).to_be_visible()
    name = page.get_by_role("heading", level=1).inner_text()
    screens.append(name)
    facilitator.sees(name)
    assert len(screens) <= 8

    survey_id = let_answer(live_server)
    page.reload()
    facilitator.sees(name)
    close_and_read(live_server, page, facilitator)
    page.goto(f"{live_server.url}/organisations/{organisation}/surveys/{survey_id}/withdraw")
    facilitator.sees("Withdraw the survey?")


def close_and_read(server: LiveServer, page: Page, facilitator: Respondent) -> None:
    """Close, watch the results being made, and read what was withheld and what to tell people."""
    facilitator.tap(page.get_by_role("link", name="Close now"))
    facilitator.sees("Close the survey now?")
    facilitator.press("Close and make the results")
    facilitator.sees("The survey is closed")
    expect(page.get_by_role("progressbar", name="Making the results")).to_be_visible()
    with server.app.app_context():
        run_due_jobs(server.app)
    # The page looks again by itself.
    expect(page.get_by_role("heading", level=1)).to_have_text("The results are made", timeout=10_000)
    facilitator.sees("The results are made")
    expect(page.get_by_role("term").filter(has_text="Archive")).to_be_visible()
    expect(page.get_by_text("41 people answered.")).to_be_visible()
    page.set_viewport_size(PHONE)
    facilitator.sees("The results are made")


def test_what_is_wrong_stands_on_top_and_leads_to_the_field(
    live_server: LiveServer, page: Page, organisation: int
) -> None:
    facilitator = enter(live_server, page, organisation)
    facilitator.open(f"{live_server.url}/organisations/{organisation}/surveys", "Surveys")
    facilitator.press("New survey")
    page.get_by_role("group", name="Care").get_by_label("Staff", exact=True).fill("thirty")
    page.get_by_label("Sponsor", exact=True).fill("E. Visser")
    facilitator.press("Save")
    facilitator.sees("Set up a survey")
    page.get_by_role("link", name="Write the number of people as a whole number, like 24").click()
    wrong = page.get_by_role("group", name="Care").get_by_label("Staff", exact=True)
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("thirty")
    expect(page.get_by_label("Sponsor", exact=True)).to_have_value("E. Visser")
    wrong.fill("30")
    facilitator.press("Save and change the defaults")
    facilitator.sees("Change the defaults")
    page.set_viewport_size(PHONE)
    facilitator.sees("Change the defaults")
    facilitator.tap(page.get_by_role("link", name="Try the questions"))
    facilitator.sees("Try the questions")


def test_the_same_in_dutch_on_a_phone(live_server: LiveServer, browser: Browser, organisation: int) -> None:
    with watched_page(browser, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True) as page:
        facilitator = enter(live_server, page, organisation)
        facilitator.open(f"{live_server.url}/organisations/{organisation}/surveys", "Onderzoeken")
        facilitator.press("Nieuw onderzoek")
        facilitator.sees("Een onderzoek opzetten")
        facilitator.press("Bewaren en de vooruitblik zien")
        facilitator.sees("Wat er te zien zal zijn")
        facilitator.tap(page.get_by_role("link", name="Verder naar de controlelijst"))
        facilitator.sees("Controlelijst")
        facilitator.tap(page.get_by_role("link", name="Probeer de vragen"))
        facilitator.sees("Probeer de vragen")


def test_the_sponsor_answers_on_a_phone(live_server: LiveServer, page: Page, organisation: int) -> None:
    facilitator = enter(live_server, page, organisation)
    facilitator.open(f"{live_server.url}/organisations/{organisation}/surveys", "Surveys")
    facilitator.press("New survey")
    facilitator.sees("Set up a survey")
    survey_id = int(page.url.split("/")[-2])
    key = live_server.app.extensions["settings"].link_key.get_secret_value().encode()
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    sponsor = Respondent(page)
    sponsor.open(f"{live_server.url}/sponsor/{make_sponsor_token(key, survey_id)}", "Five commitments")
    sponsor.go_on("Save my answers")
    sponsor.sees("Five commitments")
    sponsor.choose("Yes")
    sponsor.press("Save my answers")
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()
    sponsor.sees("Five commitments")
