"""T1, T9 and what the rules leave to be seen: releases of random organisations against an attacker with a computer."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from assessment.release.closing import close_campaign
from assessment.release.joint import seal_joint_answer
from assessment.release.service import find_release, release_campaign
from tests.trust.bill import PROPERTY
from tests.trust.organisations import Person, Survey, make_ordinary, make_survey
from tests.trust.room import Utility, decide_survey, release_survey, store_survey
from tests.trust.solver import attack

CHUNKS = 6
SCALES = (5, 5, 5, 2, 3, 4, 7, 11)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_release_of_sixty_organisations_tells_of_anybody(app: Flask, chunk: int) -> None:
    """T1 in its short form: 20 to 600 people, four questions, groups and splits on, through close and release."""
    with app.app_context():
        for seed in range(chunk * 10, chunk * 10 + 10):
            survey = make_survey(seed, 20, 600)
            assert attack(survey, release_survey(survey, seed)).leaks == []


@pytest.mark.trust
@pytest.mark.parametrize("part", range(20))
def test_no_release_of_a_thousand_organisations_tells_of_anybody(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    """T1 in full: 6 to 2,000 people, scales of 2 to 11 points, through the function of the release job.

    What joint answers and senior managers' first answers add is tested below: nothing.
    """
    bill: Counter[str] = Counter()
    utility = Utility.nothing()
    leaks: list[str] = []
    for seed in range(10_000 + part * 50, 10_000 + part * 50 + 50):
        survey = make_survey(seed, 6, 2000, points=SCALES if seed % 2 else (5,))
        start = time.process_time()
        figures = decide_survey(survey)
        middle = time.process_time()
        findings = attack(survey, figures)
        bill["seconds of releasing"] += round(middle - start)
        bill["seconds of attacking"] += round(time.process_time() - middle)
        bill.update(organisations=1, people=len(survey.people), leaks=len(findings.leaks))
        bill.update({"figures read": findings.figures, "linear programs": findings.programs})
        utility.add(survey, figures)
        leaks += [f"organisation {seed}: {leak}" for leak in findings.leaks]
    for name, shares in (("units and groups", utility.one_way), ("groups in units", utility.split)):
        bill.update({f"{name} eligible": shares.eligible, f"{name} shown": shares.shown})
    record_property(PROPERTY, dict(bill))
    assert leaks == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_joint_answer_changes_no_figure(app: Flask) -> None:
    """It is in no sum: with it and without it every cell is the same to the byte, so there is nothing to subtract."""
    with app.app_context():
        survey = make_survey(21, 60, 200)
        plain = release_survey(survey, 1)
        campaign_id = store_survey(survey, 2)
        seal_joint_answer(campaign_id, {"q0": 5, "q1": 1, "q2": None}, members=4, signed=3)
        close_campaign(campaign_id)
        release_campaign(campaign_id)
        joined = find_release(campaign_id)
        assert joined is not None
        assert joined.cells == plain.cells
        assert joined.summary.joint is not None
        assert joined.summary.model_copy(update={"joint": None}) == plain.summary


@pytest.mark.parametrize("seed", range(6))
def test_seeing_people_are_told_apart_by_nothing_that_senior_managers_answered(seed: int) -> None:
    """An attacker who knows all first answers of senior managers: whatever these were, no other cell changes."""
    survey = make_survey(500 + seed, 40, 300)
    turned = replace(
        survey,
        people=tuple(
            person
            if person.sees
            else replace(person, answers=tuple(None if a is None else 6 - a for a in person.answers))
            for person in survey.people
        ),
    )
    cells = [[cell for cell in decide_survey(one).cells if cell.voice == "sees"] for one in (survey, turned)]
    assert cells[0] == cells[1]


def _turn(person: Person) -> Person:
    return replace(person, answers=tuple(None if answer is None else 6 - answer for answer in person.answers))


@pytest.mark.parametrize("everybody", [1, 5])
@pytest.mark.parametrize("where", ["unit", "sibling", "parent"])
@pytest.mark.parametrize("size", [5, 9, 10, 12, 29, 30, 60])
def test_a_unit_of_one_mind_pins_nobody(everybody: int, where: str, size: int) -> None:
    """T9: all answers equal in the unit, in its sibling, or in the whole parent."""
    survey = _make_family(everybody, where, size)
    assert attack(survey, decide_survey(survey)).leaks == []


def _make_family(answer: int, where: str, size: int) -> Survey:
    """A parent with two units of ``size`` and 14 people; the rest of the organisation answers 1 to 5 in turn."""
    base = make_survey(3, 40, 60, questions=1)
    units = [("p", None), ("a", "p"), ("b", "p"), ("c", None)]
    same = {"unit": {"a"}, "sibling": {"b"}, "parent": {"a", "b"}}[where]
    people = []
    for unit, count in (("a", size), ("b", 14), ("c", 25)):
        for number in range(count):
            given = answer if unit in same else 1 + number % 5
            people.append(replace(base.people[0], unit=unit, group=f"g{1 + number % 2}", answers=(given,)))
    structure = {
        "units": [{"key": key, "name": {"en": key}, "parent": parent} for key, parent in units],
        "groups": [{"key": f"g{n}", "name": {"en": f"g{n}"}, "voice": "sees" if n else "says"} for n in range(3)],
        "invited": [],
    }
    return replace(base, structure=structure, people=tuple(people))


def test_the_attacker_finds_what_is_not_protected() -> None:
    """The solver has teeth: the same figures without the person check, and without the linear check, do leak."""
    assert any(attack(survey, _decide_without("persons", survey)).persons for survey in map(_attacked, range(12)))
    assert any(attack(survey, _decide_without("linear", survey)).groups for survey in map(_attacked, range(12)))


def _attacked(seed: int) -> Survey:
    return make_survey(seed, 20, 300)


def _decide_without(check: str, survey: Survey):
    name = {"persons": "protect_persons", "linear": "find_small_group"}[check]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"assessment.release.protection.{name}", lambda *_: [] if check == "persons" else None)
        return decide_survey(survey)


def test_most_of_what_may_be_shown_is_shown() -> None:
    """Ordinary organisations: at least 85 % of units and groups with enough answers, and at least half of all that with
    groups in units counted in."""
    utility = Utility.nothing()
    for seed in range(12):
        survey = make_ordinary(seed, 60, 400)
        utility.add(survey, decide_survey(survey))
    assert utility.one_way.shown >= 0.85 * utility.one_way.eligible > 0
    whole = utility.one_way.eligible + utility.split.eligible
    assert utility.one_way.shown + utility.split.shown >= 0.5 * whole


def test_the_whole_organisation_is_shown_from_fifteen_people_on() -> None:
    """In organisations of 15 to 200 people at least 95 % have every question of the whole, and the side of the senior
    managers where at least five of them answered."""
    complete = told = managers = 0
    for seed in range(40):
        survey = make_ordinary(100 + seed, 15, 200)
        figures = decide_survey(survey)
        everybody, says = figures.cell("all"), figures.cell("says")
        complete += everybody is not None and all(item.score is not None for item in everybody.items)
        enough = all(sum(not p.sees and p.answers[q] is not None for p in survey.people) >= 5 for q in range(4))
        told += enough
        managers += enough and says is not None and all(item.score is not None for item in says.items)
    assert complete >= 0.95 * 40
    assert managers >= 0.95 * told
