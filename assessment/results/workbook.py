"""The tables of a release as a workbook (XLSX): real numbers, texts that are never formulas, the same bytes for the
same release."""

import re
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessment.results.formulas import defuse
from assessment.results.sheets import Entry, Sheet, list_sheets
from assessment.results.view import ResultsView

NARROWEST, WIDEST = 9, 60
"""Letters in a column."""

AHEAD = 200
"""Rows that tell how wide a column is."""

LONGEST_TITLE = 31
LONGEST_TEXT = 32_767
"""Letters that the format takes."""

UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What may not stand in the file's properties; in cells the library writes it in a way of its own."""

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_workbook(view: ResultsView, *, whole: bool = True) -> bytes:
    """All tables of a view; of a part those of its units."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, PLAIN)
    facts = view.facts
    # Excel knows no zones: the moment of the release stands for that of writing, which would differ each time.
    book.set_properties(
        {
            "title": UNKEPT.sub("", view.text(facts.name)),
            "company": UNKEPT.sub("", view.text(facts.organisation)),
            "comments": facts.sha256,
            "created": facts.released_at.replace(tzinfo=None, microsecond=0),
        }
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E4F0F3", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in list_sheets(view, whole=whole):
        _write_sheet(book.add_worksheet(sheet.title[:LONGEST_TITLE]), sheet, head, body)
    book.close()
    return kept.getvalue()


def _write_sheet(page: Worksheet, sheet: Sheet, head: Format, body: Format) -> None:
    for column, text in enumerate(sheet.head):
        page.write_string(0, column, defuse(text), head)
        width = measure_column(text, [row[column] for row in sheet.rows[:AHEAD]])
        page.set_column(column, column, width)
    for place, row in enumerate(sheet.rows, start=1):
        for column, entry in enumerate(row):
            if isinstance(entry, str):
                if entry:
                    page.write_string(place, column, defuse(entry)[:LONGEST_TEXT], body)
            elif entry is not None:
                page.write_number(place, column, entry, body)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.head) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def measure_column(head: str, entries: list[Entry]) -> int:
    """As wide as its longest text, within bounds; longer ones are broken into lines."""
    texts = (entry if isinstance(entry, str) else f"{entry:g}" for entry in entries if entry is not None)
    longest = max(map(len, texts), default=0)
    # A head takes two lines, and its filter's button stands beside it.
    return min(WIDEST, max(NARROWEST, len(head) // 2 + 4, longest + 2))
