"""Random organisations and what their people answered, for attacks on releases."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from questionnaires import load_text
from questionnaires.model import Questionnaire

SAYS = "g0"


@dataclass(frozen=True)
class Person:
    """``answers``: a scale point for each question, null where missing."""

    unit: str
    group: str
    answers: tuple[int | None, ...]

    @property
    def sees(self) -> bool:
        return self.group != SAYS


@dataclass(frozen=True)
class Survey:
    questionnaire: Questionnaire
    text: str
    structure: dict[str, Any]
    people: tuple[Person, ...]

    def codes(self, person: Person) -> bytes:
        """The answer sheet as it is stored: a missing answer is "can't tell"."""
        return bytes(254 if answer is None else answer for answer in person.answers)


def make_survey(seed: int, least: int, most: int, questions: int = 4, points: tuple[int, ...] = (5,)) -> Survey:
    """An organisation of ``least`` to ``most`` people: a tree up to four levels, two to six groups, skewed teams, up to
    40 % missing a question; half of them know their head counts."""
    random = np.random.default_rng(seed)
    size = int(np.exp(random.uniform(np.log(least), np.log(most + 1))))
    parents = _grow_tree(random, size)
    groups = [f"g{number}" for number in range(int(random.integers(2, 7)))]
    units = list(parents)
    weights = random.gamma(random.choice([0.6, 1.0, 4.0]), size=len(units))
    inner = set(parents.values())
    weights *= np.array([0.1 if unit in inner else 1.0 for unit in units])
    shares = random.gamma(0.7, size=len(groups))
    shares[0] *= 0.15
    homes = random.choice(len(units), size, p=weights / weights.sum())
    standings = random.choice(len(groups), size, p=shares / shares.sum())
    scales = [int(random.choice(points)) for _ in range(questions)]
    columns = [_answer(random, scale, homes, len(units)) for scale in scales]
    people = tuple(
        Person(units[homes[i]], groups[standings[i]], tuple(column[i] for column in columns)) for i in range(size)
    )
    invited = _count_invited(people, random.uniform(0.35, 1)) if random.random() < 0.5 else []
    structure = {
        "units": [{"key": unit, "name": {"en": unit}, "parent": parents[unit]} for unit in units],
        "groups": [
            {"key": group, "name": {"en": group}, "voice": "says" if group == SAYS else "sees"} for group in groups
        ],
        "invited": invited,
    }
    text = write_questionnaire(scales)
    return Survey(load_text(text, "random"), text, structure, people)


def write_questionnaire(scales: list[int]) -> str:
    """A questionnaire file with one dimension of questions on scales of so many points."""
    lines = ["id: attacked", "title: Attacked", "scales:"]
    for points in sorted(set(scales)):
        labels = ", ".join(f'"{point}"' for point in range(1, points + 1))
        lines += [f"  s{points}:", f"    points: {points}", f"    labels: [{labels}]", "    no_answer: I can't tell"]
    lines += ["dimensions:", "  - id: d", "    title: D", "    items:"]
    for number, points in enumerate(scales):
        lines += [f"      - {{id: q{number}, text: Question {number}, scale: s{points}}}"]
    return "\n".join(lines) + "\n"


def _grow_tree(random: np.random.Generator, size: int) -> dict[str, str | None]:
    """Unit to parent; about a unit for every ten to sixty people, at most four levels."""
    wanted = max(1, min(120, int(size / random.uniform(10, 60))))
    parents: dict[str, str | None] = {}
    depth: dict[str, int] = {}
    while len(parents) < wanted:
        above = [unit for unit in parents if depth[unit] < 4]
        parent = None if not above or random.random() < 0.3 else str(random.choice(above))
        unit = f"u{len(parents)}"
        parents[unit] = parent
        depth[unit] = 1 + (depth[parent] if parent else 0)
    return parents


def _answer(random: np.random.Generator, points: int, homes: Any, units: int) -> list[int | None]:
    """Answers of one question in one of five moods: ordinary, of one mind, split in two, extreme, or unit by unit."""
    size = len(homes)
    mood = random.choice(["ordinary", "ordinary", "one mind", "split", "extreme", "units"])
    if mood == "ordinary":
        values = random.normal(random.uniform(1, points), points / 4, size)
    elif mood == "one mind":
        values = np.full(size, random.choice([1, points])) + (random.random(size) < 0.03) * random.normal(0, 2, size)
    elif mood == "split":
        values = random.choice([1, points], size)
    elif mood == "extreme":
        values = np.where(random.random(size) < 0.9, points, random.integers(1, points + 1, size))
    else:
        values = random.choice([1, (points + 1) // 2, points], units)[homes]
    missing = random.random(size) < random.uniform(0, 0.4)
    answers = np.clip(np.round(values), 1, points).astype(int)
    return [None if gone else int(answer) for gone, answer in zip(missing, answers, strict=True)]


def _count_invited(people: Iterable[Person], rate: float) -> list[dict[str, Any]]:
    """Head counts at which these people are that part of everybody invited."""
    counts = Counter((person.unit, person.group) for person in people)
    return [
        {"unit": unit, "group": group, "count": int(np.ceil(count / rate))} for (unit, group), count in counts.items()
    ]


def make_ordinary(
    seed: int, least: int, most: int, questions: int = 4, team: float = 30, rate: tuple[float, float] = (0.6, 0.95)
) -> Survey:
    """An ordinary organisation: teams of about ``team`` in one or two levels, the standard groups, a ``rate`` of the
    people answering, some "can't tell", answers around a middle that differs by team."""
    random = np.random.default_rng(seed)
    size = int(np.exp(random.uniform(np.log(least), np.log(most + 1))))
    parents: dict[str, str | None] = {}
    teams: list[str] = []
    left = size
    while left > 0 or not teams:
        division = None
        if size > 150 and random.random() < 0.8:
            division = f"d{len(parents)}"
            parents[division] = None
        for _ in range(int(random.integers(2, 6)) if division else 1):
            parents[f"t{len(parents)}"] = division
            teams.append(f"t{len(parents) - 1}")
            left -= int(random.uniform(team / 3, team * 5 / 3))
    weights = np.clip(random.lognormal(0, 0.5, len(teams)), 0.3, 3)
    homes = random.choice(len(teams), size, p=weights / weights.sum())
    groups = [SAYS, "middle", "staff", "quality"]
    standings = random.choice(4, size, p=[0.03, 0.12, 0.77, 0.08])
    columns = []
    for _ in range(questions):
        middle = random.uniform(2, 4) + random.normal(0, 0.4, len(teams))
        answers = np.clip(np.round(random.normal(middle[homes], 1.0)), 1, 5).astype(int)
        missing = random.random(size) < random.uniform(0, 0.2)
        columns.append([None if gone else int(answer) for gone, answer in zip(missing, answers, strict=True)])
    everybody = [
        Person(teams[homes[i]], groups[standings[i]], tuple(column[i] for column in columns)) for i in range(size)
    ]
    stays = random.random(size) < random.uniform(*rate)
    structure = {
        "units": [{"key": unit, "name": {"en": unit}, "parent": parents[unit]} for unit in parents],
        "groups": [
            {"key": group, "name": {"en": group}, "voice": "says" if group == SAYS else "sees"} for group in groups
        ],
        "invited": _count_invited(everybody, 1.0),
    }
    text = write_questionnaire([5] * questions)
    people = tuple(person for person, here in zip(everybody, stays, strict=True) if here)
    return Survey(load_text(text, "ordinary"), text, structure, people)
