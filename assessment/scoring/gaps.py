"""What senior managers say minus what staff see (method 8)."""

from collections.abc import Mapping, Sequence

from assessment.scoring.averages import merge_marks
from assessment.scoring.comparison import Estimate, benjamini_hochberg, counted_as, welch_probability
from assessment.scoring.derived import DimensionResult, Gap, GapName
from assessment.scoring.estimates import estimate
from assessment.scoring.figures import Mark, Value
from assessment.scoring.items import score_joint_answer
from assessment.scoring.margin import CAUTIOUS_FROM, cautious_margin
from assessment.scoring.reading import Reading
from questionnaires.model import Questionnaire

NAMED_FROM = 10
"""Points; a smaller gap is a shared view."""
ROUNDING = 6
"""Points added to the margin of what "5 to 9" people see."""
OPPOSITE: dict[Mark, Mark] = {"at least": "at most", "at most": "at least", "about": "about"}
_LAST_BITS = 1e-9


def score_joint(answers: Mapping[str, int | None], reading: Reading, questionnaire: Questionnaire) -> dict[str, Value]:
    """What the joint answer says of each dimension of which it answers something; scores 0-100."""
    found = {}
    for one in reading.dimensions:
        rows = []
        for name, weight in one.items.items():
            item = questionnaire.item(name)
            rows.append((answers.get(name), weight, questionnaire.scale_of(item).points, item.reverse))
        score = score_joint_answer(rows)
        if score is not None:
            found[one.id] = Value(value=score)
    return found


def find_joint_gaps(said: Mapping[str, Value], seen: Sequence[DimensionResult], *, after_results: bool) -> list[Gap]:
    """Gaps to the joint answer, which has no margin of its own. Sealed after results, it gives none a name."""
    gaps = []
    for one in seen:
        if one.score is None or one.dimension not in said:
            continue
        bound = _margin_of_seen(one)
        difference = said[one.dimension].value - one.score.value
        sure = bound is not None and abs(difference) > bound + _LAST_BITS
        name: GapName = "difference" if after_results else name_gap(said[one.dimension], one.score, sure=sure)
        gaps.append(_gap(one, said[one.dimension], one.score, name))
    return gaps


def _margin_of_seen(seen: DimensionResult) -> float | None:
    if seen.n.low < CAUTIOUS_FROM:
        return float(cautious_margin(counted_as(seen.n)) + ROUNDING)
    return seen.margin


def find_anonymous_gaps(
    says: Sequence[DimensionResult], seen: Sequence[DimensionResult], *, rounded: bool
) -> list[Gap]:
    """Gaps between two groups of answers: Welch with the standard errors of A19, Benjamini-Hochberg over dimensions."""
    told = {one.dimension: one for one in says if one.score}
    both = [(told[one.dimension], one) for one in seen if one.score and one.dimension in told]
    estimates: list[tuple[Estimate, Estimate]] = [
        (estimate(one, other, rounded=rounded), estimate(other, other, rounded=rounded)) for one, other in both
    ]
    held = benjamini_hochberg([welch_probability(one, other) for one, other in estimates])
    return [
        _gap(other, one.score, other.score, name_gap(one.score, other.score, sure=sure))
        for (one, other), sure in zip(both, held, strict=True)
        if one.score and other.score
    ]


def name_gap(said: Value, seen: Value, *, sure: bool) -> GapName:
    """The word for a gap. An open end names it only where the true gap can but be larger (A11)."""
    difference = said.value - seen.value
    larger: Mark = "at least" if difference > 0 else "at most"
    open_end = merge_marks((said.mark, OPPOSITE[seen.mark] if seen.mark else None))
    if open_end not in (None, larger):
        return "difference"
    if abs(difference) < NAMED_FROM - _LAST_BITS:
        return "difference" if open_end else "shared view"
    if not sure:
        return "difference"
    return "blind spot" if difference > 0 else "hidden strength"


def _gap(seen: DimensionResult, said: Value, score: Value, name: GapName) -> Gap:
    return Gap(dimension=seen.dimension, said=said, seen=score, difference=said.value - score.value, name=name)
