"""Reading what was put up: page by page on the wall, where the facilitator turns."""

from assessment.models import Workshop
from assessment.paging import Part, turn_to
from assessment.sessions.board import list_shown
from assessment.sessions.changing import MovedError, changing

PAGE_SIZE = 9
"""Notes of full length in letters that are read from the back of a room."""
PAGE = "page"
"""Where the session's settings keep the page that is on the wall."""


def read_page(workshop: Workshop) -> Part[tuple[str, str]]:
    return turn_to(list_shown(workshop.id), int(workshop.settings.get(PAGE, 1)), PAGE_SIZE)


def turn_page(organisation_id: int, workshop_id: int, number: int) -> None:
    """Show that page. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, phones=False) as (_session, workshop):
        if workshop.phases[workshop.phase]["kind"] != "read":
            raise MovedError
        workshop.settings = {**workshop.settings, PAGE: min(max(number, 1), 1_000)}
