"""The person check (trust rule A10): no shown figure, alone or with others, may pin anybody's answer to one question.

Two things must hold in everything that all shown figures of the question allow together:

- the rule as written: the total of each atom may be as low as max n - (R + 2) and as high as min n + (R + 2) (yes/no:
  2), so that nobody is narrowed to two values (yes/no: one) for a colleague who knows one of the others
  (whatever that was);
- nobody is narrowed so for a reader who knows any one answer, in the same atom or in another one.

What moves of single answers prove safe (``moves``) needs no linear program.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.release.moves import find_movable
from assessment.release.problem import Flags, Problem
from assessment.release.program import Certificate, Goal, Program, forbids, refutes
from assessment.release.rows import Row, Whole
from assessment.release.worlds import Worlds

ROUNDS = 6
"""Programs over everybody before suspects are looked at one by one."""
SIZES = (8, 24, 60)
"""Atoms whose answers may move: first few, more where these do not suffice and that is no proof. The last has the last
word: what it cannot show to be safe is withheld, which costs a few figures in very large organisations and keeps the
time in bounds."""


@dataclass
class Effort:
    """What the check cost."""

    questions: int = 0
    programs: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Taken:
    """A figure that was withheld: all of a cell's (``kind`` "score") or only its shares."""

    cell: int
    kind: str

    def covers(self, row: Row) -> bool:
        return row.cell == self.cell and (self.kind == "score" or row.kind == "shares")


@dataclass(frozen=True)
class Verdict:
    """What a program came to: safe, or not, with the rows to blame; ``certain`` where no larger one could say else."""

    safe: bool
    guilty: Whole
    certain: bool


def protect_persons(counts: Whole, member: Flags, rows: Sequence[Row], effort: Effort) -> list[Taken]:
    """Withhold figures until nobody's answer shows; gives what was withheld, in that order.

    ``counts`` [atoms, points]; ``member`` [cells, atoms], cells from the most important on; ``rows``: what is shown.
    """
    check = _Check(Problem.of(counts, member, rows))
    check.open_totals()
    check.open_answers()
    effort.questions += 1
    effort.rows += len(rows)
    effort.programs += check.solved
    return check.taken


class _Check:
    """The check of one question. What is safe stays safe when less is shown, so nothing is asked twice."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shown = np.ones(len(problem.rows), dtype=bool)
        self.taken: list[Taken] = []
        self.solved = 0

    def withhold(self, guilty: Whole, atom: int) -> list[int]:
        """Take the least important of the figures that give somebody away, shares before the score; gives its rows."""
        open_rows = guilty[self.shown[guilty]]
        suspects = open_rows if len(open_rows) else np.flatnonzero(self.shown & self.problem.inside[:, atom])
        victim = max((self.problem.rows[row] for row in suspects), key=lambda row: (row.cell, row.kind == "shares"))
        taken = Taken(victim.cell, victim.kind)
        self.taken.append(taken)
        gone = [number for number, row in enumerate(self.problem.rows) if taken.covers(row)]
        self.shown[gone] = False
        return gone

    def settle(self, atom: int, ask: Callable[[Program], Verdict]) -> None:
        """Ask about an atom, withholding figures until it is safe."""
        near = self.problem.list_nearest(atom)
        for size in SIZES:
            last = size == SIZES[-1] or size >= len(near)
            program = Program(self.problem, self.shown, near[:size])
            verdict = ask(program)
            while not verdict.safe and (last or verdict.certain):
                program.forget(self.withhold(verdict.guilty, atom))
                verdict = ask(program)
            self.solved += program.solved
            if verdict.safe:
                return

    def open_totals(self) -> None:
        """The rule as written, for atoms of two and more; ``open_answers`` covers one."""
        true = self.problem.counts.astype(float)
        for goal in _list_goals(self.problem):
            if not goal.is_met(true):
                self.settle(goal.atom, lambda program, goal=goal: self._reach(goal, program))

    def _reach(self, goal: Goal, program: Program) -> Verdict:
        if goal.is_met(program.approach(goal)):
            return Verdict(True, np.zeros(0, dtype=np.int64), True)
        return Verdict(False, program.certificate.rows, refutes(self.problem, program.certificate, goal))

    def open_answers(self) -> None:
        """Every person keeps enough possible answers whichever one answer a reader knows."""
        suspects = np.flatnonzero(~find_movable(self.problem.keep(self.shown)))
        worlds = Worlds(self.problem, suspects.tolist())
        for suspect in worlds.in_doubt().tolist():
            if worlds.list_knowns(suspect):
                atom = int(suspects[suspect])
                self.settle(atom, lambda program, suspect=suspect: _ask(worlds, suspect, program))


def _ask(worlds: Worlds, suspect: int, program: Program) -> Verdict:
    """Look for the worlds that a suspect still needs: beside each known answer of its own atom (a world near the truth
    mostly settles all others too), beside all that are still in doubt at once, then beside fewer.

    Gives the rows to blame where one known answer is enough to narrow somebody: then the others are not asked for.
    """
    problem = worlds.problem
    waiting = [worlds.list_knowns(suspect), *([one] for one in worlds.list_own(suspect))]
    while waiting:
        doubted = set(worlds.list_knowns(suspect))
        knowns = [one for one in waiting.pop() if one in doubted]
        first: Certificate | None = None
        closed = 0
        for step in worlds.list_steps(suspect, knowns):
            floors = worlds.floor(suspect, step, knowns)
            table = program.fit(floors)
            if table is not None:
                worlds.take_in(table, program.near)
                continue
            first = first or program.certificate
            if len(knowns) == 1:
                closed += forbids(problem, program.certificate, floors)
                if problem.points - closed < worlds.need:
                    return Verdict(False, first.rows, True)
        if len(knowns) == 1 and knowns[0] in worlds.list_knowns(suspect):
            return Verdict(False, first.rows if first else np.zeros(0, dtype=np.int64), False)
        if len(knowns) > 1:
            half = len(knowns) // 2
            waiting += [knowns[:half], knowns[half:]]
    return Verdict(True, np.zeros(0, dtype=np.int64), True)


def _list_goals(problem: Problem) -> Iterator[Goal]:
    reach = problem.points - 1
    need = reach + 2 if reach > 1 else 2
    steps = tuple(float(step) for step in range(problem.points))
    for atom in np.flatnonzero(problem.people >= 2):
        people = int(problem.people[atom])
        yield Goal(int(atom), tuple(-step for step in steps), -float(reach * people - need))
        yield Goal(int(atom), steps, float(need))
