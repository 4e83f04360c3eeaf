"""The person check (trust rule A10): no shown figure, alone or with others, may pin anybody's answer to one question.

Two things must hold in everything that all shown figures of the question allow together:

- the rule as written: the total of each atom may be as low as max n - (R + 2) and as high as min n + (R + 2) (yes/no:
  2), so that nobody is narrowed to two values (yes/no: one) for a colleague who knows one of the others
  (whatever that was);
- nobody is narrowed so for a reader who knows any one answer, in the same atom or in another one.

Points are first moved among few people: those who share the tightest figures with an atom. Whoever could help joins
them until a world is found, or until it is proven that nobody can help. So the verdict is that of a program over
everybody, at a small part of its cost.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from assessment.release.problem import Flags, Problem
from assessment.release.program import Goal, Program, Proof
from assessment.release.rows import Row, Whole
from assessment.release.worlds import Doubt, Worlds

FEW = 10
"""Atoms whose people may answer otherwise at first."""


@dataclass
class Effort:
    """What the check cost; ``seconds`` of processor time."""

    questions: int = 0
    programs: int = 0
    rows: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Taken:
    """A figure that was withheld: all of a cell's (``kind`` "score") or only its shares."""

    cell: int
    kind: str

    def covers(self, row: Row) -> bool:
        return row.cell == self.cell and (self.kind == "score" or row.kind == "shares")


Question = Callable[[Program], Proof | None]
"""Put to a program: null where a world that it finds shows an atom to be safe, else what speaks against that."""


def protect_persons(counts: Whole, member: Flags, rows: Sequence[Row], effort: Effort) -> list[Taken]:
    """Withhold figures until nobody's answer shows; gives what was withheld, in that order.

    ``counts`` [atoms, points]; ``member`` [cells, atoms], cells from the most important on; ``rows``: what is shown.
    """
    began = time.process_time()
    check = _Check(Problem.of(counts, member, rows))
    check.protect()
    effort.seconds += time.process_time() - began
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
            goals = [goal for goal in _list_goals(self.problem, atom) if not goal.is_met(true[atom])]
            questions: list[Question] = [partial(_reach, goal) for goal in goals]
            doubt = worlds.doubt(atom)
            if doubt.list_knowns():
                questions.append(partial(_ask, worlds, doubt))
            if questions:
                self._settle(atom, questions)

    def _settle(self, atom: int, questions: list[Question]) -> None:
        """Ask about an atom until it is safe, withholding figures where it cannot be."""
        nearest = self.problem.list_nearest(atom)
        near = nearest[:FEW]
        while questions:
            program = Program(self.problem, self.shown, near)
            helpers = self._exhaust(atom, questions, program)
            near = np.concatenate([near, _list_new(near, helpers, nearest)[: len(near)]])
            self.solved += program.solved

    def _exhaust(self, atom: int, questions: list[Question], program: Program) -> Whole:
        """Take what is safe off the questions, withholding figures where nobody else can help; gives who could."""
        while questions:
            proof = questions[0](program)
            if proof is None:
                del questions[0]
            elif proof.holds or len(program.near) == len(self.problem.counts):
                program.forget(self.withhold(proof.rows, atom))
            else:
                return proof.against
        return program.near


def _list_new(near: Whole, helpers: Whole, nearest: Whole) -> Whole:
    """Who could help and is not there yet; where arithmetic leaves nobody, the nearest."""
    new = helpers[~np.isin(helpers, near)]
    return new if len(new) else nearest[~np.isin(nearest, near)]


def _reach(goal: Goal, program: Program) -> Proof | None:
    if goal.is_met(program.approach(goal).of(goal.atom)):
        return None
    return program.prove((), goal)


def _ask(worlds: Worlds, doubt: Doubt, program: Program) -> Proof | None:
    """Look for the worlds that an atom still needs: beside each known answer of its own (a world near the truth mostly
    settles all others too), beside all that are still in doubt at once, then beside fewer.

    One known answer that is enough to narrow somebody ends it: then the others are not asked for.
    """
    waiting = [doubt.list_knowns(), *([one] for one in doubt.list_own())]
    while waiting:
        doubted = set(doubt.list_knowns())
        knowns = [one for one in waiting.pop() if one in doubted]
        if len(knowns) == 1:
            if proof := _ask_beside(worlds, doubt, program, knowns[0]):
                return proof
        elif knowns:
            for step in doubt.list_steps(knowns):
                if world := program.fit(doubt.floor(step, knowns)):
                    worlds.keep(world, doubt)
            half = len(knowns) // 2
            waiting += [knowns[:half], knowns[half:]]
    return None


def _ask_beside(worlds: Worlds, doubt: Doubt, program: Program, known: int) -> Proof | None:
    """Whether enough answers are open to a reader who knows this one."""
    closed: list[Proof] = []
    unsure: list[Proof] = []
    for step in doubt.list_steps([known]):
        floors = doubt.floor(step, [known])
        if world := program.fit(floors):
            worlds.keep(world, doubt)
            continue
        proof = program.prove(floors)
        (closed if proof.holds else unsure).append(proof)
        if worlds.problem.points - len(closed) < doubt.need:
            return closed[0]
    return unsure[0] if known in doubt.list_knowns() else None


def _list_goals(problem: Problem, atom: int) -> Iterator[Goal]:
    reach = problem.points - 1
    need = reach + 2 if reach > 1 else 2
    steps = tuple(float(step) for step in range(problem.points))
    people = int(problem.people[atom])
    if people >= 2:
        yield Goal(atom, tuple(-step for step in steps), -float(reach * people - need))
        yield Goal(atom, steps, float(need))
