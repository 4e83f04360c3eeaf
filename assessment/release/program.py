"""What shown figures of one question together allow, asked of a linear program (HiGHS; trust rule A10).

Variables are numbers of people: how many of an atom answered each step. Whole numbers are not demanded, so a reader who
reasons about whole people may know slightly more; the rounding steps are far wider than that.

A program is about a few atoms: all others answer as they did. So a world that it finds fits all figures. Where it finds
none, what stopped it may prove that there is none among all atoms either, and else names the atoms to take in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessment.release.problem import Flags, Floats, Problem
from assessment.release.rows import Whole
from assessment.release.worlds import SLACK, Floor, World

if TYPE_CHECKING:
    import highspy


@dataclass(frozen=True)
class Goal:
    """A possibility that must stay open: weights . (answers of the atom) >= bound."""

    atom: int
    weights: tuple[float, ...]
    bound: float

    def is_met(self, answers: Floats) -> bool:
        """``answers`` [points] of the atom."""
        return float(answers @ np.array(self.weights)) >= self.bound - SLACK


@dataclass(frozen=True, eq=False)
class Proof:
    """That a program found nothing. ``holds``: there is nothing among all atoms either, as long as ``rows`` are shown.

    ``against``: atoms whose people may help to find something, the likeliest first.
    """

    holds: bool
    rows: Whole
    against: Whole


class Program:
    """The linear program over the atoms ``near`` of a problem and its ``shown`` rows."""

    def __init__(self, problem: Problem, shown: Flags, near: Whole) -> None:
        self.problem, self.near = problem, np.sort(near)
        self.solved = 0
        """How many programs were solved."""
        counts = problem.counts[self.near]
        self._rows = _find_binding(problem, shown, self.near)
        self._size, self._shape = counts.size, counts.shape
        self._columns = np.arange(self._size, dtype=np.int32)
        self._truth = -np.where(counts > 0, 1 / np.maximum(counts, 1), 0).ravel()
        self._place = {atom: number for number, atom in enumerate(self.near.tolist())}
        self._floored: list[int] = []
        self._duals = np.zeros(len(self._rows))
        self._model = _make_model(problem, self._rows, self.near)

    def forget(self, gone: Collection[int]) -> None:
        """These rows are not shown after all."""
        for number in np.flatnonzero(np.isin(self._rows, list(gone))).tolist():
            self._model.changeRowBounds(len(self.near) + number, -np.inf, np.inf)

    def approach(self, goal: Goal) -> World:
        """The world in which the goal's left side is the largest."""
        self._set_floors(())
        weights = np.zeros(self._shape)
        weights[self._place[goal.atom]] = goal.weights
        world = self._solve(-weights.ravel())
        if world is None:
            raise ArithmeticError("the true answers do not fit the figures made of them")
        return world

    def fit(self, floors: Sequence[Floor]) -> World | None:
        """A world with at least these people at these steps, near the true one where it can be; null where none is.

        What far atoms are known to answer, they do answer there.
        """
        self._set_floors([floor for floor in floors if floor[0] in self._place])
        return self._solve(self._truth)

    def _set_floors(self, floors: Sequence[Floor]) -> None:
        for column in self._floored:
            self._model.changeColBounds(column, 0.0, np.inf)
        joined = [(self._place[atom] * self._shape[1] + step, people) for atom, step, people in _join(floors)]
        for column, people in joined:
            self._model.changeColBounds(column, people, np.inf)
        self._floored = [column for column, _ in joined]

    def _solve(self, cost: Floats) -> World | None:
        self.solved += 1
        self._model.changeColsCost(self._size, self._columns, cost)
        self._model.run()
        atoms = len(self.near)
        if self._model.getModelStatus().name == "kOptimal":
            solution = self._model.getSolution()
            self._duals = -np.array(solution.row_dual)[atoms:]
            return World(self.near, np.array(solution.col_value).reshape(self._shape))
        _status, found, ray = self._model.getDualRay()  # type: ignore[attr-defined]  # missing in its stubs
        self._duals = -np.array(ray)[atoms:] / np.abs(ray).max() if found else np.zeros(len(self._rows))
        return None

    def prove(self, floors: Sequence[Floor], goal: Goal | None = None) -> Proof:
        """Whether the last program found nothing because there is nothing among all atoms either: no world that has
        these people at these steps, or none that meets the goal.

        What stopped the program bounds the goal's left side from above (without a goal: the nothing that is missing) by
        what the figures allow, plus the best of what is left over, atom by atom. Where the true answers of an atom fall
        short of its best, its people may help. No tolerance of the solver enters: the bound is worked out anew.
        """
        holding = np.abs(self._duals) > SLACK
        rows, duals = self._rows[holding], self._duals[holding]
        problem = self.problem
        rest = -(problem.inside[rows].T.astype(np.float64) @ (duals[:, None] * problem.weights[rows]))
        if goal:
            rest[goal.atom] += goal.weights
        best = rest.max(axis=1)
        allowed = float((duals * np.where(duals > 0, problem.high[rows], problem.low[rows])).sum())
        lost = sum(people * float(best[atom] - rest[atom, step]) for atom, step, people in _join(floors))
        bound = allowed + float(best @ problem.people) - lost
        gains = best * problem.people - (rest * problem.counts).sum(axis=1)
        # Rounded, so that noise of the arithmetic does not decide between equals.
        order = np.argsort(-np.round(gains, 6), kind="stable")
        return Proof(bound < (goal.bound if goal else 0.0) - SLACK, rows, order[gains[order] > SLACK])


