"""Made-up answers around a story: every person leans a little their own way, every answer scatters.

Answers on five points pile up at the ends of the scale, so that answers drawn around 25 do not score 25. The centre of
each question is therefore looked for until its answers score what the story tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessment.demo.story import ANSWERED, GROUP_MOOD, INVITED, UNIT_MOOD, UNITS, Year
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from questionnaires.model import Dimension, Item, Questionnaire, Scale

PERSON_SPREAD = 13.0
ANSWER_SPREAD = 21.0
NOT_APPLICABLE_SHARE = 0.03
SKIPPED_SHARE = 0.01
STEPS = 40
"""Halvings of the span in which a centre is looked for: far finer than one answer moves a score."""


@dataclass(frozen=True, slots=True)
class Sheet:
    unit: str
    group: str
    codes: bytes


def make_sheets(questionnaire: Questionnaire, year: Year, first_survey: bool) -> list[Sheet]:
    """One answer sheet for each person who answers; the same ones for the same year of the story."""
    chance = np.random.default_rng(year.seed)
    people = list(_choose_people(chance))
    moods = np.array([UNIT_MOOD[unit] + GROUP_MOOD[group] for unit, group in people])
    moods = moods + chance.normal(0, PERSON_SPREAD, len(people))
    builds_software = {unit.key for unit in UNITS if unit.builds_software}
    software = np.array([unit in builds_software for unit, _ in people])
    codes = np.full((len(people), len(questionnaire.items)), NOT_ASKED, dtype=np.uint8)
    for dimension in questionnaire.dimensions:
        asked = software if dimension.audience == "software" else np.ones(len(people), dtype=bool)
        for item in dimension.items:
            if _is_asked(item, dimension, first_survey):
                answers = _answer(questionnaire.scale_of(item), item, _aim(item, dimension, year), moods[asked], chance)
                missing = _leave_out(questionnaire.scale_of(item), year.cant_tell[dimension.id], len(answers), chance)
                codes[asked, questionnaire.position[item.id]] = np.where(missing, missing, answers)
    return [Sheet(unit, group, row.tobytes()) for (unit, group), row in zip(people, codes, strict=True)]


def _choose_people(chance: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Unit and group of everybody who answers: in each unit the story's share of those invited."""
    for unit, groups in INVITED.items():
        people = [group for group, count in groups.items() for _ in range(count)]
        coming = chance.permutation(len(people))[: round(ANSWERED[unit] * len(people))]
        yield from ((unit, people[place]) for place in sorted(coming))


def _is_asked(item: Item, dimension: Dimension, first_survey: bool) -> bool:
    stands_in = item.stands_in_for is not None
    has_stand_in = any(other.stands_in_for == item.id for other in dimension.items)
    return stands_in == first_survey if stands_in or has_stand_in else True


def _aim(item: Item, dimension: Dimension, year: Year) -> float:
    """The score that the story gives to a question: its own, or what is left of the driver's for those without one."""
    if item.id in year.items:
        return year.items[item.id]
    told = [year.items[other.id] for other in dimension.items if other.id in year.items]
    return (year.drivers[dimension.id] * len(dimension.items) - sum(told)) / (len(dimension.items) - len(told))


def _answer(
    scale: Scale, item: Item, aim: float, moods: NDArray[np.float64], chance: np.random.Generator
) -> NDArray[np.int64]:
    """Scale points as chosen; turned the right way round, they score ``aim`` as nearly as whole answers can."""
    leanings = moods + chance.normal(0, ANSWER_SPREAD, len(moods))
    low, high = -100.0, 200.0
    for _ in range(STEPS):
        centre = (low + high) / 2
        steps = np.rint(np.clip(centre + leanings, 0, 100) / 100 * (scale.points - 1))
        low, high = (low, centre) if steps.mean() * 100 / (scale.points - 1) > aim else (centre, high)
    points: NDArray[np.int64] = steps.astype(np.int64) + 1
    return scale.points + 1 - points if item.reverse else points


def _leave_out(scale: Scale, cant_tell: float, people: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """For each person the code of an answer that is none, or 0 where the answer stands."""
    drawn = chance.random(people)
    bounds = [cant_tell, cant_tell + NOT_APPLICABLE_SHARE, cant_tell + NOT_APPLICABLE_SHARE + SKIPPED_SHARE]
    codes = [
        CANT_TELL if scale.no_answer else SKIPPED,
        NOT_APPLICABLE if scale.not_applicable else SKIPPED,
        SKIPPED,
        0,
    ]
    return np.array(codes)[np.searchsorted(bounds, drawn, side="right")]
