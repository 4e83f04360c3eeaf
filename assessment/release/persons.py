"""The person check (trust rule A10): no shown figure, alone or with others, may pin anybody's answer to one question.

Two things must hold in everything that all shown figures of the question allow together:

- the rule as written: the total of each atom may be as low as max n - (R + 2) and as high as min n + (R + 2) (yes/no:
  2), so that nobody is narrowed to two values (yes/no: one) for a colleague who knows one of the others
  (whatever that was);
- nobody is narrowed so for a reader who knows any one answer, in the same atom or in another one.

What moves of single answers prove safe (``moves``) needs no linear program.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessment.release.moves import Flags, Problem, find_movable
from assessment.release.program import Floats, Floor, Goal, Program
from assessment.release.rows import Row, Whole
from assessment.release.worlds import Worlds

ROUNDS = 6
"""Programs over everybody before suspects are looked at one by one."""
NEARBY, AROUND = 40, 60
"""Atoms whose answers may move at first; a program over all of them is asked only where these do not suffice."""
MOST_WHOLE = 60
"""Programs over all atoms that a question may cost. Then a wider neighbourhood has the last word: what it cannot show
to be safe is withheld, which costs a few figures in very large organisations and keeps the time in bounds."""


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
        self.program = Program(problem)
        self.shown = np.ones(len(problem.rows), dtype=bool)
        self.taken: list[Taken] = []
        self._elsewhere = 0

    @property
    def solved(self) -> int:
        return self.program.solved + self._elsewhere

    def withhold(self, guilty: Collection[Row], atom: int) -> None:
        """Take the least important of the figures that give somebody away; shares go before the score."""
        open_rows = [self.problem.rows[row] for row in np.flatnonzero(self.shown)]
        holding = [self.problem.rows[row] for row in np.flatnonzero(self.shown & self.problem.inside[:, atom])]
        suspects = [row for row in open_rows if row in guilty] or holding
        victim = max(suspects, key=lambda row: (row.cell, row.kind == "shares"))
        taken = Taken(victim.cell, victim.kind)
        self.taken.append(taken)
        gone = [number for number, row in enumerate(self.problem.rows) if taken.covers(row)]
        self.shown[gone] = False
        self.program.forget(gone)

    def _find_judge(self, atom: int) -> tuple[Program, Whole]:
        """The program that has the last word on an atom, and the atoms it is about."""
        if self.program.solved < MOST_WHOLE or len(self.problem.counts) <= AROUND:
            return self.program, np.arange(len(self.problem.counts))
        near = self.problem.surround(atom, AROUND)
        self._elsewhere += 1
        return Program(self.problem.keep(self.shown).cut(near)), near

    def open_totals(self) -> None:
        """The rule as written, for atoms of two and more; ``open_answers`` covers one."""
        true = self.problem.counts.astype(float)
        goals = [goal for goal in _list_goals(self.problem) if not goal.is_met(true)]
        left = [goal for goal in goals if not self._meets_nearby(goal)]
        while left:
            batch = [goal for goal in left if (goal.weights[-1] > 0) == (left[0].weights[-1] > 0)]
            if self.program.solved < MOST_WHOLE:
                left = _keep_unmet(left, self.program.approach(batch))
            if left and left[0] is batch[0]:
                # Not among all the others: then alone.
                left = left[1:] if self._meets_alone(left[0]) else left

    def _meets_alone(self, goal: Goal) -> bool:
        """Whether a goal can be met; withholds a figure where it cannot."""
        judge, near = self._find_judge(goal.atom)
        moved = replace(goal, atom=int(np.flatnonzero(near == goal.atom)[0]))
        if moved.is_met(judge.approach([moved])):
            return True
        self.withhold(judge.find_stops(), goal.atom)
        return False

    def _meets_nearby(self, goal: Goal) -> bool:
        """Whether moving answers of atoms near a goal's own is enough to meet it."""
        near = self.problem.surround(goal.atom, NEARBY)
        program = Program(self.problem.cut(near))
        moved = replace(goal, atom=int(np.flatnonzero(near == goal.atom)[0]))
        self._elsewhere += 1
        return moved.is_met(program.approach([moved]))

    def open_answers(self) -> None:
        """Every person keeps enough possible answers whichever one answer a reader knows."""
        shown = self.problem.keep(self.shown)
        suspects = np.flatnonzero(~find_movable(shown))
        worlds = Worlds(self.problem, suspects.tolist())
        random = np.random.default_rng(len(suspects))
        for _ in range(ROUNDS):
            if not len(worlds.in_doubt()):
                return
            worlds.take_in(self.program.lean(worlds.lean(random)))
        for suspect in worlds.in_doubt().tolist():
            self._look_nearby(worlds, suspect)
            while worlds.list_knowns(suspect):
                atom = int(worlds.suspects[suspect])
                judge, near = self._find_judge(atom)
                guilty = _ask(worlds, suspect, judge, near)
                if worlds.list_knowns(suspect):
                    self.withhold(guilty, atom)

    def _look_nearby(self, worlds: Worlds, suspect: int) -> None:
        """Worlds in which only atoms near a suspect answer otherwise: mostly they suffice, and cost little."""
        shown = self.problem.keep(self.shown)
        near = shown.surround(int(worlds.suspects[suspect]), NEARBY)
        program = Program(shown.cut(near))
        _ask(worlds, suspect, program, near)
        self._elsewhere += program.solved


