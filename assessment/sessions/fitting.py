"""How much a wall holds: the size of its letters, and where words are cut, both by how much there is to read.

Reckoned in pixels of a screen of 1280 x 720, on which no letter is smaller than 24; a larger one enlarges all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from assessment.models import Workshop
from assessment.results.numbers import speaking
from assessment.sessions.agendas import name_phase
from assessment.sessions.running import find_phase

WIDTH, HEIGHT = 1216, 606
"""Of a wall below its head, where the title takes one line."""
TITLE_LETTERS, TITLE_LINE = 28, 48
"""A line of the title beside the address and the clock."""
LEADING, NOTE_LEADING = 1.25, 1.2
"""A line of words and one of a note, in times the size of its letters."""
SMALLEST = 24
GAP = 24
"""Between columns."""
LINE_BELOW = 42
"""Of the smallest letters, below what is told."""
WHOLE = 10_000
"""Letters: not cut."""
SHORTER = tuple(range(380, 39, -20))
"""Letters to which what was agreed is cut where there is no room for all of it, tried one after the other."""
SPARED = (*range(360, 50, -40), 0)
"""Letters of what is cut before that; 0 leaves it out."""
BREADTHS = {
    letter: breadth
    for breadth, letters in (
        (0.21, " "),
        (0.29, "',.:;Iijl|‘’·"),
        (0.35, "!()-/[]f{}"),
        (0.39, "rt"),
        (0.46, "*?csz–"),
        (0.53, '"#$+0123456789<=>EFJLVYZ^_aegkvxy~“”'),
        (0.57, "`bdhnopqu"),
        (0.6, "ABCKPRSTX"),
        (0.7, "&DGHNOQU"),
        (0.78, "Mw"),
        (0.88, "Wm%@"),
    )
    for letter in letters
}
"""In times the size of the letters, of the bold ones of the house's type."""
REGULAR = 0.97
"""How broad letters are that are not bold, beside those."""
ACCENTED, FOREIGN = 0.6, 1.0
"""Of letters that do not stand there: those of Europe's languages, and others."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of a wall. ``text`` can be cut, ``around``, such as a name or a day, cannot; ``spare``: cut before
    what was agreed, such as an example."""

    text: str
    around: str = ""
    spare: bool = False


Item = Sequence[Words]


@dataclass(frozen=True, slots=True)
class Look:
    """``name``: of its style; ``size``: of letters; ``columns``: beside each other; ``frame`` and ``margin``: what
    each thing takes of height and width besides its words; ``weight``: how broad its letters are beside bold ones."""

    name: str
    size: int
    columns: int = 1
    frame: int = 12
    margin: int = 42
    leading: float = LEADING
    weight: float = 1.0

    @property
    def line(self) -> float:
        return self.size * self.leading


LINES = (Look("large", 31), Look("middle", 27), Look("small", SMALLEST))
"""One thing below the other."""
CARD_FRAME, CARD_MARGIN = 26, 38
NOTES = (
    Look("large two", 31, 2, 28, 42, NOTE_LEADING, REGULAR),
    Look("middle three", 27, 3, 28, 40, NOTE_LEADING, REGULAR),
    Look("small three", SMALLEST, 3, 28, 38, NOTE_LEADING, REGULAR),
)
"""Notes, column after column."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``count``: how many things have room; ``letters`` and ``spared``: to which their words are cut; ``airy``: a line
    below has room too."""

    look: str
    count: int
    letters: int = WHOLE
    spared: int = WHOLE
    cut: bool = False
    airy: bool = False

    def shorten(self, text: str) -> str:
        return shorten(text, self.letters)

    def spare(self, text: str) -> str:
        return shorten(text, self.spared)


def find_height(workshop: Workshop, *, asked: bool = False, beside: str = "") -> int:
    """What is left of a running session's wall below its title; ``asked``: and below its question, with such words
    beside it."""
    with speaking(workshop.language):
        lines = ceil(len(name_phase(find_phase(workshop))) / TITLE_LETTERS)
    height = HEIGHT - TITLE_LINE * (lines - 1)
    if asked and (workshop.question or beside):
        height -= round(count_lines(f"{workshop.question} {beside}", WIDTH / SMALLEST) * SMALLEST * LEADING) + 12
    return height


