"""What the wall says: whether one criterion has more notes than an even spread would give it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.language import current_language
from assessment.models import Workshop
from assessment.results.numbers import write_number
from assessment.scoring.finding import Finding, find
from assessment.sessions.board import Board, Shelf, count_notes, read_board
from assessment.sessions.fitting import (
    GAP,
    LEADING,
    NOTE_LEADING,
    REGULAR,
    SMALLEST,
    WIDTH,
    Look,
    Words,
    count_lines,
    find_height,
    fit,
    pack,
)
from assessment.sessions.minutes_words import tell_times
from assessment.sessions.phases.screens import Screens, Shown
from assessment.sessions.seats import Seat
from assessment.sessions.telling import list_told, part_finding, tell_chance, tell_doubt

HALF = (WIDTH - 2 * GAP) // 2
"""Of the wall: what is said, and beside it how the notes are spread."""
SENTENCES = (
    Look("huge", 40, frame=16, margin=0),
    Look("large", 31, frame=12, margin=0),
    Look("middle", 27, frame=10, margin=0),
    Look("small", SMALLEST, frame=8, margin=0),
)
NOTES = (
    Look("middle", 27, 1, 17, 40, NOTE_LEADING, REGULAR),
    Look("small", SMALLEST, 1, 17, 38, NOTE_LEADING, REGULAR),
)
TEXT = 27
SMALL_LINE = 44
SMALLEST_SHARE = 0.001
"""Of the chance; a smaller one is told as smaller than this."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A criterion in the picture of the spread; ``share``: of the picture's width, in per cent."""

    name: str
    count: int
    share: float
    told: bool


def show_finding(workshop: Workshop) -> Shown:
    board = read_board(workshop, current_language())
    found = find(board.counts)
    return {
        "board": board,
        "found": found,
        "sentences": part_finding(board),
        "doubt": tell_doubt(board),
        "shelves": list_told(board, found),
        "even": write_number(found.even, current_language()),
    }


def show_hand(workshop: Workshop) -> Shown:
    shown = show_finding(workshop)
    chance = shown["found"].chance
    percent = write_number(100 * max(chance, SMALLEST_SHARE), current_language())
    written = _("less than %(percent)s %%", percent=percent) if chance < SMALLEST_SHARE else f"{percent} %"
    return shown | {"rooms": tell_chance(chance), "chance": written}


def show_wall(workshop: Workshop) -> Shown:
    shown = show_finding(workshop)
    height: float = find_height(workshop)
    sentences = [[Words("", "".join(parts))] for parts in shown["sentences"]]
    said = fit(sentences, SENTENCES, 2 / 3 * height, HALF)
    taken = sum(count_lines(one[0].around, HALF / _find_size(said.look)) for one in sentences[: said.count])
    height -= taken * _find_size(said.look) * LEADING + count_lines(shown["doubt"], HALF / TEXT) * TEXT * LEADING
    cards = shown["shelves"][0].cards if len(shown["shelves"]) == 1 else ()
    items = [[Words(card.text, tell_times(card))] for card in cards]
    notes = pack(items, NOTES, height - 2 * SMALL_LINE, HALF) if items else None
    told = {"said": said, "cards": cards, "notes": notes, "rest": count_notes(cards[notes.count :]) if notes else 0}
    return shown | told | _draw_spread(shown["board"], shown["found"])


def _find_size(name: str) -> int:
    return next(look.size for look in SENTENCES if look.name == name)


def _draw_spread(board: Board, found: Finding) -> Shown:
    """Every criterion as a bar, in the order of the model, and where an even spread would end."""
    told = {shelf.criterion.id for shelf in list_told(board, found)}
    longest = max(found.most, found.even, 1)

    def make_bar(shelf: Shelf) -> Bar:
        return Bar(shelf.criterion.name, shelf.count, round(100 * shelf.count / longest, 1), shelf.criterion.id in told)

    return {"bars": [make_bar(shelf) for shelf in board.shelves], "even_at": round(100 * found.even / longest, 1)}


def show_phone(seat: Seat) -> Shown:
    return show_finding(seat.workshop)


SCREENS = Screens(wall=show_wall, hand=show_hand, phone=show_phone)
