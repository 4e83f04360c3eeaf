"""Few people, few answers; participation in steps; shared links; senior managers apart; own data in full."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.release.closing import decide
from assessment.release.coarsening import coarsen
from assessment.release.disclosure import find_candidates
from assessment.release.limits import limit_cells
from assessment.release.structure import Structure
from tests.assessment.release.surveys import make_small_survey
from tests.trust.organisations import Survey, make_survey
from tests.trust.room import decide_survey, tally_survey


def invite(survey: Survey, **counts: int) -> Survey:
    """The same with head counts of staff by unit."""
    rows = [{"unit": unit, "group": "staff", "count": count} for unit, count in counts.items()]
    return replace(survey, structure=survey.structure | {"invited": rows})


@pytest.mark.parametrize(
    ("invited", "answered", "shown"),
    [
        (7, 7, None),
        (8, 8, (False, False, False, 0)),
        (14, 14, (False, False, False, 0)),
        (15, 12, (True, False, False, 12)),
        (39, 30, (True, False, False, 12)),
        (40, 30, (True, True, True, 0)),
        (100, 49, (False, True, False, 0)),
        (100, 29, (False, False, False, 0)),
        (20, 9, (False, False, False, 0)),
    ],
)
def test_what_may_be_shown_by_invited_and_answered(
    invited: int, answered: int, shown: tuple[object, ...] | None
) -> None:
    limits = limit_cells(Structure(invited={("a", "staff"): invited}), 5, answered)
    found = limits and (limits.units, limits.groups, limits.splits, limits.unit_invited)
    assert found == shown


def test_a_shared_link_needs_ten_and_splits_nothing() -> None:
    limits = limit_cells(Structure(open_link=True), 5, 100)
    assert limits is not None
    assert (limits.smallest, limits.splits) == (10, False)


def test_rates_come_in_steps_and_only_for_enough_people() -> None:
    survey = make_small_survey({("care", "staff"): 37, ("office", "staff"): 9, ("tiny", "staff"): 4})
    shown = decide_survey(invite(survey, care=50, office=14, tiny=9)).summary.participation
    assert (shown.invited, shown.answered, shown.rate) == (73, 50, 70)
    assert shown.by_unit == {"care": 75, "office": None, "tiny": None, "empty": None, "few": None}


def test_senior_managers_are_counted_nowhere_else() -> None:
    survey = make_small_survey({("care", "staff"): 40, ("care", "g0"): 10})
    figures = decide_survey(survey)
    assert {(cell.key, cell.n.low) for cell in figures.cells} >= {("all", 40), ("unit:care", 40), ("says", 10)}
    assert figures.summary.participation.answered == 40


def test_head_counts_weigh_the_shown_scores_of_units() -> None:
    survey = make_small_survey({("care", "staff"): 30, ("office", "staff"): 10}, questions=1)
    people = tuple(
        person if person.unit == "office" else replace(person, answers=(3 + number % 3,))
        for number, person in enumerate(survey.people)
    )
    figures = decide_survey(invite(replace(survey, people=people), care=30, office=20))
    units = {key: figures.cell(f"unit:{key}") for key in ("care", "office")}
    scores = {key: cell.items[0].score for key, cell in units.items() if cell}
    everybody = figures.cell("all")
    assert figures.summary.weighted
    assert everybody is not None
    assert everybody.items[0].score is not None
    assert scores["care"] is not None
    assert scores["office"] is not None
    assert everybody.items[0].score.value == round(0.6 * scores["care"].value + 0.4 * scores["office"].value, 1)
    assert scores["care"].value > scores["office"].value


def test_own_data_are_shown_in_full() -> None:
    survey = make_small_survey({("care", "staff"): 12, ("tiny", "staff"): 3, ("few", "staff"): 1})
    figures, coarse = decide(tally_survey(survey), "full", 5)
    assert coarse is None
    assert {(cell.key, cell.n.low) for cell in figures.cells} >= {("all", 16), ("unit:tiny", 3), ("unit:few", 1)}
    for cell in figures.cells:
        mine = [p.answers[0] for p in survey.people if cell.key in ("all", f"unit:{p.unit}", f"group:{p.group}")]
        if cell.kind != "unit-group":
            item = cell.items[0]
            assert item.mean == pytest.approx(np.mean(mine))
            assert item.counts == tuple(mine.count(point) for point in range(1, 6))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_coarse_places_are_never_shared_by_few(seed: int) -> None:
    """T10 for any organisation; nobody who sees is lost, unless there are too few to show anything."""
    survey = make_survey(seed, 6, 400)
    answers = tally_survey(survey)
    candidates, limits = find_candidates(answers, 5)
    coarse = coarsen(answers.structure, answers.places, answers.people, candidates.cells, limits.smallest)
    stored: Counter[object] = Counter()
    for place, people in zip(answers.places, answers.people, strict=True):
        if coarse[place] is not None:
            stored[coarse[place]] += people
    assert all(count >= 5 for count in stored.values())
    seeing = sum(person.sees for person in survey.people)
    kept = sum(count for place, count in stored.items() if answers.structure.sees(place))
    assert kept == (seeing if seeing >= 5 else 0)
