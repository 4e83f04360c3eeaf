"""What a session's minutes say, read from its rows: only what everybody in the room has seen.

Hidden notes, votes before they are closed, who wrote or voted what, and who knows whom are not even read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from assessment.models import (
    Action,
    Cluster,
    NetworkRequest,
    Organisation,
    Participant,
    Workshop,
    db,
    in_language,
)
from assessment.results.network import YES, was_dropped
from assessment.results.sentences import end_sentence
from assessment.sessions.agendas import name_kind, name_phase, read_phases
from assessment.sessions.agreed_page import AgreedPage, make_agreed_page
from assessment.sessions.asking import WAITING
from assessment.sessions.board import Board, Card, count_notes, read_board
from assessment.sessions.canvas import Criterion, list_criteria, name_canvas
from assessment.sessions.explanations import Explained, list_explained
from assessment.sessions.minutes_words import name_worth, write_day
from assessment.sessions.promises import is_of_managers, read_next_date, select_agreed
from assessment.sessions.seats import count_people
from assessment.sessions.telling import tell_doubt, tell_finding
from assessment.sessions.votes import COUNTED


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion of the canvas and the notes on it; ``name`` "" for those that are placed nowhere."""

    name: str
    cards: tuple[Card, ...]

    @property
    def count(self) -> int:
        return count_notes(self.cards)


@dataclass(frozen=True, slots=True)
class Theme:
    """``actor``: we, managers or "": ``cards``: the notes that say it."""

    name: str
    criterion: str
    actor: str
    cards: tuple[Card, ...]

    @property
    def count(self) -> int:
        return count_notes(self.cards)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that was closed: what could be chosen and how many chose it, the most first. ``counted``: dots, hands or
    people."""

    title: str
    counted: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to senior managers; ``answer``: "", yes, if, no, later; ``answer_on``: by when a yes is done, else the
    day of the answer. ``messengers``, ``meets_on`` and ``meets_at``: who bring it and when, as its own session agreed.
    ``told_in``: the session whose days and promises its answer belongs to. ``dropped``: its yes was a promise that has
    been dropped since."""

    id: int
    text: str
    example: str
    brings: str
    manager: str
    answer: str
    words: str
    owner: str
    answer_on: date | None
    answered_on: date | None
    messengers: tuple[str, ...]
    meets_on: date | None
    meets_at: time | None
    told_in: int
    dropped: bool

    @property
    def done_by(self) -> date | None:
        """The day of a yes."""
        return self.answer_on if self.answer in YES else None

    @property
    def promised_for(self) -> date | None:
        """The day of an answer that is still to come."""
        return self.answer_on if self.answer in WAITING else None


@dataclass(frozen=True, slots=True)
class Promised:
    """``actor``: we, managers or ""; ``origin``: what it comes from, "" where nobody named that; ``by_manager``: a
    senior manager's own promise."""

    id: int
    text: str
    owner: str
    due: date | None
    actor: str
    status: str
    origin: str
    by_manager: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """``names``: of those who were in, for a session in which people see each other's names; empty for any other.
    ``asked_before`` and ``promised_before``: of the session before, with what became of them; ``answered``: requests of
    earlier sessions that were answered in this one; ``again``: when those who were there meet next, who comes and who
    answers in between, "" where nothing was agreed, with its day and time; ``answers``: whether the session was held to
    answer the requests of the one before."""

    session_id: int
    organisation: str
    name: str
    kind: str
    day: date | None
    people: int
    names: tuple[str, ...]
    question: str
    canvas: str
    placed: tuple[Placed, ...]
    finding: str
    clusters: tuple[Theme, ...]
    ballots: tuple[Ballot, ...]
    explained: tuple[Explained, ...]
    agreed: AgreedPage | None
    asked: tuple[Asked, ...]
    promised: tuple[Promised, ...]
    asked_before: tuple[Asked, ...]
    promised_before: tuple[Promised, ...]
    answered: tuple[Asked, ...]
    again: str
    again_on: date | None
    again_at: time | None
    answers: bool

    @property
    def notes(self) -> int:
        return sum(one.count for one in self.placed)

    @property
    def actions(self) -> tuple[Promised, ...]:
        return tuple(one for one in self.promised if not one.by_manager)

    @property
    def promises(self) -> tuple[Promised, ...]:
        """Of senior managers."""
        return tuple(one for one in self.promised if one.by_manager)

    @property
    def left(self) -> tuple[Asked, ...]:
        """What the session before asked and this one did not answer."""
        return tuple(one for one in self.asked_before if one not in self.answered)


def read_minutes(workshop: Workshop, language: str) -> Minutes:
    """In the language that is spoken at the time, which is ``language``."""
    criteria = list_criteria(workshop.lens, language)
    board = read_board(workshop, language)
    clusters = _list_clusters(workshop)
    organisation = db.session.get_one(Organisation, workshop.organisation_id)
    before, again = workshop.previous_id, read_next_date(workshop)
    return Minutes(
        session_id=workshop.id,
        organisation=in_language(organisation.name, language),
        name=workshop.name,
        kind=name_kind(workshop.kind),
        day=workshop.held_on,
        people=count_people(workshop.id),
        names=_list_names(workshop) if workshop.named else (),
        question=workshop.question if board.cards else "",
        canvas=name_canvas(workshop.lens, language),
        placed=_place(board),
        finding=" ".join(filter(None, (*tell_finding(board), tell_doubt(board)))),
        clusters=_describe_clusters(clusters, board.cards, criteria),
        ballots=_list_ballots(workshop, clusters, board.cards, criteria),
        explained=list_explained(workshop, language),
        agreed=_read_agreed(workshop),
        asked=list_asked(NetworkRequest.workshop_id == workshop.id),
        promised=list_promised(workshop.id, language),
        asked_before=list_asked(NetworkRequest.workshop_id == before) if before else (),
        promised_before=list_promised(before, language) if before else (),
        answered=list_asked(NetworkRequest.answered_in == workshop.id, NetworkRequest.workshop_id != workshop.id),
        again=tell_again(workshop, language),
        again_on=date.fromisoformat(again["day"]) if again else None,
        again_at=time.fromisoformat(again["at"]) if again.get("at") else None,
        answers=workshop.kind == "managers",
    )


