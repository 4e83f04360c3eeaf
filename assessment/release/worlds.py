"""What possible worlds show: tables of answers that fit every shown figure, found one by one (trust rule A10).

A world in which somebody of an atom gives an answer, and in which a known answer elsewhere is given too, shows that a
reader who knows that one answer cannot rule the other one out. One world shows this for many atoms at once.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from assessment.release.problem import Floats, Problem
from assessment.release.program import SLACK, Floor
from assessment.release.rows import Whole


class Worlds:
    """``possible`` [suspects, points, knowns]: answers of somebody in a suspected atom that are open to a reader who
    knows one true answer: of a colleague in that atom, where there is one, or of anybody in another atom."""

    def __init__(self, problem: Problem, suspects: Sequence[int]) -> None:
        self.problem = problem
        self.suspects = np.array(suspects, dtype=np.int64)
        self.need = min(3, problem.points)
        self._at, self._point = np.nonzero(problem.counts)
        own = self._at[None, :] == self.suspects[:, None]
        self._own = own & (problem.people[self.suspects][:, None] > 1)
        self._alone = own & (problem.people[self.suspects][:, None] == 1)
        self.possible = np.zeros((len(suspects), problem.points, len(self._at)), dtype=bool)
        self.take_in(problem.counts.astype(float))

    def take_in(self, table: Floats, near: Whole | None = None) -> None:
        """Learn from one more world [atoms, points]; ``near``: the atoms that answer otherwise in it, if not any.

        About suspects that answer as they do, such a world tells nothing new.
        """
        fits = table[self._at, self._point] >= 1 - SLACK
        who = np.arange(len(self.suspects)) if near is None else np.flatnonzero(np.isin(self.suspects, near))
        there = table[self.suspects[who]]
        for step in range(self.problem.points):
            once = there[:, step] >= 1 - SLACK
            more = there[:, step, None] >= 1 + (self._point == step) - SLACK
            open_to = np.where(self._own[who], more & fits, once[:, None] & fits)
            self.possible[who, step] |= np.where(self._alone[who], once[:, None], open_to)

    def in_doubt(self) -> Whole:
        """The suspects (their numbers) for which too few answers are open to somebody."""
        return np.flatnonzero((self.possible.sum(axis=1) < self.need).any(axis=1))

    def list_knowns(self, suspect: int) -> list[int]:
        """The known answers for which too few answers of a suspect are open."""
        return np.flatnonzero(self.possible[suspect].sum(axis=0) < self.need).tolist()

    def list_own(self, suspect: int) -> list[int]:
        """The known answers of a suspect's own atom, also where it is one person's."""
        return np.flatnonzero(self._own[suspect] | self._alone[suspect]).tolist()

    def lean(self, random: np.random.Generator) -> Floats:
        """Weights that draw a random half of the doubted suspects to an answer not yet seen, others to the truth."""
        counts = self.problem.counts
        weights = (counts > 0) / np.maximum(counts, 1)
        for suspect in self.in_doubt():
            if random.random() < 0.5:
                unseen = np.flatnonzero(~self.possible[suspect].all(axis=1))
                weights[self.suspects[suspect]] = 0
                weights[self.suspects[suspect], random.choice(unseen)] = 4
        return np.asarray(weights, dtype=np.float64)

    def list_steps(self, suspect: int, knowns: Sequence[int]) -> Iterator[int]:
        """Answers not yet open to somebody who knows one of these, the nearest to the atom's mean first."""
        counts = self.problem.counts[self.suspects[suspect]]
        centre = float(counts @ np.arange(len(counts))) / max(1, int(counts.sum()))
        for step in sorted(range(len(counts)), key=lambda step: (abs(step - centre), step)):
            left = self.possible[suspect][:, knowns].sum(axis=0) < self.need
            if not self.possible[suspect, step, knowns][left].all():
                yield step

    def floor(self, suspect: int, step: int, knowns: Sequence[int]) -> list[Floor]:
        """Somebody of the suspected atom answers ``step``, and all these known answers are given."""
        atom = int(self.suspects[suspect])
        floors: list[Floor] = [(atom, step, 1.0)]
        for known in knowns:
            if not self._alone[suspect, known]:
                place = (int(self._at[known]), int(self._point[known]))
                floors.append((*place, 2.0 if place == (atom, step) else 1.0))
        return floors
