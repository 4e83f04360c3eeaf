"""Three dots each, hidden until the vote is closed; then they are counted, told and fixed (trust rule A15)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Delete, delete, select
from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.models import Cluster, Note, Vote, Workshop, db
from assessment.sessions.agendas import Phase, read_phases
from assessment.sessions.canvas import list_criteria
from assessment.sessions.changing import GoneError, MovedError, acting, changing
from assessment.sessions.clusters import list_groups
from assessment.sessions.counting import (
    DOTS,
    TOP,
    Dot,
    count_dots,
    count_voters,
    list_contested,
    list_tied,
    may_tell,
    rank,
)
from assessment.sessions.notes import QUESTION
from assessment.sessions.seats import SMALLEST_ROOM, Seat, count_people
from assessment.sessions.sorting import count_phones

KIND, WORTH = "vote", "close"
BY_HAND = "hand-"
"""Begins the key of a voter for whom the facilitator votes."""
TAKEN = ""
"""The choice of a dot that was taken back; its row stays, so that a repeat of putting it changes nothing."""
MOST_ROWS = 60
"""Dots that one phone may put and take back during one vote."""
HELD, COUNTED, FEW = "hands", "dots", "few"
"""How a vote ended: by show of hands, by dots, or untold since fewer than five voted."""
WORTHS = ("yes", "partly", "no")


class SpentError(Exception):
    """All three dots are given."""


class OtherwiseError(Exception):
    """Closing would do something else than the page said."""


class DoubtError(Exception):
    """More than there are people, as far as is ``known``; taken once somebody is sure. ``choices``: with too many."""

    def __init__(self, known: int, choices: Collection[str] = ()) -> None:
        super().__init__(known)
        self.known, self.choices = known, choices


@dataclass(frozen=True, slots=True)
class Choice:
    """``small``: the criterion of a cluster, "" where criteria themselves are voted on."""

    id: str
    name: str
    small: str
    actor: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as everybody may see it. ``ended``: "" while it is open, else how; ``counts``: only once it is told."""

    phase_id: str
    choices: tuple[Choice, ...]
    ended: str
    counts: Mapping[str, int]
    voters: int
    by_hand: int
    people: int

    @property
    def small(self) -> bool:
        """Whether everybody in the room could guess who gave which dot: only a show of hands is offered."""
        return self.people < SMALLEST_ROOM

    @property
    def tells(self) -> bool:
        """Whether closing now would show it; else it destroys the dots unseen."""
        return may_tell(self.voters - self.by_hand, self.by_hand)

    @property
    def sorted(self) -> list[tuple[Choice, int]]:
        """The most dots first."""
        told = [(choice, self.counts.get(choice.id, 0)) for choice in self.choices]
        return sorted(told, key=lambda one: -one[1])

    @property
    def tied(self) -> set[str]:
        """What has as many as another choice."""
        return list_tied(self.counts)

    @property
    def leading(self) -> set[str]:
        """The first three, and what is tied with the third."""
        return {*rank(self.counts, TOP), *list_contested(self.counts, TOP)}


def list_choices(workshop: Workshop) -> list[Choice]:
    """Clusters; where there are none, criteria, those without a note too."""
    criteria = {one.id: one.name for one in list_criteria(workshop.lens, workshop.language)}
    groups = list_groups(workshop)
    if groups:
        return [Choice(one.id, one.name, criteria.get(one.criterion, ""), one.actor) for one in groups]
    return [Choice(own_id, name, "", "") for own_id, name in criteria.items()]


def list_worths() -> list[Choice]:
    """What can be said at the end."""
    names = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}
    return [Choice(worth, names[worth], "", "") for worth in WORTHS]


def list_choice_ids(session: Session, workshop: Workshop) -> list[str]:
    """What can be voted for: clusters; where there are none, the criteria that have notes, and all of them where no
    note has a place."""
    clusters = session.scalars(select(Cluster.id).where(Cluster.workshop_id == workshop.id).order_by(Cluster.id)).all()
    if clusters:
        return list(clusters)
    placed = select(Note.criterion).where(Note.workshop_id == workshop.id, Note.topic == QUESTION, Note.revealed)
    filled = set(session.scalars(placed.where(Note.criterion.is_not(None), Note.merged_into.is_(None)).distinct()))
    criteria = [one.id for one in list_criteria(workshop.lens, workshop.language)]
    return [one for one in criteria if one in filled] or criteria


def show_ballot(workshop: Workshop, phase_id: str | None = None) -> Ballot:
    """Of the phase that the session is in, unless told otherwise. Nobody's dots are in it while it is open."""
    here = read_phases(workshop.phases)
    phase = next((one for one in here if one.id == phase_id), here[workshop.phase])
    phase_id = phase.id
    ended = workshop.results.get("ended", {}).get(phase_id, "")
    counts = workshop.results.get("votes", {}).get(phase_id, {})
    choices = (
        list_worths() if phase.kind == WORTH else _list_offered(workshop, counts if ended in (COUNTED, HELD) else None)
    )
    phones, hands = count_voters(list_dots(db.session, workshop.id, phase_id), [choice.id for choice in choices])
    return Ballot(
        phase_id=phase_id,
        choices=tuple(choices),
        ended=ended,
        counts=counts,
        voters=phones + hands,
        by_hand=hands,
        people=count_people(workshop.id),
    )


