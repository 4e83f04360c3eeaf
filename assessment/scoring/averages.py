"""Weighted means of shown figures, with what their open ends leave open (method 3 to 5, trust rule A11)."""

from collections.abc import Iterable, Sequence

from assessment.scoring.figures import Mark, Value


def weigh(parts: Iterable[tuple[Value | None, float]]) -> Value | None:
    """Weighted mean of (figure, weight) over the figures that are there; None where none is.

    An open end counts as its end value and marks the result.
    """
    shown = [(value, weight) for value, weight in parts if value is not None and weight > 0]
    whole = sum(weight for _, weight in shown)
    if not whole:
        return None
    mean = sum(value.value * weight for value, weight in shown) / whole
    return Value(value=mean, mark=merge_marks(value.mark for value, _ in shown))


def merge_marks(marks: Iterable[Mark | None]) -> Mark | None:
    """What a sum of figures leaves open: open ends on both sides leave only "about"."""
    kinds = set(marks) - {None}
    return next(iter(kinds)) if len(kinds) == 1 else "about" if kinds else None


def stratify(scores: Sequence[Value | None], head_counts: Sequence[int]) -> Value | None:
    """S = sum_c (N_c / N) S_c over the strata that have a score (method 4); ``head_counts`` are the N_c.

    ValueError where a stratum with a score has no head count.
    """
    if any(score is not None and count <= 0 for score, count in zip(scores, head_counts, strict=True)):
        raise ValueError("a stratum that answered has no head count")
    return weigh(zip(scores, head_counts, strict=True))
