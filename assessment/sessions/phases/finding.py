"""What the wall says: whether one criterion has more notes than an even spread would give it."""

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.language import current_language
from assessment.models import Workshop
from assessment.results.numbers import write_number
from assessment.scoring.finding import Finding, find
from assessment.sessions.board import Board, read_board
from assessment.sessions.phases.screens import Screens, Shown

ON_WALL = 6
"""Notes of the fullest criterion that a wall holds."""


def show_finding(workshop: Workshop) -> Shown:
    board = read_board(workshop, current_language())
    found = find(board.counts)
    keys = found.standing_out or found.fullest
    return {
        "board": board,
        "found": found,
        "sentences": [tell_share(board, found, key) for key in keys],
        "shelves": [board.find_shelf(key) for key in keys],
        "most": ON_WALL,
        "even": write_number(found.even, current_language()),
        "chance": write_number(100 * found.chance, current_language()),
    }


def tell_share(board: Board, found: Finding, key: str) -> str:
    """ "27 of 84 notes are on 2 Strategy; an even spread would be 9." Where nothing stands out it is only named."""
    shelf = board.find_shelf(key)
    given = {"total": found.total, "name": shelf.criterion.name, "even": round(found.even) or _("less than 1")}
    if key in found.standing_out:
        return ngettext(
            "%(num)s of %(total)s notes is on %(name)s; an even spread would be %(even)s.",
            "%(num)s of %(total)s notes are on %(name)s; an even spread would be %(even)s.",
            shelf.count,
            **given,
        )
    return ngettext(
        "%(name)s has the most notes: %(num)s of %(total)s.",
        "%(name)s has the most notes: %(num)s of %(total)s.",
        shelf.count,
        **given,
    )


SCREENS = Screens(wall=show_finding, hand=show_finding)
