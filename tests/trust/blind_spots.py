"""Organisations in which senior managers see things better than staff do, by so many points, or exactly alike.

People answer as in ``organisations.make_ordinary``: around a middle of the question and the team, with a spread of one
step, some not able to tell. Senior managers answer alone around their own middle, with the same spread; what they sign
is what the meeting proposes, the modest median of each question.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from assessment.joint.agreement import read_spread
from assessment.scoring.derive import derive
from assessment.scoring.derived import Gap
from assessment.scoring.figures import JointFigure
from questionnaires import shipped, shipped_text
from tests.trust.organisations import Person, Survey
from tests.trust.room import decide_survey

DRIVERS = shipped("senior-management-drivers")
SPREAD = 1.0
TEAM = 30
NOT_TOLD = "after-survey"
"""The question that a first survey does not ask."""

ASKED = [item for item in DRIVERS.items if item.id != NOT_TOLD]
CORE = {dimension.id for dimension in DRIVERS.dimensions if len(dimension.items) > 2}


@dataclass(frozen=True)
class Case:
    """``people``: all who are asked to see; ``managers``: of the team."""

    people: int
    managers: int


def expect_point(middle: float) -> float:
    """The mean of answers around a middle, rounded and cut to the scale of 1 to 5."""
    return 1 + float(sum(ndtr((middle - edge) / SPREAD) for edge in (1.5, 2.5, 3.5, 4.5)))


def move_middle(middle: float, points: float) -> float:
    """The middle around which answers are so many points of 100 better on average."""
    wanted = expect_point(middle) + points / 25
    return float(brentq(lambda other: expect_point(other) - wanted, -5, 12))


def draw(random: np.random.Generator, middle: np.ndarray) -> np.ndarray:
    return np.clip(np.round(random.normal(middle, SPREAD)), 1, 5).astype(int)


def find_gaps(case: Case, seed: int, points: Sequence[float]) -> list[list[Gap]]:
    """The gaps of the five drivers in one organisation, released and read as in life, for each number of ``points``
    that its managers see things better by.

    A joint answer is in no sum: what people answered is released once, and stands beside one joint answer or another.
    """
    random = np.random.default_rng(seed)
    # Questions whose scores lie between 30 and 70 of 100, as in a survey of a whole organisation.
    middles = {item.id: float(random.uniform(2.2, 3.8)) for item in ASKED}
    survey = make_survey(case, random, middles)
    figures = decide_survey(survey)
    found = []
    for gap in points:
        # Each time the same dice as the one before: two teams differ in nothing else.
        joint = sign(case, deepcopy(random), middles, gap)
        summary = figures.summary.model_copy(update={"joint": joint})
        derived = derive(figures.model_copy(update={"summary": summary}), DRIVERS, structure=survey.structure)
        found.append([one for one in derived.gaps if one.dimension in CORE])
    return found


def sign(case: Case, random: np.random.Generator, middles: dict[str, float], gap: float) -> JointFigure:
    """What managers sign who see things better by so many points."""
    answers: dict[str, int | None] = {}
    for item in ASKED:
        good = move_middle(middles[item.id], -gap if item.reverse else gap)
        sheets = draw(random, np.full(case.managers, good))
        answers[item.id] = read_spread(map(int, sheets), reverse=item.reverse).proposed
    return JointFigure(
        members=case.managers,
        signed=case.managers,
        sealed_on="2027-03-01",
        after_results=False,
        sha256="",
        answers=answers,
    )


def make_survey(case: Case, random: np.random.Generator, middles: dict[str, float]) -> Survey:
    """Staff in teams of about thirty, 60 to 95 % of whom answer."""
    teams = [f"t{number}" for number in range(max(1, round(case.people / TEAM)))]
    homes = random.choice(len(teams), case.people)
    groups = [("staff", "middle")[int(here)] for here in random.random(case.people) < 0.12]
    columns = []
    for item in DRIVERS.items:
        middle = middles.get(item.id)
        points = draw(random, (middle or 3) + random.normal(0, 0.4, len(teams))[homes])
        gone = random.random(case.people) < (1 if middle is None else random.uniform(0, 0.2))
        columns.append([None if lost else int(point) for lost, point in zip(gone, points, strict=True)])
    stays = random.random(case.people) < random.uniform(0.6, 0.95)
    everybody = [Person(teams[homes[i]], groups[i], tuple(column[i] for column in columns)) for i in range(case.people)]
    invited: dict[tuple[str, str], int] = {}
    for person in everybody:
        invited[person.unit, person.group] = invited.get((person.unit, person.group), 0) + 1
    structure = {
        "units": [{"key": team, "name": {"en": team}, "parent": None} for team in teams],
        "groups": [
            {"key": "senior", "name": {"en": "Senior managers"}, "voice": "says"},
            {"key": "middle", "name": {"en": "Middle managers"}, "voice": "sees"},
            {"key": "staff", "name": {"en": "Staff"}, "voice": "sees"},
        ],
        "invited": [{"unit": unit, "group": group, "count": count} for (unit, group), count in invited.items()],
    }
    people = tuple(person for person, here in zip(everybody, stays, strict=True) if here)
    return Survey(DRIVERS, shipped_text("senior-management-drivers"), structure, people)
