"""F22: a clock that is wrong, steps back and jumps ahead, in twelve zones and both nights when clocks change.

A survey opens and closes by its own zone's clock; it opens once, closes once, and never early.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.access.invitations import invite
from assessment.campaigns.launch import launch_survey
from assessment.campaigns.moments import MissingMomentError, find_moment
from assessment.campaigns.service import create_campaign
from assessment.campaigns.states import find_phase
from assessment.clock import use_clock
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, Job, Release, db
from assessment.organisation.plan import create_organisation
from tests.assessment.campaigns.test_moments import AUTUMN, LEAP_DAY, SPRING, ZONES
from tests.fixtures.surveys import UNITS, plan_survey
from tests.trust.bill import counts_of

NEW_YORK_SPRING, NEW_YORK_AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
NIGHTS = (SPRING, AUTUMN, NEW_YORK_SPRING, NEW_YORK_AUTUMN, LEAP_DAY)
"""On which a survey closes: both nights of two continents, and a day that most years lack."""

CASES = [(zone, night) for zone, night in product(ZONES, NIGHTS)]


@dataclass
class Hand:
    """A clock that is put wherever the test wants it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def find_closing(zone: str, night: date) -> datetime:
    """Half past two in that night, the hour that is skipped or comes twice; else at five."""
    try:
        return find_moment(night, time(2, 30), zone, last=True)
    except MissingMomentError:
        return find_moment(night, time(5, 0), zone, last=True)


def launch(app: Flask, clock: Hand, zone: str, closes_at: datetime) -> int:
    """A survey that opens at eight on the clock of its zone, three days before it closes."""
    day = (closes_at - timedelta(days=3)).date()
    opens_at = find_moment(day, time(8, 0), zone)
    clock.now = opens_at - timedelta(days=1)
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, UNITS)
        plan = plan_survey(
            opens_at=opens_at, closes_at=closes_at, zone=zone, results_on=closes_at.date() + timedelta(days=2)
        )
        survey_id = create_campaign(organisation_id, plan)
        launch_survey(organisation_id, survey_id, 1)
    return survey_id


def tell_phase(app: Flask, survey_id: int, clock: Hand) -> str:
    with app.app_context():
        return find_phase(db.session.get_one(Campaign, survey_id), clock.now)


def try_answering(app: Flask, survey_id: int) -> int:
    """The status that somebody with a new link meets."""
    with app.app_context():
        _, token = invite(survey_id, "care", "staff")
    return app.test_client().get(f"/s/{token}", follow_redirects=True).status_code


def live_through(app: Flask, zone: str, night: date) -> Counter[str]:
    """From launch to release, with a clock that steps back an hour at the opening and again at the closing."""
    clock = Hand(datetime.now(UTC))
    use_clock(app, clock)
    closes_at = find_closing(zone, night)
    survey_id = launch(app, clock, zone, closes_at)
    with app.app_context():
        opens_at = db.session.get_one(Campaign, survey_id).opens_at
    assert opens_at is not None
    bill: Counter[str] = Counter(cases=1)
    second, hour = timedelta(seconds=1), timedelta(hours=1)
    steps: list[tuple[datetime, str, int]] = [
        (opens_at - hour, "waiting", 403),
        (opens_at - second, "waiting", 403),
        (opens_at, "open", 200),
        (opens_at - hour, "waiting", 403),
        (opens_at + hour, "open", 200),
        (closes_at - hour, "open", 200),
        (closes_at - second, "open", 200),
        (closes_at - 2 * hour, "open", 200),
        (closes_at, "closed", 410),
    ]
    for number, (moment, phase, status) in enumerate(steps):
        clock.now = moment
        run_due_jobs(app)
        last = number == len(steps) - 1
        found = tell_phase(app, survey_id, clock)
        bill["closed early"] += found in ("closed", "released") and not last
        bill["opened early"] += found == "open" and moment < opens_at
        assert found == (phase if not last else "released"), (zone, night, moment)
        assert try_answering(app, survey_id) == status, (zone, night, moment)
    for moment in (closes_at - hour, closes_at + hour, closes_at + timedelta(days=400)):
        clock.now = moment
        run_due_jobs(app)
        assert tell_phase(app, survey_id, clock) == "released"
    with app.app_context():
        bill["releases"] = db.session.scalar(select(func.count()).select_from(Release)) or 0
        kinds = Counter(db.session.scalars(select(Job.kind).where(Job.state == "done")))
        bill["openings"], bill["closings"] = kinds["open survey"], kinds["close survey"]
    return bill


@pytest.mark.parametrize(("zone", "night"), CASES[::10])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_clock_opens_and_closes_once_and_never_early(
    app: Flask, zone: str, night: date, record_property: Callable[[str, object], None]
) -> None:
    check(app, zone, night, record_property)


@pytest.mark.trust
@pytest.mark.parametrize(("zone", "night"), CASES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sixty_surveys_with_a_wrong_clock(
    app: Flask, zone: str, night: date, record_property: Callable[[str, object], None]
) -> None:
    check(app, zone, night, record_property)


def check(app: Flask, zone: str, night: date, record: Callable[[str, object], None]) -> None:
    bill = live_through(app, zone, night)
    record(counts_of("F22: surveys under a wrong clock"), dict(bill))
    assert (bill["releases"], bill["openings"], bill["closings"]) == (1, 1, 1)
    assert (bill["closed early"], bill["opened early"]) == (0, 0)


def test_there_are_sixty_cases() -> None:
    assert (len(CASES), len({zone for zone, _ in CASES})) == (60, 12)
