"""Most divided first: the part that the room talks about, with everybody's score, strengths and areas."""

from assessment.language import current_language
from assessment.models import Workshop
from assessment.sessions.agreeing import Standing, find_current, find_next, list_standings, tell_part_end
from assessment.sessions.judged import Judged, find_judged
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat

MOST_ON_WALL = 2
"""Remarks of one kind; the others stand on phones and in the facilitator's hand."""


def show_wall(workshop: Workshop) -> Shown:
    return _show(workshop, find_judged(workshop)) | {"most": MOST_ON_WALL}


def show_hand(workshop: Workshop) -> Shown:
    judged = find_judged(workshop, current_language())
    shown = _show(workshop, judged)
    first = shown["standings"][0].part if shown["standings"] else None
    following = find_next(shown["standings"], after=find_current(workshop) or "")
    return shown | {"first": first, "following": following}


def show_phone(seat: Seat) -> Shown:
    return _show(seat.workshop, find_judged(seat.workshop))


def _show(workshop: Workshop, judged: Judged) -> Shown:
    standings = list_standings(workshop, judged)
    part = find_current(workshop) if workshop.named else None
    standing: Standing | None = next((one for one in standings if one.part.id == part), None)
    return {
        "named": workshop.named,
        "standings": standings,
        "standing": standing,
        "open_parts": sum(one.agreed is None for one in standings),
        "agreed": judged.describe(standing.agreed) if standing else "",
        "ends": tell_part_end(workshop),
    }


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
