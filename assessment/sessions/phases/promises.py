"""Actions one by one, what senior managers name for two weeks, the next date, and what is read back at the end."""

from datetime import date, time

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.asking import list_asked
from assessment.sessions.days import write_day
from assessment.sessions.network_forms import NextDateForm
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.promises import list_made, list_open, list_pledged, read_next_date
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.votes import list_own, show_ballot


def show_review(workshop: Workshop) -> Shown:
    return {"promised": list_open(workshop), "write_day": write_day}


def show_pledges(workshop: Workshop) -> Shown:
    return {"pledged": list_pledged(workshop), "make_wish": random_token, "write_day": write_day}


def show_next_date(workshop: Workshop) -> Shown:
    told = read_next_date(workshop)
    day = date.fromisoformat(told["day"]) if told else None
    at = time.fromisoformat(told["at"]) if told.get("at") else None
    data = {"who": told.get("who", ""), "between": told.get("between", ""), "day": day, "at": at}
    return {"told": told, "day": day, "form": NextDateForm(data=data), "write_day": write_day}


def show_close(workshop: Workshop) -> Shown:
    ballot = show_ballot(workshop)
    return {
        "promised": list_made(workshop),
        "asked": list_asked(workshop),
        "ballot": ballot,
        "write_day": write_day,
        "smallest": SMALLEST_ROOM,
    }


def show_close_phone(seat: Seat) -> Shown:
    ballot = show_ballot(seat.workshop)
    own = {} if ballot.ended else list_own(seat, ballot.phase_id)
    return {"ballot": ballot, "own": next(iter(own), "")}


REVIEW = Screens(wall=show_review, hand=show_review, phone=lambda seat: show_review(seat.workshop))
PLEDGE = Screens(wall=show_pledges, hand=show_pledges, phone=lambda seat: show_pledges(seat.workshop))
NEXT_DATE = Screens(wall=show_next_date, hand=show_next_date, phone=lambda seat: show_next_date(seat.workshop))
CLOSE = Screens(wall=show_close, hand=show_close, phone=show_close_phone)
