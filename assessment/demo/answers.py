"""Made-up answers around a story: every person leans a little their own way, every answer scatters."""

from dataclasses import dataclass

import numpy as np

from assessment.demo.story import ANSWERED, GROUP_MOOD, INVITED, UNIT_MOOD, UNITS, Year
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from questionnaires.model import Dimension, Item, Questionnaire

PERSON_SPREAD = 13.0
ANSWER_SPREAD = 21.0
PRACTICES = {"centre": 46.0, "cant_tell": 0.05}


@dataclass(frozen=True, slots=True)
class Sheet:
    unit: str
    group: str
    codes: bytes


def make_sheets(questionnaire: Questionnaire, year: Year, first_survey: bool, seed: int) -> list[Sheet]:
    """One answer sheet for each person who answers, in a fixed order for a seed."""
    chance = np.random.default_rng(seed)
    software = {unit.key for unit in UNITS if unit.builds_software}
    sheets = []
    for unit, groups in INVITED.items():
        people = [group for group, count in groups.items() for _ in range(count)]
        coming = chance.permutation(len(people))[: round(ANSWERED[unit] * len(people))]
        for place in sorted(coming):
            mood = UNIT_MOOD[unit] + GROUP_MOOD[people[place]] + chance.normal(0, PERSON_SPREAD)
            codes = bytes(
                _answer(item, dimension, questionnaire, year, mood, chance)
                if _is_asked(item, dimension, unit in software, first_survey)
                else NOT_ASKED
                for dimension in questionnaire.dimensions
                for item in dimension.items
            )
            sheets.append(Sheet(unit, people[place], codes))
    return sheets


def _is_asked(item: Item, dimension: Dimension, builds_software: bool, first_survey: bool) -> bool:
    if dimension.audience == "software" and not builds_software:
        return False
    asked_first = item.stands_in_for is not None
    follows_up = any(other.stands_in_for == item.id for other in dimension.items)
    return asked_first == first_survey if asked_first or follows_up else True


def _answer(
    item: Item,
    dimension: Dimension,
    questionnaire: Questionnaire,
    year: Year,
    mood: float,
    chance: np.random.Generator,
) -> int:
    missing = chance.random()
    cant_tell = year.cant_tell.get(dimension.id, PRACTICES["cant_tell"])
    scale = questionnaire.scale_of(item)
    if missing < cant_tell:
        return CANT_TELL if scale.no_answer else SKIPPED
    if missing < cant_tell + 0.03:
        return NOT_APPLICABLE if scale.not_applicable else SKIPPED
    if missing < cant_tell + 0.04:
        return SKIPPED
    centre = year.items.get(item.id, year.drivers.get(dimension.id, PRACTICES["centre"]))
    drawn = centre + mood + chance.normal(0, ANSWER_SPREAD)
    point = 1 + round(min(max(drawn, 0.0), 100.0) / 100 * (scale.points - 1))
    return scale.points + 1 - point if item.reverse else point
