"""Sorting together: the canvas with growing counts, and a note in each hand."""

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.language import current_language
from assessment.models import Workshop
from assessment.sessions.agendas import name_phase, read_phases
from assessment.sessions.board import read_board
from assessment.sessions.canvas import list_criteria
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.phases.tray import describe_last_act
from assessment.sessions.running import find_phase
from assessment.sessions.seats import SORTERS, Seat
from assessment.sessions.sorting import (
    UNSURE,
    count_halfway,
    count_holders,
    count_open,
    count_phones,
    count_tray,
    find_held,
    find_tapped,
    is_any_free,
)


def show_wall(workshop: Workshop) -> Shown:
    return {
        "board": read_board(workshop, current_language()),
        "halfway": count_halfway(workshop.id),
        "alone": count_phones(workshop.id) < SORTERS,
    }


def show_hand(workshop: Workshop) -> Shown:
    ahead = read_phases(workshop.phases)[workshop.phase + 1 :]
    return show_wall(workshop) | {
        "tray_phase": next((name_phase(one) for one in ahead if one.kind == "tray"), ""),
        "holders": count_holders(workshop.id),
        "page_id": random_token(),
        "last": describe_last_act(workshop.id),
    }


def show_phone(seat: Seat) -> Shown:
    workshop, phase_id = seat.workshop, find_phase(seat.workshop).id
    criteria = list_criteria(workshop.lens, current_language())
    held = find_held(seat, phase_id)
    return {
        "held": held,
        "free": held is None and is_any_free(seat, phase_id),
        "tapped": find_tapped(seat, phase_id),
        "unsure": UNSURE,
        "names": {one.id: one.name for one in criteria} | {UNSURE: _("Not sure")},
        "criteria": criteria,
        "open": count_open(workshop.id),
        "tray": count_tray(workshop.id),
        "alone": count_phones(workshop.id) < SORTERS,
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
