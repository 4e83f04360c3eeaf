"""One question as the person check sees it (trust rule A10): whose answers the shown figures count, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessment.release.rows import Row, Whole

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

TIGHT = 4
"""A figure with less room than this in one direction keeps the few people who change places near an atom together."""
TIES = 1024
"""How many other figures such a figure outweighs."""


@dataclass(frozen=True, eq=False)
class Problem:
    """``counts`` [atoms, points], answers a step; ``inside`` [rows, atoms]: whose answers a row counts;
    ``weights`` [rows, points]; ``low``, ``high`` [rows]."""

    counts: Whole
    inside: Flags
    weights: Whole
    low: Whole
    high: Whole
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, counts: Whole, member: Flags, rows: Sequence[Row]) -> Self:
        """``member`` [cells, atoms]."""
        return cls(
            counts,
            member[[row.cell for row in rows]].reshape(len(rows), len(counts)),
            np.array([row.weights for row in rows], dtype=np.int64).reshape(len(rows), counts.shape[1]),
            np.array([row.low for row in rows], dtype=np.int64),
            np.array([row.high for row in rows], dtype=np.int64),
            tuple(rows),
        )

    @cached_property
    def _cells(self) -> tuple[Flags, Whole, Whole]:
        """Whose answers each cell counts [cells, atoms]; how much its rows keep people together [cells]; and how much
        all rows of an atom do [atoms]."""
        _, first, which = np.unique([row.cell for row in self.rows], return_index=True, return_inverse=True)
        tight = np.minimum(*self.room) < TIGHT
        ties = np.bincount(which, np.where(tight, TIES, 1)).astype(np.int64)
        inside = self.inside[first]
        return inside, ties, np.asarray((inside * ties[:, None]).sum(axis=0), dtype=np.int64)

    def list_nearest(self, atom: int) -> Whole:
        """All atoms, the one itself first, then those that stand in the same rows, tight rows before others."""
        if not self.rows:
            return np.roll(np.arange(len(self.counts)), -atom)
        inside, ties, own = self._cells
        mine = np.flatnonzero(inside[:, atom])
        apart = own - 2 * (inside[mine] * ties[mine, None]).sum(axis=0)
        apart[atom] = np.iinfo(np.int64).min
        return np.argsort(apart, kind="stable")

    @property
    def points(self) -> int:
        return int(self.counts.shape[1])

    @cached_property
    def people(self) -> Whole:
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @cached_property
    def true(self) -> Whole:
        """The true total of each row."""
        return np.asarray(((self.inside.astype(np.float32) @ self.counts) * self.weights).sum(axis=1), dtype=np.int64)

    @cached_property
    def room(self) -> tuple[Whole, Whole]:
        """How far the true total of each row lies above ``low`` and below ``high``."""
        return self.true - self.low, self.high - self.true
