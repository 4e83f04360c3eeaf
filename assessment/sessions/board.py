"""The canvas as it is shown: every criterion with its notes, and what is not placed; read with one question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from assessment.models import Note, Workshop, db
from assessment.sessions.canvas import Criterion, list_criteria
from assessment.sessions.notes import QUESTION


@dataclass(frozen=True, slots=True)
class Card:
    """A note. ``times``: how many were put up that it says, itself among them; ``proposals``: where those who sorted it
    saw it."""

    id: str
    text: str
    times: int
    criterion: str | None
    tray: bool
    proposals: tuple[Criterion, ...]
    cluster_id: str | None


@dataclass(frozen=True, slots=True)
class Shelf:
    criterion: Criterion
    cards: Sequence[Card]

    @property
    def count(self) -> int:
        return count_notes(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """``tray``: to be talked about; ``open``: to be sorted."""

    shelves: Sequence[Shelf]
    tray: Sequence[Card]
    open: Sequence[Card]

    @property
    def cards(self) -> list[Card]:
        return [*self.placed_cards, *self.tray, *self.open]

    @property
    def placed_cards(self) -> list[Card]:
        """By criterion, then in the order of the wall."""
        return [card for shelf in self.shelves for card in shelf.cards]

    @property
    def placed(self) -> int:
        return count_notes(self.placed_cards)

    @property
    def total(self) -> int:
        return count_notes(self.cards)

    @property
    def counts(self) -> dict[str, int]:
        return {shelf.criterion.id: shelf.count for shelf in self.shelves}

    def find_shelf(self, criterion: str) -> Shelf:
        return next(shelf for shelf in self.shelves if shelf.criterion.id == criterion)


def count_notes(cards: Iterable[Card]) -> int:
    """Of notes that were put up: merging hides none of them from the count."""
    return sum(card.times for card in cards)


def read_board(workshop: Workshop, language: str) -> Board:
    criteria = {one.id: one for one in list_criteria(workshop.lens, language)}
    rows = db.session.execute(
        select(Note.id, Note.text, Note.criterion, Note.tray, Note.proposals, Note.merged_into, Note.cluster_id)
        .where(Note.workshop_id == workshop.id, Note.topic == QUESTION, Note.revealed)
        .order_by(Note.place, Note.id)
    ).all()
    merged = Counter(row.merged_into for row in rows)
    cards = [
        Card(
            id=row.id,
            text=row.text,
            times=1 + merged[row.id],
            criterion=row.criterion if row.criterion in criteria else None,
            tray=row.tray,
            proposals=tuple(criteria[one] for one in row.proposals if one in criteria),
            cluster_id=row.cluster_id,
        )
        for row in rows
        if row.merged_into is None
    ]
    return Board(
        shelves=[Shelf(one, [card for card in cards if card.criterion == one.id]) for one in criteria.values()],
        # What the two saw differently is talked about first.
        tray=sorted(
            (card for card in cards if card.criterion is None and card.tray), key=lambda card: len(card.proposals) < 2
        ),
        open=[card for card in cards if card.criterion is None and not card.tray],
    )


def list_shown(workshop_id: int) -> list[tuple[str, str]]:
    """Id and text of all revealed notes, in the order that was drawn."""
    shown = select(Note.id, Note.text).where(Note.workshop_id == workshop_id, Note.topic == QUESTION, Note.revealed)
    rows = db.session.execute(shown.where(Note.merged_into.is_(None)).order_by(Note.place, Note.id))
    return [(row.id, row.text) for row in rows]
