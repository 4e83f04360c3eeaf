"""The screens of one kind of phase. A kind brings three templates, ``sessions/phases/<kind>/wall.html``, ``hand.html``
and ``phone.html``, and the functions that give them what they show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessment.models import Workshop
from assessment.sessions.seats import Seat

Shown = dict[str, Any]


def show_nothing(_workshop: Workshop) -> Shown:
    return {}


def seat_nothing(_seat: Seat) -> Shown:
    return {}


@dataclass(frozen=True, slots=True)
class Screens:
    """``wall`` and ``hand`` are given the session, ``phone`` the participant's seat; what they give goes into the
    template of the same name as ``shown``. No query in a loop: a wall of 150 notes is drawn twice a second."""

    wall: Callable[[Workshop], Shown] = show_nothing
    hand: Callable[[Workshop], Shown] = show_nothing
    phone: Callable[[Seat], Shown] = seat_nothing