def _place(board: Board) -> tuple[Placed, ...]:
    """Every criterion, those without a note too; then what nobody has placed."""
    told = [Placed(shelf.criterion.name, tuple(shelf.cards)) for shelf in board.shelves if board.placed]
    unplaced = (*board.tray, *board.open)
    return (*told, *((Placed("", unplaced),) if unplaced else ()))


def tell_again(workshop: Workshop, language: str) -> str:
    told = read_next_date(workshop)
    if not told:
        return ""
    day = _("We meet again on %(day)s", day=write_day(date.fromisoformat(told["day"]), language))
    parts = [
        f"{day}, {told['at']}" if told["at"] else day,
        _("Who comes: %(names)s", names=told["who"]) if told["who"] else "",
        _("Who answers in between: %(names)s", names=told["between"]) if told["between"] else "",
    ]
    return " ".join(end_sentence(part) for part in parts if part)


def _list_clusters(workshop: Workshop) -> list[Cluster]:
    own = select(Cluster).where(Cluster.workshop_id == workshop.id)
    return list(db.session.scalars(own.order_by(Cluster.criterion, Cluster.name, Cluster.id)))


def _describe_clusters(
    clusters: Sequence[Cluster], cards: Sequence[Card], criteria: Sequence[Criterion]
) -> tuple[Theme, ...]:
    """Those that have a name and a note that everybody has seen."""
    names = {criterion.id: criterion.name for criterion in criteria}
    own: dict[str | None, list[Card]] = {}
    for card in cards:
        own.setdefault(card.cluster_id, []).append(card)
    return tuple(
        Theme(one.name, names.get(one.criterion, one.criterion), one.actor, tuple(own[one.id]))
        for one in clusters
        if one.name and one.id in own
    )


def _list_ballots(
    workshop: Workshop, clusters: Sequence[Cluster], cards: Sequence[Card], criteria: Sequence[Criterion]
) -> tuple[Ballot, ...]:
    """Only what was counted and shown to everybody stands in the session's results."""
    votes: Mapping[str, Mapping[str, int]] = workshop.results.get("votes", {})
    names = {card.id: card.text for card in cards} | {criterion.id: criterion.name for criterion in criteria}
    names |= {cluster.id: cluster.name for cluster in clusters}
    ended: Mapping[str, str] = workshop.results.get("ended", {})
    ballots = []
    for phase in read_phases(workshop.phases):
        told = votes.get(phase.id, {})
        if phase.kind == "close":
            title, counted = _("Was it worth the time?"), "people"
            counts = [(name, told.get(worth, 0)) for worth, name in name_worth().items()]
        else:
            title, counted = name_phase(phase), ended.get(phase.id, COUNTED)
            counts = [(names[choice], count) for choice, count in told.items() if names.get(choice)]
            counts.sort(key=lambda one: (-one[1], one[0]))
        if any(count for _name, count in counts):
            ballots.append(Ballot(title, counted, tuple(counts)))
    return tuple(ballots)


def _list_names(workshop: Workshop) -> tuple[str, ...]:
    own = select(Participant.name).where(Participant.workshop_id == workshop.id, Participant.name != "")
    return tuple(sorted(db.session.scalars(own), key=str.casefold))


def _read_agreed(workshop: Workshop) -> AgreedPage | None:
    page = make_agreed_page(workshop)
    return page if page.agreed else None


def list_asked(*which: ColumnElement[bool]) -> tuple[Asked, ...]:
    """Requests that were agreed on, in the order of asking."""
    own = select(NetworkRequest, was_dropped()).where(*which, NetworkRequest.text != "")
    return tuple(
        Asked(
            id=row.id,
            text=row.text,
            example=row.example,
            brings=row.brings,
            manager=row.manager,
            answer=row.answer,
            words=row.words,
            owner=row.owner,
            answer_on=row.answer_on,
            answered_on=row.answered_on,
            messengers=tuple(row.messengers),
            meets_on=row.meets_on,
            meets_at=row.meets_at,
            told_in=row.answered_in or row.workshop_id,
            dropped=dropped,
        )
        for row, dropped in db.session.execute(own.order_by(NetworkRequest.id))
    )


def list_promised(workshop_id: int, language: str) -> tuple[Promised, ...]:
    """The actions that a session has agreed on and what senior managers promised in it, the earliest day first."""
    own = select_agreed().where(Action.workshop_id == workshop_id).order_by(Action.id)
    told = [
        Promised(
            row.id,
            in_language(row.text, language),
            row.owner,
            row.due,
            row.actor,
            row.status,
            in_language(row.origin, language),
            is_of_managers(row),
        )
        for row, _asked in db.session.execute(own)
        if any(row.text.values())
    ]
    return tuple(sorted(told, key=lambda one: (one.due is None, one.due or date.max, one.id)))
