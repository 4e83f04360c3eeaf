"""The way of requests to senior managers, and their answers."""

from flask_babel import ngettext

from assessment.models import Workshop
from assessment.sessions.asking import list_asked, list_earlier, list_knowers, list_known
from assessment.sessions.days import write_day
from assessment.sessions.network_forms import name_answer
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.promises import list_open
from assessment.sessions.seats import Seat

CASES_AT_ONCE = 3
"""Requests whose cases are told in a quarter of an hour."""


def show_route(workshop: Workshop) -> Shown:
    return {"asked": list_asked(workshop), "write_day": write_day}


def show_route_hand(workshop: Workshop) -> Shown:
    return {"asked": list_asked(workshop), "write_day": write_day, "knowers": list_knowers(workshop)}


def show_route_phone(seat: Seat) -> Shown:
    """Of "I know this person" a phone is told its own, and no other."""
    return {"asked": list_asked(seat.workshop), "known": list_known(seat)}


def show_answers(workshop: Workshop) -> Shown:
    return {"asked": list_earlier(workshop), "name_answer": name_answer, "write_day": write_day}


def show_answering(workshop: Workshop) -> Shown:
    shown = show_answers(workshop)
    unanswered = sum(not one.row.answer for one in shown["asked"])
    told = ngettext("%(num)s request has no answer yet.", "%(num)s requests have no answer yet.", unanswered)
    return shown | {"caution": told if unanswered else ""}


def show_cases(workshop: Workshop) -> Shown:
    return {"asked": list_earlier(workshop), "most": CASES_AT_ONCE}


def show_back(workshop: Workshop) -> Shown:
    return {
        "promised": list_open(workshop),
        "asked": list_earlier(workshop),
        "name_answer": name_answer,
        "write_day": write_day,
    }


ROUTE = Screens(wall=show_route, hand=show_route_hand, phone=show_route_phone)
ANSWERS = Screens(wall=show_answers, hand=show_answering, phone=lambda seat: show_answers(seat.workshop))
OPEN = Screens(wall=show_answers, hand=show_answers, phone=lambda seat: show_answers(seat.workshop))
"""What was asked and its answer, before anything is said."""
CASES = Screens(wall=show_cases, hand=show_cases, phone=lambda seat: show_cases(seat.workshop))
WORRIES = Screens()
BACK = Screens(wall=show_back, hand=show_back, phone=lambda seat: show_back(seat.workshop))
