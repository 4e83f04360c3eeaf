"""A cheap proof that nobody's answer shows: the answer could be another one and every shown figure would stay (A10).

The true answers fit every shown figure. If one person's answer is moved to another step, alone or together with one
other person's, and all shown figures that hold them have room for it, the moved answers fit as well. Nobody else's
answer is touched, so the argument stands for a reader who knows a colleague's answer; where a second person has to
move along, at least two people could, so that knowing one of them does not help. Such proofs only ever say "safe".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assessment.release.cycles import count_cycles
from assessment.release.rows import Row, Whole

Flags = NDArray[np.bool_]
FAR = 1 << 40
"""Room where no figure limits it."""
NEIGHBOURS = 12
"""How many other atoms are tried for the second person."""


@dataclass(frozen=True, eq=False)
class Problem:
    """One question: ``counts`` [atoms, points], answers a step; ``inside`` [rows, atoms]: whose answers a row counts;
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

    def surround(self, atom: int, size: int) -> Whole:
        """The atoms nearest to one, itself included, in ascending order."""
        return np.sort(np.argsort(self.distances(atom), kind="stable")[:size])

    def cut(self, near: Whole) -> Self:
        """The problem of some atoms, all others answering as they did."""
        touched = self.inside[:, near].any(axis=1)
        far = np.ones(len(self.counts), dtype=bool)
        far[near] = False
        fixed = ((self.inside[touched] * far) @ self.counts * self.weights[touched]).sum(axis=1)
        return replace(
            self,
            counts=self.counts[near],
            inside=self.inside[touched][:, near],
            weights=self.weights[touched],
            low=self.low[touched] - fixed,
            high=self.high[touched] - fixed,
            rows=tuple(self.rows[row] for row in np.flatnonzero(touched)),
        )

    def distances(self, atom: int) -> Whole:
        """In how many rows each atom stands otherwise than one does; -1 for the atom itself."""
        distance = (self.inside != self.inside[:, atom, None]).sum(axis=0)
        distance[atom] = -1
        return np.asarray(distance, dtype=np.int64)

    @property
    def points(self) -> int:
        return int(self.counts.shape[1])

    @cached_property
    def people(self) -> Whole:
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @cached_property
    def totals(self) -> Whole:
        """Steps above the lowest point, an atom."""
        return np.asarray(self.counts @ np.arange(self.points), dtype=np.int64)

    @cached_property
    def kinds(self) -> Whole:
        """The different row weights [kinds, points]."""
        return np.unique(self.weights, axis=0)

    @cached_property
    def kind_of(self) -> Whole:
        """The kind of each row."""
        return np.asarray(np.unique(self.weights, axis=0, return_inverse=True)[1].ravel(), dtype=np.int64)

    @cached_property
    def room(self) -> tuple[Whole, Whole]:
        """How far the true total of each row lies above ``low`` and below ``high``."""
        true = np.einsum("ra,ap,rp->r", self.inside.astype(np.int64), self.counts, self.weights)
        return true - self.low, self.high - true


@lru_cache(maxsize=32)
def _list_steps(points: int) -> Whole:
    """All (from, to) of one person, at most two steps away."""
    pairs = [(x, k) for x in range(points) for k in range(points) if 0 < abs(x - k) <= 2]
    return np.array(pairs, dtype=np.int64)


@lru_cache(maxsize=32)
def _list_changes(points: int) -> Whole:
    """What each single move does to the counts [moves, points]."""
    steps = _list_steps(points)
    change = np.zeros((len(steps), points), dtype=np.int64)
    change[np.arange(len(steps)), steps[:, 0]] -= 1
    change[np.arange(len(steps)), steps[:, 1]] += 1
    return change


