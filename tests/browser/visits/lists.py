"""A spreadsheet of 240 people with seven faulty rows, and mending it in the preview."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.assessment.organisation.lists import HEADER, write_xlsx
from tests.browser.respondent import Respondent

Row = tuple[object, ...]
"""Name, mail address, unit, group, language."""

PEOPLE = 240
FAULTY: dict[int, Row] = {
    10: ("Ann Bakker", "ann(at)zonneveld.example", "Care", "Staff", "nl"),
    20: ("Bo Smit", "bo@zonneveld.example", None, "Staff", "nl"),
    30: ("Cy Kaya", "cy@zonneveld.example", "Care", "Bosses", "nl"),
    40: ("=1+1", "di@zonneveld.example", "Care", "Staff", "nl"),
    50: (None, None, "Care", "Staff", "nl"),
    60: ("Ev Vos", "person3@zonneveld.example", "Care", "Staff", "nl"),
    70: ("Fay Mol", "fay@zonneveld.example", "Care", "Staff", "Klingon"),
}
"""By place in the list: no mail address, no unit, an unknown group, a formula, nobody, somebody else's address, no
language."""


def write_list(path: Path, rows: Sequence[Row], header: Sequence[str] = HEADER) -> Path:
    path.write_bytes(write_xlsx(rows, header))
    return path


def spoil(rows: Sequence[Row]) -> list[Row]:
    """The same people with the faulty rows in the place of seven of them; the fourth must be person 3."""
    return [FAULTY.get(place, row) for place, row in enumerate(rows)]


def bring(visitor: Respondent, file: Path) -> None:
    """From the page of people to the preview."""
    visitor.page.get_by_label("List of people").set_input_files(file)
    visitor.press("Show what it would change")
    visitor.sees("What the list would change")


def bring_and_mend(visitor: Respondent, file: Path) -> None:
    """From the page of people and back to it, with the faulty rows mended on the way."""
    page = visitor.page
    bring(visitor, file)
    expect(page.get_by_text("Row 12, e-mail address: this is not an e-mail address")).to_be_visible()
    mend(page)
    visitor.press("Look again")
    visitor.sees("What the list would change")
    expect(page.get_by_role("heading", name="Rows to mend")).to_have_count(0)
    for summary in page.locator("summary").all():
        summary.click()
    visitor.sees("What the list would change")
    visitor.press("Take the list over")
    visitor.sees("People")
    expect(page.get_by_text("The list is taken over: 239 added, 0 changed, 0 removed")).to_be_visible()


def mend(page: Page) -> None:
    typed = {
        12: "ann@zonneveld.example",
        22: "Care",
        42: "Di Jansen",
        62: "ev@zonneveld.example",
    }
    for row, text in typed.items():
        # A field for a unit proposes those that are there or new, and is then told to be a list to choose from.
        group = page.get_by_role("group", name=f"Row {row}")
        group.get_by_role("textbox").or_(group.get_by_role("combobox")).fill(text)
    page.get_by_label("Bosses (1 row)").select_option(label="Middle managers")
    page.get_by_label("Leave row 52 out").check()
    page.get_by_role("group", name="Row 72").get_by_role("textbox").fill("Dutch")
