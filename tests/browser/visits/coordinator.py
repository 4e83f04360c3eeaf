"""A quality coordinator at a desk: what they type and press, and how many screens they saw."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.respondent import Respondent


@dataclass
class Screens:
    """The paths of the pages that were loaded, in order; the one on which counting begins is the first."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._note(self.page)
        self.page.on("load", self._note)

    def _note(self, page: Page) -> None:
        self.seen.append(urlsplit(page.url).path)


def choose_units(page: Page, *names: str) -> None:
    page.get_by_label("Only these:").check()
    page.get_by_text("Choose units").click()
    for name in names:
        page.get_by_label(name, exact=True).check()


def fill_people_behind(page: Page, managers: str = "A. Jansen, B. Kaya, C. Smit and D. Bakker") -> None:
    """Those whom nothing can propose: senior managers, contact, server keeper, sponsor."""
    page.get_by_label("Senior managers, as named in English").fill(managers)
    page.get_by_label("Who answers questions").fill("Sam de Wit, 020 555 0100")
    page.get_by_label("Who runs the server").fill("M. Bos (IT)")
    page.get_by_label("Sponsor", exact=True).fill("E. Visser, chair of the board")
    page.get_by_label("Mail address of the sponsor").fill("e.visser@zonneveld.example")


def go_to_check_list(visitor: Respondent) -> None:
    """From the set-up by way of the forecast."""
    visitor.press("Save and see the forecast")
    visitor.sees("What will be seen")
    visitor.tap(visitor.page.get_by_role("link", name="Go on to the check list"))
    visitor.sees("Check list")


def launch(visitor: Respondent) -> str:
    """From the check list; gives the address of the survey's page."""
    visitor.press("Launch the survey")
    expect(visitor.page.get_by_text("Launched. It opens by itself on")).to_be_visible()
    return visitor.page.url
