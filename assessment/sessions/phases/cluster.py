"""Clusters of the fullest criteria, and who can act on them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.board import count_notes
from assessment.sessions.clusters import LONGEST_CLUSTER, Column, list_columns, list_own_proposals
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.running import find_phase
from assessment.sessions.seats import Seat, is_small


def show_wall(workshop: Workshop) -> Shown:
    return {"columns": list_columns(workshop)[0], "small": is_small(workshop.id)}


def show_hand(workshop: Workshop) -> Shown:
    columns, others = list_columns(workshop)
    shown: Shown = {"columns": columns, "others": others, "longest": LONGEST_CLUSTER, "make_wish": random_token}
    return shown | {"caution": _tell_loose([*columns, *others])}


def _tell_loose(columns: Sequence[Column]) -> str:
    """What is said beside Next once there is a cluster: the vote is about clusters alone then."""
    loose = count_notes(card for column in columns for card in column.loose)
    if not loose or not any(column.groups for column in columns):
        return ""
    return ngettext(
        "%(num)s note lies in no cluster: nobody can vote for it.",
        "%(num)s notes lie in no cluster: nobody can vote for them.",
        loose,
    )


def show_phone(seat: Seat) -> Shown:
    columns = list_columns(seat.workshop)[0]
    groups = [group.id for column in columns for group in column.groups]
    own = list_own_proposals(seat, find_phase(seat.workshop).id, groups)
    names = ", ".join(f"“{name}”" for name in own)
    received = _("The facilitator has what you proposed: %(names)s.", names=names) if own else ""
    return {"columns": columns, "longest": LONGEST_CLUSTER, "received": received}


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
