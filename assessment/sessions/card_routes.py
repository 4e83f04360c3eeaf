"""Cards of the top three: written on a phone or in the facilitator's hand."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.access.fields import list_errors
from assessment.access.tokens import is_token
from assessment.improvement.differences import Differences, list_differences, look_again
from assessment.models import Workshop
from assessment.sessions import cards, running
from assessment.sessions.cards import Card, OvertakenError
from assessment.sessions.changing import GoneError, MovedError
from assessment.sessions.cluster_routes import lead_back
from assessment.sessions.clusters import list_topic_notes
from assessment.sessions.network_forms import ActionCardForm, RequestCardForm, make_card_form
from assessment.sessions.origins import list_origins
from assessment.sessions.room_routes import load_seat, tell_sent
from assessment.sessions.seats import Seat

laying = Blueprint("laying", __name__, url_prefix="/<int:session_id>/cards")
hand = Blueprint("cards", __name__, url_prefix="/<int:session_id>/cards/<topic>")
room = Blueprint("cards", __name__, url_prefix="/room/cards/<topic>")

FEW_NOTES = 5
"""So many are shown on a phone above the form without being unfolded."""

Render = Callable[[Card, object, Differences], str]


@hand.get("")
def show(organisation_id: int, session_id: int, topic: str) -> ResponseReturnValue:
    workshop = running.find_session(organisation_id, session_id)
    card = cards.read_card(workshop, topic)
    return _render_hand(workshop, card, _make_form(workshop, card), None)


@hand.post("")
def save(organisation_id: int, session_id: int, topic: str) -> ResponseReturnValue:
    workshop = running.find_session(organisation_id, session_id)
    refused = _save(workshop, topic, lambda *shown: _render_hand(workshop, *shown), organisation_id)
    return refused or lead_back(organisation_id, session_id)


@laying.post("")
def lay(organisation_id: int, session_id: int) -> ResponseReturnValue:
    """A card about something that was not voted on."""
    wish = request.form.get("wish", "")
    if is_token(wish):
        cards.add_card(organisation_id, session_id, wish)
    return lead_back(organisation_id, session_id)


@hand.post("/kind")
def choose_kind(organisation_id: int, session_id: int, topic: str) -> ResponseReturnValue:
    """An action of our own, or a request to senior managers."""
    kind = request.form.get("kind", "")
    if kind in cards.KINDS:
        cards.choose_kind(organisation_id, session_id, topic, kind)
    else:
        cards.read_card(running.find_session(organisation_id, session_id), topic)
    return lead_back(organisation_id, session_id)


@hand.post("/drop")
def drop(organisation_id: int, session_id: int, topic: str) -> ResponseReturnValue:
    cards.drop_card(organisation_id, session_id, topic)
    return lead_back(organisation_id, session_id)


@room.get("")
def show_on_phone(topic: str) -> ResponseReturnValue:
    seat = load_seat()
    if seat.workshop.state != "running":
        raise MovedError
    card = cards.read_card(seat.workshop, topic)
    return _render_phone(seat, card, _make_form(seat.workshop, card), None)


@room.post("/pen")
def take_pen(topic: str) -> ResponseReturnValue:
    """This phone writes."""
    cards.take_pen(load_seat(), topic)
    return redirect(url_for(".show_on_phone", topic=topic), 303)


@room.post("")
def save_from_phone(topic: str) -> ResponseReturnValue:
    seat = load_seat()
    refused = _save(seat.workshop, topic, lambda *shown: _render_phone(seat, *shown))
    return refused or tell_sent()


def _make_form(workshop: Workshop, card: Card, sent: object = None) -> ActionCardForm | RequestCardForm:
    chooses = card.free and card.kind == cards.ACTION
    return make_card_form(card, list_origins(workshop) if chooses else (), sent)


def _save(
    workshop: Workshop, topic: str, render: Render, organisation_id: int | None = None
) -> ResponseReturnValue | None:
    """None once it is saved; else the page with what was typed."""
    workshop_id = workshop.id
    card = cards.read_card(workshop, topic)
    form = _make_form(workshop, card, request.form)
    if not form.validate():
        return render(card, form, None), 422
    try:
        cards.save_card(workshop_id, topic, form.seen, form.read_values(), organisation_id=organisation_id)
    except OvertakenError:
        look_again()
        now = cards.read_card(workshop, topic)
        theirs = list_differences(form, _make_form(workshop, now))
        form.version.data = str(now.version)
        return render(now, form, theirs), 409
    return None


def _render_hand(workshop: Workshop, card: Card, form: object, theirs: Differences) -> str:
    return render_template(
        "sessions/card.html",
        workshop=workshop,
        card=card,
        form=form,
        theirs=theirs,
        errors=list_errors(form),  # type: ignore[arg-type] # one of two forms
    )


def _render_phone(seat: Seat, card: Card, form: object, theirs: Differences) -> str:
    return render_template(
        "sessions/room_card.html",
        seat=seat,
        workshop=seat.workshop,
        card=card,
        notes=list_topic_notes(seat.workshop, card.topic),
        few=FEW_NOTES,
        form=form,
        theirs=theirs,
        errors=list_errors(form),  # type: ignore[arg-type] # one of two forms
    )


@room.errorhandler(GoneError)
def show_gone(_error: GoneError) -> ResponseReturnValue:
    """What was voted for is something else by now: the page shows what the room is at."""
    return redirect(url_for("room.show_room"), 303)
