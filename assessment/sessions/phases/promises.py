"""Actions one by one, what senior managers name for two weeks, the next date, and what is read back at the end."""

from datetime import date, time

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.asking import Asked, list_asked
from assessment.sessions.days import write_day
from assessment.sessions.fitting import LINE_BELOW, LINES, WIDTH, Item, Words, count_lines, find_height, fit
from assessment.sessions.network_forms import NextDateForm
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.promises import Promised, list_made, list_open, list_pledged, read_next_date
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.votes import list_own, show_ballot

CLOSING_WIDTH = 300
"""What the question about people's time and the way to the minutes take of the last wall, beside what is read back."""
QUESTION_LINE, QUESTION_LETTERS = 54, 43


def tell_promise(one: Promised) -> str:
    """Who does it by when."""
    return f"{one.row.owner or _('no owner yet')}, {write_day(one.row.due) if one.row.due else _('no day yet')}"


def show_review(workshop: Workshop) -> Shown:
    return {"promised": list_open(workshop), "write_day": write_day}


def show_review_wall(workshop: Workshop) -> Shown:
    """The action that is talked about, and below it those that were, the last one first to have room."""
    shown = show_review(workshop)
    left = [one for one in shown["promised"] if not one.settled]
    told = [one for one in reversed(shown["promised"]) if one.settled]
    words = left[0].text if left else _("Every action was talked about.")
    height = find_height(workshop) - count_lines(words, WIDTH / QUESTION_LETTERS) * QUESTION_LINE - 2 * LINE_BELOW
    return shown | {
        "left": left,
        "told": told,
        "fit": fit([[Words(one.text, tell_promise(one))] for one in told], LINES, height),
    }


def show_pledges(workshop: Workshop) -> Shown:
    return {"pledged": list_pledged(workshop), "make_wish": random_token, "write_day": write_day}


def show_pledges_wall(workshop: Workshop) -> Shown:
    shown = show_pledges(workshop)
    items = [[Words(one.text, one.row.owner)] for one in shown["pledged"]]
    return shown | {"fit": fit(items, LINES, find_height(workshop) - 2 * QUESTION_LINE)}


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


def show_close_wall(workshop: Workshop) -> Shown:
    shown = show_close(workshop)
    items: list[Item] = [[Words(one.text, tell_promise(one))] for one in shown["promised"]]
    items += [[Words(one.row.text, tell_way(one))] for one in shown["asked"]]
    return shown | {"fit": fit(items, LINES, find_height(workshop), WIDTH - CLOSING_WIDTH)}


def tell_way(one: Asked) -> str:
    """Of whom something is asked, and who brings it."""
    manager, names = one.row.manager, ", ".join(one.row.messengers)
    asked = _("asked of %(name)s", name=manager) if manager else _("asked of senior managers")
    return ", ".join(filter(None, (asked, _("brought by %(names)s", names=names) if names else "")))


def show_close_phone(seat: Seat) -> Shown:
    ballot = show_ballot(seat.workshop)
    own = {} if ballot.ended else list_own(seat, ballot.phase_id)
    return {"ballot": ballot, "own": next(iter(own), "")}


REVIEW = Screens(wall=show_review_wall, hand=show_review, phone=lambda seat: show_review(seat.workshop))
PLEDGE = Screens(wall=show_pledges_wall, hand=show_pledges, phone=lambda seat: show_pledges(seat.workshop))
NEXT_DATE = Screens(wall=show_next_date, hand=show_next_date, phone=lambda seat: show_next_date(seat.workshop))
CLOSE = Screens(wall=show_close_wall, hand=show_close, phone=show_close_phone)
