"""Reports as files of office programs: text to go on with, and slides to talk by.

They are written in a process of their own with the limits of the PDF: a huge table holds nobody up.
"""

from json import dumps

from reports.codec import write_json
from reports.deck import Deck
from reports.document import Report
from reports.limits import check_size
from reports.pdf import STANDARD, Limits, run_apart


def render_docx(report: Report, limits: Limits | None = None) -> bytes:
    """The text of a report with real headings and tables. The same report gives the same bytes. Raises LayoutError."""
    check_size(report)
    return _render(write_json(report), limits or STANDARD)


def render_deck(deck: Deck, limits: Limits | None = None) -> bytes:
    """Slides of real text and shapes. The same deck gives the same bytes. Raises LayoutError."""
    check_size(deck)
    return _render(write_json(deck), limits or STANDARD)


def _render(document: bytes, limits: Limits) -> bytes:
    order = dumps({"seconds": limits.seconds, "memory": limits.memory}).encode()
    return run_apart("reports.office_process", order + b"\n" + document, limits)
