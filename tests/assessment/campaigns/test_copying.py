"""A copy for next year: a draft with all settings, a year later, and later still where nobody would answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.campaigns.service import create_campaign, open_campaign
from assessment.models import Campaign, writing
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.fixtures.surveys import plan_survey


def test_a_copy_is_a_draft_a_year_later(facilitator: Facilitator) -> None:
    with facilitator.app.app_context():
        plan = plan_survey(
            opens_at=datetime(2027, 3, 1, 7, tzinfo=UTC), closes_at=datetime(2027, 3, 19, 16, tzinfo=UTC)
        )
        source = create_campaign(facilitator.organisation_id, plan)
        open_campaign(source)
        with writing() as session:
            session.get_one(Campaign, source).state = "released"

    made = facilitator.post(f"/{source}/copy")

    copy = facilitator.find(int(made.location.split("/")[-2]))
    assert copy.name == {"en": "Quality at Zonneveld 2028", "nl": "Kwaliteit bij Zonneveld 2028"}
    assert copy.opens_at == datetime(2028, 2, 28, 7, tzinfo=UTC)
    assert copy.closes_at == datetime(2028, 3, 17, 16, tzinfo=UTC)
    assert (copy.state, copy.previous_campaign_id, copy.sponsor_answer) == ("draft", source, None)
    assert copy.senior_managers == plan.senior_managers
    assert {"unit": "care", "group": "staff", "count": 30} in copy.structure["invited"]


def test_a_second_survey_of_the_same_name_has_a_number_behind_it(facilitator: Facilitator) -> None:
    places = [facilitator.post("/new").location for _ in range(3)]

    names = [facilitator.find(int(place.split("/")[-2])).name for place in places]

    assert names[0]["en"].startswith("Quality at Zonneveld 20")
    assert names[1] == {language: f"{text} (2)" for language, text in names[0].items()}
    assert names[2] == {language: f"{text} (3)" for language, text in names[0].items()}


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        # Nothing of it is near.
        (("2027-11-02", "2027-11-19", "2027-12-03"), ("2028-10-31", "2028-11-17", "2028-12-01")),
        # Open over the holidays, it opens after them.
        (("2027-12-14", "2027-12-31", "2028-01-14"), ("2029-01-09", "2029-01-26", "2029-02-09")),
        # Closed before them, only what is heard of it waits.
        (("2027-12-06", "2027-12-17", "2027-12-31"), ("2028-12-04", "2028-12-15", "2029-01-05")),
        # Open all year, it can avoid nothing.
        (("2027-01-05", "2027-12-31", "2028-01-14"), ("2028-01-04", "2028-12-29", "2029-01-12")),
    ],
)
def test_a_copy_leaves_the_days_around_new_year_alone_and_says_so(
    facilitator: Facilitator, source: tuple[str, str, str], copy: tuple[str, str, str]
) -> None:
    opens, closes, results = source
    first = facilitator.set_up(opens_day=opens, closes_day=closes, results_on=results)

    made = facilitator.post(f"/{first}/copy")

    draft = facilitator.find(int(made.location.split("/")[-2]))
    days = (draft.opens_at.date().isoformat(), draft.closes_at.date().isoformat(), str(draft.results_on))
    assert days == copy
    year = {(date.fromisoformat(day) + timedelta(days=364)).isoformat() for day in source}
    said = "it lies whole weeks later" in read(facilitator.client.get(made.location))
    assert said == (year != set(copy))
