"""A cheap proof that nobody's answer shows: the answer could be another one and every shown figure would stay (A10).

The true answers fit every shown figure. If one person's answer is moved to another step, alone or together with one
other person's, and all shown figures that hold them have room for it, the moved answers fit as well. Nobody else's
answer is touched, so the argument stands for a reader who knows a colleague's answer; where a second person has to
move along, at least two people could, so that knowing one of them does not help. Such proofs only ever say "safe".
"""

from functools import lru_cache

import numpy as np

from assessment.release.cycles import count_cycles
from assessment.release.problem import Flags, Problem
from assessment.release.rows import Whole

FAR = 1 << 40
"""Room where no figure limits it."""
NEIGHBOURS = 12
"""How many other atoms are tried for the second person."""


@lru_cache(maxsize=32)
def _list_steps(points: int) -> Whole:
    """All (from, to) of one person, at most two steps away."""
    pairs = [(x, k) for x in range(points) for k in range(points) if 0 < abs(x - k) <= 2]
    return np.array(pairs, dtype=np.int64)


@lru_cache(maxsize=32)
def _list_changes(points: int) -> Whole:
    """What each single move does to the counts [moves, points]."""
    steps = _list_steps(points)
    change = np.zeros((len(steps), points), dtype=np.int64)
    change[np.arange(len(steps)), steps[:, 0]] -= 1
    change[np.arange(len(steps)), steps[:, 1]] += 1
    return change


def find_movable(problem: Problem) -> Flags:
    """[atoms]: whether a move proof shows that each of its people has enough possible answers."""
    down, up = _find_room(problem, problem.inside)
    reached, supply = _move_inside(problem, down, up)
    reached |= supply >= 2
    safe = _have_enough(problem, reached)
    if not safe.all():
        reached |= count_cycles(problem.counts, problem.inside, _list_steps(problem.points)) >= 2
        safe = _have_enough(problem, reached)
    for atom in np.flatnonzero(~safe):
        more = supply[atom] + _count_helpers(problem, int(atom))
        safe[atom] = _have_enough_one(problem.counts[atom], reached[atom] | (more >= 2))
    return safe


def _find_room(problem: Problem, inside: Flags) -> tuple[Whole, Whole]:
    """The least room of each kind of row over the rows that hold an atom, down and up [kinds, atoms]."""
    below, above = problem.room
    down = np.full((len(problem.kinds), inside.shape[1]), FAR)
    up = down.copy()
    for kind in range(len(problem.kinds)):
        mine = problem.kind_of == kind
        down[kind] = np.where(inside[mine], below[mine, None], FAR).min(axis=0, initial=FAR)
        up[kind] = np.where(inside[mine], above[mine, None], FAR).min(axis=0, initial=FAR)
    return down, up


def _move_inside(problem: Problem, down: Whole, up: Whole) -> tuple[Flags, Whole]:
    """[atoms, moves]: whether one person may move alone; and how many others of the atom could move along."""
    steps, changes = _list_steps(problem.points), _list_changes(problem.points)
    effect = problem.kinds @ changes.T
    alone = _fits(effect[:, None, :], down[:, :, None], up[:, :, None])
    supply = np.zeros_like(alone, dtype=np.int64)
    for start in range(problem.points):
        second = effect[:, steps[:, 0] == start]
        both = effect[:, None, :, None] + second[:, None, None, :]
        possible = _fits(both, down[:, :, None, None], up[:, :, None, None]).any(axis=2)
        others = problem.counts[:, start, None] - (steps[:, 0] == start)
        supply += possible * np.maximum(others, 0)
    return alone, supply


def _fits(effect: Whole, down: Whole, up: Whole) -> Flags:
    return np.asarray(((effect >= -down) & (effect <= up)).all(axis=0), dtype=bool)


def _count_helpers(problem: Problem, atom: int) -> Whole:
    """[moves]: how many people of other atoms could move along so that every row keeps its figure."""
    steps = _list_steps(problem.points)
    effect = problem.kinds @ _list_changes(problem.points).T
    mine = problem.inside[:, atom]
    near = problem.list_nearest(atom)[1 : NEIGHBOURS + 1]
    theirs = problem.inside[:, near]
    only_mine = _find_room(problem, mine[:, None] & ~theirs)
    only_theirs = _find_room(problem, ~mine[:, None] & theirs)
    both = _find_room(problem, mine[:, None] & theirs)
    first = _fits(effect[:, None, :], only_mine[0][:, :, None], only_mine[1][:, :, None])
    supply = np.zeros(len(steps), dtype=np.int64)
    for start in range(problem.points):
        second = effect[:, steps[:, 0] == start]
        free = _fits(second[:, None, :], only_theirs[0][:, :, None], only_theirs[1][:, :, None])
        together = effect[:, None, :, None] + second[:, None, None, :]
        fits = _fits(together, both[0][:, :, None, None], both[1][:, :, None, None])
        possible = first & (fits & free[:, None, :]).any(axis=2)
        supply += (possible * problem.counts[near, start, None]).sum(axis=0)
    return supply


def _have_enough(problem: Problem, reached: Flags) -> Flags:
    return np.array(
        [_have_enough_one(counts, flags) for counts, flags in zip(problem.counts, reached, strict=True)], dtype=bool
    )


def _have_enough_one(counts: Whole, reached: Flags) -> bool:
    """Whether whoever answers in an atom, at any step that is there, has two other possible answers (yes/no: one)."""
    steps = _list_steps(len(counts))
    options = np.bincount(steps[reached, 0], minlength=len(counts))
    return bool((options[counts > 0] >= min(2, len(counts) - 1)).all())
