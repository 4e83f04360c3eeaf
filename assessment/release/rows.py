"""Shown figures of one question as rows: what each tells about the answers inside its cell (trust rule A10)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.release.rounding import BARS_FROM, EXACT_FROM, Shown, list_bands, list_bars, round_score, round_share
from assessment.scoring.figures import Value

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum over the cell's people of weights[step] <= high. ``kind``: "score" or "shares"."""

    cell: int
    kind: str
    weights: tuple[int, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One question in one cell, as it would be shown, and the rows it amounts to, for the check of persons only."""

    score: Value
    shares: tuple[Value, ...]
    favourable: Value | None
    unfavourable: Value | None
    rows: tuple[Row, ...]


def round_figures(cell: int, counts: Sequence[int], *, with_score: bool = True) -> Figures:
    """Figures of at least five answers. ``counts``: answers a step, least mature first.

    ``with_score`` false: the score is worked out from other shown figures and so is no row.
    """
    points, n = len(counts), sum(counts)
    steps = tuple(range(points))
    score = round_score(sum(step * count for step, count in zip(steps, counts, strict=True)), n, points)
    rows = [Row(cell, "score", steps, score.low, score.high)] if with_score else []
    if n < EXACT_FROM or points == 2:
        return Figures(score.value, (), None, None, tuple(rows))
    bands = list_bands(points)
    sets = [*bands, *list_bars(points)] if n >= BARS_FROM else [*bands]
    shown: dict[tuple[int, ...], Shown] = {}
    for steps_inside in sets:
        shown[steps_inside] = round_share(sum(counts[step] for step in steps_inside), n)
    if n >= BARS_FROM:
        del shown[bands[1]]
        shown |= {bar: round_share(sum(counts[step] for step in bar), n) for bar in list_bars(points)}
    rows += [
        Row(cell, "shares", tuple(int(step in inside) for step in steps), share.low, share.high)
        for inside, share in shown.items()
    ]
    bars = list_bars(points) if n >= BARS_FROM else bands
    return Figures(
        score.value,
        tuple(shown[bar].value for bar in bars),
        shown[bands[2]].value,
        shown[bands[0]].value,
        tuple(rows),
    )
