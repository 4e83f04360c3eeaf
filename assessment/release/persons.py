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
from functools import partial

import numpy as np

from assessment.release.problem import Flags, Problem
from assessment.release.program import Goal, Program, forbids, refutes
from assessment.release.rows import Row, Whole
from assessment.release.worlds import Doubt, Worlds

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


SAFE = Verdict(True, np.zeros(0, dtype=np.int64), True)
Ask = Callable[[Program], Verdict]


def protect_persons(counts: Whole, member: Flags, rows: Sequence[Row], effort: Effort) -> list[Taken]:
    """Withhold figures until nobody's answer shows; gives what was withheld, in that order.

    ``counts`` [atoms, points]; ``member`` [cells, atoms], cells from the most important on; ``rows``: what is shown.
    """
    check = _Check(Problem.of(counts, member, rows))
    check.protect()
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

    def protect(self) -> None:
        """Every atom can be as the rule wants it, and every person keeps enough possible answers."""
        true = self.problem.counts.astype(np.float64)
        worlds = Worlds(self.problem)
        for atom in range(len(self.problem.counts)):
            questions: list[Ask] = [
                partial(_reach, self.problem, goal) for goal in _list_goals(self.problem, atom) if not goal.is_met(true[atom])
            ]
            doubt = worlds.doubt(atom)
            if doubt.list_knowns():
                questions.append(partial(_ask, self.problem, worlds, doubt))
            if questions:
                self._settle(atom, questions)

    def _settle(self, atom: int, questions: list[Ask]) -> None:
        """Ask about an atom until each answer is "safe", withholding figures where it is not."""
        near = self.problem.list_nearest(atom)
        for size in SIZES:
            last = size == SIZES[-1] or size >= len(near)
            program = Program(self.problem, self.shown, near[:size])
            while questions:
                verdict = questions[0](program)
                if verdict.safe:
                    del questions[0]
                elif verdict.certain or last:
                    program.forget(self.withhold(verdict.guilty, atom))
                else:
                    break
            self.solved += program.solved
            if not questions:
                return


def _reach(problem: Problem, goal: Goal, program: Program) -> Verdict:
    if goal.is_met(program.approach(goal).of(goal.atom)):
        return SAFE
    return Verdict(False, program.certificate.rows, refutes(problem, program.certificate, goal))


def _ask(problem: Problem, worlds: Worlds, doubt: Doubt, program: Program) -> Verdict:
    """Look for the worlds that an atom still needs: beside each known answer of its own (a world near the truth mostly
    settles all others too), beside all that are still in doubt at once, then beside fewer.

    Gives the rows to blame where one known answer is enough to narrow somebody: then the others are not asked for.
    """
    waiting = [doubt.list_knowns(), *([one] for one in doubt.list_own())]
    while waiting:
        doubted = set(doubt.list_knowns())
        knowns = [one for one in waiting.pop() if one in doubted]
        verdict = _ask_beside(problem, worlds, doubt, program, knowns)
        if len(knowns) == 1 and not verdict.safe:
            return verdict
        if len(knowns) > 1:
            half = len(knowns) // 2
            waiting += [knowns[:half], knowns[half:]]
    return SAFE


def _ask_beside(
    problem: Problem, worlds: Worlds, doubt: Doubt, program: Program, knowns: Sequence[int]
) -> Verdict:
    """Whether enough answers are open to a reader for whom all of these are true."""
    guilty: Whole | None = None
    closed = 0
    for step in doubt.list_steps(knowns):
        floors = doubt.floor(step, knowns)
        world = program.fit(floors)
        if world is not None:
            worlds.keep(world, doubt)
            continue
        guilty = program.certificate.rows if guilty is None else guilty
        closed += len(knowns) == 1 and forbids(problem, program.certificate, floors)
        if problem.points - closed < doubt.need:
            return Verdict(False, guilty, True)
    return SAFE if guilty is None or not set(knowns) & set(doubt.list_knowns()) else Verdict(False, guilty, False)


def _list_goals(problem: Problem, atom: int) -> Iterator[Goal]:
    reach = problem.points - 1
    need = reach + 2 if reach > 1 else 2
    steps = tuple(float(step) for step in range(problem.points))
    people = int(problem.people[atom])
    if people >= 2:
        yield Goal(atom, tuple(-step for step in steps), -float(reach * people - need))
        yield Goal(atom, steps, float(need))
