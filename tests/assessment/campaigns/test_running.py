"""A survey while it runs, when it closes, and when it is withdrawn."""

import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date
from flask import Flask
from sqlalchemy import event, select, update

from assessment.access.asked import asked_questionnaire
from assessment.access.invitations import Place, invite_many
from assessment.campaigns.moments import follow_next
from assessment.campaigns.participation import find_figures, keep_day
from assessment.jobs import run_due_jobs
from assessment.models import (
    AnswerSet,
    Campaign,
    Comment,
    Document,
    Draft,
    Invitation,
    Job,
    Release,
    ReleaseCell,
    db,
    writing,
)
from assessment.release.closing import CampaignStateError, stop_answers
from assessment.release.service import release_campaign
from assessment.respond.service import Sheet, store_sheets
from tests.assessment.campaigns.facilitator import Facilitator, read
from tests.assessment.joint.managers import name_team
from tests.fixtures.colleagues import add_colleague, sign_in

PEOPLE = {("care", "staff"): 30, ("care", "middle-managers"): 6, ("software", "staff"): 12, ("archive", "staff"): 3}


def move(facilitator: Facilitator, survey_id: int, **moments: datetime) -> None:
    """Let the time of a launched survey come: its own moments and those of its jobs."""
    with facilitator.app.app_context(), writing() as session:
        session.execute(update(Campaign).where(Campaign.id == survey_id).values(**moments))
        for kind, name in (("open survey", "opens_at"), ("close survey", "closes_at")):
            if name in moments:
                session.execute(update(Job).where(Job.kind == kind).values(run_at=moments[name]))


@pytest.fixture
def running(facilitator: Facilitator) -> int:
    """A survey that opened an hour ago."""
    survey_id = facilitator.launch()
    move(facilitator, survey_id, opens_at=datetime.now(UTC) - timedelta(hours=1))
    return survey_id


def answer(app: Flask, survey_id: int, done: dict[tuple[str, str], int]) -> None:
    """So many of those invited have answered, each question with 3."""
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey_id)
        codes = bytes([3] * len(asked_questionnaire(campaign).items))
        invited = invite_many(survey_id, [Place(*place) for place, count in PEOPLE.items() for _ in range(count)])
        store_sheets(campaign, [Sheet(*place, codes) for place, count in done.items() for _ in range(count)])
        with writing() as session:
            rows = session.scalars(select(Invitation).where(Invitation.id.in_([one for one, _ in invited]))).all()
            left = dict(done)
            for row in rows:
                place = (row.unit, row.group_)
                if left.get(place, 0):
                    row.done = True
                    left[place] -= 1


def count_rows(app: Flask, *tables: type) -> list[int]:
    with app.app_context():
        return [db.session.query(table).count() for table in tables]


def test_participation_is_coarse_and_hides_small_groups(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 17, ("care", "middle-managers"): 4, ("software", "staff"): 7})
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
        assert find_figures(db.session.get_one(Campaign, running)) is None
    assert "The first figures are made tomorrow" in read(facilitator.get(f"/{running}"))
    late = follow_next("Europe/Amsterdam", datetime.now(UTC))
    move(facilitator, running, closes_at=late - timedelta(seconds=1))
    assert "this survey closes before the next ones" in read(facilitator.get(f"/{running}"))
    move(facilitator, running, closes_at=late + timedelta(days=20))

    follow(facilitator)

    with facilitator.app.app_context():
        figures = find_figures(db.session.get_one(Campaign, running))
    assert figures is not None
    # 28 of 51; 21 of 36 in Care and 7 of 15 in Offices, of which Archive with its 3 people has no rate of its own
    # and Software, which would give it away, has none either.
    assert figures.whole == 55
    assert dict(figures.units) == {
        "zonneveld": 55,
        "care": 60,
        "offices": 50,
        "software": None,
        "archive": None,
    }
    assert figures.groups == ((("middle-managers",), None), (("staff",), 55))
    page = facilitator.get(f"/{running}").text
    assert "This morning: about 55 %." in page
    assert ">Care</th><td>about 60 %</td>" in page
    assert "Archive" not in page


