"""The top three, worked out as actions of our own or as requests to senior managers."""

from collections.abc import Sequence

from flask_babel import ngettext

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.cards import Card, list_cards, name_pen
from assessment.sessions.days import write_day
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat


def show_cards(workshop: Workshop) -> Shown:
    return {"cards": list_cards(workshop), "write_day": write_day}


def show_phone(seat: Seat) -> Shown:
    cards = list_cards(seat.workshop)
    return {"cards": cards, "mine": {card.topic for card in cards if card.pen == name_pen(seat, card.topic)}}


def show_hand(workshop: Workshop) -> Shown:
    shown = show_cards(workshop)
    return shown | {"make_wish": random_token, "caution": _tell_unsaved(shown["cards"])}


def _tell_unsaved(cards: Sequence[Card]) -> str:
    """What goes on without a word otherwise."""
    names = [f"“{card.name}”" for card in cards if card.pen and not card.text]
    if not names:
        return ""
    return ngettext(
        "A phone still writes %(names)s, and nothing on it is saved yet. You may go on: what is saved later is kept.",
        "Phones still write %(names)s, and nothing on them is saved yet. You may go on: what is saved later is kept.",
        len(names),
        names=", ".join(names),
    )


SCREENS = Screens(wall=show_cards, hand=show_hand, phone=show_phone)
