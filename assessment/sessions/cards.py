"""Working out what the room voted for: one card each, an action of our own or a request to senior managers.

One writer a table: whoever takes the pen writes, and who saves an older card is shown both (F8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.clock import tell_time
from assessment.models import SAID, Action, NetworkRequest, Workshop, db, in_language
from assessment.sessions.agendas import read_phases
from assessment.sessions.changing import GoneError, MovedError, changing
from assessment.sessions.counting import TOP, list_contested, rank
from assessment.sessions.seats import Seat
from assessment.sessions.votes import Choice, list_choices

KIND = "work-out"
MOST_FREE = 12
SOURCES = ("cluster", "criterion", "card")
ORIGIN = "origin"
ACTION, REQUEST = "action", "request"
KINDS = (ACTION, REQUEST)
CARDS = "cards"
"""Where the session's settings keep what each card is and who writes it."""


class OvertakenError(Exception):
    """Somebody else saved the same card meanwhile."""


@dataclass(frozen=True, slots=True)
class Card:
    """``topic``: the cluster or criterion; ``row_id``: None while nothing is saved; ``pen``: the key of the phone that
    writes, "" while none does; ``free``: laid besides, about nothing that was voted on; ``values``: of the form, by its
    names."""

    topic: str
    name: str
    small: str
    kind: str
    row_id: int | None
    version: int
    pen: str
    free: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.values.get("text", ""))


def list_topics(workshop: Workshop) -> list[Choice]:
    """What won the last vote that was told; before any, the largest clusters. Three at most, and the free cards that
    the facilitator laid besides: not every session votes."""
    return [*_list_won(workshop), *_list_free(workshop)]


def list_tied_names(workshop: Workshop) -> list[str]:
    """What the last vote left tied at the third place, so that not all of it has a card."""
    choices = list_choices(workshop)
    contested = list_contested(_count_won(workshop, choices), TOP)
    return [choice.name for choice in choices if choice.id in contested]


def _list_won(workshop: Workshop) -> list[Choice]:
    choices = list_choices(workshop)
    counts = _count_won(workshop, choices)
    if not counts:
        return [choice for choice in choices if choice.small][:TOP]
    known = {choice.id: choice for choice in choices}
    return [known[one] for one in rank(counts, TOP)]


def _count_won(workshop: Workshop, choices: Sequence[Choice]) -> dict[str, int]:
    """What each got in the last vote that was told; nothing before any."""
    votes = workshop.results.get("votes", {})
    for phase in reversed(read_phases(workshop.phases)):
        if phase.kind == "vote" and phase.id in votes:
            return {choice.id: votes[phase.id].get(choice.id, 0) for choice in choices}
    return {}


def _list_free(workshop: Workshop) -> list[Choice]:
    cards = workshop.settings.get(CARDS, {})
    return [Choice(topic, _("Another card"), "", "") for topic, told in cards.items() if told.get("free")]


def list_cards(workshop: Workshop) -> list[Card]:
    """One for each of the top three, and those besides that were written already."""
    rows = _list_rows(db.session, workshop)
    topics = list_topics(workshop)
    known = {choice.id: choice for choice in list_choices(workshop)}
    named = {topic.id for topic in topics}
    topics += [known[one] for one in rows if one in known and one not in named]
    return [_make_card(workshop, topic, rows.get(topic.id)) for topic in topics]


def read_card(workshop: Workshop, topic: str) -> Card:
    """Raises GoneError."""
    for card in list_cards(workshop):
        if card.topic == topic:
            return card
    raise GoneError


def add_card(organisation_id: int, workshop_id: int, wish: str) -> None:
    """Lay a card about something else; ``wish``: its id, made by the page, twice changes nothing."""
    with changing(workshop_id, organisation_id) as (_session, workshop):
        if len(_list_free(workshop)) < MOST_FREE:
            _keep(workshop, wish, free=True)


def choose_kind(organisation_id: int, workshop_id: int, topic: str, kind: str) -> None:
    """What the card of a topic is, while nothing is written on it. Raises GoneError and MovedError."""
    with changing(workshop_id, organisation_id) as (_session, workshop):
        if read_card(workshop, topic).row_id is not None:
            raise MovedError
        _keep(workshop, topic, kind=kind)


def take_pen(seat: Seat, topic: str) -> None:
    """This phone writes from now on. Raises GoneError and MovedError."""
    with changing(seat.workshop.id) as (_session, workshop):
        read_card(workshop, topic)
        _keep(workshop, topic, pen=name_pen(seat, topic))


def name_pen(seat: Seat, topic: str) -> str:
    """The key under which a phone writes one card."""
    return seat.key_for(f"{CARDS}:{topic}")


def drop_card(organisation_id: int, workshop_id: int, topic: str) -> None:
    """Take away what was written on a card, to begin anew, perhaps as the other kind."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        read_card(workshop, topic)
        row = _list_rows(session, workshop).get(topic)
        _forget(workshop, topic)
        if row is None:
            return
        session.delete(row)
        session.flush()
        place, details = f"session {workshop_id}", {"name": workshop.name, "text": _tell(row)}
        if isinstance(row, NetworkRequest):
            record(session, organisation_id, "request.dropped", place, details)
        else:
            record(session, organisation_id, "action.dropped", place, details)


def save_card(
    workshop_id: int, topic: str, seen: int, values: Mapping[str, Any], *, organisation_id: int | None = None
) -> None:
    """Write a card, or write it anew; ``seen``: the version that the page had, 0 for none. Saving the same again
    changes nothing. Raises GoneError, MovedError and OvertakenError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        card = read_card(workshop, topic)
        if card.version != seen or ("example" in values) is not (card.kind == REQUEST):
            if dict(card.values) == dict(values):
                return
            raise OvertakenError
        row = _list_rows(session, workshop).get(topic)
        made = row is None
        if card.kind == REQUEST:
            row = _write_request(session, workshop, topic, row, values)
        else:
            row = _write_action(session, workshop, topic, row, values)
        session.flush()
        _record_saved(session, workshop, row, made=made)


