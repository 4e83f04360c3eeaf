"""Voting with three dots each: hidden, then all at once."""

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.agendas import read_phases
from assessment.sessions.cards import KIND as WORK_OUT
from assessment.sessions.clusters import sort_by_topic
from assessment.sessions.counting import DOTS, TOP, list_contested
from assessment.sessions.fitting import SMALLEST, Item, Look, Words, find_height, fit
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.telling import tell_tied
from assessment.sessions.votes import COUNTED, HELD, Ballot, list_own, show_ballot

OFFERED = (
    Look("large", 31, frame=14),
    Look("middle", 27),
    Look("middle two", 27, 2),
    Look("small two", SMALLEST, 2, frame=10),
)
TOLD = Look("many", SMALLEST, 4, frame=42, margin=56)
MOST_TOLD = 12
AROUND_DOTS, AROUND_HANDS, SMALL_LINES = 300, 240, 100
"""What else stands on the wall."""


def show_vote(workshop: Workshop) -> Shown:
    return {"ballot": show_ballot(workshop), "smallest": SMALLEST_ROOM, "dots": DOTS}


def show_wall(workshop: Workshop) -> Shown:
    shown = show_vote(workshop)
    ballot = shown["ballot"]
    height = find_height(workshop, asked=True) - (AROUND_HANDS if ballot.small or ballot.ended else AROUND_DOTS)
    offered: list[Item] = [[Words("", choice.name)] for choice in ballot.choices]
    won: list[Item] = [[Words("", choice.name)] for choice, _count in ballot.sorted[:MOST_TOLD]]
    return shown | {
        "offered": fit(offered, OFFERED, height),
        "told": fit(won, (TOLD,), find_height(workshop, asked=True) - SMALL_LINES).count,
        "worked_out": _is_worked_out(workshop),
    }


def _is_worked_out(workshop: Workshop) -> bool:
    """Whether cards follow."""
    return any(phase.kind == WORK_OUT for phase in read_phases(workshop.phases)[workshop.phase + 1 :])


def show_hand(workshop: Workshop) -> Shown:
    shown = show_vote(workshop) | {"wish": random_token()}
    ballot = shown["ballot"]
    tied = _list_tied(ballot) if _is_worked_out(workshop) else []
    return shown | {"caution": _tell_open(ballot), "contested": tell_tied(tied)}


def _list_tied(ballot: Ballot) -> list[str]:
    """Names of what is tied at the third place."""
    contested = list_contested(ballot.counts, TOP)
    return [choice.name for choice in ballot.choices if choice.id in contested]


def _tell_open(ballot: Ballot) -> str:
    """What is said beside Next."""
    if ballot.ended in (COUNTED, HELD):
        return ""
    if ballot.small or ballot.ended:
        return _("Nothing is chosen yet: type the hands that you count.")
    return _("Nothing is chosen yet: close the vote first.")


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
        "notes": {} if ballot.ended or ballot.small else sort_by_topic(seat.workshop),
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
