"""What possible worlds show: answers that fit every shown figure, found one by one (trust rule A10).

A world in which somebody of an atom gives an answer, and in which a known answer elsewhere is given too, shows that a
reader who knows that one answer cannot rule the other one out. One world shows this for all atoms that it changes.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from assessment.release.problem import Floats, Problem
from assessment.release.rows import Whole

SLACK = 1e-6

Floor = tuple[int, int, float]
"""Atom, step, and how many people at least answered so."""


@dataclass(frozen=True, eq=False)
class World:
    """``answers`` [atoms near, points]: how many people of each atom in ``near`` answer so; all others as they did."""

    near: Whole
    answers: Floats

    def of(self, atom: int) -> Floats:
        """The answers of an atom near."""
        return np.asarray(self.answers[np.searchsorted(self.near, atom)])


@dataclass(frozen=True, eq=False)
class Knowns:
    """All true answers that a reader may know: ``at`` and ``point`` [knowns], by atom; ``start`` [atoms + 1]."""

    at: Whole
    point: Whole
    start: Whole

    @classmethod
    def of(cls, counts: Whole) -> Self:
        at, point = np.nonzero(counts)
        return cls(at, point, np.searchsorted(at, np.arange(len(counts) + 1)))


class Worlds:
    """The worlds found so far, by the atoms whose answers differ in them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.knowns = Knowns.of(problem.counts)
        self._found: dict[int, list[World]] = defaultdict(list)

    def keep(self, world: World) -> None:
        """Remember a world for the atoms that are still to come."""
        changed = (np.abs(world.answers - self.problem.counts[world.near]) > SLACK).any(axis=1)
        for atom in world.near[changed].tolist():
            self._found[atom].append(world)

    def doubt(self, atom: int) -> "Doubt":
        """What the true answers and all worlds found so far leave to ask about an atom."""
        doubt = Doubt(self.problem, self.knowns, atom)
        for world in self._found.pop(atom, ()):
            doubt.take_in(world)
        return doubt


class Doubt:
    """``possible`` [points, knowns]: answers of somebody in an atom that are open to a reader who knows one true answer:
    of a colleague in that atom, where there is one, or of anybody in another atom."""

    def __init__(self, problem: Problem, knowns: Knowns, atom: int) -> None:
        self.atom, self.need = atom, min(3, problem.points)
        self._knowns, self._counts = knowns, problem.counts[atom]
        self._alone = int(problem.people[atom]) == 1
        self._own = slice(int(knowns.start[atom]), int(knowns.start[atom + 1]))
        self.possible = np.zeros((problem.points, len(knowns.at)), dtype=bool)
        self.take_in(World(np.array([atom]), problem.counts[[atom]].astype(np.float64)))

    def take_in(self, world: World) -> None:
        """Learn from one more world."""
        fits = np.ones(len(self._knowns.at), dtype=bool)
        for atom, answers in zip(world.near.tolist(), world.answers, strict=True):
            mine = slice(int(self._knowns.start[atom]), int(self._knowns.start[atom + 1]))
            fits[mine] = answers[self._knowns.point[mine]] >= 1 - SLACK
        here = world.of(self.atom)
        once = here >= 1 - SLACK
        open_to = once[:, None] & fits
        if self._alone:
            open_to[:, self._own] = once[:, None]
        else:
            points = self._knowns.point[self._own]
            people = 1 + (points == np.arange(len(here))[:, None])
            open_to[:, self._own] = (here[:, None] >= people - SLACK) & fits[self._own]
        self.possible |= open_to

    def list_knowns(self) -> list[int]:
        """The known answers for which too few answers are open."""
        return np.flatnonzero(self.possible.sum(axis=0) < self.need).tolist()

    def list_own(self) -> range:
        """The known answers of the atom itself, also where it is one person's."""
        return range(self._own.start, self._own.stop)

    def list_steps(self, knowns: Sequence[int]) -> Iterator[int]:
        """Answers not yet open to somebody who knows one of these, the nearest to the atom's mean first."""
        counts = self._counts
        centre = float(counts @ np.arange(len(counts))) / max(1, int(counts.sum()))
        for step in sorted(range(len(counts)), key=lambda step: (abs(step - centre), step)):
            possible = self.possible[:, knowns]
            if not possible[step, possible.sum(axis=0) < self.need].all():
                yield step

    def floor(self, step: int, knowns: Sequence[int]) -> list[Floor]:
        """Somebody of the atom answers ``step``, and all these known answers are given."""
        floors: list[Floor] = [(self.atom, step, 1.0)]
        for known in knowns:
            atom, point = int(self._knowns.at[known]), int(self._knowns.point[known])
            if not (self._alone and atom == self.atom):
                floors.append((atom, point, 2.0 if (atom, point) == (self.atom, step) else 1.0))
        return floors
