"""Questionnaires and answer sheets for the tests of scoring, and a slow, obvious count of them."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from assessment.scoring.answers import CANT_TELL, MISSING, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from assessment.scoring.tally import Matrix
from questionnaires.model import Dimension, Item, OwnLens, Questionnaire, Scale

LEVELS = ("Not yet", "Now and then", "Partly", "As a rule", "Second nature")
LADDER = tuple({"name": {"en": name}, "from": 20 * place} for place, name in enumerate(LEVELS))


def scale(points: int) -> Scale:
    return Scale(points=points, labels={"en": tuple(str(point) for point in range(1, points + 1))})


def questionnaire(*dimensions: Dimension, weights: dict[str, float] | None = None, **more: object) -> Questionnaire:
    """A questionnaire of the given dimensions with scales of 2 to 11 points named by their number."""
    return Questionnaire.model_validate(
        {
            "id": "example",
            "title": {"en": "Example"},
            "scales": {str(points): scale(points) for points in (2, 4, 5, 6, 11)},
            "dimensions": dimensions,
            "lens": OwnLens.model_validate({"weights": weights or {}, "ladder": LADDER}),
            **more,
        }
    )


def item(name: str, points: int = 5, **more: object) -> Item:
    return Item.model_validate({"id": name, "text": {"en": f"Text of {name}."}, "scale": str(points), **more})


def dimension(name: str, *items: Item, **more: object) -> Dimension:
    return Dimension.model_validate({"id": name, "title": {"en": name}, "items": items, **more})


def mixed() -> Questionnaire:
    """Reverse items, unequal weights, an item that is not scored and scales of three lengths."""
    return questionnaire(
        dimension("one", item("a"), item("b", reverse=True, weight=2), item("c", weight=0.3)),
        dimension("two", item("d", 11), item("e", 2), item("f", scored=False), item("g", 4, weight=1.25)),
        weights={"two": 3},
    )


def value(code: int, of: Item, within: Questionnaire) -> float | None:
    """y of one answer on 0-100, None where it is missing (method 1)."""
    points = within.scale_of(of).points
    if code in MISSING:
        return None
    return 100 * ((points + 1 - code if of.reverse else code) - 1) / (points - 1)


@st.composite
def matrices(draw: st.DrawFn, of: Questionnaire, least: int = 0, most: int = 40, complete: bool = False) -> Matrix:
    """Answer sheets [people, items] with every code that may occur."""
    missing = [] if complete else [NOT_ASKED, NOT_APPLICABLE, CANT_TELL, SKIPPED]
    people = draw(st.integers(least, most))
    columns: Sequence[st.SearchStrategy[int]] = [
        st.sampled_from([*range(1, of.scale_of(one).points + 1), *missing]) for one in of.items
    ]
    rows = [[draw(column) for column in columns] for _ in range(people)]
    return np.array(rows, dtype=np.uint8).reshape(people, len(of.items))