def follow(facilitator: Facilitator) -> None:
    """Let the next morning come."""
    with facilitator.app.app_context(), writing() as session:
        session.execute(
            update(Job).where(Job.kind == "follow survey", Job.state == "waiting").values(run_at=datetime.now(UTC))
        )
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)


def test_looking_again_on_the_same_day_tells_nothing_new(facilitator: Facilitator, running: int) -> None:
    """A13: whoever polls the page through a day cannot see who comes in."""
    answer(facilitator.app, running, {("care", "staff"): 17})
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    follow(facilitator)
    facilitator.get(f"/{running}")
    first = facilitator.get(f"/{running}").text

    with facilitator.app.app_context(), writing() as session:
        session.execute(update(Invitation).where(Invitation.campaign_id == running).values(done=True))
    for _ in range(5):
        follow(facilitator)
        with facilitator.app.app_context(), writing() as session:
            keep_day(session, session.get_one(Campaign, running), today(facilitator, running), datetime.now(UTC))
        assert cut_token(facilitator.get(f"/{running}").text) == cut_token(first)

    with facilitator.app.app_context(), writing() as session:
        tomorrow = today(facilitator, running) + timedelta(days=1)
        keep_day(session, session.get_one(Campaign, running), tomorrow, datetime.now(UTC))
    assert "about 100 %" in read(facilitator.get(f"/{running}"))


def today(facilitator: Facilitator, survey_id: int) -> date:
    documents = db.session.scalars(select(Document.key).where(Document.key.contains(f"survey {survey_id} "))).all()
    return date.fromisoformat(documents[0].rpartition(" ")[2])


def cut_token(page: str) -> str:
    return "".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_a_page_view_counts_nothing(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 17})
    seen: list[str] = []
    with facilitator.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    facilitator.get(f"/{running}")
    assert seen
    assert [text for text in seen if "answer_set" in text or "FROM invitation" in text] == []
    assert len(seen) <= 12


def test_few_answers_bring_three_texts_and_no_result(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 12})
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    follow(facilitator)

    page = facilitator.get(f"/{running}")

    told = read(page)
    assert "Three things that help" in told
    assert page.text.count('class="copy-text" lang="nl"') == page.text.count('class="copy-text" lang="en"') == 3
    assert "scores will be sure to about" in told
    assert count_rows(facilitator.app, Release, ReleaseCell) == [0, 0]


def test_closing_comes_by_itself_and_once(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 25, ("care", "middle-managers"): 6, ("software", "staff"): 9})
    move(facilitator, running, closes_at=datetime.now(UTC) - timedelta(seconds=2))
    assert "Waiting to begin" in read(facilitator.get(f"/{running}"))

    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)

    survey = facilitator.find(running)
    assert survey.state == "released"
    assert count_rows(facilitator.app, Release) == [1]
    page = read(facilitator.get(f"/{running}"))
    assert "The results are made" in page
    assert "Archive" in page
    assert "“Quality at Zonneveld” is closed. Thank you for answering. 40 people answered." in page
    with facilitator.app.app_context():
        first = db.session.scalars(select(Release.sha256)).one()
        run_due_jobs(facilitator.app)
        assert release_campaign(running) == db.session.scalars(select(Release.id)).one()
        assert db.session.scalars(select(Release.sha256)).one() == first


def test_a_closing_that_was_moved_closes_nothing(facilitator: Facilitator, running: int) -> None:
    """Its job falls due at the first closing and finds that it is not time."""
    now = datetime.now(UTC)
    move(facilitator, running, closes_at=now)
    with facilitator.app.app_context(), writing() as session:
        session.execute(update(Campaign).where(Campaign.id == running).values(closes_at=now + timedelta(days=7)))
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    assert facilitator.find(running).state == "open"


