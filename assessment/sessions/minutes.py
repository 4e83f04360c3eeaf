"""What a session's minutes say, read from its rows: only what everybody in the room has seen.

Hidden notes, votes before they are closed, who wrote or voted what, and who knows whom are not even read.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from assessment.models import (
    Action,
    Cluster,
    NetworkRequest,
    Note,
    Organisation,
    PartAgreement,
    Participant,
    Workshop,
    db,
    in_language,
)
from assessment.scoring.finding import find
from assessment.sessions.agendas import name_kind, name_phase, read_phases
from assessment.sessions.canvas import Criterion, list_criteria, name_canvas
from assessment.sessions.explanations import Explained, list_explained
from assessment.sessions.minutes_words import name_part, name_worth, tell_note, write_points
from assessment.sessions.seats import count_people

QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion of the canvas and the notes on it; ``name`` "" for those that are placed nowhere."""

    name: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """``actor``: we, managers or ""; ``notes``: how many say it."""

    name: str
    criterion: str
    actor: str
    notes: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that was closed: what could be chosen and the dots on it, the most first."""

    title: str
    dots: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    part: str
    points: str
    reason: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to senior managers; ``answer``: "", yes, if, no, later."""

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


@dataclass(frozen=True, slots=True)
class Promised:
    """``actor``: we, managers or ""."""

    id: int
    text: str
    owner: str
    due: date | None
    actor: str
    status: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """``names``: of those who were in, for a session in which people see each other's names; empty for any other.
    ``asked_before`` and ``promised_before``: of the session before, with what became of them."""

    session_id: int
    organisation: str
    name: str
    kind: str
    day: date | None
    people: int
    names: tuple[str, ...]
    question: str
    canvas: str
    canvas_note: str
    placed: tuple[Placed, ...]
    finding: str
    clusters: tuple[Theme, ...]
    ballots: tuple[Ballot, ...]
    explained: tuple[Explained, ...]
    agreed: tuple[Agreed, ...]
    asked: tuple[Asked, ...]
    promised: tuple[Promised, ...]
    asked_before: tuple[Asked, ...]
    promised_before: tuple[Promised, ...]

    @property
    def notes(self) -> int:
        return sum(len(one.notes) for one in self.placed)


def read_minutes(workshop: Workshop, language: str) -> Minutes:
    """In the language that is spoken at the time, which is ``language``."""
    criteria = list_criteria(workshop.lens, language)
    notes = _list_notes(workshop)
    clusters = _list_clusters(workshop)
    placed = _place(notes, criteria)
    organisation = db.session.get_one(Organisation, workshop.organisation_id)
    before = workshop.previous_id
    return Minutes(
        session_id=workshop.id,
        organisation=in_language(organisation.name, language),
        name=workshop.name,
        kind=name_kind(workshop.kind),
        day=workshop.held_on,
        people=count_people(workshop.id),
        names=_list_names(workshop) if workshop.named else (),
        question=workshop.question if notes else "",
        canvas=name_canvas(workshop.lens, language),
        canvas_note=tell_note(workshop.lens, language),
        placed=placed,
        finding=write_finding(Counter(note.criterion for note in notes if note.criterion), criteria),
        clusters=_describe_clusters(clusters, notes, criteria),
        ballots=_list_ballots(workshop, clusters, notes, criteria),
        explained=list_explained(workshop, language),
        agreed=_list_agreed(workshop, language),
        asked=list_asked(workshop.id),
        promised=list_promised(workshop.id, language),
        asked_before=list_asked(before) if before else (),
        promised_before=list_promised(before, language) if before else (),
    )


def _list_notes(workshop: Workshop) -> list[Note]:
    """What everybody has seen, in the order of the wall; a note that another one says now is not told twice."""
    shown = select(Note).where(
        Note.workshop_id == workshop.id,
        Note.topic == QUESTION,
        Note.revealed.is_(True),
        Note.merged_into.is_(None),
    )
    return list(db.session.scalars(shown.order_by(Note.place, Note.id)))


def _place(notes: Sequence[Note], criteria: Sequence[Criterion]) -> tuple[Placed, ...]:
    """Every criterion, those without a note too; then what nobody has placed."""
    known = {criterion.id for criterion in criteria}
    told = [
        Placed(criterion.name, tuple(note.text for note in notes if note.criterion == criterion.id))
        for criterion in criteria
    ]
    unplaced = tuple(note.text for note in notes if note.criterion not in known)
    if len(unplaced) == len(notes):
        told = []
    return (*told, *((Placed("", unplaced),) if unplaced else ()))