def _list_offered(workshop: Workshop, counts: Mapping[str, int] | None) -> list[Choice]:
    """``counts``: of a vote that was told, which stands whatever becomes of notes."""
    offered = list_choice_ids(db.session, workshop) if counts is None else counts
    return [choice for choice in list_choices(workshop) if choice.id in offered]


def list_own(seat: Seat, phase_id: str) -> dict[str, list[str]]:
    """The ids of a phone's own dots on each choice."""
    own: dict[str, list[str]] = {}
    for row in _list_rows(db.session, seat, phase_id):
        if row.choice != TAKEN:
            own.setdefault(row.choice, []).append(row.id)
    return own


def put_dot(seat: Seat, wish: str, choice: str) -> None:
    """``wish``: the dot's id, made by the page. Twice changes nothing, also after it was taken back. Raises MovedError
    once the vote is closed, GoneError where the choice is, SpentError where all dots are given."""
    with acting(seat.workshop.id, KIND) as (session, workshop, phase_id):
        _need_open(workshop, phase_id)
        if count_people(workshop.id) < SMALLEST_ROOM:
            raise MovedError
        if session.get(Vote, wish) is not None:
            return
        known = list_choice_ids(session, workshop)
        if choice not in known:
            raise GoneError
        rows = _list_rows(session, seat, phase_id)
        if sum(row.choice in known for row in rows) >= DOTS or len(rows) >= MOST_ROWS:
            raise SpentError
        session.add(_make_vote(workshop, phase_id, seat.key_for(phase_id), len(rows), wish, choice))


def take_dot(seat: Seat, wish: str) -> None:
    """Take one's own dot back. Raises MovedError once the vote is closed."""
    with acting(seat.workshop.id, KIND) as (session, workshop, phase_id):
        _need_open(workshop, phase_id)
        row = session.get(Vote, wish)
        if row is not None and row.voter_sha256 == seat.key_for(phase_id) and row.workshop_id == workshop.id:
            row.choice = TAKEN


def give_for(
    organisation_id: int, workshop_id: int, phase_id: str, wish: str, dots: Mapping[str, int], *, sure: bool = False
) -> None:
    """Dots of somebody without a phone, given by the facilitator; ``wish``: made by the page, twice changes nothing.
    Raises GoneError, MovedError, SpentError and, unless ``sure``, DoubtError where everybody who was entered without a
    phone has given theirs."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _find_phase(workshop, phase_id, (KIND,))
        _need_open(workshop, phase_id)
        if count_people(workshop_id) < SMALLEST_ROOM:
            raise MovedError
        given = [choice for choice, count in dots.items() for _ in range(count)]
        if not set(given) <= set(list_choice_ids(session, workshop)):
            raise GoneError
        if not 0 < len(given) <= DOTS:
            raise SpentError
        if session.get(Vote, f"{wish}-0") is not None:
            return
        without = count_people(workshop_id) - count_phones(workshop_id)
        _phones, hands = count_voters(list_dots(session, workshop_id, phase_id), list_choice_ids(session, workshop))
        # Where nobody was entered nothing is known.
        if 0 < without <= hands and not sure:
            raise DoubtError(without)
        session.add_all(
            _make_vote(workshop, phase_id, BY_HAND + wish, slot, f"{wish}-{slot}", choice)
            for slot, choice in enumerate(given)
        )


def take_given(organisation_id: int, workshop_id: int, phase_id: str) -> None:
    """Take back all dots that the facilitator gave for others, to enter them anew."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _need_open(workshop, phase_id)
        session.execute(_of_phase(workshop_id, phase_id).where(Vote.voter_sha256.startswith(BY_HAND)))


def find_open_ballot(workshop: Workshop, phase_id: str) -> tuple[Phase, Ballot]:
    """Raises GoneError and, once it is closed, MovedError."""
    phase = _find_phase(workshop, phase_id)
    ballot = show_ballot(workshop, phase_id)
    if workshop.state != "running" or ballot.ended or (phase.kind == KIND and ballot.small):
        raise MovedError
    return phase, ballot