def _keep_unmet(goals: Sequence[Goal], table: Floats) -> list[Goal]:
    return [goal for goal in goals if not goal.is_met(table)]


def _ask(worlds: Worlds, suspect: int, program: Program, near: Whole) -> Collection[Row]:
    """Look for the worlds that a suspect still needs: beside each known answer of its own atom (a world near the truth
    mostly settles all others too), beside all that are still in doubt at once, then beside fewer.

    ``near``: the atoms of the program; all others answer as they did. Gives the rows to
    blame where one known answer is enough to narrow somebody: then the other known answers are not asked for.
    """
    waiting = [worlds.list_knowns(suspect), *([one] for one in worlds.list_own(suspect))]
    while waiting:
        doubted = set(worlds.list_knowns(suspect))
        knowns = [one for one in waiting.pop() if one in doubted]
        guilty: Collection[Row] = ()
        for step in worlds.list_steps(suspect, knowns):
            floors = worlds.floor(suspect, step, knowns)
            table = program.fit(_shift(floors, near))
            if table is not None:
                worlds.take_in(_embed(worlds, table, near))
            else:
                guilty = guilty or program.find_stops()
        if not knowns:
            continue
        if len(knowns) == 1 and knowns[0] in worlds.list_knowns(suspect):
            return guilty
        if len(knowns) > 1:
            half = len(knowns) // 2
            waiting += [knowns[:half], knowns[half:]]
    return ()


def _shift(floors: list[Floor], near: Whole) -> list[Floor]:
    """Floors of a smaller program; what far atoms are known to answer, they do answer there."""
    place = {int(atom): number for number, atom in enumerate(near)}
    return [(place[atom], step, people) for atom, step, people in floors if atom in place]


def _embed(worlds: Worlds, table: Floats, near: Whole) -> Floats:
    whole = worlds.problem.counts.astype(float)
    whole[near] = table
    return whole


def _list_goals(problem: Problem) -> Iterator[Goal]:
    reach = problem.points - 1
    need = reach + 2 if reach > 1 else 2
    steps = tuple(float(step) for step in range(problem.points))
    for atom in np.flatnonzero(problem.people >= 2):
        people = int(problem.people[atom])
        yield Goal(int(atom), tuple(-step for step in steps), -float(reach * people - need))
        yield Goal(int(atom), steps, float(need))
