"""Reading the notes: a page on the wall, all of them on the phones."""

from assessment.models import Workshop
from assessment.sessions.board import list_shown
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.phases.tray import describe_last_act
from assessment.sessions.reading import read_page
from assessment.sessions.seats import Seat


def show_page(workshop: Workshop) -> Shown:
    part, look = read_page(workshop)
    return {"part": part, "look": look}


def show_all(seat: Seat) -> Shown:
    return {"texts": [text for _note_id, text in list_shown(seat.workshop.id)]}


def show_hand(workshop: Workshop) -> Shown:
    return show_page(workshop) | {"last": describe_last_act(workshop.id)}


SCREENS = Screens(wall=show_page, hand=show_hand, phone=show_all)
