"""Clusters of the fullest criteria, and who can act on them."""

from collections.abc import Sequence
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.board import count_notes
from assessment.sessions.clusters import LONGEST_CLUSTER, Column, list_columns, list_own_proposals
from assessment.sessions.fitting import (
    GAP,
    LEADING,
    LINE_BELOW,
    NOTE_LEADING,
    SMALLEST,
    WIDTH,
    Fit,
    Look,
    Words,
    count_lines,
    find_height,
    pack,
)
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.running import find_phase
from assessment.sessions.seats import Seat, is_small

ABREAST = 4
"""So many criteria stand beside each other on a wall."""
LOOKS = (Look("middle", 27, 1, 17, 40, NOTE_LEADING), Look("small", SMALLEST, 1, 17, 38, NOTE_LEADING))
TITLE = 27
"""Letters of a criterion's name."""
CAUTION = 62
"""Above all of them where the room is small."""


def show_wall(workshop: Workshop) -> Shown:
    columns, small = list_columns(workshop).talked, is_small(workshop.id)
    rows = max(1, ceil(len(columns) / ABREAST))
    abreast = max(1, ceil(len(columns) / rows))
    height = (find_height(workshop, asked=True) - (CAUTION if small else 0)) / rows
    width = (WIDTH - GAP * (abreast - 1)) // abreast
    fits = [_fit_column(column, height, width) for column in columns]
    return {"columns": list(zip(columns, fits, strict=True)), "abreast": abreast, "small": small}


def _fit_column(column: Column, height: float, width: int) -> Fit:
    """Its clusters, then its notes that lie in none."""
    who = _("senior managers must")
    names = [[Words(f"{one.name} · {one.count} · {who if one.actor else ''}")] for one in column.groups]
    notes = [[Words(card.text)] for card in column.loose]
    title = count_lines(f"{column.criterion.name} · {column.count}", width / TITLE) * TITLE * LEADING + 12
    items, height = [*names, *notes], height - title - LINE_BELOW
    whole = pack(items, LOOKS, height, width)
    # How many are missing takes a second line below them.
    return whole if whole.count == len(items) else pack(items, LOOKS[-1:], height - SMALLEST, width)


def show_hand(workshop: Workshop) -> Shown:
    columns = list_columns(workshop)
    return {
        "columns": columns.talked,
        "others": columns.others,
        "unplaced": columns.unplaced,
        "loose": sum(column.loose_count for column in (*columns.talked, *columns.others)),
        "longest": LONGEST_CLUSTER,
        "make_wish": random_token,
        "caution": _tell_loose([*columns.talked, *columns.others], columns.unplaced),
    }


def _tell_loose(columns: Sequence[Column], unplaced: int) -> str:
    """What is said beside Next once there is a cluster: the vote is about clusters alone then."""
    if not any(column.groups for column in columns):
        return ""
    loose = count_notes(card for column in columns for card in column.loose)
    told = ngettext(
        "%(num)s note lies in no cluster: nobody can vote for it.",
        "%(num)s notes lie in no cluster: nobody can vote for them.",
        loose,
    )
    apart = ngettext("%(num)s note has no place yet.", "%(num)s notes have no place yet.", unplaced)
    return " ".join([told] * bool(loose) + [apart] * bool(unplaced))


def show_phone(seat: Seat) -> Shown:
    columns = list_columns(seat.workshop).talked
    groups = [group.id for column in columns for group in column.groups]
    own = list_own_proposals(seat, find_phase(seat.workshop).id, groups)
    names = ", ".join(f"“{name}”" for name in own)
    received = _("The facilitator has what you proposed: %(names)s.", names=names) if own else ""
    return {"columns": columns, "longest": LONGEST_CLUSTER, "received": received}


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
