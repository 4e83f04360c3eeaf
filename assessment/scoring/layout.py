"""Where each item stands in an answer set and how its answers count: a questionnaire as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Self

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Item, Questionnaire

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layout:
    """Arrays are [items] in answer-set order, or [dimensions] in file order.

    A *step* is an answer turned so that higher is more mature: 0..K-1, y = 100 step / (K - 1) (method 1).
    ``index_weights``: what each dimension weighs in the index, 0 where it does not count.
    ``factors``: whole numbers; the sum of step x factor over a dimension's scored items is a person's *total* there,
    an integer even for unequal weights and scales. A total times the dimension's ``total_units`` is the personal mean.
    """

    items: tuple[str, ...]
    points: NDArray[np.uint8]
    reverse: NDArray[np.bool_]
    weights: Floats
    scored: NDArray[np.bool_]
    dimension: NDArray[np.intp]
    dimensions: tuple[str, ...]
    index_weights: Floats
    factors: tuple[int, ...]
    total_units: tuple[float, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Self:
        """Read a questionnaire (for a campaign with a second one: the two combined)."""
        items, dimensions = questionnaire.items, questionnaire.dimensions
        order = {dimension.id: place for place, dimension in enumerate(dimensions)}
        points = [questionnaire.scale_of(item).points for item in items]
        dimension = [order[questionnaire.dimension_of[item.id].id] for item in items]
        factors = _whole_factors(items, points)
        steps_top = [(k - 1) * factor for k, factor in zip(points, factors, strict=True)]
        tops = [sum(top for top, place in zip(steps_top, dimension, strict=True) if place == d) for d in order.values()]
        return cls(
            items=tuple(item.id for item in items),
            points=np.array(points, dtype=np.uint8),
            reverse=np.array([item.reverse for item in items], dtype=bool),
            weights=np.array([item.weight for item in items], dtype=np.float64),
            scored=np.array([item.scored for item in items], dtype=bool),
            dimension=np.array(dimension, dtype=np.intp),
            dimensions=tuple(order),
            index_weights=np.array(list(index_weights(questionnaire).values()), dtype=np.float64),
            factors=tuple(factors),
            total_units=tuple(100 / top if top else 0.0 for top in tops),
        )

    def dimension_weights(self, dimension: str) -> Floats:
        """What each item weighs in a dimension's score [items]; 0 elsewhere and for items that are not scored."""
        return np.where(self.scored & (self.dimension == self.dimensions.index(dimension)), self.weights, 0.0)

    def weights_in_index(self) -> Floats:
        """What each item weighs in the index [items], summing to 1 (all 0 where nothing counts)."""
        result = np.zeros(len(self.items))
        for name, weight in zip(self.dimensions, self.index_weights, strict=True):
            inside = self.dimension_weights(name)
            if weight > 0 and inside.sum() > 0:
                result += weight * inside / inside.sum()
        return result / result.sum() if result.sum() > 0 else result

    def weights_of(self, weights: dict[str, float]) -> Floats:
        """Item weights given by id as an array [items], 0 for all others; for dimensions of another lens."""
        return np.array([weights.get(item, 0.0) for item in self.items])


def index_weights(questionnaire: Questionnaire) -> dict[str, float]:
    """What each dimension weighs in the questionnaire's own index: 1 unless the file says otherwise, 0 if left out."""
    own = questionnaire.lens.weights
    return {
        dimension.id: own.get(dimension.id, 1.0) if dimension.in_index and questionnaire.in_index else 0.0
        for dimension in questionnaire.dimensions
    }


def _whole_factors(items: Sequence[Item], points: Sequence[int]) -> list[int]:
    """weight / (K - 1) of every item, over one common denominator; 0 for items that are not scored."""
    shares = [
        Fraction(repr(float(item.weight))) / (k - 1) if item.scored else Fraction(0)
        for item, k in zip(items, points, strict=True)
    ]
    common = lcm(*(share.denominator for share in shares))
    return [int(share * common) for share in shares]
