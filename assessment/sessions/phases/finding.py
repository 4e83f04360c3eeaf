"""What the wall says: whether one criterion has more notes than an even spread would give it."""

from assessment.language import current_language
from assessment.models import Workshop
from assessment.results.numbers import write_number
from assessment.scoring.finding import find
from assessment.sessions.board import read_board
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.telling import list_told, tell_doubt, tell_finding

ON_WALL = 6
"""Notes of the fullest criterion that a wall holds."""


def show_finding(workshop: Workshop) -> Shown:
    board = read_board(workshop, current_language())
    found = find(board.counts)
    return {
        "board": board,
        "found": found,
        "sentences": tell_finding(board),
        "doubt": tell_doubt(board),
        "shelves": list_told(board, found),
        "most": ON_WALL,
        "even": write_number(found.even, current_language()),
        "chance": write_number(100 * found.chance, current_language()),
    }


SCREENS = Screens(wall=show_finding, hand=show_finding)
