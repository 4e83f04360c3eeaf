"""The person check (trust rule A10): no shown figure, alone or with others, may pin anybody's answer to one question.

Two things must hold in everything that all shown figures of the question allow together:

- the rule as written: the total of each atom may be as low as max n - (R + 2) and as high as min n + (R + 2) (yes/no:
  2), so that nobody is narrowed to two values (yes/no: one) for a colleague who knows one of the others
  (whatever that was);
- nobody is narrowed so for a reader who knows any one answer, in the same atom or in another one.

What moves of single answers prove safe (``moves``) needs no linear program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.release.moves import Flags, Problem, find_movable
from assessment.release.program import SLACK, Floats, Floor, Goal, Program
from assessment.release.rows import Row, Whole


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


@dataclass
class _Proofs:
    """What is safe already; it stays safe when less is shown. ``safe`` [atoms]; ``goals``: those still to be met;
    ``shown`` [rows]."""

    safe: Flags
    goals: list[Goal]
    shown: Flags


def protect_persons(counts: Whole, member: Flags, rows: Sequence[Row], effort: Effort) -> list[Taken]:
    """Withhold figures until nobody's answer shows; gives what was withheld, in that order.

    ``counts`` [atoms, points]; ``member`` [cells, atoms], cells from the most important on; ``rows``: what is shown.
    """
    effort.questions += 1
    effort.rows += len(rows)
    taken: list[Taken] = []
    problem = Problem.of(counts, member, rows)
    program, proofs = Program(problem), _start(problem)
    while guilty := _open_totals(program, proofs) or _open_answers(program, proofs):
        victim = _choose(rows, guilty)
        taken.append(victim)
        gone = [number for number, row in enumerate(rows) if victim.covers(row)]
        proofs.shown[gone] = False
        program.forget(gone)
    effort.programs += program.solved
    return taken


def _start(problem: Problem) -> _Proofs:
    true = problem.counts.astype(float)
    goals = [goal for goal in _list_goals(problem) if not goal.is_met(true)]
    return _Proofs(problem.people == 0, goals, np.ones(len(problem.rows), dtype=bool))


def _choose(rows: Sequence[Row], guilty: set[int]) -> Taken:
    """The least important of the figures that give somebody away; shares go before the score."""
    row = max((rows[number] for number in guilty), key=lambda row: (row.cell, row.kind == "shares"))
    return Taken(row.cell, row.kind)


def _open_totals(program: Program, proofs: _Proofs) -> set[int]:
    """The rule as written, for atoms of two and more (one is covered by ``_open_answers``); the rows to blame."""
    for upwards in (False, True):
        while batch := [goal for goal in proofs.goals if (goal.weights[-1] > 0) == upwards]:
            if not _strike_off(proofs, program.approach(batch)):
                # Together they are too much: one alone must be possible.
                alone = program.approach(batch[:1])
                if not batch[0].is_met(alone):
                    return program.stops & set(np.flatnonzero(proofs.shown))
                _strike_off(proofs, alone)
    return set()


def _strike_off(proofs: _Proofs, table: Floats) -> bool:
    """Whether a possible table meets any of the goals still to be met; those are done with."""
    left = [goal for goal in proofs.goals if not goal.is_met(table)]
    fewer = len(left) < len(proofs.goals)
    proofs.goals = left
    return fewer


def _open_answers(program: Program, proofs: _Proofs) -> set[int]:
    """Every person keeps enough possible answers whichever one answer a reader knows; else the rows to blame."""
    proofs.safe |= find_movable(program.problem.keep(proofs.shown), ~proofs.safe)
    for atom in np.flatnonzero(~proofs.safe).tolist():
        guilty = _open_values(program, atom)
        if guilty:
            return guilty
        proofs.safe[atom] = True
    return set()


def _list_goals(problem: Problem) -> Iterator[Goal]:
    reach = problem.points - 1
    need = reach + 2 if reach > 1 else 2
    steps = tuple(float(step) for step in range(problem.points))
    for atom in np.flatnonzero(problem.people >= 2):
        people = int(problem.people[atom])
        yield Goal(int(atom), tuple(-step for step in steps), -float(reach * people - need))
        yield Goal(int(atom), steps, float(need))


def _open_values(program: Program, atom: int) -> set[int]:
    """Nothing where each person of the atom keeps enough possible answers whichever one answer a reader knows; else the
    rows to blame."""
    counts = program.problem.counts[atom]
    people = int(counts.sum())
    need = min(3, program.problem.points)
    for known in np.flatnonzero(counts).tolist() if people >= 2 else [None]:
        possible = [step for step in range(len(counts)) if counts[step] - (step == known) >= 1]
        centre = float(counts @ np.arange(len(counts))) / people
        guilty: set[int] = set()
        for step in sorted(range(len(counts)), key=lambda step: (abs(step - centre), step)):
            if len(possible) >= need:
                break
            if step in possible:
                continue
            floors = _ask_for(atom, step, known)
            if _is_open(program, floors):
                possible.append(step)
            else:
                guilty = guilty or program.stops
        if len(possible) < need:
            return guilty
    return set()


def _ask_for(atom: int, step: int, known: int | None) -> list[Floor]:
    """Somebody in the atom answers ``step``, beside a colleague who is known to answer ``known``."""
    if known is None:
        return [(atom, step, 1.0)]
    return [(atom, step, 2.0)] if known == step else [(atom, step, 1.0), (atom, known, 1.0)]


def _is_open(program: Program, floors: list[Floor]) -> bool:
    """Whether the floors can be met whichever one answer elsewhere is known; else the program knows what stops it."""
    first = program.fit(floors)
    if first is None:
        return False
    moved = _list_moved(program.problem, first, floors[0][0])
    if not moved or program.fit([*floors, *moved]) is not None:
        return True
    return all(program.fit([*floors, pin]) is not None for pin in moved)


def _list_moved(problem: Problem, table: Floats, atom: int) -> list[Floor]:
    """True answers of other atoms that nobody gives in this table: a reader who knows such a one can rule it out."""
    gone = (problem.counts > 0) & (table < 1 - SLACK)
    gone[atom] = False
    return [(int(other), int(step), 1.0) for other, step in zip(*np.nonzero(gone), strict=True)]
