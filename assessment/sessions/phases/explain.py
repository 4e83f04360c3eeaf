"""One gap, two explanations: hidden while they are written, side by side once the facilitator shows them."""

from collections.abc import Sequence
from math import ceil

from assessment.models import Workshop
from assessment.sessions.agendas import read_phases
from assessment.sessions.explanations import (
    MANAGERS,
    STAFF,
    count_sides,
    count_written,
    find_own,
    find_riddle,
    find_side,
    is_revealed,
    list_explained,
)
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, Seat

LETTERS_A_LINE, LINES_ON_WALL = 42, 15
"""Of half the wall at its smallest, with a line for the space around each note."""


def show_sides(workshop: Workshop) -> Shown:
    phase = read_phases(workshop.phases)[workshop.phase]
    riddle, sides = find_riddle(workshop), count_sides(workshop)
    revealed = is_revealed(workshop, phase.id)
    told = list_explained(workshop, workshop.language) if revealed and riddle else ()
    explained = next((one for one in told if riddle and one.driver == riddle.driver), None)
    return {
        "phase_id": phase.id,
        "riddle": riddle,
        "revealed": revealed,
        "written": count_written(workshop),
        "sides": sides,
        "small": min(sides[STAFF], sides[MANAGERS]) < SMALLEST_ROOM,
        "smallest": SMALLEST_ROOM,
        "staff": explained.staff if explained else (),
        "managers": explained.managers if explained else (),
    }


def show_wall(workshop: Workshop) -> Shown:
    return show_sides(workshop) | {"fit": fit}


def fit(texts: Sequence[str]) -> Sequence[str]:
    """As many of them as a side of the wall has room for, one at least."""
    room = LINES_ON_WALL
    for place, text in enumerate(texts):
        room -= ceil(len(text) / LETTERS_A_LINE) + 1
        if room < 0 and place:
            return texts[:place]
    return texts


def show_phone(seat: Seat) -> Shown:
    shown = show_sides(seat.workshop)
    own = find_own(seat, shown["phase_id"])
    return shown | {"side": find_side(seat), "own": own.text if own else ""}


SCREENS = Screens(wall=show_wall, hand=show_sides, phone=show_phone)
