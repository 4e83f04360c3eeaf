"""What a canvas of notes says, in sentences: the same on the wall, on the phones, in the facilitator's hand and in the
minutes."""

from collections.abc import Sequence
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.scoring.finding import Finding, find
from assessment.sessions.board import Board, Shelf

NAME = "\0"
"""Where the criterion's name goes into its sentence."""
Parted = tuple[str, str, str]
"""A sentence: what stands before the criterion's name, the name, and what stands after it."""


def list_told(board: Board, found: Finding) -> list[Shelf]:
    """The criteria that stand out; where none does, those with the most notes."""
    return [board.find_shelf(key) for key in found.standing_out or found.fullest]


def part_finding(board: Board) -> list[Parted]:
    """A sentence for each criterion that is told, for screens that set its name apart; none before a note has its
    place."""
    found = find(board.counts)
    return [_part_share(shelf, found) for shelf in list_told(board, found)]


def tell_finding(board: Board) -> list[str]:
    """The same in plain text."""
    return ["".join(parts) for parts in part_finding(board)]


def tell_doubt(board: Board) -> str:
    """What is added: that nothing stands out, and how many notes have no place yet; "" elsewhere."""
    found = find(board.counts)
    if not found.total:
        return ""
    doubt = "" if found.standing_out else _("Nothing stands out: it can be chance alone.")
    return " ".join(filter(None, (doubt, _tell_unplaced(board))))


def tell_chance(chance: float) -> str:
    """How often the fullest criterion would be so full without any reason, rounded so that it is never told rarer than
    it is: ``chance`` is at most 1, and at most so likely it is."""
    if chance < 0.001:
        return _("By chance alone, one criterion would be this full in fewer than 1 of 1,000 rooms.")
    if chance < 0.01:
        return _("By chance alone, one criterion would be this full in fewer than 1 of 100 rooms.")
    rooms = ceil(round(100 * chance, 6))
    if rooms >= 100:
        return _("By chance alone, one criterion could be this full in any room.")
    return ngettext(
        "By chance alone, one criterion would be this full in at most %(num)s of 100 rooms.",
        "By chance alone, one criterion would be this full in at most %(num)s of 100 rooms.",
        rooms,
    )


def _tell_unplaced(board: Board) -> str:
    unplaced = board.total - board.placed
    if not unplaced:
        return ""
    return ngettext(
        "%(num)s of %(total)s notes has no place yet.",
        "%(num)s of %(total)s notes have no place yet.",
        unplaced,
        total=board.total,
    )


def _part_share(shelf: Shelf, found: Finding) -> Parted:
    """ "27 of 84 notes are on 2 Strategy; an even spread would be 9." Where nothing stands out it is only named."""
    given = {"total": found.total, "name": NAME, "even": round(found.even) or _("less than 1")}
    if found.standing_out:
        told = ngettext(
            "%(num)s of %(total)s notes is on %(name)s; an even spread would be %(even)s.",
            "%(num)s of %(total)s notes are on %(name)s; an even spread would be %(even)s.",
            shelf.count,
            **given,
        )
    else:
        told = ngettext(
            "%(name)s has the most notes: %(num)s of %(total)s.",
            "%(name)s has the most notes: %(num)s of %(total)s.",
            shelf.count,
            **given,
        )
    before, _name, after = told.partition(NAME)
    return before, shelf.criterion.name, after


def tell_tied(names: Sequence[str]) -> str:
    """What the facilitator reads where not all that is tied is among the first three; "" where none is."""
    if not names:
        return ""
    return _(
        "Tied at the third place: %(names)s. The room decides by word of mouth which is worked out first.",
        names=", ".join(f"“{name}”" for name in names),
    )
