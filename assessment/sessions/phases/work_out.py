"""The top three, worked out as actions of our own or as requests to senior managers."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.access.tokens import random_token
from assessment.models import Workshop
from assessment.sessions.cards import REQUEST, Card, list_cards, list_tied_names, name_pen
from assessment.sessions.days import write_day
from assessment.sessions.fitting import Item, Words, choose_cards, find_height, fit
from assessment.sessions.phases.requests import list_spare
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat
from assessment.sessions.telling import tell_tied


def show_cards(workshop: Workshop) -> Shown:
    return {"cards": list_cards(workshop), "write_day": write_day}


def show_wall(workshop: Workshop) -> Shown:
    shown = show_cards(workshop)
    items = [_list_words(card) for card in shown["cards"]]
    return shown | {"fit": fit(items, choose_cards(len(items)), find_height(workshop))}


def _list_words(card: Card) -> Item:
    head = [Words("", f"{card.name} · {_('Request to senior managers') if card.kind == REQUEST else _('Action')}")]
    if not card.text:
        return [*head, Words("", _("Who writes it? One phone at each table."))]
    values = card.values
    if card.kind == REQUEST:
        return [*head, Words(card.text), *list_spare(values["example"], values["brings"])]
    day = write_day(values["due"]) if values["due"] else _("no day yet")
    return [*head, Words(card.text), Words("", f"{values['owner'] or _('no owner yet')}, {day}")]


def show_phone(seat: Seat) -> Shown:
    cards = list_cards(seat.workshop)
    return {"cards": cards, "mine": {card.topic for card in cards if card.pen == name_pen(seat, card.topic)}}


def show_hand(workshop: Workshop) -> Shown:
    shown = show_cards(workshop)
    tied = tell_tied(list_tied_names(workshop))
    return shown | {"make_wish": random_token, "caution": _tell_unsaved(shown["cards"]), "tied": tied}


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


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
