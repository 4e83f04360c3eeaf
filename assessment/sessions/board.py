"""The canvas as it is shown: every criterion with its notes, and what is not placed; read with one question."""

from collections import Counter
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Shelf:
    criterion: Criterion
    cards: Sequence[Card]

    @property
    def count(self) -> int:
        """Of notes that were put up: merging hides none of them from the count."""
        return sum(card.times for card in self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """``tray``: to be talked about; ``open``: to be sorted."""

    shelves: Sequence[Shelf]
    tray: Sequence[Card]
    open: Sequence[Card]

    @property
    def cards(self) -> list[Card]:
        return [*(card for shelf in self.shelves for card in shelf.cards), *self.tray, *self.open]

    @property
    def placed(self) -> int:
        return sum(shelf.count for shelf in self.shelves)

    @property
    def total(self) -> int:
        return sum(card.times for card in self.cards)

    @property
    def counts(self) -> dict[str, int]:
        return {shelf.criterion.id: shelf.count for shelf in self.shelves}

    def find_shelf(self, criterion: str) -> Shelf:
        return next(shelf for shelf in self.shelves if shelf.criterion.id == criterion)


def read_board(workshop: Workshop, language: str) -> Board:
    criteria = {one.id: one for one in list_criteria(workshop.lens, language)}
    rows = db.session.execute(
        select(Note.id, Note.text, Note.criterion, Note.tray, Note.proposals, Note.merged_into)
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


def count_merged(workshop_id: int) -> Counter[str]:
    """By note: how many others it says as well. They count with it wherever notes are counted."""
    merged = select(Note.merged_into).where(Note.workshop_id == workshop_id, Note.revealed)
    return Counter(into for into in db.session.scalars(merged) if into is not None)


def list_texts(workshop_id: int) -> list[str]:
    """Of all revealed notes, in the order that was drawn."""
    shown = select(Note.text).where(Note.workshop_id == workshop_id, Note.topic == QUESTION, Note.revealed)
    return list(db.session.scalars(shown.where(Note.merged_into.is_(None)).order_by(Note.place, Note.id)))
