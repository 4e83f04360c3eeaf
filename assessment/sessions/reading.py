"""Reading what was put up: page by page on the wall, where the facilitator turns."""

from collections.abc import Sequence

from assessment.models import Workshop
from assessment.paging import Part
from assessment.sessions.board import list_shown
from assessment.sessions.changing import MovedError, changing
from assessment.sessions.fitting import NOTES, Words, find_height, pack

PAGE = "page"
"""Where the session's settings keep the page that is on the wall."""
BESIDE = "· 100 briefjes · Bladzijde 10 van 10"
"""What stands beside the question, in the longer of the languages: pages are the same in both."""


def read_page(workshop: Workshop) -> tuple[Part[tuple[str, str]], str]:
    """Ids and texts of the notes on the page that is shown, and how they look."""
    notes = list_shown(workshop.id)
    height = find_height(workshop, asked=True, beside=BESIDE)
    look, sizes = cut_pages([text for _note_id, text in notes], height)
    number = min(max(int(workshop.settings.get(PAGE, 1)), 1), len(sizes))
    start = sum(sizes[: number - 1])
    return Part(notes[start : start + sizes[number - 1]], number, len(sizes), len(notes)), look


def cut_pages(texts: Sequence[str], height: int) -> tuple[str, list[int]]:
    """How many notes stand on each page: the shorter they are, the more; and in which look."""
    items = [[Words(text)] for text in texts]
    whole = pack(items, NOTES, height)
    if whole.count >= len(items):
        return whole.look, [len(items)]
    sizes: list[int] = []
    while (done := sum(sizes)) < len(items):
        sizes.append(pack(items[done:], NOTES[-1:], height).count)
    return whole.look, sizes


def turn_page(organisation_id: int, workshop_id: int, number: int) -> None:
    """Show that page. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id, phones=False) as (_session, workshop):
        if workshop.phases[workshop.phase]["kind"] != "read":
            raise MovedError
        workshop.settings = {**workshop.settings, PAGE: min(max(number, 1), 1_000)}
