"""One question as the person check sees it (trust rule A10): whose answers the shown figures count, and how."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessment.release.rows import Row, Whole

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

TIGHT = 4
"""A figure with less room than this in one direction keeps the few people who change places near an atom together."""


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

    def keep(self, shown: Flags) -> Self:
        """The same with only some of the rows."""
        rows = tuple(self.rows[row] for row in np.flatnonzero(shown))
        return replace(
            self,
            inside=self.inside[shown],
            weights=self.weights[shown],
            low=self.low[shown],
            high=self.high[shown],
            rows=rows,
        )

    @cached_property
    def _apart(self) -> NDArray[np.float32]:
        """[atoms, atoms]: in how many rows two atoms stand otherwise, tight rows first."""
        below, above = self.room
        count = np.where(np.minimum(below, above) < TIGHT, 1.0, 1e-3).astype(np.float32)
        inside = self.inside.astype(np.float32)
        both = (inside * count[:, None]).T @ inside
        own = np.diagonal(both)
        return np.asarray(own[:, None] + own[None, :] - 2 * both, dtype=np.float32)

    def list_nearest(self, atom: int) -> Whole:
        """All atoms, the one itself first, then those that stand in the same rows."""
        apart = self._apart[atom].copy()
        apart[atom] = -1
        return np.argsort(apart, kind="stable")

    @property
    def points(self) -> int:
        return int(self.counts.shape[1])

    @cached_property
    def people(self) -> Whole:
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @cached_property
    def kinds(self) -> Whole:
        """The different row weights [kinds, points]."""
        return np.unique(self.weights, axis=0)

    @cached_property
    def kind_of(self) -> Whole:
        """The kind of each row."""
        return np.asarray(np.unique(self.weights, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)

    @cached_property
    def true(self) -> Whole:
        """The true total of each row."""
        return np.asarray(((self.inside.astype(np.float32) @ self.counts) * self.weights).sum(axis=1), dtype=np.int64)

    @cached_property
    def room(self) -> tuple[Whole, Whole]:
        """How far the true total of each row lies above ``low`` and below ``high``."""
        return self.true - self.low, self.high - self.true