def close_vote(organisation_id: int, workshop_id: int, phase_id: str, *, unseen: bool) -> None:
    """Count and tell it, for good; or, where fewer than five voted, destroy it ``unseen``. Closing twice changes
    nothing. Raises OtherwiseError where the page said the other of the two."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        phase = _find_phase(workshop, phase_id)
        if phase_id in workshop.results.get("ended", {}):
            return
        if show_ballot(workshop, phase_id).tells is unseen:
            raise OtherwiseError
        end_ballot(session, workshop, phase)
        session.flush()
        _record_closed(session, workshop)


def type_hands(
    organisation_id: int, workshop_id: int, phase_id: str, counts: Mapping[str, int], sure: Mapping[str, int]
) -> None:
    """What a show of hands gave, where fewer than five voted or were in the room; a fifth who came in while hands
    were counted changes nothing as long as no dot was put. Typed again it is corrected: everybody saw the hands.
    ``sure``: counts that were asked about. Raises MovedError where dots count, and DoubtError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _find_phase(workshop, phase_id, (KIND,))
        ended = workshop.results.get("ended", {}).get(phase_id, "")
        is_by_dots = count_people(workshop_id) >= SMALLEST_ROOM and list_dots(session, workshop_id, phase_id)
        if ended == COUNTED or (not ended and is_by_dots):
            raise MovedError
        told = {choice: counts.get(choice, 0) for choice in list_choice_ids(session, workshop)}
        kept = workshop.results.get("votes", {}).get(phase_id, {})
        if ended == HELD and kept == told:
            return
        _need_sure(told, count_people(workshop_id), (sure, kept))
        session.execute(_of_phase(workshop_id, phase_id))
        keep_result(workshop, phase_id, HELD, told)
        session.flush()
        _record_closed(session, workshop)


def _need_sure(told: Mapping[str, int], people: int, known: tuple[Mapping[str, int], ...]) -> None:
    """Not everybody in the room must have been entered, so that more hands than people are only asked about; where
    nobody was, nothing is known. ``known``: counts that are right."""
    doubted = [
        choice
        for choice, count in told.items()
        if 0 < people < count and all(one.get(choice) != count for one in known)
    ]
    if doubted:
        raise DoubtError(people, doubted)


def tap_worth(seat: Seat, worth: str) -> None:
    """Was it worth your time? One tap, which another one changes. Raises MovedError once it is told."""
    with acting(seat.workshop.id, WORTH) as (session, workshop, phase_id):
        _need_open(workshop, phase_id)
        rows = _list_rows(session, seat, phase_id)
        if rows:
            rows[0].choice = worth
            return
        key = seat.key_for(phase_id)
        session.add(_make_vote(workshop, phase_id, key, 0, key, worth))


def end_ballot(session: Session, workshop: Workshop, phase: Phase) -> None:
    """Count what there is and destroy the dots, in the caller's transaction."""
    choices = list(WORTHS) if phase.kind == WORTH else list_choice_ids(session, workshop)
    counts = count_dots(list_dots(session, workshop.id, phase.id), choices)
    session.execute(_of_phase(workshop.id, phase.id))
    keep_result(workshop, phase.id, FEW if counts is None else COUNTED, counts)


def end_open_ballots(session: Session, workshop: Workshop) -> None:
    """The same for every vote that is still open when a session ends."""
    voted = set(session.scalars(select(Vote.phase_id).where(Vote.workshop_id == workshop.id).distinct()))
    for phase in read_phases(workshop.phases):
        if phase.id in voted and phase.kind in (KIND, WORTH):
            end_ballot(session, workshop, phase)
    session.execute(delete(Vote).where(Vote.workshop_id == workshop.id))


def keep_result(workshop: Workshop, phase_id: str, ended: str, counts: Mapping[str, int] | None) -> None:
    results = dict(workshop.results)
    results["ended"] = results.get("ended", {}) | {phase_id: ended}
    if counts is not None:
        results["votes"] = results.get("votes", {}) | {phase_id: dict(counts)}
    workshop.results = results


def list_dots(session: Session, workshop_id: int, phase_id: str) -> list[Dot]:
    own = select(Vote.voter_sha256, Vote.choice).where(Vote.workshop_id == workshop_id, Vote.phase_id == phase_id)
    return [Dot(voter, choice, voter.startswith(BY_HAND)) for voter, choice in session.execute(own)]


def _list_rows(session: Session, seat: Seat, phase_id: str) -> list[Vote]:
    own = select(Vote).where(
        Vote.workshop_id == seat.workshop.id, Vote.phase_id == phase_id, Vote.voter_sha256 == seat.key_for(phase_id)
    )
    return list(session.scalars(own.order_by(Vote.slot)))


def _make_vote(workshop: Workshop, phase_id: str, voter: str, slot: int, own_id: str, choice: str) -> Vote:
    return Vote(
        id=own_id,
        organisation_id=workshop.organisation_id,
        workshop_id=workshop.id,
        phase_id=phase_id,
        voter_sha256=voter,
        slot=slot,
        choice=choice,
    )


def _of_phase(workshop_id: int, phase_id: str) -> Delete:
    """A statement that destroys the dots of a vote."""
    return delete(Vote).where(Vote.workshop_id == workshop_id, Vote.phase_id == phase_id)


def _find_phase(workshop: Workshop, phase_id: str, kinds: tuple[str, ...] = (KIND, WORTH)) -> Phase:
    for phase in read_phases(workshop.phases):
        if phase.id == phase_id and phase.kind in kinds:
            return phase
    raise GoneError


def _need_open(workshop: Workshop, phase_id: str) -> None:
    _find_phase(workshop, phase_id)
    if phase_id in workshop.results.get("ended", {}):
        raise MovedError


def _record_closed(session: Session, workshop: Workshop) -> None:
    """What was voted on and how many voted stands in no trail."""
    record(session, workshop.organisation_id, "session.vote-closed", f"session {workshop.id}", {"name": workshop.name})
