"""The tray: notes on which the two who sorted them differed, to be talked about and placed."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.language import current_language
from assessment.models import Note, Workshop, db
from assessment.sessions import placing
from assessment.sessions.board import read_board
from assessment.sessions.fitting import NOTES, Words, find_height, pack
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.sorting import STOP

IN_HAND = 6
"""Notes that the hand shows with their buttons; the wall shows as many as it has room for, in the same order."""
LINES = 90
"""Above and below the notes on a wall."""


@dataclass(frozen=True, slots=True)
class LastAct:
    """What can be taken back; ``told``: in words."""

    id: str
    told: str


def describe_last_act(workshop_id: int) -> LastAct | None:
    last = placing.find_last_act(workshop_id)
    if last is None:
        return None
    note = db.session.get(Note, next(iter(last.before["notes"])))
    text = note.text if note else ""
    told = {
        placing.PLACE: _("placing “%(text)s”", text=text),
        placing.MERGE: _("merging “%(text)s”", text=text),
        placing.SPLIT: _("splitting into “%(text)s”", text=text),
        placing.REWORD: _("changing the words to “%(text)s”", text=text),
        placing.TAKE_DOWN: _("taking down “%(text)s”", text=text),
        STOP: _("stopping to sort"),
    }
    return LastAct(last.id, told[last.kind])


def show_wall(workshop: Workshop) -> Shown:
    board = read_board(workshop, current_language())
    items = [[Words(card.text), *(Words("", f"{one.name}?") for one in card.proposals)] for card in board.tray]
    return {"board": board, "fit": pack(items, NOTES, find_height(workshop) - LINES)}


def show_hand(workshop: Workshop) -> Shown:
    board = read_board(workshop, current_language())
    return {"board": board, "most": IN_HAND, "page_id": random_token(), "last": describe_last_act(workshop.id)}


SCREENS = Screens(wall=show_wall, hand=show_hand)
