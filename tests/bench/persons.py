"""The person check in organisations of five thousand: processor time on one core, and how much is shown."""

import time
from collections.abc import Iterator

from assessment.release.disclosure import disclose
from assessment.release.persons import Effort
from tests.bench.machine import measure
from tests.bench.workload import ITEMS
from tests.trust.organisations import make_ordinary
from tests.trust.room import Utility, tally_survey

TEAMS = (15, 40, 80)
INVITED, RATE = 6_250, 0.8
"""About five thousand answers."""
BOUND = 120
"""Seconds that trust rule A10 allows."""


def report_persons() -> Iterator[str]:
    """Lines to print: one for each size of teams."""
    for team in TEAMS:
        yield measure(_release, team).result


def _release(team: int) -> str:
    survey = make_ordinary(1, INVITED, INVITED, ITEMS, team, (RATE, RATE))
    answers, effort = tally_survey(survey), Effort()
    began = time.process_time()
    figures = disclose(answers, 5, effort=effort)
    seconds = time.process_time() - began
    utility = Utility.nothing()
    utility.add(survey, figures)
    return (
        f"  {len(survey.people):,} answers to {ITEMS} questions, teams of about {team}: {effort.seconds:.1f} s of"
        f" processor time (bound {BOUND} s) for {effort.programs:,} programs on {effort.rows:,} figures,"
        f" {seconds:.1f} s with all other rules; shown: units and groups {utility.one_way},"
        f" groups in units {utility.split}"
    )