def fit(items: Sequence[Item], looks: Sequence[Look], height: float, width: int = WIDTH) -> Fit:
    """The first of ``looks`` in which all words have room; where none has it, the last one, in which first what is
    spare is cut, then what was agreed, and only then things are left out: a line below says so."""
    for look in looks:
        left = height - _measure(items, look, WHOLE, WHOLE, width)
        if left >= 0:
            return Fit(look.name, len(items), airy=left >= LINE_BELOW)
    last, height = looks[-1], height - LINE_BELOW
    for letters, spared in [*((WHOLE, spared) for spared in SPARED), *((letters, 0) for letters in SHORTER)]:
        if _measure(items, last, letters, spared, width) <= height:
            return Fit(last.name, len(items), letters, spared, cut=True)
    fewest = SHORTER[-1]
    count = len(items) - 1
    while count > 1 and _measure(items[:count], last, fewest, 0, width) > height:
        count -= 1
    return Fit(last.name, max(count, 1), fewest, 0, cut=True)


def fit_alike(halves: Sequence[Sequence[Item]], looks: Sequence[Look], height: float, width: int) -> list[Fit]:
    """What stands beside each other, each of this width, in letters of one size."""
    fits: list[Fit] = []
    for look in looks:
        fits = [fit(items, (look,), height, width) for items in halves]
        if not any(one.cut for one in fits):
            break
    return fits


def pack(items: Sequence[Item], looks: Sequence[Look], height: float, width: int = WIDTH) -> Fit:
    """Notes of their own heights, column after column, of which none is cut: the first of ``looks`` that holds them
    all, else as many as the last one does; at least one."""
    for look in looks:
        count = _count_packed(items, look, height, width)
        if count == len(items):
            return Fit(look.name, count)
    return Fit(looks[-1].name, max(_count_packed(items, looks[-1], height, width), 1))


def choose_cards(count: int) -> list[Look]:
    """Of so many cards beside each other; where there is more to read, broader ones."""
    columns = 1 if count <= 1 else 2 if count in (2, 4) else 3
    names = {1: "", 2: " two", 3: " three"}
    kinds = [("large", 31, 1)] if columns == 1 else [("middle", 27, columns)]
    kinds += [("small", SMALLEST, one) for one in range(columns, 0, -1)]
    return [Look(name + names[one], size, one, CARD_FRAME, CARD_MARGIN) for name, size, one in kinds]


def count_lines(text: str, room: float) -> int:
    """Lines that a text takes, where one has room for so many times the size of its letters."""
    lines, left = 1, room
    for word in text.split():
        long = measure(word)
        if long > left and left < room:
            lines, left = lines + 1, room
        if long > room:
            lines += ceil(long / room) - 1
            long %= room
        left -= long + measure(" ")
    return lines


def measure(text: str) -> float:
    """How broad a text is, in times the size of its letters."""
    return sum(BREADTHS.get(one) or (ACCENTED if one < "\u0250" else FOREIGN) for one in text)


def shorten(text: str, letters: int) -> str:
    """Cut after a whole word, with a sign that it is."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rsplit(' ', 1)[0].rstrip(' ,.;:')}…" if letters else ""


def _measure(items: Sequence[Item], look: Look, letters: int, spared: int, width: int) -> float:
    """The height that all of them take, row by row."""
    room = _find_room(look, width)
    heights = [_measure_item(item, look, letters, spared, room) for item in items]
    rows = (heights[at : at + look.columns] for at in range(0, len(heights), look.columns))
    return sum(max(row) for row in rows)


def _measure_item(item: Item, look: Look, letters: int, spared: int, room: float) -> float:
    lines = sum(count_lines(text, room) for text in _list_cut(item, letters, spared))
    return lines * look.line + look.frame


def _list_cut(item: Item, letters: int, spared: int) -> Iterator[str]:
    for one in item:
        text = shorten(one.text, spared if one.spare else letters)
        if text or not one.spare:
            yield f"{text} {one.around}"


def _count_packed(items: Sequence[Item], look: Look, height: float, width: int) -> int:
    room = _find_room(look, width)
    column, left = 1, height
    for place, item in enumerate(items):
        high = _measure_item(item, look, WHOLE, WHOLE, room)
        if high > left:
            column, left = column + 1, height
        if column > look.columns or high > height:
            return place
        left -= high
    return len(items)


def _find_room(look: Look, width: int) -> float:
    """How broad a line is, in times the size of its letters."""
    return ((width - GAP * (look.columns - 1)) / look.columns - look.margin) / look.size / look.weight
