"""The check list, launch, and what stays as it is afterwards (trust rules A16, T6)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assessment.campaigns.drafts import FrozenError, save_draft
from assessment.campaigns.launch import NotReadyError, launch_survey
from assessment.campaigns.states import StateError, close_survey, extend_survey, raise_smallest_group, withdraw_survey
from assessment.models import Campaign, Job, Mail, Membership, Unit, Welcome, db, writing
from tests.assessment.campaigns.facilitator import COUNTS, Facilitator, read, write_setup
from tests.fixtures.colleagues import add_colleague


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"managers__nl": ""}, "Name them in each language"),
        ({"name__en": ""}, "Write the name in each language of the survey."),
        ({"opens_day": "", "opens_clock": ""}, "Say when the survey opens."),
        ({"closes_day": "", "closes_clock": ""}, "Say when the survey closes."),
        ({"opens_day": "2025-01-06", "closes_day": "2025-01-17"}, "The closing lies in the past"),
        ({"results_on": ""}, "Say when people hear the results."),
        ({"languages": []}, "Choose at least one language."),
        ({"contact": ""}, "Say who answers questions about the survey."),
        ({"server_keeper": ""}, "Say who runs the server"),
        ({"sponsor": ""}, "Say which senior manager asks for the survey."),
        ({name.replace("-", "__", 1): "" for name in COUNTS}, "Give head counts"),
    ],
)
def test_what_is_missing_stands_in_the_list_and_holds_up_the_launch(
    facilitator: Facilitator, changes: dict[str, str], told: str
) -> None:
    survey_id = facilitator.start()
    counts = {name: "" for name in COUNTS if name.replace("-", "__", 1) in changes}
    typed = {key: value for key, value in changes.items() if key.replace("__", "-", 1) not in COUNTS}
    facilitator.client.post(f"{facilitator.place}/{survey_id}/set-up", data=write_setup(**typed) | counts)

    page = read(facilitator.get(f"/{survey_id}/check-list"))
    assert told in page
    assert "Launch the survey" not in page
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert facilitator.find(survey_id).state == "draft"


def test_launch_freezes_and_asks_for_opening_and_closing(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()

    survey = facilitator.find(survey_id)
    assert set(survey.structure) == {"units", "groups", "invited"}
    with facilitator.app.app_context():
        jobs = db.session.execute(select(Job.purpose, Job.run_at).order_by(Job.run_at)).all()
    assert jobs[0].purpose == f"invitations of survey {survey_id}, round 1"
    assert [(job.purpose, job.run_at) for job in jobs[1:]] == [
        (f"opening of survey {survey_id}", survey.opens_at),
        (f"closing of survey {survey_id} at {survey.closes_at.isoformat()}", survey.closes_at),
    ]
    assert "Launched. It opens by itself on" in read(facilitator.get(f"/{survey_id}"))


def test_launching_twice_launches_once(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()

    with facilitator.app.app_context():
        with pytest.raises(FrozenError):
            launch_survey(facilitator.organisation_id, survey_id, 3)
        assert db.session.query(Job).count() == 3


def test_a_launch_of_an_older_page_is_refused(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()

    facilitator.post(f"/{survey_id}/launch", sure="yes", version="1")

    assert facilitator.find(survey_id).state == "draft"
    assert "Somebody changed the set-up meanwhile." in read(facilitator.get(f"/{survey_id}/check-list"))


def test_nothing_is_launched_by_a_click_alone(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    refused = facilitator.post(f"/{survey_id}/launch", version="2")
    assert facilitator.find(survey_id).state == "draft"
    assert "Nothing was launched: tick first" in read(facilitator.client.get(refused.location))
    assert 'name="sure" value="yes" required' in facilitator.get(f"/{survey_id}/check-list").text
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert facilitator.find(survey_id).state == "open"


def test_what_was_set_up_stays_after_launch(facilitator: Facilitator) -> None:
    """T6: add an attribute, move a unit, change the questionnaire or the mode: refused, and nothing changes."""
    survey_id = facilitator.launch()
    before = facilitator.find(survey_id)
    with facilitator.app.app_context(), writing() as session:
        session.add(Unit(organisation_id=facilitator.organisation_id, key="new", name={"en": "New"}, position=9))

    refused = facilitator.client.post(
        f"{facilitator.place}/{survey_id}/set-up", data=write_setup(version="3", sponsor="Somebody else", scope="some")
    )
    facilitator.post(f"/{survey_id}/defaults", version="3", questionnaire="shipped:senior-management-drivers")
    facilitator.post(f"/{survey_id}/discard")
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="3")
    with facilitator.app.app_context(), pytest.raises(FrozenError):
        save_draft(facilitator.organisation_id, survey_id, 3, {"disclosure": "full", "smallest_group": 5})

    after = facilitator.find(survey_id)
    assert refused.location.endswith(f"/surveys/{survey_id}")
    for column in Campaign.__table__.columns:
        assert getattr(after, column.name) == getattr(before, column.name), column.name


def test_the_smallest_group_may_rise_and_never_falls(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()

    assert facilitator.post(f"/{survey_id}/smallest-group", smallest="8").status_code == 303
    for smallest in ("5", "7", "8", "51", ""):
        page = facilitator.post(f"/{survey_id}/smallest-group", smallest=smallest)
        assert page.status_code == 422
        assert "it never falls" in read(page)
    assert facilitator.find(survey_id).smallest_group == 8

    with facilitator.app.app_context():
        close_now(facilitator, survey_id)
        with pytest.raises(StateError):
            raise_smallest_group(facilitator.organisation_id, survey_id, 10)


def test_comments_are_asked_only_where_somebody_reads_them(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    told = read(facilitator.get(f"/{survey_id}/check-list"))
    assert "nobody is the second reader. That is somebody who reads them beside you" in told
    assert "where they think better of it than staff do: a blind spot." in told
    other_id = facilitator.launch()
    assert facilitator.find(other_id).asks_comments is False

    with facilitator.app.app_context(), writing() as session:
        account = session.scalars(select(Membership.account_id)).first()
        session.add(Membership(account_id=account, organisation_id=facilitator.organisation_id, role="second-reader"))
    assert "the only second reader is the only facilitator" in read(facilitator.get(f"/{survey_id}/second-reader"))
    alone_id = facilitator.launch()
    assert facilitator.find(alone_id).asks_comments is False
    # What was settled at launch cannot be had by inviting somebody now.
    late = facilitator.get(f"/{alone_id}/second-reader").text
    assert "does not ask for comments: that was settled at launch" in late
    assert "Send the invitation" not in late

    add_colleague(facilitator.app, facilitator.organisation_id, "second-reader", email="robin@zonneveld.example")
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert facilitator.find(survey_id).asks_comments is True


def test_comments_are_not_asked_of_fewer_than_fifteen_people(facilitator: Facilitator) -> None:
    add_colleague(facilitator.app, facilitator.organisation_id, "second-reader", email="robin@zonneveld.example")
    none = {f"count__{place}": "" for place in ("care__middle-managers", "software__staff", "archive__staff")}
    for people, asked in (("14", False), ("15", True)):
        survey_id = facilitator.set_up(count__care__staff=people, **none)
        assert ("of fewer than 15 people" in read(facilitator.get(f"/{survey_id}/check-list"))) is not asked
        facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
        assert facilitator.find(survey_id).asks_comments is asked


def test_a_facilitator_invites_a_second_reader_with_that_right_only(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    page = f"/{survey_id}/second-reader"
    assert "nobody is the second reader" in read(facilitator.get(f"/{survey_id}/set-up"))
    for email, told in (
        ("", "Write the mail address of the second reader"),
        ("robin", "Write the mail address like name@example.org"),
        ("sam@zonneveld.example", "the second reader reads beside you"),
    ):
        refused = facilitator.post(page, email=email, language="nl")
        assert refused.status_code == 422
        assert told in read(refused)

    more = {"language": "nl", "role": "administrator", "roles": "administrator", "unit": "care"}
    assert facilitator.post(page, email="Robin@zonneveld.example", **more).status_code == 303
    with facilitator.app.app_context():
        [welcome] = db.session.scalars(select(Welcome)).all()
        assert (welcome.email, welcome.role, welcome.unit, welcome.language) == (
            "robin@zonneveld.example",
            "second-reader",
            "",
            "nl",
        )
        assert db.session.scalars(select(Mail.purpose)).all() == [f"welcome:{welcome.id}"]
    assert "robin@zonneveld.example" in read(facilitator.get(page))
    assert "has an invitation that still works" in read(
        facilitator.post(page, email="robin@zonneveld.example", language="en")
    )
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert facilitator.find(survey_id).asks_comments is False


def test_fewer_than_eight_people_are_never_asked(facilitator: Facilitator) -> None:
    none = {f"count__{place}": "" for place in ("care__middle-managers", "software__staff", "archive__staff")}
    survey_id = facilitator.set_up(count__care__staff="7", **none)

    with facilitator.app.app_context(), pytest.raises(NotReadyError):
        launch_survey(facilitator.organisation_id, survey_id, 2)


def test_a_survey_is_extended_once_and_before_it_closes(facilitator: Facilitator) -> None:
    survey_id = facilitator.launch()
    first = facilitator.find(survey_id).closes_at
    day = (first + timedelta(days=7)).date().isoformat()

    early = facilitator.post(f"/{survey_id}/extend", day=(first - timedelta(days=1)).date().isoformat(), clock="17:00")
    assert early.status_code == 422
    assert "Choose a moment after the present closing" in read(early)
    assert facilitator.post(f"/{survey_id}/extend", day=day, clock="17:00").status_code == 303
    again = facilitator.post(f"/{survey_id}/extend", day=(first + timedelta(days=9)).date().isoformat(), clock="17:00")

    assert "A survey can be extended once" in read(again)
    survey = facilitator.find(survey_id)
    assert (survey.extended, survey.closes_at.date().isoformat()) == (True, day)
    with facilitator.app.app_context():
        closings = db.session.scalars(select(Job.run_at).where(Job.kind == "close survey").order_by(Job.run_at)).all()
        assert closings == [first, survey.closes_at]
        late = survey.closes_at + timedelta(days=1)
        with pytest.raises(StateError, match="state"):
            extend_survey(facilitator.organisation_id, survey_id, late + timedelta(days=1), now=late)


def test_a_draft_is_neither_closed_nor_withdrawn(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    with facilitator.app.app_context():
        for change in (close_survey, withdraw_survey):
            with pytest.raises(StateError):
                change(facilitator.organisation_id, survey_id)


def close_now(facilitator: Facilitator, survey_id: int) -> None:
    """Close as if it had been open for some days."""
    close_survey(facilitator.organisation_id, survey_id, now=datetime.now(UTC) + timedelta(days=5))


def test_the_check_list_names_the_words_that_an_organisation_may_say_otherwise(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    page = facilitator.get(f"/{survey_id}/check-list")
    assert "The questions say: senior managers, a senior manager, customers, the quality network." in read(page)
    assert f"/{survey_id}/defaults#slot-customers-en" in page.text
    assert 'id="slot-customers-en"' in facilitator.get(f"/{survey_id}/defaults").text
    with facilitator.app.app_context(), writing() as session:
        session.get_one(Campaign, survey_id).slots = {"customers": {"en": "patients"}}
    assert "a senior manager, patients, the quality network" in read(facilitator.get(f"/{survey_id}/check-list"))
