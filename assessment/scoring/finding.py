"""What a wall of notes says: whether one criterion got more of them than an even spread would give by chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import bdtrc

CHANCE = 0.05
"""At most so likely may it be that any criterion gets so many notes by an even spread alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``total``: notes on the canvas; ``criteria``: how many it has; ``fullest``: the keys with the most notes, several
    where they are equal, none where there are no notes; ``most``: how many each of these has; ``standing_out``: the
    keys that stand out, the fullest first; ``chance``: that the fullest is so full by an even spread, at most 1."""

    total: int
    criteria: int
    fullest: tuple[str, ...]
    most: int
    standing_out: tuple[str, ...]
    chance: float

    @property
    def even(self) -> float:
        """How many notes each criterion has in an even spread."""
        return self.total / self.criteria


def chance_of(count: int, total: int, criteria: int) -> float:
    """How likely it is at most that some criterion gets ``count`` or more of ``total`` notes, each of which falls on
    any criterion alike: the chance for one of them times their number."""
    if count <= 0:
        return 1.0
    return min(1.0, criteria * float(bdtrc(count - 1, total, 1 / criteria)))


def stands_out(count: int, total: int, criteria: int) -> bool:
    return chance_of(count, total, criteria) <= CHANCE


def find(counts: Mapping[str, int]) -> Finding:
    """``counts``: notes of every criterion of the canvas, in its order; those without any stand in it with 0."""
    total, criteria, most = sum(counts.values()), len(counts), max(counts.values(), default=0)
    out = [key for key, count in counts.items() if stands_out(count, total, criteria)]
    return Finding(
        total=total,
        criteria=criteria,
        fullest=tuple(key for key, count in counts.items() if count == most > 0),
        most=most,
        standing_out=tuple(sorted(out, key=lambda key: -counts[key])),
        chance=chance_of(most, total, criteria),
    )
