"""A warm-up: the question and who has voted, then shares and the answer."""

import secrets

from flask_babel import gettext as _

from assessment.models import Workshop, in_language
from assessment.sessions.agendas import read_phases
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import SMALLEST_ROOM, Seat
from assessment.sessions.warm_ups import list_warm_ups
from assessment.sessions.warming import find_choice, find_place, list_options


def show_question(workshop: Workshop) -> Shown:
    language = workshop.language
    phase = read_phases(workshop.phases)[workshop.phase]
    place = find_place(workshop, phase.id)
    offered = [(one.id, in_language(one.title, language), _name_kind(one.kind)) for one in list_warm_ups()]
    shown: Shown = {"phase_id": phase.id, "place": place, "offered": offered, "smallest": SMALLEST_ROOM}
    if place is None:
        return shown
    return shown | {
        "title": in_language(place.warm_up.title, language),
        "text": in_language(place.question.text, language),
        "answer": in_language(place.question.answer, language) if place.closed else "",
        "spoken": in_language(place.question.answer, language),
        "options": list_options(place, language),
    }


def _name_kind(kind: str) -> str:
    return {
        "knowledge": _("a knowledge check"),
        "decision": _("a decision, and what follows"),
        "myths": _("five statements"),
    }[kind]


def show_phone(seat: Seat) -> Shown:
    shown = show_question(seat.workshop)
    place = shown["place"]
    shown.pop("spoken", None)
    chosen = find_choice(seat, shown["phase_id"], place) if place and not place.closed else ""
    return shown | {"chosen": chosen, "vote_ids": {one.id: secrets.token_hex(16) for one in shown.get("options", ())}}


SCREENS = Screens(wall=show_question, hand=show_question, phone=show_phone)
