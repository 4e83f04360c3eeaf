"""Shown figures made up for the tests of what is derived from them."""

from collections.abc import Mapping

from assessment.scoring.figures import (
    Cell,
    Count,
    DimensionStatistic,
    ItemFigure,
    JointFigure,
    Participation,
    ReleasedFigures,
    ReleaseSummary,
    Value,
)
from questionnaires.model import Questionnaire


def exactly(n: int) -> Count:
    return Count(low=n, high=n)


FEW = Count(low=5, high=9)


def figure(item: str, score: float | Value | None, n: Count | int = 100, **more: object) -> ItemFigure:
    """An item's figure whose shares follow from its score: all who do not answer 100 answer 0."""
    shown = Value(value=score) if isinstance(score, int | float) else score
    shares = {} if shown is None else {"favourable": shown, "unfavourable": Value(value=100 - shown.value)}
    people = exactly(n) if isinstance(n, int) else n
    return ItemFigure.model_validate({"item": item, "n": people, "score": shown, **shares, **more})


def cell(
    scores: Mapping[str, float | Value | None],
    key: str = "all",
    n: Count | int = 100,
    margin: float | None = 2,
    **more: object,
) -> Cell:
    """A cell of these items. ``margin``: of every dimension and of the index, with 1.5 times that for comparisons."""
    people = exactly(n) if isinstance(n, int) else n
    given = {
        "key": key,
        "kind": key.split(":")[0],
        "voice": "says" if key == "says" else "sees",
        "n": people,
        "items": tuple(figure(item, score, people) for item, score in scores.items()),
        "index_margin": margin,
        "index_comparison_margin": None if margin is None else 1.5 * margin,
    }
    return Cell.model_validate({**given, **more})


def statistics(
    questionnaire: Questionnaire, margin: float | None, comparison: float | None
) -> tuple[DimensionStatistic, ...]:
    return tuple(
        DimensionStatistic(dimension=one.id, margin=margin, comparison_margin=comparison)
        for one in questionnaire.dimensions
    )


def release(
    *cells: Cell, invited: int | None = None, answered: int | Count | None = None, **more: object
) -> ReleasedFigures:
    """A release of these cells; whoever ``answered`` is the first cell's people unless said otherwise."""
    joint, people = more.pop("joint", None), cells[0].n
    answered = answered or (people.low if people.low == people.high else people)
    summary = {
        "disclosure": "anonymous",
        "smallest_group": 5,
        "weighted": False,
        "participation": Participation(invited=invited, answered=answered, rate=None),
        "joint": joint,
        **more,
    }
    return ReleasedFigures(summary=ReleaseSummary.model_validate(summary), cells=cells)


def joint_answer(answers: dict[str, int | None], *, after_results: bool = False) -> JointFigure:
    return JointFigure(
        members=5, signed=5, sealed_on="2027-02-22", after_results=after_results, sha256="0" * 64, answers=answers
    )
