"""Sorting together: the canvas with growing counts, and a note in each hand."""

from assessment.access.tokens import random_token
from assessment.language import current_language
from assessment.models import Workshop
from assessment.sessions.board import read_board
from assessment.sessions.canvas import list_criteria
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.phases.tray import describe_last_act
from assessment.sessions.running import find_phase
from assessment.sessions.seats import SORTERS, Seat
from assessment.sessions.sorting import count_holders, count_open, count_phones, find_held


def show_wall(workshop: Workshop) -> Shown:
    return {"board": read_board(workshop, current_language())}


def show_hand(workshop: Workshop) -> Shown:
    return {
        "board": read_board(workshop, current_language()),
        "holders": count_holders(workshop.id),
        "alone": count_phones(workshop.id) < SORTERS,
        "page_id": random_token(),
        "last": describe_last_act(workshop.id),
    }


def show_phone(seat: Seat) -> Shown:
    workshop = seat.workshop
    return {
        "held": find_held(seat, find_phase(workshop).id),
        "criteria": list_criteria(workshop.lens, current_language()),
        "open": count_open(workshop.id),
        "alone": count_phones(workshop.id) < SORTERS,
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