def test_closing_early_asks_for_one_release_however_often_it_is_pressed(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 25})
    assert "Close the survey now?" in read(facilitator.get(f"/{running}/close"))

    for _ in range(3):
        assert facilitator.post(f"/{running}/close").status_code == 303

    survey = facilitator.find(running)
    assert survey.state == "closed"
    assert survey.closes_at <= datetime.now(UTC)
    with facilitator.app.app_context():
        assert db.session.query(Job).where(Job.kind == "release").count() == 1
    progress = facilitator.client.get(f"{facilitator.place}/{running}/progress", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in progress.text
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    done = facilitator.client.get(f"{facilitator.place}/{running}/progress", headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Refresh"]) == (204, "true")


def test_closing_early_says_what_was_promised_and_can_bring_the_results_forward(
    facilitator: Facilitator, running: int
) -> None:
    answer(facilitator.app, running, {("care", "staff"): 25})
    promised, today = facilitator.find(running).results_on, datetime.now(UTC).date()
    page = facilitator.get(f"/{running}/close")
    told = format_date(promised, "d MMMM y", locale="en_GB")
    assert f"They were told that the results appear on {told}; before that day they see none." in read(page)
    assert "No mail goes out about the closing" in read(page)
    assert f'value="{promised.isoformat()}"' in page.text

    for wrong in (promised + timedelta(days=1), today - timedelta(days=2)):
        refused = facilitator.post(f"/{running}/close", results_on=wrong.isoformat())
        assert refused.status_code == 422
        assert "Choose a day from today on, and none after the promised one" in refused.text
    assert facilitator.post(f"/{running}/close", results_on="soon").status_code == 422
    assert facilitator.find(running).state == "open"

    sooner = today + timedelta(days=7)
    assert facilitator.post(f"/{running}/close", results_on=sooner.isoformat()).status_code == 303
    assert (facilitator.find(running).state, facilitator.find(running).results_on) == ("closed", sooner)
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    told = format_date(sooner, "d MMMM y", locale="en_GB")
    assert f"On {told} you will see the results" in read(facilitator.get(f"/{running}"))


def test_reopening_and_one_late_answer_are_refused(facilitator: Facilitator, running: int) -> None:
    """T6: after closing nothing opens a survey again."""
    answer(facilitator.app, running, {("care", "staff"): 25})
    facilitator.post(f"/{running}/close")
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()

    assert facilitator.post(f"/{running}/extend", day=day, clock="17:00").status_code == 422
    facilitator.post(f"/{running}/launch", sure="yes", version="3")
    facilitator.post(f"/{running}/set-up", version="4")
    assert facilitator.post(f"/{running}/smallest-group", smallest="9").status_code == 422
    assert facilitator.find(running).state == "closed"


def test_a_withdrawn_survey_never_has_results_and_says_so(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 25})
    with facilitator.app.app_context(), writing() as session:
        organisation_id = facilitator.organisation_id
        common = {"organisation_id": organisation_id, "campaign_id": running}
        session.add(Comment(id=b"c" * 16, dimension="culture", text="A word.", **common))
        waiting = session.scalars(select(Invitation.id).where(Invitation.done.is_(False))).first()
        session.add(Draft(invitation_id=waiting, sealed=b"unfinished", **common))

    facilitator.post(f"/{running}/close")
    facilitator.post(f"/{running}/withdraw")
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
        for step in (stop_answers, release_campaign):
            with pytest.raises(CampaignStateError):
                step(running)

    assert facilitator.find(running).state == "withdrawn"
    assert count_rows(facilitator.app, AnswerSet, Comment, Draft, Release, ReleaseCell) == [0, 0, 0, 0, 0]
    assert "there will be no results" in read(facilitator.get(f"/{running}"))
    assert "Withdrawn." in read(facilitator.get())
    assert "Copy for next year" in read(facilitator.get())


def test_a_release_stands_and_is_not_withdrawn(facilitator: Facilitator, running: int) -> None:
    answer(facilitator.app, running, {("care", "staff"): 25})
    facilitator.post(f"/{running}/close")
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    facilitator.post(f"/{running}/withdraw")
    assert facilitator.find(running).state == "released"


def read_withheld(facilitator: Facilitator, survey_id: int, done: dict[tuple[str, str], int]) -> dict[str, str]:
    """What the page of a survey that so many answered says after its release: what was withheld, and why."""
    move(facilitator, survey_id, opens_at=datetime.now(UTC) - timedelta(hours=1))
    with facilitator.app.app_context():
        campaign = db.session.get_one(Campaign, survey_id)
        codes = bytes([3] * len(asked_questionnaire(campaign).items))
        store_sheets(campaign, [Sheet(*place, codes) for place, count in done.items() for _ in range(count)])
    facilitator.post(f"/{survey_id}/close")
    with facilitator.app.app_context():
        run_due_jobs(facilitator.app)
    _head, _title, told = facilitator.get(f"/{survey_id}").text.partition("What was withheld, and why")
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", told.partition("</dl>")[0]))


def test_what_was_withheld_is_told_in_sentences(facilitator: Facilitator) -> None:
    """Joined groups name each other, and who was not asked did not answer too seldom."""
    survey_id = facilitator.set_up(count__care__quality__professionals="6", count__archive__staff="")
    with facilitator.app.app_context():
        name_team(survey_id, 3)
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    done = {("care", "staff"): 25, ("care", "middle-managers"): 6, ("care", "quality-professionals"): 3}
    assert read_withheld(facilitator, survey_id, done | {("software", "staff"): 9}) == {
        "Archive": "Nobody was asked here.",
        "Quality professionals": "Not shown: fewer than 5 people answered.",
        "Staff": "Shown together with Quality professionals: apart, one of them could tell what a small group "
        "answered.",
        "Senior managers": "Not asked in the survey, and there is no joint answer.",
    }


def test_a_unit_too_small_to_be_shown_in_a_small_organisation_is_not_said_to_stand_elsewhere(
    facilitator: Facilitator,
) -> None:
    """Of fewer than forty people only units of twelve and more are shown; what is left over is none."""
    others = {"count__zonneveld__senior__managers": "", "count__care__middle__managers": ""}
    counts = {"count__care__staff": "13", "count__software__staff": "12", "count__archive__staff": "11"}
    survey_id = facilitator.launch(**others | counts)
    done = {("care", "staff"): 11, ("software", "staff"): 10, ("archive", "staff"): 9}

    assert read_withheld(facilitator, survey_id, done)["Archive"] == (
        "Counted in the whole only: in an organisation this small units are shown from 12 people asked."
    )
    shown = read(facilitator.get(f"/{survey_id}")).partition("What is shown beside the whole")[2]
    assert "Other units" not in shown


def test_what_is_withheld_for_the_same_reason_stands_in_one_row(facilitator: Facilitator, running: int) -> None:
    done = {("care", "staff"): 25, ("care", "middle-managers"): 3, ("archive", "staff"): 8}
    done |= {("software", "staff"): 9, ("software", "middle-managers"): 4}
    assert read_withheld(facilitator, running, done) == {
        "Archive and Senior managers": "Not shown: fewer than 5 people answered.",
        "Quality professionals": "Nobody was asked here.",
        "Care, Offices and Software by group of people": "Not split by group of people: one of the groups here is too "
        "small.",
    }


def test_two_workers_close_once(facilitator: Facilitator, running: int) -> None:
    """F24: whoever comes second finds it done."""
    answer(facilitator.app, running, {("care", "staff"): 25})
    move(facilitator, running, closes_at=datetime.now(UTC) - timedelta(seconds=2))

    def work() -> None:
        with facilitator.app.app_context():
            run_due_jobs(facilitator.app)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    work()
    assert facilitator.find(running).state == "released"
    assert count_rows(facilitator.app, Release) == [1]
    with facilitator.app.app_context():
        assert db.session.query(Job).where(Job.kind == "release").count() == 1


def test_executives_see_released_surveys_only(facilitator: Facilitator, running: int) -> None:
    reader = facilitator.app.test_client()
    sign_in(
        reader, add_colleague(facilitator.app, facilitator.organisation_id, "executive", email="e@zonneveld.example")
    )
    assert "No survey has been released yet." in read(reader.get(facilitator.place))
    assert reader.get(f"{facilitator.place}/{running}").status_code == 403
    assert reader.post(f"{facilitator.place}/new").status_code == 403
