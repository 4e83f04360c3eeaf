"""Walking through results: the wall shows one step, the facilitator goes on and back, phones say where the room is."""

from assessment.models import Workshop
from assessment.sessions.agendas import read_phases
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat
from assessment.sessions.surveyed import load_surveyed
from assessment.sessions.walking import find_place, list_steps, make_step


def show_step(workshop: Workshop) -> Shown:
    view = load_surveyed(workshop)
    phase = read_phases(workshop.phases)[workshop.phase]
    if view is None:
        return {"step": None, "phase_id": phase.id}
    names = list_steps(view)
    place = find_place(workshop, phase.id, len(names))
    return {"step": make_step(view, place), "names": names, "place": place, "phase_id": phase.id}


def show_phone(seat: Seat) -> Shown:
    return show_step(seat.workshop)


SCREENS = Screens(wall=show_step, hand=show_step, phone=show_phone)
