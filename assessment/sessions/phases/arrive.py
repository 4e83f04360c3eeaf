"""Arriving: how to come in, and how many are in."""

from assessment.models import Workshop
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, count_people


def show_room(workshop: Workshop) -> Shown:
    people = count_people(workshop.id)
    return {"people": people, "small": people < SMALLEST_ROOM, "smallest": SMALLEST_ROOM}


SCREENS = Screens(wall=show_room, hand=show_room)
