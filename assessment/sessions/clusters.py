"""Clusters: notes of the fullest criteria that say one thing, their names, and who can act on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assessment.models import Cluster, NameProposal, Note, Vote, Workshop, db
from assessment.sessions.board import Card, count_notes, read_board
from assessment.sessions.canvas import Criterion, list_criteria
from assessment.sessions.changing import GoneError, acting, changing
from assessment.sessions.notes import QUESTION
from assessment.sessions.seats import Seat

FULLEST = 2
"""So many criteria are talked about."""
ACTORS = ("we", "managers")
LONGEST_CLUSTER = 80
MOST_CLUSTERS = 40
KIND = "cluster"


class EmptyError(Exception):
    """No note was ticked that could be put together."""


@dataclass(frozen=True, slots=True)
class Group:
    """A cluster with its notes; ``name``: its own, or what its first note says; ``proposals``: names from the room."""

    id: str
    criterion: str
    name: str
    named: bool
    actor: str
    cards: tuple[Card, ...]
    proposals: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return count_notes(self.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion that is talked about; ``loose``: its notes that no cluster has taken."""

    criterion: Criterion
    count: int
    groups: tuple[Group, ...]
    loose: tuple[Card, ...]

    @property
    def loose_count(self) -> int:
        return count_notes(self.loose)


@dataclass(frozen=True, slots=True)
class Columns:
    """``talked``: the fullest criteria, and those besides that have a cluster already; ``others``: on which notes lie
    too; ``unplaced``: how many notes lie on none."""

    talked: Sequence[Column]
    others: Sequence[Column]
    unplaced: int


def find_fullest(counts: Mapping[str, int], order: Sequence[str]) -> list[str]:
    """The criteria with most notes, the fullest first; of equals the one that comes first in the model."""
    filled = [one for one in order if counts.get(one, 0)]
    return sorted(filled, key=lambda one: (-counts[one], order.index(one)))[:FULLEST]


def list_groups(workshop: Workshop, placed: Sequence[Card] | None = None) -> list[Group]:
    """All clusters of the session, criterion by criterion, the largest first. ``placed``: the notes that lie on a
    criterion, where they were read already."""
    cards: dict[str | None, list[Card]] = defaultdict(list)
    for card in read_board(workshop, workshop.language).placed_cards if placed is None else placed:
        cards[card.cluster_id].append(card)
    proposed: dict[str, list[str]] = defaultdict(list)
    # The ids are hashes: their order tells nothing of who proposed what, or when.
    own_names = select(NameProposal).where(NameProposal.workshop_id == workshop.id).order_by(NameProposal.id)
    for one in db.session.scalars(own_names):
        proposed[one.cluster_id].append(one.text)
    order = [one.id for one in list_criteria(workshop.lens, workshop.language)]
    groups = [
        Group(
            id=row.id,
            criterion=row.criterion,
            name=row.name or next((card.text for card in cards[row.id]), "–"),
            named=bool(row.name),
            actor=row.actor,
            cards=tuple(cards[row.id]),
            proposals=tuple(dict.fromkeys(proposed[row.id])),
        )
        for row in db.session.scalars(select(Cluster).where(Cluster.workshop_id == workshop.id))
    ]

    def place(group: Group) -> tuple[int, int, str]:
        at = order.index(group.criterion) if group.criterion in order else len(order)
        return at, -group.count, group.id

    return sorted(groups, key=place)


def list_columns(workshop: Workshop) -> Columns:
    board = read_board(workshop, workshop.language)
    criteria = {shelf.criterion.id: shelf.criterion for shelf in board.shelves}
    groups = list_groups(workshop, board.placed_cards)
    shown = find_fullest(board.counts, list(criteria))
    shown += [one for one in criteria if one not in shown and any(group.criterion == one for group in groups)]
    others = [one for one in criteria if one not in shown and board.counts[one]]

    def make_column(one: str) -> Column:
        return Column(
            criterion=criteria[one],
            count=board.counts[one],
            groups=tuple(group for group in groups if group.criterion == one),
            loose=tuple(card for card in board.find_shelf(one).cards if card.cluster_id is None),
        )

    return Columns(
        talked=[make_column(one) for one in shown],
        others=[make_column(one) for one in others],
        unplaced=board.total - board.placed,
    )


def list_topic_notes(workshop: Workshop, topic: str) -> list[Card]:
    """The notes that stand behind a card: those of a cluster, or of a criterion where the room voted on criteria."""
    return sort_by_topic(workshop).get(topic, [])


def sort_by_topic(workshop: Workshop) -> dict[str, list[Card]]:
    """The placed notes of each cluster and of each criterion."""
    topics: dict[str, list[Card]] = defaultdict(list)
    for card in read_board(workshop, workshop.language).placed_cards:
        for topic in filter(None, (card.cluster_id, card.criterion)):
            topics[topic].append(card)
    return topics


