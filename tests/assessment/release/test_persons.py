"""The person check (A10) against linear programs of SciPy over everybody: what it leaves, and what it proves."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.optimize import linprog

from assessment.release.persons import Effort, protect_persons
from assessment.release.problem import Problem
from assessment.release.program import Goal, Program
from assessment.release.rows import Row, round_figures
from assessment.release.worlds import World

SEEDS = range(10)
POINTS = (5, 5, 2, 3, 7)


def make_question(seed: int) -> tuple[np.ndarray, np.ndarray, list[Row]]:
    """Counts [atoms, points], membership [cells, atoms] and all figures of units with three groups each, some split."""
    random = np.random.default_rng(seed)
    units, points = int(random.integers(3, 14)), POINTS[seed % len(POINTS)]
    at_unit, at_group = np.repeat(np.arange(units), 3), np.tile(np.arange(3), units)
    people = np.maximum(1, random.poisson(random.choice([3, 8, 20]) * np.array([0.7, 0.2, 0.1])[at_group]))
    taste = random.dirichlet(np.full(points, 0.8), units)
    counts = np.array([random.multinomial(n, taste[unit]) for n, unit in zip(people, at_unit, strict=True)])
    cells = [np.ones(3 * units, dtype=bool)]
    cells += [at_unit == unit for unit in range(units)] + [at_group == group for group in range(3)]
    cells += [(at_unit == unit) & (at_group == 0) for unit in range(units)]
    member = np.array([cell for cell in cells if people[cell].sum() >= 5])
    rows = [
        row
        for number, cell in enumerate(member)
        for row in round_figures(number, counts[cell].sum(axis=0).tolist()).rows
    ]
    return counts, member, rows


def find_most(problem: Problem, weights: np.ndarray, floors: dict[tuple[int, int], float]) -> float | None:
    """The most that weights . answers can be over all atoms; null where no answers have these people."""
    figures = np.einsum("ra,rp->rap", problem.inside, problem.weights).reshape(len(problem.rows), -1)
    atoms, points = problem.counts.shape
    result = linprog(
        -weights.ravel(),
        A_ub=np.vstack([figures, -figures]) if len(figures) else None,
        b_ub=np.concatenate([problem.high, -problem.low]) if len(figures) else None,
        A_eq=np.kron(np.eye(atoms), np.ones(points)),
        b_eq=problem.people,
        bounds=[(floors.get((atom, step), 0), None) for atom in range(atoms) for step in range(points)],
    )
    return -result.fun if result.status == 0 else None


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_keeps_the_rule_as_written(seed: int) -> None:
    """Each atom's total may be as low as max n - (R + 2) and as high as min n + R + 2 (yes/no: 2), by SciPy."""
    counts, member, rows = make_question(seed)
    taken = protect_persons(counts, member, rows, Effort())
    left = Problem.of(counts, member, [row for row in rows if not any(one.covers(row) for one in taken)])
    reach = left.points - 1
    need = reach + 2 if reach > 1 else 2
    for atom in np.flatnonzero(left.people >= 2):
        total = np.zeros(counts.shape)
        total[atom] = np.arange(left.points)
        highest, lowest = find_most(left, total, {}), find_most(left, -total, {})
        assert highest is not None
        assert lowest is not None
        assert highest >= need - 1e-6
        assert -lowest <= reach * left.people[atom] - need + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proof_from_few_atoms_stands_among_all(seed: int) -> None:
    """Where a program over few atoms finds nothing and its proof holds, SciPy finds nothing over everybody; where the
    proof does not hold, it names atoms to take in, and with all of them there it does hold."""
    counts, member, rows = make_question(seed)
    problem, shown = Problem.of(counts, member, rows), np.ones(len(rows), dtype=bool)
    for atom, step in zip(*np.nonzero(counts < problem.people[:, None]), strict=True):
        floors = [(int(atom), int(step), 1.0 + counts[atom, step])]
        few = Program(problem, shown, problem.list_nearest(atom)[:5])
        if few.fit(floors) is None:
            proof = few.prove(floors)
            if proof.holds:
                assert find_most(problem, np.zeros(counts.shape), {(atom, step): floors[0][2]}) is None
            else:
                assert len(proof.against)
                everybody = Program(problem, shown, problem.list_nearest(atom))
                assert everybody.fit(floors) is not None or everybody.prove(floors).holds


@pytest.mark.parametrize("seed", SEEDS)
def test_a_goal_out_of_reach_is_proven_to_be(seed: int) -> None:
    """The largest total of an atom among few is the largest of all exactly where the proof of "no more" holds."""
    counts, member, rows = make_question(seed)
    problem, shown = Problem.of(counts, member, rows), np.ones(len(rows), dtype=bool)
    steps = tuple(float(step) for step in range(problem.points))
    for atom in range(len(counts)):
        few = Program(problem, shown, problem.list_nearest(atom)[:5])
        among_few = float(few.approach(Goal(atom, steps, 0.0)).of(atom) @ np.array(steps))
        proof = few.prove((), Goal(atom, steps, among_few + 1e-3))
        total = np.zeros(counts.shape)
        total[atom] = steps
        most = find_most(problem, total, {})
        assert most is not None
        assert most >= among_few - 1e-6
        if proof.holds:
            assert most <= among_few + 1e-3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_of_few_atoms_fits_every_figure(seed: int) -> None:
    counts, member, rows = make_question(seed)
    problem, shown = Problem.of(counts, member, rows), np.ones(len(rows), dtype=bool)
    for atom in range(len(counts)):
        program = Program(problem, shown, problem.list_nearest(atom)[:5])
        worlds = [program.fit([(atom, step, 1.0)]) for step in range(problem.points)]
        assert worlds[int(np.argmax(counts[atom]))] is not None
        for world in filter(None, worlds):
            assert_fits(problem, world)


def assert_fits(problem: Problem, world: World) -> None:
    answers = problem.counts.astype(float)
    answers[world.near] = world.answers
    totals = np.einsum("ra,ap,rp->r", problem.inside, answers, problem.weights)
    assert (totals >= problem.low - 1e-6).all()
    assert (totals <= problem.high + 1e-6).all()
    assert np.allclose(answers.sum(axis=1), problem.people)
    assert answers.min() >= -1e-9


def test_the_same_question_gives_the_same_verdict() -> None:
    question = make_question(0)
    first, second = Effort(), Effort()
    assert protect_persons(*question, first) == protect_persons(*question, second) != []
    assert first.programs == second.programs > 0


def test_a_process_that_releases_nothing_loads_no_solver() -> None:
    """Solver and sparse matrices take time and memory that serving pages should not cost."""
    code = "import sys, assessment.app; print(*({'highspy', 'scipy.sparse'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_nothing_shown_is_nothing_to_withhold() -> None:
    counts, member, _ = make_question(0)
    assert protect_persons(counts, member, [], Effort()) == []