def write_finding(counts: Mapping[str, int], criteria: Sequence[Criterion]) -> str:
    """What the canvas says, from counts alone: what stands out, else what is fullest; "" where nothing is placed."""
    found = find({criterion.id: counts.get(criterion.id, 0) for criterion in criteria})
    names = {criterion.id: criterion.name for criterion in criteria}
    if not found.total:
        return ""
    told = {"total": found.total, "even": round(found.even) or _("less than 1")}
    if found.standing_out:
        first = found.standing_out[0]
        return _(
            "%(count)s of %(total)s notes are on %(criterion)s; an even spread would be %(even)s.",
            count=counts[first],
            criterion=names[first],
            **told,
        )
    fullest = ", ".join(names[one] for one in found.fullest)
    return _(
        "Most notes are on %(criteria)s: %(count)s of %(total)s. That may be chance.",
        criteria=fullest,
        count=found.most,
        total=found.total,
    )


def _list_clusters(workshop: Workshop) -> list[Cluster]:
    own = select(Cluster).where(Cluster.workshop_id == workshop.id)
    return list(db.session.scalars(own.order_by(Cluster.criterion, Cluster.name, Cluster.id)))


def _describe_clusters(
    clusters: Sequence[Cluster], notes: Sequence[Note], criteria: Sequence[Criterion]
) -> tuple[Theme, ...]:
    """Those that have a name and a note that everybody has seen."""
    names = {criterion.id: criterion.name for criterion in criteria}
    sizes = Counter(note.cluster_id for note in notes)
    return tuple(
        Theme(one.name, names.get(one.criterion, one.criterion), one.actor, sizes[one.id])
        for one in clusters
        if one.name and sizes[one.id]
    )


def _list_ballots(
    workshop: Workshop, clusters: Sequence[Cluster], notes: Sequence[Note], criteria: Sequence[Criterion]
) -> tuple[Ballot, ...]:
    """Only what was counted and shown to everybody stands in the session's results."""
    votes: Mapping[str, Mapping[str, int]] = workshop.results.get("votes", {})
    names = {note.id: note.text for note in notes} | {criterion.id: criterion.name for criterion in criteria}
    names |= {cluster.id: cluster.name for cluster in clusters}
    ballots = []
    for phase in read_phases(workshop.phases):
        known = name_worth() if phase.kind == "close" else names
        dots = [(known[choice], count) for choice, count in votes.get(phase.id, {}).items() if known.get(choice)]
        if any(count for _name, count in dots):
            title = _("Was it worth the time?") if phase.kind == "close" else name_phase(phase)
            ballots.append(Ballot(title, tuple(sorted(dots, key=lambda one: (-one[1], one[0])))))
    return tuple(ballots)


def _list_names(workshop: Workshop) -> tuple[str, ...]:
    own = select(Participant.name).where(Participant.workshop_id == workshop.id, Participant.name != "")
    return tuple(sorted(db.session.scalars(own), key=str.casefold))


def _list_agreed(workshop: Workshop, language: str) -> tuple[Agreed, ...]:
    own = select(PartAgreement).where(PartAgreement.workshop_id == workshop.id).order_by(PartAgreement.part)
    return tuple(
        Agreed(
            name_part(workshop.lens, row.part, language), write_points(row.points, language), row.reason, row.dissent
        )
        for row in db.session.scalars(own)
    )


def list_asked(workshop_id: int) -> tuple[Asked, ...]:
    """The requests that a session has agreed on."""
    own = select(NetworkRequest).where(NetworkRequest.workshop_id == workshop_id, NetworkRequest.text != "")
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
        )
        for row in db.session.scalars(own.order_by(NetworkRequest.id))
    )


def list_promised(workshop_id: int, language: str) -> tuple[Promised, ...]:
    """The actions that a session has agreed on, the earliest day first."""
    own = select(Action).where(Action.workshop_id == workshop_id).order_by(Action.id)
    told = [
        Promised(row.id, in_language(row.text, language), row.owner, row.due, row.actor, row.status)
        for row in db.session.scalars(own)
        if any(row.text.values())
    ]
    return tuple(sorted(told, key=lambda one: (one.due is None, one.due or date.max, one.id)))
