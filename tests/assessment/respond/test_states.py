"""A survey before it opens, after it closes, and in between (trust rules F22, F23)."""

from datetime import UTC, datetime, timedelta

import pytest

from assessment.access.invitations import invite
from assessment.respond.finding import find_visit
from assessment.respond.visit import Survey
from tests.assessment.respond.visitor import Visitor, arrive, change_campaign, stored


def test_a_draft_is_not_open_yet_and_says_when_it_opens(app, survey):
    opens = datetime(2031, 7, 1, 7, 0, tzinfo=UTC)
    change_campaign(app, survey, state="draft", opens_at=opens, closes_at=None)

    visitor = arrive(app, survey)

    assert (visitor.page.status_code, visitor.heading) == (403, "This survey is not open yet")
    assert "It opens on Tuesday 1 July 2031 at 09:00 (Central European Summer Time)." in visitor.text


def test_an_open_survey_whose_hour_has_not_come_is_not_open_yet(app, survey):
    change_campaign(app, survey, opens_at=datetime.now(UTC) + timedelta(hours=1))

    assert arrive(app, survey).heading == "This survey is not open yet"


@pytest.mark.parametrize("state", ["closed", "released"])
def test_a_closed_survey_says_when_it_closed(app, survey, state):
    told_on = (datetime.now(UTC) + timedelta(days=9)).date()
    change_campaign(app, survey, state=state, closes_at=datetime(2026, 1, 9, 16, 0, tzinfo=UTC), results_on=told_on)

    visitor = arrive(app, survey)

    assert (visitor.page.status_code, visitor.heading) == (410, "This survey is closed")
    assert "It closed on Friday 9 January 2026 at 17:00 (Central European Standard Time)." in visitor.text


def test_a_withdrawn_survey_says_so_to_everybody_with_a_link(app, survey):
    answered = arrive(app, survey).press().answer_all().press()
    answering = arrive(app, survey).press().answer_all()
    change_campaign(app, survey, state="withdrawn")

    for visitor in (arrive(app, survey), answering.press(), answered.open("/survey/thanks")):
        assert (visitor.page.status_code, visitor.heading) == (410, "This survey was withdrawn")
        assert "There will be no results." in visitor.text


def test_somebody_who_is_still_answering_at_closing_is_told_and_nothing_is_stored(app, survey):
    visitor = arrive(app, survey).press().answer_all()
    change_campaign(app, survey, state="closed")

    visitor.press()

    assert visitor.heading == "This survey is closed"
    assert stored(app) == []


def test_somebody_who_has_answered_is_told_so_after_closing_as_well(app, survey):
    visitor = arrive(app, survey).press().answer_all().press()
    change_campaign(app, survey, state="closed")

    assert visitor.open("/survey/").heading == "We have your answers"


def test_the_last_second_counts_and_the_next_does_not(app, survey):
    closes = datetime(2027, 3, 19, 16, 0, tzinfo=UTC)
    found = find_survey(app, survey, closes)

    assert found.find_state(closes) == "open"
    assert found.find_state(closes + timedelta(seconds=1)) == "closed"
    assert found.find_state(closes - timedelta(days=300)) == "early"


def find_survey(app, survey: int, closes: datetime) -> Survey:
    change_campaign(app, survey, opens_at=closes - timedelta(days=30), closes_at=closes)
    with app.app_context():
        visit = find_visit([invite(survey)[1]])
        assert visit is not None
        return visit.survey


def test_closing_time_is_told_in_the_zone_of_the_survey_on_both_sides_of_a_change_night(app, survey):
    for closes, told in (
        (datetime(2030, 3, 30, 22, 30, tzinfo=UTC), "Saturday 30 March 2030 at 23:30 (Central European Standard Time)"),
        (datetime(2030, 3, 31, 1, 30, tzinfo=UTC), "Sunday 31 March 2030 at 03:30 (Central European Summer Time)"),
    ):
        change_campaign(app, survey, closes_at=closes)
        assert told in arrive(app, survey).text


def test_promise_tells_only_what_is_true(app, survey):
    text = arrive(app, survey).text
    assert "for groups of 5 or more (comments: 10)." in text
    assert "only M. Bos (IT) could technically look" in text
    assert "Senior managers do not fill in this survey" in text

    change_campaign(app, survey, joint_answer_promised=False, smallest_group=12)
    text = arrive(app, survey).text
    assert "for groups of 12 or more (comments: 12)." in text
    assert "Senior managers do not fill in this survey" not in text
    change_campaign(app, survey, asks_comments=False, smallest_group=5)
    text = arrive(app, survey).text
    assert "for groups of 5 or more." in text
    assert "comments: 10" not in text


def test_each_sentence_of_the_promise_stands_alone_and_the_name_stands_once(app, survey):
    body = arrive(app, survey).page.text.partition("<body")[2]
    assert body.count("Quality at Zonneveld 2027") == 1
    assert body.partition('class="promise-list"')[2].partition("</ul>")[0].count("<li>") == 5


def test_dutch_browser_reads_the_promise_in_dutch(app, survey):
    with app.app_context():
        token = invite(survey, "care", "staff")[1]
    client = app.test_client()
    client.get(f"/s/{token}")
    page = client.get("/survey/", headers={"Accept-Language": "nl-NL,nl;q=0.9"}).text

    assert "We weten óf je hebt geantwoord, om één keer te herinneren; niet wat, niet wanneer." in page
    assert "Zolang het onderzoek loopt kan alleen M. Bos (IT) technisch meekijken" in page


def test_survey_in_one_language_is_shown_in_it_whatever_the_browser_wants(app, survey):
    change_campaign(app, survey, languages=["nl"])

    visitor: Visitor = arrive(app, survey)

    assert '<html lang="nl">' in visitor.page.text
    assert 'name="language"' not in visitor.page.text
