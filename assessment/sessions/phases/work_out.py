"""The top three, worked out as actions of our own or as requests to senior managers."""

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.cards import list_cards, name_pen
from assessment.sessions.days import write_day
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat


def show_cards(workshop: Workshop) -> Shown:
    return {"cards": list_cards(workshop), "write_day": write_day}


def show_phone(seat: Seat) -> Shown:
    cards = list_cards(seat.workshop)
    return {"cards": cards, "mine": {card.topic for card in cards if card.pen == name_pen(seat, card.topic)}}


def show_hand(workshop: Workshop) -> Shown:
    return show_cards(workshop) | {"make_wish": random_token}


SCREENS = Screens(wall=show_cards, hand=show_hand, phone=show_phone)
