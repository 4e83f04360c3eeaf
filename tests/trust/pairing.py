"""What an attacker gets who takes what stands at the same place of two lists for one person's, and what chance gives.

By chance one place of two lists is right, whatever their length n: the number X of right places has the factorial
moments of a Poisson number of mean one up to the n-th, and none beyond, so that E s**X <= exp(s - 1) for s >= 1. A sum
over pairs of lists that have nothing to do with each other thus keeps Chernoff's bound for a Poisson of their number. A
normal number it is not: 36 or more where 18 are expected come once in eight thousand, not once in a hundred thousand.

Of three lists each two are such a pair, but the three pairs are not: who is at one place in the first and the second
and in the first and the third is there in the second and the third. So each two questions are counted by themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt

import numpy as np

RARE = 1e-10
"""How often one sum goes beyond its bound by chance, at most: with three questions a test fails once in 3e9."""
FAR = 6.5
"""Standard deviations: a normal number is further away, to either side, once in 1e10."""

Lists = Sequence[Sequence[str]]
"""The comments of the same people, a list for each question."""


@dataclass
class Tally:
    """Of two questions: ``right`` places of so many ``pairs`` of lists, and how far these go ``together``."""

    right: int = 0
    pairs: int = 0
    together: float = 0.0

    @property
    def by_chance(self) -> bool:
        """Neither more places are right nor do the orders go together, or against each other, more than by chance."""
        return self.right <= most_by_chance(self.pairs) and abs(self.together) <= FAR * sqrt(self.pairs)


def most_by_chance(pairs: int) -> int:
    """The most places that are right in so many pairs of lists that have nothing to do with each other."""
    most = pairs
    while most - pairs - most * log(most / pairs) > log(RARE):
        most += 1
    return most - 1


def compare(groups: Iterable[Lists]) -> dict[tuple[int, int], Tally]:
    """By two questions: how all their lists agree."""
    tallies: dict[tuple[int, int], Tally] = {}
    for lists in groups:
        for one, other in combinations(range(len(lists)), 2):
            first, second = lists[one], lists[other]
            assert sorted(first) == sorted(second)
            tally = tallies.setdefault((one, other), Tally())
            tally.right += sum(a == b for a, b in zip(first, second, strict=True))
            tally.pairs += 1
            tally.together += go_together(first, second)
    return tallies


def go_together(one: Sequence[str], other: Sequence[str]) -> float:
    """Of mean nought and variance one where two orders have nothing to do with each other."""
    place = {word: number for number, word in enumerate(other)}
    return float(np.corrcoef(range(len(one)), [place[word] for word in one])[0, 1]) * sqrt(len(one) - 1)
