"""Visits of people who work with surveys: the first start, and coming back with a phone and without one."""

from playwright.sync_api import Locator, Page, expect

from assessment.accounts.links import offer_first_link
from assessment.organisation.plan import create_organisation
from tests.browser.respondent import Respondent
from tests.browser.visits.accounts import PASSWORD, fill_first
from tests.fixtures.codes import guess_code, show_code
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import UNITS

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def test_somebody_starts_the_installation_signs_out_and_comes_back_with_a_recovery_code(
    live_server: LiveServer, page: Page
) -> None:
    with live_server.app.app_context():
        token = offer_first_link()
    visitor = Respondent(page)
    visitor.open(f"{live_server.url}/welcome/{token}", "Set up this installation")
    assert token is not None
    assert token not in page.url
    visitor.press("Continue")
    visitor.sees("Set up this installation")
    expect(page.get_by_role("alert")).to_contain_text("Write the name of your organisation")
    fill_first(page, "zonneveld-2027")
    visitor.press("Continue")
    expect(page.get_by_role("alert")).to_contain_text("this one is among the first that others would try")
    expect(page.get_by_label("Your name")).to_have_value("Sam de Wit")
    page.get_by_label("New password").fill(PASSWORD)
    visitor.press("Continue")

    visitor.sees("Protect your account with an app")
    page.set_viewport_size(PHONE)
    visitor.sees("Protect your account with an app")
    key = page.locator(".typed-key").inner_text()
    page.get_by_label("Code").fill(guess_code(key))
    visitor.press("Continue")
    expect(page.get_by_role("alert")).to_contain_text("This is not the code that the app shows now")
    assert page.locator(".typed-key").inner_text() == key
    page.get_by_label("Code").fill(show_code(key))
    visitor.press("Continue")
    visitor.sees("Keep these recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="I have kept them").click()
    expect(name_of(page)).to_be_visible()

    visitor.press("Sign out")
    visitor.sees("Sign in")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    come_back(page, visitor, codes[3].lower())
    name_of(page).click()
    visitor.sees("Your account")
    expect(page.get_by_text("Recovery codes left: 9.")).to_be_visible()
    visitor.press("Sign out")
    sign_in(page, visitor)
    page.get_by_label("Code").fill(codes[3])
    visitor.press("Continue")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right or was used before")


def sign_in(page: Page, visitor: Respondent) -> None:
    visitor.sees("Sign in")
    page.get_by_label("Mail address").fill("sam@zonneveld.example")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Sign in")
    visitor.sees("Give the code of your app")


def come_back(page: Page, visitor: Respondent, code: str) -> None:
    sign_in(page, visitor)
    page.get_by_label("Code").fill(code)
    visitor.press("Continue")
    expect(name_of(page)).to_be_visible()


def name_of(page: Page) -> Locator:
    """The way to one's own account, at the top of every page."""
    return page.get_by_role("banner").get_by_role("link", name="Sam de Wit")


def test_an_administrator_invites_a_colleague_and_changes_what_another_may_do(
    live_server: LiveServer, page: Page
) -> None:
    with live_server.app.app_context():
        organisation = create_organisation({"en": "Zonneveld"}, UNITS)
    account = add_colleague(live_server.app, organisation, "administrator")
    add_colleague(live_server.app, organisation, "executive", email="kim.with-a-long-name@zonneveld.example")
    sign_in_browser(live_server.app, page, live_server.url, account)
    page.set_viewport_size(PHONE)
    visitor = Respondent(page)
    visitor.open(f"{live_server.url}/home", "Surveys")
    page.get_by_role("link", name="Colleagues").click()
    visitor.sees("Colleagues")
    page.get_by_role("link", name="Invite a colleague").click()
    visitor.sees("Invite a colleague")
    visitor.press("Send the invitation")
    visitor.sees("Invite a colleague")
    page.get_by_role("link", name="Choose at least one thing that this colleague may do").click()
    expect(page.get_by_label("Administrator")).to_be_focused()
    page.get_by_label("Mail address of your colleague").fill("lee@zonneveld.example")
    page.get_by_label("Unit reader").check()
    page.get_by_label("Unit", exact=True).select_option("software")
    visitor.press("Send the invitation")
    visitor.sees("Colleagues")
    expect(page.get_by_role("status")).to_contain_text("A link is on its way to lee@zonneveld.example")

    page.locator("tbody").get_by_role("link").nth(1).click()
    visitor.sees("Sam de Wit")
    page.get_by_label("Second reader").check()
    visitor.press("Save")
    visitor.sees("Colleagues")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Executive reader, Second reader")
    visitor.press("Withdraw lee@zonneveld.example")
    visitor.sees("Colleagues")
    expect(page.get_by_text("Invited, not here yet")).to_have_count(0)


def test_somebody_who_forgot_a_password_asks_for_a_link_and_opens_a_spent_one(
    live_server: LiveServer, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    visitor = Respondent(page)
    visitor.open(f"{live_server.url}/sign-in", "Sign in")
    page.get_by_role("link", name="I forgot my password").click()
    visitor.sees("Choose a new password")
    page.get_by_label("Mail address").fill("sam")
    visitor.press("Send the link")
    visitor.sees("Choose a new password")
    page.get_by_label("Mail address").fill("sam@zonneveld.example")
    visitor.press("Send the link")
    visitor.sees("Look for our mail")
    visitor.open(f"{live_server.url}/welcome/{'A' * 22}", "This link does not work any more")
