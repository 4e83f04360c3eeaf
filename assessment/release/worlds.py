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
    """All true answers that a reader may know: ``at`` and ``point`` [knowns], in the order of atoms; ``number`` [atoms,
    points]: which of them it is, -1 where nobody answers so."""

    at: Whole
    point: Whole
    number: Whole

    @classmethod
    def of(cls, counts: Whole) -> Self:
        at, point = np.nonzero(counts)
        number = np.full(counts.shape, -1, dtype=np.int64)
        number[at, point] = np.arange(len(at))
        return cls(at, point, number)

    def own(self, atom: int) -> slice:
        """Those of an atom."""
        first, end = np.searchsorted(self.at, [atom, atom + 1])
        return slice(int(first), int(end))

    def list_broken(self, world: World) -> Whole:
        """The known answers that nobody gives in a world."""
        number = self.number[world.near]
        return np.asarray(number[(number >= 0) & (world.answers < 1 - SLACK)], dtype=np.int64)


class Worlds:
    """The worlds found so far, by the atoms whose answers differ in them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.knowns = Knowns.of(problem.counts)
        self._found: dict[int, list[tuple[Floats, Whole]]] = defaultdict(list)

    def keep(self, world: World, doubt: "Doubt") -> None:
        """Learn from a world about the atom in ``doubt``, and remember it for the atoms that are still to come."""
        broken = self.knowns.list_broken(world)
        doubt.take_in(world.of(doubt.atom), broken)
        changed = (np.abs(world.answers - self.problem.counts[world.near]) > SLACK).any(axis=1)
        for number in np.flatnonzero(changed & (world.near > doubt.atom)).tolist():
            self._found[int(world.near[number])].append((world.answers[number], broken))

    def doubt(self, atom: int) -> "Doubt":
        """What the true answers and all worlds found so far leave to ask about an atom."""
        doubt = Doubt(self.problem, self.knowns, atom)
        for answers, broken in self._found.pop(atom, ()):
            doubt.take_in(answers, broken)
        return doubt


class Doubt:
    """``possible`` [points, knowns]: answers of somebody in an atom that are open to a reader who knows one true
    answer: of a colleague in that atom, where there is one, or of anybody in another atom."""

    def __init__(self, problem: Problem, knowns: Knowns, atom: int) -> None:
        self.atom, self.need = atom, min(3, problem.points)
        self._knowns, self._counts = knowns, problem.counts[atom]
        self._alone = int(problem.people[atom]) == 1
        self._own = knowns.own(atom)
        self.possible = np.zeros((problem.points, len(knowns.at)), dtype=bool)
        self.take_in(self._counts.astype(np.float64), np.zeros(0, dtype=np.int64))

    def take_in(self, here: Floats, broken: Whole) -> None:
        """Learn from a world: what the atom answers in it [points], and the known answers that nobody gives in it."""
        once = here >= 1 - SLACK
        fits = np.ones(len(self._knowns.at), dtype=bool)
        fits[broken] = False
        own = self.possible[:, self._own].copy()
        self.possible[once] |= fits
        if self._alone:
            self.possible[:, self._own] = own | once[:, None]
        else:
            people = 1 + (self._knowns.point[self._own] == np.arange(len(here))[:, None])
            self.possible[:, self._own] = own | ((here[:, None] >= people - SLACK) & fits[self._own])

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
