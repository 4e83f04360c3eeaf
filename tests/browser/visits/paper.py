"""Code cards: made on the coordinator's page, printed, and read from the paper."""

import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.respondent import Respondent

CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")


def make_cards(desk: Respondent, survey: str, unit: str, group: str, count: int, folder: Path) -> Path:
    """So many cards of a unit and group, as the file that is printed."""
    page = desk.page
    desk.open(f"{survey}/invitations/cards", "Code cards and a poster")
    page.get_by_label("Unit", exact=True).select_option(label=unit)
    page.get_by_label("Group", exact=True).select_option(label=group)
    page.get_by_label("Number of cards").fill(str(count))
    desk.press("Make cards")
    expect(page.get_by_text(f"{count} cards are ready to print.")).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("listitem").filter(has_text=f"{unit}, {group}:").get_by_role("link").first.click()
    path = folder / "cards.pdf"
    found.value.save_as(path)
    return path


def read_codes(file: Path) -> list[str]:
    """The codes to type, in the order of the sheets."""
    return [code for page in PdfReader(file).pages for code in CODE.findall(" ".join(page.extract_text().split()))]