def _join(floors: Sequence[Floor]) -> list[Floor]:
    """One floor for each atom and step, the highest."""
    least: dict[tuple[int, int], float] = {}
    for atom, step, people in floors:
        least[atom, step] = max(least.get((atom, step), 0.0), people)
    return [(atom, step, people) for (atom, step), people in least.items()]


def _find_binding(problem: Problem, shown: Flags, near: Whole) -> Whole:
    """The shown rows that people of these atoms can break."""
    inside = problem.inside[:, near]
    rows = np.flatnonzero(shown & inside.any(axis=1))
    weights = problem.weights[rows]
    people = inside[rows] @ problem.people[near]
    now = ((inside[rows] @ problem.counts[near]) * weights).sum(axis=1)
    below, above = problem.room
    falls = now - people * weights.min(axis=1) > below[rows]
    rises = people * weights.max(axis=1) - now > above[rows]
    return np.asarray(rows[falls | rises], dtype=np.int64)


def _make_model(problem: Problem, rows: Whole, near: Whole) -> highspy.Highs:
    """People of each atom, then the figures, over (atom, step)."""
    # Loaded only here: it takes time and memory that a process which never releases anything need not spend.
    import highspy  # noqa: PLC0415

    counts, weights = problem.counts[near], problem.weights[rows]
    inside = problem.inside[rows][:, near]
    rest = problem.true[rows] - ((inside @ counts) * weights).sum(axis=1)
    figures = (inside[:, :, None] * weights[:, None, :]).reshape(len(rows), counts.size)
    there = figures != 0
    filled = there.sum(axis=1)
    atoms, points = counts.shape
    each = problem.people[near].astype(np.float64)
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # untyped in its stubs
    # Presolving would throw away the basis that the next program starts from.
    for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
        model.setOptionValue(option, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = counts.size, atoms + len(rows)
    program.col_cost_ = np.zeros(counts.size)
    program.col_lower_, program.col_upper_ = np.zeros(counts.size), np.full(counts.size, highspy.kHighsInf)
    program.row_lower_ = np.concatenate([each, problem.low[rows] - rest])
    program.row_upper_ = np.concatenate([each, problem.high[rows] - rest])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.concatenate([np.full(atoms, points), filled]))])
    program.a_matrix_.index_ = np.concatenate([np.arange(counts.size), np.nonzero(there)[1]])
    program.a_matrix_.value_ = np.concatenate([np.ones(counts.size), figures[there]])
    model.passModel(program)
    return model
