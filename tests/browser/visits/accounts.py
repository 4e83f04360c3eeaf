"""The first start of an installation, and joining it by a mailed link."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.respondent import Respondent
from tests.fixtures.codes import show_code

PASSWORD = "kettle violin tundra harbour"


@dataclass(frozen=True)
class Words:
    """What the pages of a first start say in one language."""

    start: str
    organisation: str
    name: str
    email: str
    password: str
    go_on: str
    app: str
    code: str
    codes: str
    kept: str
    surveys: str


ENGLISH = Words(
    start="Set up this installation",
    organisation="Name of the organisation",
    name="Your name",
    email="Mail address",
    password="New password",
    go_on="Continue",
    app="Protect your account with an app",
    code="Code",
    codes="Keep these recovery codes",
    kept="I have kept them",
    surveys="Surveys",
)
DUTCH = Words(
    start="Richt deze installatie in",
    organisation="Naam van de organisatie",
    name="Je naam",
    email="Mailadres",
    password="Nieuw wachtwoord",
    go_on="Verder",
    app="Beveilig je account met een app",
    code="Code",
    codes="Bewaar deze herstelcodes",
    kept="Ik heb ze bewaard",
    surveys="Onderzoeken",
)


def fill_first(page: Page, password: str, words: Words = ENGLISH) -> None:
    page.get_by_label(words.organisation).fill("Stichting Zonneveld")
    page.get_by_label(words.name).fill("Sam de Wit")
    page.get_by_label(words.email).fill("Sam@zonneveld.example ")
    page.get_by_label(words.password).fill(password)


def start_installation(visitor: Respondent, address: str, words: Words = ENGLISH) -> None:
    """By the printed address: an account, its second factor, the recovery codes, and the first page of work."""
    visitor.open(address, words.start)
    fill_first(visitor.page, PASSWORD, words)
    visitor.press(words.go_on)
    visitor.sees(words.app)
    visitor.page.get_by_label(words.code).fill(show_code(visitor.page.locator(".typed-key").inner_text()))
    visitor.press(words.go_on)
    visitor.sees(words.codes)
    visitor.page.get_by_role("link", name=words.kept).click()
    visitor.sees(words.surveys)


def join(visitor: Respondent, link: str, name: str) -> None:
    """By the link of an invitation, for a right that needs no second factor."""
    visitor.open(link, "Work with Stichting Zonneveld")
    visitor.page.get_by_label("Your name").fill(name)
    visitor.page.get_by_label("New password").fill(PASSWORD)
    visitor.press("Continue")
