"""What would have to be so for the next level, and which step gains most for its effort: arithmetic, no forecast.

Pure functions of shown figures (trust rule A11). A person who sees something often (75) where it was rarely (25) adds
50 points: that one step is what is reckoned with everywhere here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from assessment.scoring.derived import DimensionResult, Priority
from assessment.scoring.figures import ItemFigure
from assessment.scoring.priorities import EFFORTS
from assessment.scoring.reading import ReadDimension
from questionnaires.model import Recommendation

STEP = 50.0
"""Points between an unfavourable and a favourable answer: from 25 to 75."""
PEOPLE = 10
"""People are told in tenths of all who answered."""
_LAST_BITS = 1e-9


@dataclass(frozen=True)
class NextLevel:
    """``level``: the next one; ``distance``: points to where it begins; ``tenths``: so many more people of ten would
    have to see the driver's questions favourably instead of unfavourably; ``enough``: whether so many see them
    unfavourably now."""

    level: int
    distance: float
    tenths: int
    enough: bool


@dataclass(frozen=True)
class Step:
    """A recommendation that has fired. ``gain``: points that its driver would gain if all who see the questions that
    it looks at unfavourably saw them favourably; ``worth``: these by effort."""

    recommendation: str
    dimension: str
    gain: float
    worth: float


def find_next_level(result: DimensionResult, starts: Sequence[float]) -> NextLevel | None:
    """None on the highest level, without a level or a score, and where the score has an open end."""
    if result.score is None or result.score.mark is not None or result.level is None or result.level >= len(starts):
        return None
    distance = starts[result.level] - result.score.value
    tenths = max(1, ceil(distance / STEP * PEOPLE - _LAST_BITS))
    share = result.unfavourable.value if result.unfavourable and result.unfavourable.mark is None else 0.0
    return NextLevel(result.level + 1, distance, tenths, share + _LAST_BITS >= tenths * 100 / PEOPLE)


def measure_gain(items: Sequence[str], dimension: ReadDimension, figures: Mapping[str, ItemFigure]) -> float:
    """Points that the dimension gains if nobody saw these of its questions unfavourably any more; a question whose
    share is not shown, or only as an open end, adds nothing."""
    shown = {item: weight for item, weight in dimension.items.items() if item in figures and figures[item].score}
    whole = sum(shown.values())
    if not whole:
        return 0.0
    gained = 0.0
    for item in dict.fromkeys(items):
        share = figures[item].unfavourable if item in shown else None
        if share is not None and share.mark is None:
            gained += shown[item] * share.value / 100 * STEP
    return gained / whole


def rank_steps(
    fired: Sequence[Priority],
    advice: Mapping[str, Recommendation],
    dimensions: Mapping[str, ReadDimension],
    figures: Mapping[str, ItemFigure],
) -> tuple[Step, ...]:
    """Of the fired recommendations those that gain something, most gain for the effort first; equals in their order."""
    steps = []
    for priority in fired:
        own, dimension = advice[priority.recommendation], dimensions.get(priority.dimension)
        if dimension is None:
            continue
        gain = measure_gain(list_targets(own, dimension), dimension, figures)
        if gain > 0:
            steps.append(Step(own.id, priority.dimension, gain, gain / EFFORTS[own.effort]))
    return tuple(sorted(steps, key=lambda step: -step.worth))


def list_targets(advice: Recommendation, dimension: ReadDimension) -> list[str]:
    """The questions of its driver that a recommendation looks at: those it names; where it names none, all."""
    named = [one.item for one in advice.when if one.item is not None and one.item in dimension.items]
    return named or list(dimension.items)
