"""What a chart says, without how it looks. All values run from 0 to 100; every word comes from the caller.

``message`` is the chart's sentence: it becomes the picture's title and its text alternative.
"""

from dataclasses import dataclass
from typing import Literal

DotShape = Literal["circle", "diamond", "square", "triangle", "ring"]
"""Staff, senior managers, middle managers, quality professionals; a ring is everybody beside a part of them."""


@dataclass(frozen=True)
class Mark:
    """A value and the text that is printed for it: Mark(87.5, "at most 88")."""

    value: float
    text: str


@dataclass(frozen=True)
class Table:
    """Column heads and rows of texts; the first cell of a row is its head. ``numeric``: columns set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()

    def without_empty_columns(self, nothing: str = "–") -> "Table":
        """The same without the columns in which every row says ``nothing``."""
        kept = [place for place in range(len(self.head)) if any(row[place] != nothing for row in self.rows)]
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        numeric = tuple(at for at, place in enumerate(kept) if place in self.numeric)
        return Table(self.caption, tuple(self.head[place] for place in kept), rows, numeric)


@dataclass(frozen=True)
class GapRow:
    """One driver: what is seen, what senior managers say, what was seen last time; ``note`` stands at the end.

    ``target``: the driver's own, in place of the chart's.
    """

    label: str
    seen: Mark | None
    said: Mark | None = None
    last: Mark | None = None
    note: str = ""
    target: Mark | None = None


@dataclass(frozen=True)
class GapKey:
    """The words of the legend; an empty word leaves its mark out of the legend."""

    seen: str
    said: str = ""
    last: str = ""
    target: str = ""


@dataclass(frozen=True)
class GapColumns:
    """The heads of the table that follows."""

    label: str
    seen: str
    said: str
    last: str
    note: str
    nothing: str
    """Printed where a figure is missing."""

    target: str = ""


@dataclass(frozen=True)
class GapDots:
    """What staff see (circle) and what senior managers say (diamond), one row a driver.

    ``axis``: the scale's words, evenly spread from 0 to 100 ("never" ... "always"); ``target`` is drawn dashed,
    in each row that has none of its own.
    """

    message: str
    rows: tuple[GapRow, ...]
    axis: tuple[str, ...]
    key: GapKey
    columns: GapColumns
    target: Mark | None = None


@dataclass(frozen=True)
class Dot:
    shape: DotShape
    mark: Mark


@dataclass(frozen=True)
class DotRow:
    """One group of people, or one driver of a part and of the whole. ``cells``: what the table says after the label."""

    label: str
    dots: tuple[Dot, ...]
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class DotRows:
    """Figures of several groups on one scale. ``axis``: as of :class:`GapDots`; ``key``: what shapes mean, where the
    labels do not say it; ``head``: the heads of the table."""

    message: str
    rows: tuple[DotRow, ...]
    axis: tuple[str, ...]
    key: tuple[tuple[DotShape, str], ...]
    head: tuple[str, ...]


@dataclass(frozen=True)
class Segment:
    """A share of the answers, in per cent. ``text`` is printed in the bar where it fits."""

    word: str
    value: float
    text: str


@dataclass(frozen=True)
class BarColumns:
    answer: str
    share: str


@dataclass(frozen=True)
class AnswerBar:
    """How the answers to one question spread: five segments (one an answer) or three, least mature first."""

    message: str
    segments: tuple[Segment, ...]
    columns: BarColumns


@dataclass(frozen=True)
class Step:
    """A level: where it starts (0-100) and its name."""

    start: float
    name: str


@dataclass(frozen=True)
class StripWords:
    """The words of a score strip: what the marks are called, in the legend and in the table."""

    score: str
    margin: str
    level: str
    target: str
    last: str
    figure: str
    value: str


@dataclass(frozen=True)
class ScoreStrip:
    """A score on the ladder of levels, with its margin as a whisker. ``margin`` in points, None where none is shown."""

    message: str
    steps: tuple[Step, ...]
    words: StripWords
    score: Mark | None
    margin: float | None = None
    target: Mark | None = None
    last: Mark | None = None


@dataclass(frozen=True)
class HeatCell:
    """``level`` 1 to 5 colours the cell; None: nothing is shown, and ``text`` says so."""

    text: str
    level: int | None


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: tuple[HeatCell, ...]
    note: str = ""
    """Stands between label and cells: the number of answers."""
    address: str = ""
    """Where the label leads on a page; nowhere on paper."""


@dataclass(frozen=True)
class HeatMap:
    """Scores of units by driver: a table already, with the number in every cell."""

    message: str
    corner: str
    note_head: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True)
class Placed:
    """One thing in the picture of effort and effect: each 1 (low) to 3 (high). ``label`` is short ("1")."""

    label: str
    name: str
    effort: int
    effect: int


@dataclass(frozen=True)
class EffortEffect:
    """A coarse three by three picture; ``steps`` name low, middle, high of each axis."""

    message: str
    placed: tuple[Placed, ...]
    effort: str
    effect: str
    effort_steps: tuple[str, str, str]
    effect_steps: tuple[str, str, str]
    number: str
    name: str


Chart = GapDots | DotRows | AnswerBar | ScoreStrip | HeatMap | EffortEffect
