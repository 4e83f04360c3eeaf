"""T3: whoever polls everything while people answer sees no figure about answers change, until there are results."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from assessment.campaigns.jobs import FOLLOW
from assessment.clock import use_clock
from assessment.jobs import enqueue, run_due_jobs
from assessment.models import AnswerSet, AuditEntry, Campaign, Release, db, writing
from assessment.release.closing import seal_figures
from assessment.results.numbers import write_moment
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.surveys import open_survey
from tests.trust.doors import WAYS, Arrivals
from tests.trust.eyes import SLOW, Eyes, Sights, explain_changes, find_changes, list_shown
from tests.trust.invited import invite_people

NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,:]\d+)*(?!\w)")


class Morning:
    """A clock that stands still until the next morning is let come: what changes meanwhile changes by answers alone."""

    def __init__(self, app: Flask, survey_id: int) -> None:
        self.now = datetime.now(UTC)
        self.survey_id = survey_id
        use_clock(app, lambda: self.now)

    def come(self, app: Flask) -> None:
        """The day's figures are kept, once, as the schedule does it."""
        self.now += timedelta(days=1)
        with app.app_context():
            with writing() as session:
                day = self.now.date().isoformat()
                enqueue(session, purpose=f"morning {day}", kind=FOLLOW, parameters={"campaign_id": self.survey_id})
            run_due_jobs(app)


@pytest.mark.parametrize(
    ("database_url", "people"),
    [
        ("sqlite", 4),
        pytest.param("postgresql", 4, marks=pytest.mark.repeat),
        pytest.param("sqlite", 200, marks=pytest.mark.trust),
    ],
    indirect=["database_url"],
)
def test_no_figure_changes_while_people_answer(
    app: Flask, mailbox: Mailbox, people: int, tell: Callable[[str], None]
) -> None:
    """Between two mornings nothing at all changes, and at a morning nothing but the page with participation."""
    with app.app_context():
        survey_id = open_survey()
    links = invite_people(app, mailbox, survey_id, care=people // len(WAYS), without_mail=2).values()
    morning, eyes = Morning(app, survey_id), Eyes(app, survey_id)
    eyes.bring_link()
    arrivals = Arrivals(app, survey_id, eyes.bring_doors(), links)
    morning.come(app)
    seen, drawn = eyes.look(without=SLOW), eyes.look(eyes.list_papers())
    shown = list_shown(seen)
    assert {who for who, _ in shown} == set(eyes.clients)
    assert {*shown, *list_shown(drawn)} >= eyes.list_opened() | eyes.list_papers()
    for number in range(people):
        if number == people // 2:
            morning.come(app)
            seen = check_morning(eyes, seen)
        visit = arrivals.come(number)
        visit.go_to_review()
        visit.press()
        assert visit.received, WAYS[number % len(WAYS)]
        run_due_jobs(app)
        now = eyes.look(shown)
        assert not find_changes(seen, now), f"after submission {number}: {explain_changes(seen, now)}"
    now = eyes.look(without=SLOW) | eyes.look(drawn)
    assert not find_changes(seen | drawn, now), explain_changes(seen | drawn, now)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AnswerSet)) == people == len(arrivals)
    tell(
        f"T3: {people} submissions, by {', '.join(WAYS)} in turn, after each {len(shown)} pages and files polled as "
        f"{len(eyes.clients)} kinds of people: 0 of {people * len(shown)} changed within a day"
    )


def check_morning(eyes: Eyes, before: Sights) -> Sights:
    """A new day changes the page of the running survey, whose days and participation are those of that morning."""
    after = eyes.look(without=SLOW)
    place = f"/organisations/{eyes.organisation_id}/surveys/{eyes.survey_id}"
    assert find_changes(before, after) == [f"facilitator at {place}"], explain_changes(before, after)
    return after


@pytest.mark.wide
def test_between_closing_and_release_only_the_state_is_told(
    app: Flask, mailbox: Mailbox, tell: Callable[[str], None]
) -> None:
    """Closing brings no number, and neither other answers nor sealed figures change a page."""
    with app.app_context():
        survey_id = open_survey()
    links = invite_people(app, mailbox, survey_id, care=3).values()
    morning, eyes = Morning(app, survey_id), Eyes(app, survey_id)
    eyes.bring_link()
    arrivals = Arrivals(app, survey_id, eyes.bring_doors(met=True), links)
    for number in range(len(arrivals)):
        visit = arrivals.come(number)
        visit.go_to_review()
        visit.press()
        assert visit.received
    morning.come(app)
    known: dict[str, set[str]] = {}
    sights = eyes.look(without=SLOW)
    assert {*list_shown(sights)} >= eyes.list_opened(met=True)
    for (who, _), sight in sights.items():
        known.setdefault(who, set()).update(find_numbers(sight.text))
    eyes.clients["facilitator"].post(f"/organisations/{eyes.organisation_id}/surveys/{survey_id}/close")
    closed = eyes.look(without=SLOW)
    told = {
        f"{who} at {where}: {numbers}"
        for (who, where), sight in closed.items()
        if (numbers := find_numbers(sight.text) - known[who] - tell_closing(app, survey_id))
    }
    assert told == set()
    with app.app_context():
        with writing() as session:
            size = len(session.scalars(select(AnswerSet.answers).limit(1)).one())
            session.execute(update(AnswerSet).values(answers=bytes([5]) * size))
        seal_figures(survey_id)
        assert db.session.scalar(select(func.count()).select_from(Release)) == 1
    sealed = eyes.look(without=SLOW)
    assert not find_changes(closed, sealed), explain_changes(closed, sealed)
    tell(f"T3: {len(closed)} pages and files between closing and release: 0 numbers that were not there before")


def tell_closing(app: Flask, survey_id: int) -> set[str]:
    """The numbers of the moment of closing, as its page and as the trail write it, and how long the trail is."""
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey_id)
        assert campaign.closes_at is not None
        lines = db.session.scalar(select(func.count()).select_from(AuditEntry))
        moments = [write_moment(campaign.closes_at, campaign.zone, "en"), f"{campaign.closes_at:%Y-%m-%d %H:%M}"]
        return {str(lines), *find_numbers(" ".join(moments))}


def find_numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))
