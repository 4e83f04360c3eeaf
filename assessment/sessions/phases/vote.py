"""Voting with three dots each: hidden, then all at once."""

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.counting import DOTS
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.sorting import count_phones
from assessment.sessions.votes import COUNTED, HELD, Ballot, list_own, show_ballot


def show_wall(workshop: Workshop) -> Shown:
    return {"ballot": show_ballot(workshop), "smallest": SMALLEST_ROOM, "dots": DOTS}


def show_hand(workshop: Workshop) -> Shown:
    shown = show_wall(workshop) | {"make_wish": random_token, "phones": count_phones(workshop.id)}
    return shown | {"caution": _tell_open(shown["ballot"])}


def _tell_open(ballot: Ballot) -> str:
    """What is said beside Next."""
    if ballot.ended in (COUNTED, HELD):
        return ""
    return _("Nothing is chosen yet: close the vote first, or type the hands that you count.")


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
