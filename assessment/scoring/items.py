"""What a group's answers to one question come to: score, distribution and shares (method 1 and 2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.scoring.answers import CANT_TELL, MISSING
from assessment.scoring.layout import Layout
from assessment.scoring.tally import SLOT, TOP, Tally

FAVOURABLE, UNFAVOURABLE = 75, 25
"""An answer is favourable from here up, unfavourable from here down (0-100)."""


@dataclass(frozen=True)
class ItemScore:
    """Unrounded. ``n``: answered on the scale; ``asked``: whatever they said. Scores run 0-100, turned so that higher
    is more mature; ``distribution`` counts answers from the least mature point up; shares are per cent of ``n``, but
    ``cant_tell`` of ``asked``. ``mean`` and ``counts`` are in scale points as chosen. None where nobody answered.
    """

    item: str
    n: int
    asked: int
    score: float | None
    favourable: float | None
    unfavourable: float | None
    cant_tell: float | None
    mean: float | None
    distribution: tuple[int, ...]
    counts: tuple[int, ...]


def turn_answer(code: int, points: int, reverse: bool) -> float | None:
    """y of one answer on 0-100, None for a code that is no answer (method 1)."""
    if code in MISSING:
        return None
    return 100 * ((points - code) if reverse else (code - 1)) / (points - 1)


def score_items(tally: Tally, layout: Layout) -> list[ItemScore]:
    """Score every item of a cell, in answer-set order (method 2)."""
    asked = tally.asked().tolist()
    return [
        _score_item(name, int(points), bool(reverse), row[1 : TOP + 1][: int(points)], row[SLOT[CANT_TELL]], reached)
        for name, points, reverse, row, reached in zip(
            layout.items, layout.points, layout.reverse, tally.counts.tolist(), asked, strict=True
        )
    ]


def _score_item(item: str, points: int, reverse: bool, counts: list[int], cant_tell: int, asked: int) -> ItemScore:
    turned = counts[::-1] if reverse else counts
    n, top = sum(counts), points - 1
    steps = sum(step * count for step, count in enumerate(turned))
    high = sum(count for step, count in enumerate(turned) if 100 * step >= FAVOURABLE * top)
    low = sum(count for step, count in enumerate(turned) if 100 * step <= UNFAVOURABLE * top)
    return ItemScore(
        item=item,
        n=n,
        asked=asked,
        score=_divide(100 * steps, n * top),
        favourable=_divide(100 * high, n),
        unfavourable=_divide(100 * low, n),
        cant_tell=_divide(100 * cant_tell, asked),
        mean=_divide(sum(point * count for point, count in enumerate(counts, start=1)), n),
        distribution=tuple(turned),
        counts=tuple(counts),
    )


def _divide(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def is_divided(favourable: float, unfavourable: float) -> bool:
    """Divided view (method 9): at least 30 % at the bottom and at least 30 % at the top.

    On five points the two lowest and the two highest are the unfavourable and the favourable answers.
    """
    return favourable >= 30 and unfavourable >= 30


def score_joint_answer(answers: Iterable[tuple[int | None, float, int, bool]]) -> float | None:
    """Weighted mean of the answers given, from (scale point or None, weight, points, reverse); None where none was."""
    given = [
        (weight, value)
        for code, weight, points, reverse in answers
        if code is not None and (value := turn_answer(code, points, reverse)) is not None
    ]
    whole = sum(weight for weight, _ in given)
    return sum(weight * value for weight, value in given) / whole if whole else None
