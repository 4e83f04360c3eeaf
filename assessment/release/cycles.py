"""Four people who change places: answers moved round a cycle that leaves every shown figure exactly as it is (A10).

Somebody of atom a goes from answer x to k and somebody of b, of the same unit, from k to x: the unit's figures stay.
Elsewhere somebody of c goes back from k to x and somebody of d from x to k. Where a and b differ in the same figures as
c and d do (staff and managers here, staff and managers there), every sum and every share stays the same.
"""

from collections import defaultdict

import numpy as np

from assessment.release.rows import Whole

SMALL_CELL = 8
"""Cells of so few atoms are searched for pairs; in larger ones the pairs would be many and far apart."""

Pair = tuple[int, int]


def count_cycles(counts: Whole, inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], steps: Whole) -> Whole:
    """[atoms, moves]: how many people of b could change places with somebody of each atom, two ways round being open.

    ``counts`` [atoms, points], ``inside`` [rows, atoms], ``steps`` [moves, 2]: answers from and to. Two people and two
    ways round mean that knowing one answer does not rule the move out.
    """
    pairs = _pair_up(inside)
    there = (counts > 0).astype(np.int64)
    supply = np.zeros((len(counts), len(steps)), dtype=np.int64)
    for same in pairs.values():
        if len(same) < 3:
            continue
        first, second = np.array(same).T
        rounds = there[second].T @ there[first]
        for a, b in same:
            own = np.outer(there[b], there[a])
            ways = (rounds - own)[steps[:, 0], steps[:, 1]]
            supply[a] += np.where(ways >= 2, counts[b, steps[:, 1]], 0)
    return supply


def _pair_up(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> dict[int, list[Pair]]:
    """Pairs of atoms that share a small cell, by the figures in which they differ (as a hash of that difference)."""
    marks = np.random.default_rng(0).integers(1, 1 << 40, len(inside))
    hashes = np.where(inside, marks[:, None], 0).sum(axis=0)
    found: set[Pair] = set()
    for members in {tuple(np.flatnonzero(row)) for row in inside if 1 < row.sum() <= SMALL_CELL}:
        found |= {(int(a), int(b)) for a in members for b in members if a != b}
    result: dict[int, list[Pair]] = defaultdict(list)
    for a, b in sorted(found):
        result[int(hashes[a] - hashes[b])].append((a, b))
    return result
