"""T1 where questions take turns: who was asked what is nothing that tells people apart, in figures and in storage."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import AnswerSet, db
from assessment.scoring.answers import NOT_ASKED
from questionnaires import load_text
from tests.trust.bill import counts_of
from tests.trust.organisations import Person, Survey, make_survey
from tests.trust.room import decide_survey, release_survey
from tests.trust.solver import attack


@dataclass(frozen=True)
class TurningSurvey(Survey):
    """What is missing was not asked."""

    def codes(self, person: Person) -> bytes:
        return bytes(NOT_ASKED if answer is None else answer for answer in person.answers)


def take_turns(survey: Survey, seed: int) -> TurningSurvey:
    """The first question is the core; of the other three each person is asked one or two, by chance."""
    random = np.random.default_rng(seed)
    drawn = 1 + seed % 2
    asked = [{0, *random.choice([1, 2, 3], drawn, replace=False).tolist()} for _ in survey.people]
    text = survey.text
    for question in (1, 2, 3):
        text = text.replace(f"id: q{question}", f"id: q{question}, block: b{question}")
    people = tuple(
        replace(
            person, answers=tuple(answer if number in mine else None for number, answer in enumerate(person.answers))
        )
        for person, mine in zip(survey.people, asked, strict=True)
    )
    return TurningSurvey(load_text(text, "turning"), text, survey.structure, people)


def attack_turning(seeds: range, most: int) -> Counter[str]:
    bill: Counter[str] = Counter()
    for seed in seeds:
        survey = take_turns(make_survey(seed, 20, most), seed)
        findings = attack(survey, decide_survey(survey))
        bill.update(organisations=1, people=len(survey.people), leaks=len(findings.leaks))
        bill.update({"figures read": findings.figures})
    return bill


def test_questions_that_take_turns_tell_of_nobody(record_property: Callable[[str, object], None]) -> None:
    bill = attack_turning(range(300, 330), 600)
    record_property(counts_of("T1 with rotation"), dict(bill))
    assert (bill["organisations"], bill["leaks"]) == (30, 0)
    assert bill["figures read"] > 1000


@pytest.mark.trust
@pytest.mark.parametrize("part", range(4))
def test_three_hundred_organisations_with_turns_tell_of_nobody(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    start = 20_000 + part * 75
    bill = attack_turning(range(start, start + 75), 2000)
    record_property(counts_of("T1 with rotation"), dict(bill))
    assert (bill["organisations"], bill["leaks"]) == (75, 0)


def test_what_was_asked_is_in_no_figure_and_no_place(app: Flask) -> None:
    """Stored sheets are told apart by unit and group as without turns (T10); a figure of a question counts its own."""
    with app.app_context():
        survey = take_turns(make_survey(41, 150, 200), 41)
        figures = release_survey(survey, 9)
        pairs = Counter(db.session.execute(select(AnswerSet.unit, AnswerSet.group_)).all())
        assert min(pairs.values()) >= 5
        everybody = figures.cell("all")
        assert everybody is not None
        for number, item in enumerate(everybody.items):
            answered = sum(p.sees and p.answers[number] is not None for p in survey.people)
            assert (item.n.low, item.n.high) == (answered, answered)