def put_together(
    organisation_id: int, workshop_id: int, criterion: str, ticked: Collection[str], name: str, *, wish: str, into: str
) -> None:
    """Put ticked notes of a criterion into the cluster ``into``, or into a new one whose id is ``wish``, made by the
    page. Twice changes nothing. Raises EmptyError and GoneError."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        if into:
            cluster = _find_cluster(session, workshop, into)
        else:
            made = session.get(Cluster, wish)
            if made is not None:
                return
            cluster = Cluster(
                id=wish, organisation_id=organisation_id, workshop_id=workshop_id, criterion=criterion, name=name
            )
        own = update(Note).where(
            Note.workshop_id == workshop_id,
            Note.topic == QUESTION,
            Note.revealed.is_(True),
            Note.merged_into.is_(None),
            Note.criterion == cluster.criterion,
            Note.id.in_(ticked),
        )
        if not into:
            held = select(func.count()).where(Cluster.workshop_id == workshop_id)
            if not ticked or (session.scalar(held) or 0) >= MOST_CLUSTERS:
                raise EmptyError
            session.add(cluster)
            session.flush()
        moved = session.execute(own.values(cluster_id=cluster.id), execution_options={"synchronize_session": False})
        if not moved.rowcount:  # type: ignore[attr-defined] # an update has it
            raise EmptyError


def take_name(organisation_id: int, workshop_id: int, cluster_id: str, name: str) -> None:
    """Give a cluster its name; what was proposed is gone with it."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _find_cluster(session, workshop, cluster_id).name = name
        session.execute(delete(NameProposal).where(NameProposal.cluster_id == cluster_id))


def set_actor(organisation_id: int, workshop_id: int, cluster_id: str, actor: str) -> None:
    """What the room says: we can act, or senior managers must; "" takes it back."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        _find_cluster(session, workshop, cluster_id).actor = actor


def merge_clusters(organisation_id: int, workshop_id: int, cluster_id: str, into: str) -> None:
    """The notes and dots of one go to the other. Raises GoneError where both are one or one is not there any more."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        gone, kept = (_find_cluster(session, workshop, one) for one in (cluster_id, into))
        if gone is kept:
            raise GoneError
        in_gone = Note.cluster_id == gone.id
        session.execute(update(Note).where(in_gone).values(cluster_id=kept.id, criterion=kept.criterion))
        dots = update(Vote).where(Vote.workshop_id == workshop_id, Vote.choice == gone.id)
        session.execute(dots.values(choice=kept.id))
        session.delete(gone)


def take_apart(organisation_id: int, workshop_id: int, cluster_id: str) -> None:
    """Its notes lie loose again; dots that it had come back to those who gave them."""
    with changing(workshop_id, organisation_id) as (session, workshop):
        cluster = _find_cluster(session, workshop, cluster_id)
        session.execute(update(Note).where(Note.cluster_id == cluster.id).values(cluster_id=None))
        session.delete(cluster)


def propose_name(seat: Seat, cluster_id: str, name: str) -> None:
    """One proposal a phone and cluster: another one takes its place. Raises GoneError and MovedError."""
    with acting(seat.workshop.id, KIND) as (session, workshop, phase_id):
        _find_cluster(session, workshop, cluster_id)
        key = _name_proposal(seat, phase_id, cluster_id)
        row = session.get(NameProposal, key)
        if row is not None:
            row.text = name
            return
        session.add(
            NameProposal(
                id=key,
                organisation_id=workshop.organisation_id,
                workshop_id=workshop.id,
                cluster_id=cluster_id,
                text=name,
            )
        )


def list_own_proposals(seat: Seat, phase_id: str, cluster_ids: Iterable[str]) -> list[str]:
    """The names that this phone proposed for these clusters, in their order."""
    keys = [_name_proposal(seat, phase_id, one) for one in cluster_ids]
    own = select(NameProposal).where(NameProposal.workshop_id == seat.workshop.id, NameProposal.id.in_(keys))
    texts = {one.id: one.text for one in db.session.scalars(own)}
    return [texts[key] for key in keys if key in texts]


def _name_proposal(seat: Seat, phase_id: str, cluster_id: str) -> str:
    return sha256(f"{seat.key_for(phase_id)}:{cluster_id}".encode()).hexdigest()


def find_cluster(workshop_id: int, cluster_id: str) -> Cluster:
    """Raises GoneError."""
    own = select(Cluster).where(Cluster.id == cluster_id, Cluster.workshop_id == workshop_id)
    cluster = db.session.scalars(own).one_or_none()
    if cluster is None:
        raise GoneError
    return cluster


def _find_cluster(session: Session, workshop: Workshop, cluster_id: str) -> Cluster:
    cluster = session.get(Cluster, cluster_id)
    if cluster is None or cluster.workshop_id != workshop.id:
        raise GoneError
    return cluster
