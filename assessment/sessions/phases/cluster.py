"""Clusters of the fullest criteria, and who can act on them."""

from flask_babel import gettext as _

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.clusters import LONGEST_CLUSTER, list_columns, list_own_proposals
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.running import find_phase
from assessment.sessions.seats import Seat, is_small


def show_wall(workshop: Workshop) -> Shown:
    return {"columns": list_columns(workshop)[0], "small": is_small(workshop.id)}


def show_hand(workshop: Workshop) -> Shown:
    columns, others = list_columns(workshop)
    return {"columns": columns, "others": others, "longest": LONGEST_CLUSTER, "make_wish": random_token}


def show_phone(seat: Seat) -> Shown:
    columns = list_columns(seat.workshop)[0]
    groups = [group.id for column in columns for group in column.groups]
    own = list_own_proposals(seat, find_phase(seat.workshop).id, groups)
    names = ", ".join(f"“{name}”" for name in own)
    received = _("The facilitator has what you proposed: %(names)s.", names=names) if own else ""
    return {"columns": columns, "longest": LONGEST_CLUSTER, "received": received}


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
