"""Which recommendations the figures fire, and in what order (method 16)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assessment.scoring.derived import DimensionResult, Evidence, Priority
from assessment.scoring.figures import ItemFigure, Value
from questionnaires.model import Condition, Questionnaire, Recommendation

EFFORTS = {"S": 1, "M": 2, "L": 4}
MOST, MOST_A_DIMENSION = 6, 2


@dataclass(frozen=True)
class Findings:
    """The shown figures that may fire: of everybody who sees, by id. ``gaps``: points of each blind spot."""

    items: Mapping[str, ItemFigure]
    dimensions: Mapping[str, DimensionResult]
    gaps: Mapping[str, float]


@dataclass(frozen=True)
class Ranked:
    """What fired, each in order: the first six, what waits behind them, what the organisation set aside."""

    priorities: tuple[Priority, ...] = ()
    deferred: tuple[Priority, ...] = ()
    set_aside: tuple[Priority, ...] = ()


@dataclass(frozen=True)
class _Fired:
    priority: Priority
    distance: float
    place: int

    @property
    def order(self) -> tuple[float, bool, float, int]:
        """Weight to a tenth first: what cannot be told apart in print is equal, and there a blind spot goes first."""
        return -round(self.priority.weight, 1), not self.priority.blind_spot, -round(self.distance, 1), self.place


def rank_priorities(questionnaire: Questionnaire, findings: Findings, set_aside: Collection[str] = ()) -> Ranked:
    """At most six, at most two a dimension, in order; what else fired is deferred.

    ``set_aside``: recommendations that take no place, whatever they weigh; the next one that fired does.
    Dimensions out of the index are asked of some people only: what they fire never takes a place among the six.
    Lowering a dimension's figures never lowers the place of its first priority.
    """
    apart = {dimension.id for dimension in questionnaire.dimensions if not dimension.in_index}
    fired = sorted(
        (
            found
            for place, advice in enumerate(questionnaire.recommendations)
            if (found := _fire(advice, findings, place)) is not None
        ),
        key=lambda one: one.order,
    )
    chosen: list[Priority] = []
    deferred: list[Priority] = []
    left: list[Priority] = []
    taken: Counter[str] = Counter()
    for one in fired:
        if one.priority.recommendation in set_aside:
            left.append(one.priority)
            continue
        dimension = one.priority.dimension
        fits = dimension not in apart and len(chosen) < MOST and taken[dimension] < MOST_A_DIMENSION
        taken[dimension] += fits
        (chosen if fits else deferred).append(one.priority)
    return Ranked(tuple(chosen), tuple(deferred), tuple(left))


def _fire(advice: Recommendation, findings: Findings, place: int) -> _Fired | None:
    """Weigh a recommendation by the condition that speaks most for it; None where none holds."""
    held = [(condition, proof) for condition in advice.when if (proof := _prove(condition, findings))]
    if not held:
        return None
    effort = EFFORTS[advice.effort]
    weighed = [_weigh(condition, advice.target, findings) for condition, _ in held]
    priority = Priority(
        recommendation=advice.id,
        dimension=advice.dimension,
        evidence=_merge([proof for _, proof in held]),
        weight=max(weight for weight, _ in weighed) / effort,
        blind_spot=advice.dimension in findings.gaps,
    )
    return _Fired(priority, max(distance for _, distance in weighed) / effort, place)


def _merge(proofs: Sequence[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence for proof in proofs for evidence in proof))


def _prove(condition: Condition, findings: Findings) -> tuple[Evidence, ...]:
    """The figures that make a condition hold, all of its bounds together; none where one fails or is not shown."""
    proof: list[Evidence] = []
    if condition.blind_spot:
        points = findings.gaps.get(condition.dimension or "")
        if points is None:
            return ()
        proof.append(Evidence(dimension=condition.dimension, what="blind spot", value=points))
    figure = _figure_of(condition, findings)
    for what, bound, holds_below in (
        ("score", condition.below, True),
        ("unfavourable", condition.unfavourable_from, False),
        ("favourable", condition.favourable_below, True),
    ):
        if bound is None:
            continue
        value: Value | None = getattr(figure, what, None)
        if value is None or (value.value < bound) is not holds_below:
            return ()
        proof.append(
            Evidence(item=condition.item, dimension=condition.dimension, what=what, value=value.value, mark=value.mark)
        )
    return tuple(proof)


def _figure_of(condition: Condition, findings: Findings) -> ItemFigure | DimensionResult | None:
    if condition.item is not None:
        return findings.items.get(condition.item)
    return findings.dimensions.get(condition.dimension or "")


def _weigh(condition: Condition, target: float, findings: Findings) -> tuple[float, float]:
    """(distance to target x share who see it unfavourably, distance); 0 where a figure is not shown."""
    figure = _figure_of(condition, findings)
    if figure is None or figure.score is None:
        return 0.0, 0.0
    distance = max(0.0, target - figure.score.value)
    share = figure.unfavourable.value / 100 if figure.unfavourable else 0.0
    return distance * share, distance
