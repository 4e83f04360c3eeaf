"""The figures that may be shown: what the release job writes and everything else reads.

Nothing behind the release tables knows more than these types hold (trust rules A1, A9, A11). All scores run from 0 to
100, more mature is higher (reverse items are already turned), shares are per cent of those who answered.
"""

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

Mark = Literal["at least", "at most", "about"]
"""What a shown figure leaves open. ``about`` stands only beside derived figures whose inputs are open at both ends."""
Voice = Literal["sees", "says"]


class Figure(BaseModel):
    """Base of all shown figures: immutable, no unknown fields, JSON both ways."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Count(Figure):
    """A number of people as it may be shown: exact when low equals high, "5 to 9", or 0 to 4 for "fewer than 5"."""

    low: int
    high: int


class Value(Figure):
    """A score or share; ``mark`` says that the true one may lie beyond (an open end, A9)."""

    value: float
    mark: Mark | None = None


class ItemFigure(Figure):
    """One question in one cell. ``shares``: lowest answers first, five (one an answer), three (unfavourable, neutral,
    favourable) or none. ``withheld`` is a reason code where nothing is shown ("few", "person", "sibling", ...).
    ``cant_tell``: share of those asked who could not tell, "not visible to". ``mean`` (scale units, as chosen, not
    reversed) and ``counts`` (per scale point, as chosen) only with full disclosure.
    """

    item: str
    n: Count
    score: Value | None = None
    shares: tuple[Value, ...] = ()
    favourable: Value | None = None
    unfavourable: Value | None = None
    cant_tell: Value | None = None
    mean: float | None = None
    counts: tuple[int, ...] | None = None
    withheld: str | None = None


class DimensionStatistic(Figure):
    """What is shown of one dimension in one cell beside its questions (A19). ``margin``: 95 %, "what do our people see
    now", with the finite population correction; ``comparison_margin`` without. ``agreement`` r_wg(J) only with full
    disclosure, else its label ("none", "weak", "moderate", "strong", "very strong").
    """

    dimension: str
    margin: float | None = None
    comparison_margin: float | None = None
    alpha: float | None = None
    icc1: float | None = None
    icc2: float | None = None
    agreement: float | None = None
    agreement_label: str | None = None


class Cell(Figure):
    """A shown group of people. ``key``: "all" (everybody who sees), "says" (senior managers who answered the survey),
    "unit:KEY", "group:KEY", "unit:KEY/group:KEY"; a joined rest has the key of its parent: "unit:KEY+others".
    ``units`` and ``groups`` name every leaf that is inside; ``invited`` is the head count where known.
    ``margins``: the statistics of each dimension of the campaign's own questionnaire; ``index_margin`` likewise.
    """

    key: str
    kind: Literal["all", "says", "unit", "group", "unit-group"]
    voice: Voice
    parent: str | None = None
    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    n: Count
    invited: int | None = None
    items: tuple[ItemFigure, ...] = ()
    dimensions: tuple[DimensionStatistic, ...] = ()
    index_margin: float | None = None
    index_comparison_margin: float | None = None


class Withheld(Figure):
    """A cell that is not shown, or shown only inside another, and why: "few answers", "joined", "role split", ..."""

    key: str
    reason: str
    joined_into: str | None = None


class JointFigure(Figure):
    """The senior managers' joint answer: a scale point an item as chosen, null for "no common answer". ``facts``: as
    typed, by key."""

    members: int
    signed: int
    sealed_on: str
    after_results: bool
    sha256: str
    answers: dict[str, int | None]
    facts: dict[str, str] = {}


class Participation(Figure):
    """Invited and answered, over those who see. ``by_unit``: share answered in steps (A13), only where invited >= 5."""

    invited: int | None
    answered: int | Count
    rate: int | None
    by_unit: dict[str, int | None] = {}


class ReleaseSummary(Figure):
    """All of a release but its cells. ``lens_margins``: margin and comparison margin of each dimension of other lenses,
    {"efqm-2013": {"1": [3, 4], ...}}, for the cell "all". ``open_link``: some answered through an open link, so that an
    answer is a browser, a turn or a form, and answers may be more than people (A22).
    """

    format: int = 1
    disclosure: Literal["anonymous", "full"]
    smallest_group: int
    weighted: bool
    participation: Participation
    withheld: tuple[Withheld, ...] = ()
    joint: JointFigure | None = None
    open_link: bool = False
    lens_margins: dict[str, dict[str, tuple[float | None, float | None]]] = {}


class ReleasedFigures(Figure):
    """A whole release: the one input of everything that is shown."""

    summary: ReleaseSummary
    cells: tuple[Cell, ...]

    def cell(self, key: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.key == key), None)

    @cached_property
    def voices(self) -> frozenset[Voice]:
        """Who answered the survey itself: a joint answer of senior managers is no cell."""
        return frozenset(cell.voice for cell in self.cells)