def find_movable(problem: Problem) -> Flags:
    """[atoms]: whether a move proof shows that each of its people has enough possible answers."""
    down, up = _find_room(problem, problem.inside)
    reached, supply = _move_inside(problem, down, up)
    reached |= supply >= 2
    safe = _have_enough(problem, reached)
    if not safe.all():
        reached |= count_cycles(problem.counts, problem.inside, _list_steps(problem.points)) >= 2
        safe = _have_enough(problem, reached)
    for atom in np.flatnonzero(~safe):
        more = supply[atom] + _count_helpers(problem, int(atom))
        safe[atom] = _have_enough_one(problem.counts[atom], reached[atom] | (more >= 2))
    return safe


def _find_room(problem: Problem, inside: Flags) -> tuple[Whole, Whole]:
    """The least room of each kind of row over the rows that hold an atom, down and up [kinds, atoms]."""
    below, above = problem.room
    down = np.full((len(problem.kinds), inside.shape[1]), FAR)
    up = down.copy()
    for kind in range(len(problem.kinds)):
        mine = problem.kind_of == kind
        down[kind] = np.where(inside[mine], below[mine, None], FAR).min(axis=0, initial=FAR)
        up[kind] = np.where(inside[mine], above[mine, None], FAR).min(axis=0, initial=FAR)
    return down, up


def _move_inside(problem: Problem, down: Whole, up: Whole) -> tuple[Flags, Whole]:
    """[atoms, moves]: whether one person may move alone; and how many others of the atom could move along."""
    steps, changes = _list_steps(problem.points), _list_changes(problem.points)
    effect = problem.kinds @ changes.T
    alone = _fits(effect[:, None, :], down[:, :, None], up[:, :, None])
    supply = np.zeros_like(alone, dtype=np.int64)
    for start in range(problem.points):
        second = effect[:, steps[:, 0] == start]
        both = effect[:, None, :, None] + second[:, None, None, :]
        possible = _fits(both, down[:, :, None, None], up[:, :, None, None]).any(axis=2)
        others = problem.counts[:, start, None] - (steps[:, 0] == start)
        supply += possible * np.maximum(others, 0)
    return alone, supply


def _fits(effect: Whole, down: Whole, up: Whole) -> Flags:
    return np.asarray(((effect >= -down) & (effect <= up)).all(axis=0), dtype=bool)


def _count_helpers(problem: Problem, atom: int) -> Whole:
    """[moves]: how many people of other atoms could move along so that every row keeps its figure."""
    steps = _list_steps(problem.points)
    effect = problem.kinds @ _list_changes(problem.points).T
    mine = problem.inside[:, atom]
    near = np.argsort(problem.distances(atom), kind="stable")[1 : NEIGHBOURS + 1]
    theirs = problem.inside[:, near]
    only_mine = _find_room(problem, mine[:, None] & ~theirs)
    only_theirs = _find_room(problem, ~mine[:, None] & theirs)
    both = _find_room(problem, mine[:, None] & theirs)
    first = _fits(effect[:, None, :], only_mine[0][:, :, None], only_mine[1][:, :, None])
    supply = np.zeros(len(steps), dtype=np.int64)
    for start in range(problem.points):
        second = effect[:, steps[:, 0] == start]
        free = _fits(second[:, None, :], only_theirs[0][:, :, None], only_theirs[1][:, :, None])
        together = effect[:, None, :, None] + second[:, None, None, :]
        fits = _fits(together, both[0][:, :, None, None], both[1][:, :, None, None])
        possible = first & (fits & free[:, None, :]).any(axis=2)
        supply += (possible * problem.counts[near, start, None]).sum(axis=0)
    return supply


def _have_enough(problem: Problem, reached: Flags) -> Flags:
    return np.array(
        [_have_enough_one(counts, flags) for counts, flags in zip(problem.counts, reached, strict=True)], dtype=bool
    )


def _have_enough_one(counts: Whole, reached: Flags) -> bool:
    """Whether whoever answers in an atom, at any step that is there, has two other possible answers (yes/no: one)."""
    steps = _list_steps(len(counts))
    options = np.bincount(steps[reached, 0], minlength=len(counts))
    return bool((options[counts > 0] >= min(2, len(counts) - 1)).all())
