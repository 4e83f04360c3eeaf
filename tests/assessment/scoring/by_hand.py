"""Scores and variances on raw answers, one at a time: slow and obvious."""

import numpy as np

from assessment.scoring.averages import weigh
from assessment.scoring.figures import Value
from assessment.scoring.items import score_items
from assessment.scoring.layout import Floats, Layout
from assessment.scoring.tally import Matrix, Tally
from questionnaires.model import Questionnaire
from tests.assessment.scoring.sheets import value


def values_of(matrix: Matrix, within: Questionnaire) -> Floats:
    """y of every answer [people, items], NaN where missing."""
    rows = [
        [value(int(code), one, within) for code, one in zip(row, within.items, strict=True)] for row in matrix.tolist()
    ]
    return np.array(rows, dtype=np.float64).reshape(len(matrix), len(within.items))


def score_by_hand(values: Floats, weights: Floats) -> float:
    present = ~np.isnan(values).all(axis=0) & (weights > 0)
    return float(np.average(np.nanmean(values[:, present], axis=0), weights=weights[present]))


def variance_by_hand(values: Floats, weights: Floats) -> float:
    """(1 / W^2) sum_ij w_i w_j n_ij s_ij / (n_i n_j), one pair at a time."""
    present = [place for place in range(values.shape[1]) if weights[place] and not np.isnan(values[:, place]).all()]
    total = 0.0
    for i in present:
        for j in present:
            both = values[~np.isnan(values[:, i]) & ~np.isnan(values[:, j])]
            if len(both) < 2:
                continue
            first, second = both[:, i], both[:, j]
            covariance = float(((first - first.mean()) * (second - second.mean())).sum() / (len(both) - 1))
            answered = [int((~np.isnan(values[:, place])).sum()) for place in (i, j)]
            total += weights[i] * weights[j] * len(both) * covariance / (answered[0] * answered[1])
    return total / sum(weights[place] for place in present) ** 2


def score_of(tally: Tally, layout: Layout, weights: Floats) -> float | None:
    scores = [None if one.score is None else Value(value=one.score) for one in score_items(tally, layout)]
    mean = weigh(zip(scores, weights, strict=True))
    return None if mean is None else mean.value
