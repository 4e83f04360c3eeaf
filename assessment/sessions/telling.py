"""What a canvas of notes says, in sentences: the same on the wall, in the facilitator's hand and in the minutes."""

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.scoring.finding import Finding, find
from assessment.sessions.board import Board, Shelf


def list_told(board: Board, found: Finding) -> list[Shelf]:
    """The criteria that stand out; where none does, those with the most notes."""
    return [board.find_shelf(key) for key in found.standing_out or found.fullest]


def tell_finding(board: Board) -> list[str]:
    """A sentence for each criterion that is told, none before a note has its place."""
    found = find(board.counts)
    return [_tell_share(shelf, found) for shelf in list_told(board, found)]


def tell_doubt(board: Board) -> str:
    """What is added where nothing stands out; "" elsewhere."""
    found = find(board.counts)
    if not found.total or found.standing_out:
        return ""
    return _("Nothing stands out: chance alone often fills one criterion as much.")


def _tell_share(shelf: Shelf, found: Finding) -> str:
    """ "27 of 84 notes are on 2 Strategy; an even spread would be 9." Where nothing stands out it is only named."""
    given = {"total": found.total, "name": shelf.criterion.name, "even": round(found.even) or _("less than 1")}
    if found.standing_out:
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
