"""From what assessors agreed on to points: attribute, element, part, criterion, points (method 5).

Percentages run from 0 to 100, points from 0 to 1000. Weights and shares stand in the lens file of an edition,
elements, attributes, caps and thresholds in its RADAR file, each with where it comes from. Nothing is rounded on the
way, and what was not judged is missing, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from statistics import pstdev
from typing import Literal, get_args

from questionnaires.model import Lens, LensDimension
from questionnaires.shipped_radars import AttributeSet, Element, Threshold

PartRule = Literal["mean_of_elements", "mean_of_attributes", "weighted", "manual"]
PART_RULES: tuple[PartRule, ...] = get_args(PartRule)
EVIDENCE = "evidence"
"""Under which a step of the evidence scale is kept, 0-4."""
EVIDENCE_STEPS = 5
OVERALL = "overall"
"""Under which an assessor's own judgement of a whole part is kept, 0-100, for the rule ``manual``."""
POINTS_A_WEIGHT = 100
"""A criterion of weight 1 is worth 100 points: the weights of an edition add up to 10, its points to 1000."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How attributes become a part. Sources read the matrix in two ways, and in the official one the whole is a
    judgement, so it is a setting: ``mean_of_elements`` (each element weighs the same), ``mean_of_attributes``,
    ``weighted`` (by ``weights``, else by those of the RADAR file, else evenly) or ``manual``. ``capped``: no part is
    judged higher than the attributes that limit it."""

    part_rule: PartRule = "mean_of_elements"
    capped: bool = True
    weights: Mapping[str, float] = field(default_factory=dict)


DEFAULT_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Judgement:
    """``criteria``: 0-100 each, None while a part of it is open. ``open_parts``: not judged yet, in the order of the
    model. ``points``: 0-1000, None while a part is open; ``recognition``: the highest threshold reached, None below
    the first and while a part is open."""

    criteria: dict[str, float | None]
    open_parts: tuple[str, ...]
    points: float | None
    recognition: Threshold | None


def score_evidence(step: int) -> float:
    """A step of the evidence scale, 0-4, on 0-100. ValueError beyond the scale."""
    if not 0 <= step < EVIDENCE_STEPS:
        raise ValueError(f"the evidence scale has no step {step}")
    return 100 * step / (EVIDENCE_STEPS - 1)


def score_element(element: Element, points: Mapping[str, float]) -> float | None:
    """Mean of an element's attributes, 0-100; None while one of them is open."""
    given = [points[name] for name in element.attributes if name in points]
    return _mean(given) if len(given) == len(element.attributes) else None


def score_part(
    points: Mapping[str, float], attributes: AttributeSet | None, rules: Rules = DEFAULT_RULES
) -> float | None:
    """A part from what was judged in it, 0-100; None while something that the rule asks for is open.

    ``points``: a step of the evidence scale under ``evidence``, else percentages by attribute, and under ``overall``
    for the rule ``manual``. ``attributes``: what is judged in parts of that criterion; None for models that are judged
    on the evidence scale only.
    """
    if EVIDENCE in points:
        return score_evidence(int(points[EVIDENCE]))
    if attributes is None:
        return None
    found = _combine(points, attributes, rules)
    if found is None or not rules.capped:
        return found
    limits = [points.get(name) for name in attributes.cap_by]
    if any(limit is None for limit in limits):
        return None
    return min([found, *(limit for limit in limits if limit is not None)])


def _combine(points: Mapping[str, float], attributes: AttributeSet, rules: Rules) -> float | None:
    """By the rule, before any limit."""
    if rules.part_rule == "manual":
        return points.get(OVERALL)
    elements = [score_element(element, points) for element in attributes.elements]
    scored = [score for score in elements if score is not None]
    if len(scored) < len(elements):
        return None
    if rules.part_rule == "mean_of_elements":
        return _mean(scored)
    names = attributes.list_attributes()
    if rules.part_rule == "mean_of_attributes":
        return _mean([points[name] for name in names])
    given = rules.weights or attributes.weights
    weights = [given.get(name, 0.0) for name in names] if any(name in given for name in names) else [1.0] * len(names)
    whole = fsum(weights)
    return _bound(fsum(weight * points[name] for weight, name in zip(weights, names, strict=True)) / whole)


def score_criterion(criterion: LensDimension, parts: Mapping[str, float]) -> float | None:
    """Its parts by their shares, 0-100; None while one is open. ``parts``: 0-100 by id."""
    if any(part not in parts for part in criterion.parts):
        return None
    return _bound(fsum(criterion.share_of(part) * parts[part] for part in criterion.parts))


def judge(lens: Lens, parts: Mapping[str, float], recognition: Sequence[Threshold] | None) -> Judgement:
    """Criteria and, once every part is judged, points by the weights of this edition: a part left open gives no points,
    since leaving it out or calling it nothing would both be another model.

    ``recognition``: thresholds in points, rising, each counting from its number on (texts say both "from" and "over");
    None where the model knows no points.
    """
    criteria = {one.id: score_criterion(one, parts) for one in lens.dimensions}
    open_parts = tuple(part for part in lens.dimension_of_part if part not in parts)
    if open_parts or recognition is None:
        return Judgement(criteria, open_parts, None, None)
    points = fsum(POINTS_A_WEIGHT * one.weight * (criteria[one.id] or 0.0) / 100 for one in lens.dimensions)
    return Judgement(criteria, (), points, find_threshold(recognition, points))


def find_threshold(thresholds: Sequence[Threshold], value: float) -> Threshold | None:
    """The highest that begins at or below a value: a value between two bands, as means are, belongs to the lower one.

    A total of many sums may miss a threshold by the last bit: nine decimals decide.
    """
    reached = [one for one in thresholds if one.start <= round(value, 9)]
    return reached[-1] if reached else None


def find_spread(scores: Sequence[float]) -> float:
    """How far the highest of a part's scores lies above the lowest, 0-100; 0 for fewer than two."""
    return max(scores) - min(scores) if len(scores) > 1 else 0.0


def order_by_spread(parts: Iterable[tuple[str, Sequence[float]]]) -> list[str]:
    """Most divided first: by spread, then by standard deviation, then as they came; parts nobody scored come last."""

    def rank(pair: tuple[str, Sequence[float]]) -> tuple[bool, float, float]:
        scores = pair[1]
        return not scores, -find_spread(scores), -pstdev(scores) if scores else 0.0

    return [part for part, _scores in sorted(parts, key=rank)]


def propose(values: Sequence[float]) -> float | None:
    """What is proposed for agreement: the lower median, which somebody has said; None where nobody said anything."""
    return sorted(values)[(len(values) - 1) // 2] if values else None


def _mean(values: Sequence[float]) -> float:
    return _bound(fsum(values) / len(values))


def _bound(score: float) -> float:
    """Shares such as a third may add up to a last bit more than 1."""
    return min(max(score, 0.0), 100.0)
