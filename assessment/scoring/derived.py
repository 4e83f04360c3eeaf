"""What is computed from shown figures alone: dimension scores, index, level, gaps, changes, priorities (A11)."""

from typing import Literal

from assessment.scoring.figures import Count, Figure, ItemFigure, Mark, Value

GapName = Literal["blind spot", "hidden strength", "shared view", "difference"]
"""``difference``: both figures stand side by side without a name (too uncertain, or sealed after results)."""


class Gap(Figure):
    """What senior managers say minus what staff see, on one dimension (method 8)."""

    dimension: str
    said: Value
    seen: Value
    difference: float
    name: GapName


class Change(Figure):
    """A difference of shown scores between two campaigns, common items only (method 11). No dimension: the index."""

    dimension: str | None
    before: Value
    now: Value
    difference: float
    real: bool


class DimensionResult(Figure):
    """One dimension of one lens in one cell. ``based_on`` of ``of`` questions are shown; ``parts_covered`` of ``parts``
    where the lens has parts (EFQM, INK), else 0 of 0. ``score`` null with ``reason``: "not assessed", "withheld".
    """

    dimension: str
    score: Value | None
    margin: float | None = None
    comparison_margin: float | None = None
    n: Count
    level: int | None = None
    favourable: Value | None = None
    unfavourable: Value | None = None
    based_on: int
    of: int
    parts_covered: int = 0
    parts: int = 0
    reason: str | None = None
    alpha: float | None = None
    icc1: float | None = None
    icc2: float | None = None
    agreement: float | None = None
    agreement_label: str | None = None
    items: tuple[ItemFigure, ...] = ()


class IndexResult(Figure):
    """``level`` 1..; ``level_probability`` 0-1 that the true index lies in that level; ``limiting``: the dimension
    whose rise moves the index most. Null score with ``reason``: "few answers", "half answered", "not assessed".
    """

    score: Value | None
    margin: float | None = None
    comparison_margin: float | None = None
    level: int | None = None
    level_probability: float | None = None
    limiting: str | None = None
    reason: str | None = None


class Evidence(Figure):
    """One figure that fired a recommendation: of an item or a dimension, ``what``: "score", "favourable",
    "unfavourable", "blind spot"."""

    item: str | None = None
    dimension: str | None = None
    what: str
    value: float
    mark: Mark | None = None


class Priority(Figure):
    """A recommendation that figures have fired; ``weight``: distance to target x share unfavourable / effort."""

    recommendation: str
    dimension: str
    evidence: tuple[Evidence, ...]
    weight: float
    blind_spot: bool


class CellResult(Figure):
    """A unit or group and its dimension scores in the chosen lens."""

    key: str
    n: Count
    invited: int | None
    dimensions: tuple[DimensionResult, ...]


class Derived(Figure):
    """Everything a page or report says in numbers about one release through one lens. ``form`` follows method "Few
    people, few answers": "full", "answered" (50-69 %), "those who answered" (30-49 %, no level, no index, no units),
    "words" (8-14 invited), "none" (under 30 % or under 10 answers).
    ``strengths``: item ids, most favourable first, at most three; ``priorities``: at most six, at most two a dimension;
    ``deferred``: fired but not among them; ``set_aside``: fired, and deferred or rejected by the organisation itself.
    """

    lens: str
    form: Literal["full", "answered", "those who answered", "words", "none"]
    n: Count
    index: IndexResult
    dimensions: tuple[DimensionResult, ...]
    units: tuple[CellResult, ...] = ()
    groups: tuple[CellResult, ...] = ()
    gaps: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
    strengths: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    deferred: tuple[Priority, ...] = ()
    set_aside: tuple[Priority, ...] = ()

    @property
    def fired(self) -> tuple[Priority, ...]:
        """Every recommendation that the figures call for, whatever became of it."""
        return (*self.priorities, *self.deferred, *self.set_aside)
