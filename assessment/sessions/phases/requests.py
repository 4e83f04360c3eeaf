"""The way of requests to senior managers, and their answers."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.models import Workshop
from assessment.sessions.agendas import read_phases
from assessment.sessions.asking import Asked, list_asked, list_earlier, list_knowers, list_known
from assessment.sessions.days import write_day
from assessment.sessions.fitting import LINES, WIDTH, Fit, Item, Words, choose_cards, find_height, fit, fit_alike
from assessment.sessions.network_forms import name_answer
from assessment.sessions.phases.promises import show_pledges, tell_promise
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.promises import PLEDGE, list_open
from assessment.sessions.seats import Seat

CASES_AT_ONCE = 3
"""Requests whose cases are told in a quarter of an hour."""
CODE_WIDTH, OPENING_LINE = 250, 48
"""What the code to join, beside it, and the line above it take of the wall on which the meeting opens."""
HALF, TITLE = (WIDTH - 40) // 2, 48
"""Of a wall on which actions and requests stand beside each other, each below its title."""


def show_route(workshop: Workshop) -> Shown:
    return {"asked": list_asked(workshop), "write_day": write_day}


def show_route_wall(workshop: Workshop) -> Shown:
    shown = show_route(workshop)
    items = [_list_way(one) for one in shown["asked"]]
    return shown | {"fit": fit(items, choose_cards(len(items)), find_height(workshop))}


def _list_way(one: Asked) -> Item:
    """A request as a card: what is asked, of whom, by whom and when."""
    manager, names = one.row.manager, ", ".join(one.row.messengers)
    around = [
        _("To %(name)s", name=manager) if manager else _("To whom? Say a name aloud."),
        _("Tap “I know this person” on your phone; only the facilitator sees it.") if manager and not names else "",
        _("Brought by %(names)s", names=names) if names else "",
        f"{write_day(one.row.meets_on)}, 00:00" if one.row.meets_on else "",
    ]
    return [Words(one.row.text), *(Words("", text) for text in around if text)]


def show_route_hand(workshop: Workshop) -> Shown:
    return {"asked": list_asked(workshop), "write_day": write_day, "knowers": list_knowers(workshop)}


def show_route_phone(seat: Seat) -> Shown:
    """Of "I know this person" a phone is told its own, and no other."""
    return {"asked": list_asked(seat.workshop), "known": list_known(seat)}


def show_answers(workshop: Workshop) -> Shown:
    return {"asked": list_earlier(workshop), "name_answer": name_answer, "write_day": write_day}


def show_answers_wall(workshop: Workshop) -> Shown:
    shown = show_answers(workshop)
    return shown | {"fit": _fit_answers(shown["asked"], find_height(workshop))}


def show_opening_wall(workshop: Workshop) -> Shown:
    shown = show_answers(workshop)
    height = find_height(workshop) - OPENING_LINE
    return shown | {"fit": _fit_answers(shown["asked"], height, WIDTH - CODE_WIDTH)}


def _fit_answers(asked: Sequence[Asked], height: int, width: int = WIDTH) -> Fit:
    return fit([_list_answer(one) for one in asked], LINES, height, width)


def _list_answer(one: Asked, said: str = "") -> Item:
    """What is asked, and the answer, whose words can be cut; its kind, the owner and the day cannot, nor what was
    ``said`` of it. That there is none stands beside what is asked."""
    if not one.row.answer:
        silence = ngettext("No answer after %(num)s day", "No answer after %(num)s days", one.days)
        return [Words(one.row.text, f"· {silence if one.silent else _('No answer yet')} {said}")]
    day = write_day(one.row.answer_on) if one.row.answer_on else ""
    if one.dropped:
        said = f"· {_('the promise has since been dropped')} {said}"
    return [Words(one.row.text), Words(one.row.words, f"{name_answer(one.row.answer)} {one.row.owner} {day} () {said}")]


def show_answering(workshop: Workshop) -> Shown:
    shown = show_answers(workshop)
    unanswered = sum(not one.row.answer for one in shown["asked"])
    told = ngettext("%(num)s request has no answer yet.", "%(num)s requests have no answer yet.", unanswered)
    return shown | {"caution": told if unanswered else ""}


def show_cases(workshop: Workshop) -> Shown:
    return {"asked": list_earlier(workshop), "most": CASES_AT_ONCE}


def show_cases_wall(workshop: Workshop) -> Shown:
    shown = show_cases(workshop)
    items = [
        [Words(one.row.text), *list_spare(one.row.example, one.row.brings)] for one in shown["asked"][:CASES_AT_ONCE]
    ]
    return shown | {"fit": fit(items, LINES, find_height(workshop))}


def list_spare(example: str, brings: str) -> Item:
    """What is told of a request besides."""
    example_line = Words(example, _("An example: %(words)s", words=""), spare=True)
    brings_line = Words(brings, _("What it brings: %(words)s", words=""), spare=True)
    return [one for one in (example_line, brings_line) if one.text]


def show_worries(workshop: Workshop) -> Shown:
    """What sounds like a promise is written down where the agenda comes back to it."""
    kept = any(phase.kind == PLEDGE for phase in read_phases(workshop.phases))
    return show_pledges(workshop) | {"kept": kept}


def show_back_wall(workshop: Workshop) -> Shown:
    """Both halves in letters of one size."""
    shown = show_back(workshop)
    said = f"· {_('carried over')}"
    promised: list[Item] = [[Words(one.text), Words("", f"{tell_promise(one)} {said}")] for one in shown["promised"]]
    asked: list[Item] = [_list_answer(one, said if one.carried or one.row.closed_on else "") for one in shown["asked"]]
    width = HALF if promised and asked else WIDTH
    height = find_height(workshop) - TITLE
    fits = fit_alike((promised, asked), LINES, height, width)
    return shown | {"promised_fit": fits[0], "asked_fit": fits[1]}


def show_back(workshop: Workshop) -> Shown:
    return {
        "promised": list_open(workshop),
        "asked": list_earlier(workshop),
        "name_answer": name_answer,
        "write_day": write_day,
    }


ROUTE = Screens(wall=show_route_wall, hand=show_route_hand, phone=show_route_phone)
ANSWERS = Screens(wall=show_answers_wall, hand=show_answering, phone=lambda seat: show_answers(seat.workshop))
OPEN = Screens(wall=show_opening_wall, hand=show_answers, phone=lambda seat: show_answers(seat.workshop))
"""What was asked and its answer, before anything is said."""
CASES = Screens(wall=show_cases_wall, hand=show_cases, phone=lambda seat: show_cases(seat.workshop))
WORRIES = Screens(hand=show_worries)
BACK = Screens(wall=show_back_wall, hand=show_back, phone=lambda seat: show_back(seat.workshop))
