"""Writing in silence: how many notes there are, and on each phone its own."""

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.note_forms import NoteForm, PasteForm
from assessment.sessions.notes import LONGEST_NOTE, MOST_LINES, MOST_NOTES, count_hidden, count_shown, list_own
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.running import find_phase
from assessment.sessions.seats import SMALLEST_ROOM, Seat, is_small


def _count(workshop_id: int) -> Shown:
    """``up``: notes that everybody has seen already, where the room comes back to writing."""
    return {"count": count_hidden(workshop_id), "up": count_shown(workshop_id)}


def show_count(workshop: Workshop) -> Shown:
    return _count(workshop.id) | {"small": is_small(workshop.id), "smallest": SMALLEST_ROOM}


def show_hand(workshop: Workshop) -> Shown:
    return _count(workshop.id) | {"most": MOST_LINES, "paste": PasteForm(data={"paste": random_token()})}


def show_phone(seat: Seat) -> Shown:
    own = list_own(seat, find_phase(seat.workshop).id)
    return {
        "notes": own,
        "up": count_shown(seat.workshop.id),
        "left": MOST_NOTES - len(own),
        "longest": LONGEST_NOTE,
        "small": is_small(seat.workshop.id),
        "typed": NoteForm(data={"note": random_token()}),
    }


SCREENS = Screens(wall=show_count, hand=show_hand, phone=show_phone)
