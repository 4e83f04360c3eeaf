"""What a short form costs: the margin to expect when people get the core and some rotating blocks (method 12)."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from assessment.scoring.comparison import STEP
from assessment.scoring.layout import Floats
from assessment.scoring.margin import SPREAD, correct_finite, t_quantile

CORRELATION = 0.45
"""Between two questions of one dimension; the eleven of the reference data in the tests reach 0.46."""


def asked_together(blocks: Sequence[str], drawn: int, rotating: int | None = None) -> Floats:
    """The probability that one person is asked both items, [items, items]; on the diagonal that of one item.

    ``blocks``: each item's block, "core" for everybody; ``drawn`` of the ``rotating`` other blocks are given to each
    person, at random (all others that occur here, unless told). ValueError where that many do not exist.
    """
    rotating = len(set(blocks) - {"core"}) if rotating is None else rotating
    if not 0 <= drawn <= rotating:
        raise ValueError(f"{drawn} of {rotating} rotating blocks cannot be drawn")
    one = drawn / rotating if rotating else 0.0
    two = one * (drawn - 1) / (rotating - 1) if rotating > 1 else 0.0
    core = np.array([block == "core" for block in blocks])
    same = np.equal.outer(np.array(blocks), np.array(blocks))
    neither = np.where(same, one, max(two, 0.0))
    return np.where(np.logical_and.outer(core, core), 1.0, np.where(np.logical_or.outer(core, core), one, neither))


def expect_margin(
    blocks: Sequence[str],
    drawn: int,
    answers: int,
    invited: int | None = None,
    weights: Sequence[float] | None = None,
    rotating: int | None = None,
) -> float | None:
    """The 95 % margin to expect for a dimension of these items from ``answers`` sheets, rounding of scores included.

    Personal scores are taken to spread 25 points, so that the full form gives the margin of method 7 for 10 to 29
    answers. None where an item would be answered by fewer than two people.
    """
    share = np.array(weights if weights is not None else [1.0] * len(blocks))
    share = share / share.sum()
    together = asked_together(blocks, drawn, rotating)
    each = answers * np.diag(together)
    if each.min() < 2:
        return None
    correlation = np.where(np.eye(len(blocks), dtype=bool), 1.0, CORRELATION)
    variance = SPREAD**2 / float(share @ correlation @ share) * correlation
    chance = float(share @ (answers * together * variance / np.outer(each, each)) @ share)
    rounding = float((share**2).sum()) * STEP**2 / 12
    left = correct_finite(round(float(each.min())), invited)
    return t_quantile(round(float(each.min())) - 1) * sqrt(chance * left + rounding)
