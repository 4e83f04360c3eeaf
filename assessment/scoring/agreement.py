"""Do the people of one group see the same thing? r_wg(J) and its words (method 9)."""

from typing import Literal

import numpy as np

from assessment.scoring.layout import Layout
from assessment.scoring.tally import TOP, Tally

AgreementLabel = Literal["none", "weak", "moderate", "strong", "very strong"]


def measure_agreement(tally: Tally, layout: Layout, dimension: str) -> float | None:
    """r_wg(J) of a dimension's scored items under a uniform null, 0-1; None where no item has two answers.

    Item variances (n - 1) are taken relative to the null's (K^2 - 1) / 12, so that items of unequal scales may mix.
    """
    inside = layout.dimension_weights(dimension) > 0
    steps = np.arange(1, TOP + 1, dtype=np.float64)
    counts = tally.counts[inside, 1 : TOP + 1].astype(np.float64)
    n = counts.sum(axis=1)
    counts, n, points = counts[n >= 2], n[n >= 2], layout.points[inside][n >= 2].astype(np.float64)
    if not len(n):
        return None
    mean = (counts @ steps / n)[:, None]
    variance = (counts * (steps - mean) ** 2).sum(axis=1) / (n - 1)
    relative = float((variance / ((points**2 - 1) / 12)).mean())
    if relative > 1:
        return 0.0
    agreed = len(n) * (1 - relative)
    return agreed / (agreed + relative)


def name_agreement(agreement: float) -> AgreementLabel:
    """The word for an r_wg(J): below .30 none, to .50 weak, to .70 moderate, to .90 strong, above very strong."""
    if agreement < 0.3:
        return "none"
    bounds: tuple[tuple[float, AgreementLabel], ...] = ((0.5, "weak"), (0.7, "moderate"), (0.9, "strong"))
    return next((label for bound, label in bounds if agreement <= bound), "very strong")
