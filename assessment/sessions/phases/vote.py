"""Voting with three dots each: hidden, then all at once."""

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.counting import DOTS
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.sorting import count_phones
from assessment.sessions.votes import list_own, show_ballot


def show_wall(workshop: Workshop) -> Shown:
    return {"ballot": show_ballot(workshop), "smallest": SMALLEST_ROOM, "dots": DOTS}


def show_hand(workshop: Workshop) -> Shown:
    return show_wall(workshop) | {"make_wish": random_token, "phones": count_phones(workshop.id)}


def show_phone(seat: Seat) -> Shown:
    ballot = show_ballot(seat.workshop)
    own = {} if ballot.ended else list_own(seat, ballot.phase_id)
    given = sum(len(own.get(choice.id, ())) for choice in ballot.choices)
    return {
        "ballot": ballot,
        "own": own,
        "left": DOTS - given,
        "dots": DOTS,
        "smallest": SMALLEST_ROOM,
        "make_wish": random_token,
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
