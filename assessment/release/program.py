"""What all shown figures of one question together allow, asked of a linear program (HiGHS; trust rule A10).

Variables are numbers of people: how many of an atom answered each step. Whole numbers are not demanded, so a reader who
reasons about whole people may know slightly more; the rounding steps are far wider than that. One model is kept and
only its bounds and costs change, so that each program starts where the last one ended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, kron, vstack

from assessment.release.moves import Problem
from assessment.release.rows import Row

Floats = NDArray[np.float64]
SLACK = 1e-6

Floor = tuple[int, int, float]
"""Atom, step, and how many people at least answered so."""


@dataclass(frozen=True)
class Goal:
    """A possibility that must stay open: weights . (answers of the atom) >= bound."""

    atom: int
    weights: tuple[float, ...]
    bound: float

    def is_met(self, table: Floats) -> bool:
        return float(table[self.atom] @ np.array(self.weights)) >= self.bound - SLACK


class Program:
    """The linear program of a problem. A *table* is [atoms, points]: numbers of people that fit every shown figure."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.solved = 0
        """How many programs were solved."""
        self._stops: list[int] = []
        self._size = problem.counts.size
        self._shape = problem.counts.shape
        self._columns = np.arange(self._size, dtype=np.int32)
        self._near = -np.where(problem.counts > 0, 1 / np.maximum(problem.counts, 1), 0).ravel()
        self._floored: list[int] = []
        self._model = _make_model(problem)

    def forget(self, rows: Iterable[int]) -> None:
        """These figures are not shown after all."""
        atoms = len(self.problem.counts)
        for row in rows:
            self._model.changeRowBounds(atoms + row, -highspy.kHighsInf, highspy.kHighsInf)

    def approach(self, goals: Sequence[Goal]) -> Floats:
        """The table in which the goals' left sides add up to the most."""
        weights = np.zeros(self._shape)
        for goal in goals:
            weights[goal.atom] += goal.weights
        return self.lean(weights)

    def lean(self, weights: Floats) -> Floats:
        """The table that draws people most to the answers with weight [atoms, points]."""
        self._set_floors(())
        table = self._solve(-weights.ravel())
        if table is None:
            raise ArithmeticError("the true answers do not fit the figures made of them")
        return table

    def fit(self, floors: Sequence[Floor]) -> Floats | None:
        """A table with at least these people at these steps, near the true one where it can be; null where none is."""
        self._set_floors(floors)
        return self._solve(self._near)

    def _set_floors(self, floors: Iterable[Floor]) -> None:
        points = self._shape[1]
        for column in self._floored:
            self._model.changeColBounds(column, 0.0, highspy.kHighsInf)
        least: dict[int, float] = {}
        for atom, step, people in floors:
            column = atom * points + step
            least[column] = max(least.get(column, 0.0), people)
        for column, people in least.items():
            self._model.changeColBounds(column, people, highspy.kHighsInf)
        self._floored = list(least)

    def _solve(self, cost: Floats) -> Floats | None:
        self.solved += 1
        self._model.changeColsCost(self._size, self._columns, cost)
        self._model.run()
        if self._model.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = self._model.getSolution()
            self._stops = self._pick(np.array(solution.row_dual))
            return np.array(solution.col_value).reshape(self._shape)
        _status, found, ray = self._model.getDualRay()  # type: ignore[attr-defined]  # missing in its stubs
        self._stops = self._pick(np.array(ray)) if found else []
        return None

    def find_stops(self) -> set[Row]:
        """The figures that kept the last ``fit`` from succeeding, or the last ``approach`` from getting further."""
        return {self.problem.rows[row] for row in self._stops}

    def _pick(self, duals: Floats) -> list[int]:
        return np.flatnonzero(np.abs(duals[len(self.problem.counts) :]) > SLACK).tolist()


def _make_model(problem: Problem) -> highspy.Highs:
    """People of each atom, then the shown figures, over (atom, step)."""
    people = kron(csr_array(np.eye(len(problem.counts))), np.ones((1, problem.points)))
    row, atom = np.nonzero(problem.inside)
    steps = np.arange(problem.points)
    place = (np.repeat(row, len(steps)), (atom[:, None] * len(steps) + steps).ravel())
    figures = coo_array((problem.weights[row].ravel().astype(float), place), (len(problem.rows), problem.counts.size))
    matrix = csr_array(vstack([people, figures]))
    matrix.eliminate_zeros()
    each = problem.people.astype(float)
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # untyped in its stubs
    # Presolving would throw away the basis that the next program starts from.
    for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
        model.setOptionValue(option, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = matrix.shape[1], matrix.shape[0]
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_, program.col_upper_ = np.zeros(matrix.shape[1]), np.full(matrix.shape[1], highspy.kHighsInf)
    program.row_lower_ = np.concatenate([each, problem.low])
    program.row_upper_ = np.concatenate([each, problem.high])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    model.passModel(program)
    return model
