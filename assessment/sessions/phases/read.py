"""Reading the notes: a page on the wall, all of them on the phones."""

from assessment.models import Workshop
from assessment.sessions.board import list_texts
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.reading import read_page
from assessment.sessions.seats import Seat


def show_page(workshop: Workshop) -> Shown:
    return {"part": read_page(workshop)}


def show_all(seat: Seat) -> Shown:
    return {"texts": list_texts(seat.workshop.id)}


SCREENS = Screens(wall=show_page, hand=show_page, phone=show_all)