def _record_saved(session: Session, workshop: Workshop, row: Action | NetworkRequest, *, made: bool) -> None:
    """Which phone wrote it stands in no trail."""
    own, place = workshop.organisation_id, f"session {workshop.id}"
    details = {"name": workshop.name, "survey": workshop.name, "text": _tell(row)}
    match isinstance(row, NetworkRequest), made:
        case True, True:
            record(session, own, "request.asked", place, details)
        case True, False:
            record(session, own, "request.changed", place, details)
        case False, True:
            record(session, own, "action.promised", place, details)
        case _other:
            record(session, own, "action.changed", place, details)


def _write_request(session: Session, workshop: Workshop, topic: str, row: Any, values: Mapping[str, Any]) -> Any:
    if row is None:
        row = NetworkRequest(
            organisation_id=workshop.organisation_id,
            workshop_id=workshop.id,
            cluster_id=topic if _is_cluster(workshop, topic) else None,
            asked_on=tell_time().date(),
        )
        session.add(row)
    for name in ("text", "example", "brings"):
        setattr(row, name, values[name])
    if row.cluster_id is None:
        session.flush()
        _keep(workshop, topic, request=row.id)
    return row


def _write_action(session: Session, workshop: Workshop, topic: str, row: Any, values: Mapping[str, Any]) -> Any:
    source = _make_source(workshop, topic, values)
    if row is None:
        row = Action(
            organisation_id=workshop.organisation_id,
            workshop_id=workshop.id,
            campaign_id=workshop.campaign_id,
        )
        session.add(row)
    row.source = source
    row.text = {workshop.language: values["text"]}
    for name in ("owner", "email", "due", "actor"):
        setattr(row, name, values[name])
    return row


def _make_source(workshop: Workshop, topic: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The card's topic and, in words, what it is; of a free card what was chosen for it."""
    if _is_free(workshop, topic):
        chosen = {ORIGIN: values[ORIGIN], SAID: {workshop.language: values[SAID]}} if values.get(ORIGIN) else {}
        return {"card": topic} | chosen
    name = next((choice.name for choice in list_choices(workshop) if choice.id == topic), "")
    kind = "cluster" if _is_cluster(workshop, topic) else "criterion"
    return {kind: topic, SAID: {workshop.language: name}}


def _is_free(workshop: Workshop, topic: str) -> bool:
    return bool(workshop.settings.get(CARDS, {}).get(topic, {}).get("free"))


def _is_cluster(workshop: Workshop, topic: str) -> bool:
    return any(choice.id == topic and choice.small for choice in list_choices(workshop))


def _list_rows(session: Session, workshop: Workshop) -> dict[str, Action | NetworkRequest]:
    """What was written, by topic."""
    kept = {told["request"]: topic for topic, told in workshop.settings.get(CARDS, {}).items() if "request" in told}
    rows: dict[str, Action | NetworkRequest] = {}
    for asked in session.scalars(select(NetworkRequest).where(NetworkRequest.workshop_id == workshop.id)):
        topic = asked.cluster_id or kept.get(asked.id)
        if topic:
            rows[topic] = asked
    for promised in session.scalars(select(Action).where(Action.workshop_id == workshop.id)):
        topic = next((promised.source[one] for one in SOURCES if one in promised.source), None)
        if topic:
            rows[topic] = promised
    return rows


def _make_card(workshop: Workshop, topic: Choice, row: Action | NetworkRequest | None) -> Card:
    told = workshop.settings.get(CARDS, {}).get(topic.id, {})
    kind = told.get("kind") or (REQUEST if topic.actor == "managers" else ACTION)
    values: dict[str, Any] = {}
    if isinstance(row, NetworkRequest):
        kind, values = REQUEST, {"text": row.text, "example": row.example, "brings": row.brings}
    elif row is not None:
        text = in_language(row.text, workshop.language)
        values = {"text": text, "owner": row.owner, "email": row.email, "due": row.due, "actor": row.actor}
        if told.get("free"):
            values |= {ORIGIN: row.source.get(ORIGIN, ""), SAID: in_language(row.origin, workshop.language)}
        kind = ACTION
    version = row.row_version if row is not None else 0
    own_id = row.id if row is not None else None
    return Card(
        topic=topic.id,
        name=topic.name,
        small=topic.small,
        kind=kind,
        row_id=own_id,
        version=version,
        pen=told.get("pen", ""),
        free=bool(told.get("free")),
        values=values,
    )


def _forget(workshop: Workshop, topic: str) -> None:
    """A card that is taken away is laid anew, without its pen; a free one is gone."""
    cards = {one: told for one, told in workshop.settings.get(CARDS, {}).items() if one != topic}
    workshop.settings = workshop.settings | {CARDS: cards}


def _keep(workshop: Workshop, topic: str, **told: object) -> None:
    cards = dict(workshop.settings.get(CARDS, {}))
    cards[topic] = cards.get(topic, {}) | told
    workshop.settings = workshop.settings | {CARDS: cards}


def _tell(row: Action | NetworkRequest) -> str:
    return row.text if isinstance(row, NetworkRequest) else in_language(row.text, "en")
