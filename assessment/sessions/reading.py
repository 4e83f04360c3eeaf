"""Reading what was put up: page by page on the wall, where the facilitator turns."""

from collections.abc import Sequence

from assessment.models import Workshop
from assessment.paging import Part, turn_to
from assessment.sessions.board import list_shown
from assessment.sessions.changing import MovedError, changing

PAGE_SIZE = 9
"""Notes of full length in letters that are read from the back of a room: three beside each other, three below."""
ROWS_BY_LINES = {1: 8, 2: 5, 3: 4}
"""So many rows have room where no note takes more lines; else three."""
LINE = 24
"""Letters that a line of a note holds at least."""
PAGE = "page"
"""Where the session's settings keep the page that is on the wall."""


def read_page(workshop: Workshop) -> Part[tuple[str, str]]:
    notes = list_shown(workshop.id)
    return turn_to(notes, int(workshop.settings.get(PAGE, 1)), choose_size([text for _note_id, text in notes]))


def choose_size(texts: Sequence[str]) -> int:
    """Notes a page: the shorter the longest of them, the more a wall holds."""
    lines = max((-(-len(text) // LINE) for text in texts), default=1)
    return 3 * ROWS_BY_LINES.get(lines, PAGE_SIZE // 3)


def turn_page(organisation_id: int, workshop_id: int, number: int) -> None:
    """Show that page. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, phones=False) as (_session, workshop):
        if workshop.phases[workshop.phase]["kind"] != "read":
            raise MovedError
        workshop.settings = {**workshop.settings, PAGE: min(max(number, 1), 1_000)}
