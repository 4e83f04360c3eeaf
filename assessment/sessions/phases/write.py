"""Writing in silence: how many notes there are, and on each phone its own."""

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.note_forms import NoteForm, PasteForm
from assessment.sessions.notes import LONGEST_NOTE, MOST_LINES, MOST_NOTES, count_hidden, list_own
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.running import find_phase
from assessment.sessions.seats import SMALLEST_ROOM, Seat, is_small


def show_count(workshop: Workshop) -> Shown:
    return {"count": count_hidden(workshop.id), "small": is_small(workshop.id), "smallest": SMALLEST_ROOM}


def show_hand(workshop: Workshop) -> Shown:
    return {"count": count_hidden(workshop.id), "most": MOST_LINES, "paste": PasteForm(data={"paste": random_token()})}


def show_phone(seat: Seat) -> Shown:
    own = list_own(seat, find_phase(seat.workshop).id)
    return {
        "notes": own,
        "left": MOST_NOTES - len(own),
        "longest": LONGEST_NOTE,
        "typed": NoteForm(data={"note": random_token()}),
    }


SCREENS = Screens(wall=show_count, hand=show_hand, phone=show_phone)
