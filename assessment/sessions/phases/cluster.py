"""Clusters of the fullest criteria, and who can act on them."""

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.clusters import LONGEST_CLUSTER, list_columns
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat, is_small


def show_wall(workshop: Workshop) -> Shown:
    return {"columns": list_columns(workshop)[0], "small": is_small(workshop.id)}


def show_hand(workshop: Workshop) -> Shown:
    columns, others = list_columns(workshop)
    return {"columns": columns, "others": others, "longest": LONGEST_CLUSTER, "make_wish": random_token}


def show_phone(seat: Seat) -> Shown:
    return {"columns": list_columns(seat.workshop)[0], "longest": LONGEST_CLUSTER}


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
