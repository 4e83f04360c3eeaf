"""A person with a browser: what they see by role and label, and how often they tap."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.fixtures.axe import find_violations

SMALLEST_TEXT = 14
ANSWER_HEIGHT = 48
MEASURE = """() => ({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  smallest: Math.min(...[...document.querySelectorAll("body *")]
    .filter((element) => element.innerText && element.checkVisibility())
    .map((element) => parseFloat(getComputedStyle(element).fontSize))),
  headings: document.querySelectorAll("h1").length,
  rows: [...document.querySelectorAll(".answer")].map((row) => row.getBoundingClientRect().height),
})"""


@dataclass
class Respondent:
    page: Page
    taps: int = 0

    def open(self, address: str, heading: str) -> None:
        self.page.goto(address)
        self.sees(heading)

    def sees(self, heading: str) -> None:
        """The page with that heading, in good order: nothing wrong for a screen reader, nothing too wide or small."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        # The words of a page are there before its style sheets are.
        self.page.wait_for_load_state("load")
        found = self.page.evaluate(MEASURE)
        assert found["overflow"] <= 0
        assert found["smallest"] >= SMALLEST_TEXT
        assert found["headings"] == 1
        assert all(height >= ANSWER_HEIGHT for height in found["rows"])
        assert [(each["id"], each["nodes"][0]["html"]) for each in find_violations(self.page)] == []

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def press(self, button: str) -> None:
        self.tap(self.page.get_by_role("button", name=button, exact=True))

    def go_on(self, button: str) -> None:
        """The same, and wait for the page that follows: one with answers stays until the server has them."""
        with self.page.expect_navigation():
            self.press(button)

    @property
    def questions(self) -> list[Locator]:
        return self.page.get_by_role("group").filter(has=self.page.get_by_role("radio")).all()

    def choose(self, answer: str, *, after: int = 0) -> None:
        """The same answer to every question on the page from the ``after``-th on that has it."""
        for question in self.questions[after:]:
            found = question.get_by_role("radio", name=answer, exact=True)
            if found.count():
                self.tap(found)

    def chosen(self) -> list[str]:
        return [radio.get_attribute("value") or "" for radio in self.page.get_by_role("radio", checked=True).all()]
