"""A shown dimension score with the standard error that a comparison may give it (trust rule A19)."""

from assessment.scoring.comparison import Estimate, borrowed_error, counted_as, has_own_error, shown_error
from assessment.scoring.derived import DimensionResult
from assessment.scoring.figures import Count
from assessment.scoring.margin import SPREAD, t_quantile


def estimate(one: DimensionResult, organisation: DimensionResult, *, rounded: bool) -> Estimate:
    """``organisation``: the same dimension over everybody who sees, whose spread small groups borrow.

    Where even the organisation has no margin of its own, the prudent spread of method 7 stands in. ``rounded`` is False
    under full disclosure, where an own margin counts at any size. ValueError without a score.
    """
    if one.score is None:
        raise ValueError(f"{one.dimension} has no score to compare")
    n, own = one.n, one.comparison_margin
    if own is not None and (has_own_error(n, own) or not rounded):
        return Estimate(one.score.value, shown_error(n, own), counted_as(n))
    lender, margin = organisation.n, organisation.comparison_margin
    if not has_own_error(lender, margin) or margin is None:
        lender, margin = _prudent(n)
    return Estimate(one.score.value, borrowed_error(n, lender, margin, one.based_on, rounded=rounded), counted_as(n))


def _prudent(n: Count) -> tuple[Count, float]:
    people = counted_as(n)
    return Count(low=people, high=people), t_quantile(people - 1) * SPREAD / people**0.5
