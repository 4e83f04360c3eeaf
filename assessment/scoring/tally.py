"""What is counted of a group of people's answers: whole numbers that add up, enough for every figure (method 13)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from assessment.scoring.layout import Layout

Matrix = NDArray[np.uint8]
Labels = NDArray[np.intp]
Whole = NDArray[np.int64]

CHUNK = 8192
"""Sheets folded at once: with at most 21 points a sum of products stays under 2^24, exact in single precision."""

TOP = 21
"""The most points a scale may have."""
SLOT = {NOT_ASKED: 0, NOT_APPLICABLE: TOP + 1, CANT_TELL: TOP + 2, SKIPPED: TOP + 3}
"""Columns of ``Tally.counts`` for codes that are no answers; scale point x stands in column x."""
SLOTS = TOP + 4

_UNKNOWN = SLOTS
_SLOT_OF_CODE = np.full(256, _UNKNOWN, dtype=np.intp)
_SLOT_OF_CODE[1 : TOP + 1] = np.arange(1, TOP + 1)
for _code, _slot in SLOT.items():
    _SLOT_OF_CODE[_code] = _slot


@dataclass(frozen=True, eq=False)
class Pairs:
    """Tallies of item pairs [items, items], over those who answered both: their number, the sum of the first item's
    steps (``first[i, j]``: of item i), the sum of the products of steps."""

    n: Whole
    first: Whole
    product: Whole

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.n + other.n, self.first + other.first, self.product + other.product)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pairs) and all(
            np.array_equal(mine, theirs)
            for mine, theirs in ((self.n, other.n), (self.first, other.first), (self.product, other.product))
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside: equal tallies must not be used as keys


@dataclass(frozen=True, eq=False)
class Tally:
    """The answers of one cell, counted.

    ``people``: answer sheets; ``counts`` [items, SLOTS]: how often each code was given, points as chosen (not turned);
    ``totals`` [dimensions, 3] Python integers: number, sum and sum of squares of the totals (see ``Layout``) of those
    who answered every scored item of the dimension; ``pairs`` only where they were asked for.
    """

    people: int
    counts: Whole
    totals: NDArray[np.object_]
    pairs: Pairs | None = None

    @classmethod
    def empty(cls, layout: Layout) -> Self:
        """Nobody: adding it changes nothing."""
        totals = np.zeros((len(layout.dimensions), 3), dtype=object)
        return cls(0, np.zeros((len(layout.items), SLOTS), dtype=np.int64), totals)

    @classmethod
    def of(cls, matrix: Matrix, layout: Layout, *, pairs: bool = False) -> "Tally":
        """Count answer sheets [people, items] of codes (``scoring.answers``). ValueError for a code off its scale."""
        everybody = np.zeros(len(matrix), dtype=np.intp)
        return fold([(matrix, everybody)], layout, 1, pairs=(0,) if pairs else ())[0]

    def __add__(self, other: "Tally") -> "Tally":
        """Both groups together. ValueError where only one of two groups with people has its pairs counted."""
        if not self.people or not other.people:
            pairs = self.pairs if self.people else other.pairs
        elif self.pairs is not None and other.pairs is not None:
            pairs = self.pairs + other.pairs
        elif self.pairs is other.pairs:
            pairs = None
        else:
            raise ValueError("only one of the two tallies has its item pairs counted")
        return Tally(self.people + other.people, self.counts + other.counts, self.totals + other.totals, pairs)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tally)
            and self.people == other.people
            and np.array_equal(self.counts, other.counts)
            and np.array_equal(self.totals, other.totals)
            and self.pairs == other.pairs
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside: equal tallies must not be used as keys

    def answered(self) -> Whole:
        """n_i: how many answered each item on its scale [items]."""
        return np.asarray(self.counts[:, 1 : TOP + 1].sum(axis=1), dtype=np.int64)

    def asked(self) -> Whole:
        """How many were asked each item, whatever they said [items]."""
        return self.people - self.counts[:, SLOT[NOT_ASKED]]


def fold(
    sheets: Iterable[tuple[Matrix, Labels]], layout: Layout, cells: int, *, pairs: Collection[int] = ()
) -> list[Tally]:
    """Count a stream of (answer sheets [people, items], cell of each [people]) into ``cells`` tallies in one pass.

    A label is 0..cells-1, or negative for a sheet that counts nowhere. ``pairs``: the cells whose item pairs are
    counted (at 45 items each takes 49 kB). Memory does not grow with the stream. ValueError for a code off its scale.
    """
    size, wanted = len(layout.items), sorted(set(pairs))
    people = np.zeros(cells, dtype=np.int64)
    counts = np.zeros((cells, size, SLOTS), dtype=np.int64)
    totals = np.zeros((cells, len(layout.dimensions), 3), dtype=object)
    kept = {cell: np.zeros((2 * size, 2 * size), dtype=np.int64) for cell in wanted}
    for matrix, labels in _cut(sheets, size):
        people += np.bincount(labels, minlength=cells)
        counts += _count_codes(matrix, labels, layout, cells)
        answered = (matrix - np.uint8(1)) < layout.points
        steps = np.where(layout.reverse, layout.points - matrix, matrix - np.uint8(1)) * answered
        totals += _sum_totals(answered, steps, labels, layout, cells)
        if wanted:
            _add_products(kept, answered, steps, labels)
    return [
        Tally(
            int(people[cell]), counts[cell], totals[cell], _split_products(kept[cell], size) if cell in kept else None
        )
        for cell in range(cells)
    ]


def _cut(sheets: Iterable[tuple[Matrix, Labels]], items: int) -> Iterator[tuple[Matrix, Labels]]:
    for matrix, labels in sheets:
        if matrix.ndim != 2 or matrix.shape[1] != items or matrix.dtype != np.uint8:
            raise ValueError(f"answer sheets must be bytes [people, {items}], not {matrix.dtype} {matrix.shape}")
        for start in range(0, len(matrix), CHUNK):
            part, mine = matrix[start : start + CHUNK], labels[start : start + CHUNK]
            inside = mine >= 0
            yield (part, mine) if inside.all() else (part[inside], mine[inside])


def _count_codes(matrix: Matrix, labels: Labels, layout: Layout, cells: int) -> Whole:
    items, width = len(layout.items), SLOTS + 1
    place = _SLOT_OF_CODE[matrix]
    place += np.arange(items) * width
    if cells > 1:
        place += labels[:, None] * (items * width)
    counts = np.bincount(place.ravel(), minlength=cells * items * width).reshape(cells, items, width)
    columns = np.arange(width)
    off_scale = (columns == _UNKNOWN) | ((columns > layout.points[:, None]) & (columns <= TOP))
    wrong = counts.sum(axis=0)[off_scale.nonzero()].astype(bool)
    if wrong.any():
        item = layout.items[int(off_scale.nonzero()[0][wrong][0])]
        raise ValueError(f"an answer to {item!r} is off its scale")
    return counts[:, :, :SLOTS].astype(np.int64)


def _sum_totals(
    answered: NDArray[np.bool_], steps: Matrix, labels: Labels, layout: Layout, cells: int
) -> NDArray[np.object_]:
    """Number, sum and sum of squares of complete totals [cells, dimensions, 3], exact at any weight."""
    result = np.zeros((cells, len(layout.dimensions), 3), dtype=object)
    for place in range(len(layout.dimensions)):
        columns = np.flatnonzero(layout.scored & (layout.dimension == place))
        if not len(columns):
            continue
        complete = answered[:, columns].all(axis=1)
        factors = [layout.factors[column] for column in columns]
        top = sum(factor * (int(layout.points[column]) - 1) for factor, column in zip(factors, columns, strict=True))
        fits = top * top * CHUNK < 2**53
        kind = np.dtype(np.float64) if fits else np.dtype(object)
        total = steps[complete][:, columns].astype(kind) @ np.array(factors, dtype=kind)
        mine = labels[complete]
        result[:, place, 0] = np.bincount(mine, minlength=cells).tolist()
        for power, values in ((1, total), (2, total * total)):
            if fits:
                sums = np.bincount(mine, weights=values, minlength=cells)
                result[:, place, power] = [int(value) for value in sums]
            else:
                np.add.at(result[:, place, power], mine, values)
    return result


def _add_products(kept: dict[int, Whole], answered: NDArray[np.bool_], steps: Matrix, labels: Labels) -> None:
    """Add the products of the columns [answered | steps] of each cell that wants its pairs counted."""
    both = np.concatenate((answered, steps), axis=1, dtype=np.float32, casting="unsafe")
    order = np.argsort(labels, kind="stable")
    ordered, here = labels[order], np.flatnonzero(np.bincount(labels))
    single = len(here) == 1
    for cell in here:
        if int(cell) in kept:
            start, end = np.searchsorted(ordered, [cell, cell + 1])
            mine = both if single else both[order[start:end]]
            kept[int(cell)] += (mine.T @ mine).astype(np.int64)


def _split_products(products: Whole, items: int) -> Pairs:
    return Pairs(
        n=products[:items, :items].copy(),
        first=products[items:, :items].copy(),
        product=products[items:, items:].copy(),
    )
