"""Setting up a survey on one page: saved at any time, refused only where something is wrong, never lost."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from assessment.access.invitations import invite
from assessment.campaigns.choice import read_choice
from assessment.campaigns.drafts import OvertakenError, find_survey, propose_dates, save_draft
from assessment.campaigns.service import create_campaign
from assessment.models import Job, Person, Unit, db, writing
from assessment.organisation.plan import create_organisation
from assessment.organisation.service import add_unit
from questionnaires import shipped_text
from tests.assessment.campaigns.bringing import count_rows
from tests.assessment.campaigns.facilitator import COUNTS, Facilitator, read, write_setup
from tests.fixtures.surveys import UNITS, plan_survey


def test_the_list_begins_empty_and_then_names_state_and_next_step(facilitator: Facilitator) -> None:
    empty = facilitator.get()
    assert "There is no survey yet. This is the order of work:" in read(empty)
    assert f'href="/organisations/{facilitator.organisation_id}/people"' in empty.text.partition("<ol>")[2]

    facilitator.start()

    told = read(facilitator.get())
    assert "Quality at Zonneveld" in told
    assert "Draft. Finish the set-up and launch it." in told


def test_a_new_survey_proposes_name_dates_and_questions(facilitator: Facilitator) -> None:
    draft = facilitator.find(facilitator.start())

    year = draft.opens_at.year
    assert draft.name == {"en": f"Quality at Zonneveld {year}", "nl": f"Kwaliteit bij Zonneveld {year}"}
    assert (draft.opens_at.weekday(), draft.closes_at.weekday()) == (1, 4)
    proposed = propose_dates(datetime.now(UTC).date(), "Europe/Amsterdam")
    assert (draft.opens_at, draft.closes_at, draft.results_on) == proposed
    assert (draft.state, draft.smallest_group, draft.disclosure) == ("draft", 5, "anonymous")


@pytest.mark.parametrize(
    ("today", "opens", "closes", "results"),
    [
        (date(2027, 3, 1), date(2027, 3, 16), date(2027, 4, 2), date(2027, 4, 16)),
        # Closing on 18 December is before the holidays; what is heard of it waits until they are over.
        (date(2026, 11, 21), date(2026, 12, 1), date(2026, 12, 18), date(2027, 1, 8)),
        # A week later the closing would be on 25 December.
        (date(2026, 11, 24), date(2027, 1, 5), date(2027, 1, 22), date(2027, 2, 5)),
        (date(2026, 12, 20), date(2027, 1, 5), date(2027, 1, 22), date(2027, 2, 5)),
    ],
)
def test_proposed_dates_avoid_the_days_around_new_year(today: date, opens: date, closes: date, results: date) -> None:
    first, last, told = propose_dates(today, "Europe/Amsterdam")
    assert (first.date(), last.date(), told) == (opens, closes, results)


def test_all_seven_fields_are_kept(facilitator: Facilitator) -> None:
    draft = facilitator.find(
        facilitator.set_up(
            opens_day="2031-03-03", closes_day="2031-03-19", closes_clock="17:30", results_on="2031-04-02"
        )
    )

    assert draft.name == {"en": "Quality at Zonneveld", "nl": "Kwaliteit bij Zonneveld"}
    assert draft.senior_managers["nl"] == "A. Jansen, B. Kaya en C. Smit"
    assert draft.opens_at == datetime(2031, 3, 3, 7, tzinfo=UTC)
    assert draft.closes_at == datetime(2031, 3, 19, 16, 30, tzinfo=UTC)
    assert (draft.zone, draft.languages) == ("Europe/Amsterdam", ["en", "nl"])
    assert (draft.contact, draft.server_keeper) == ("Sam de Wit, 020 555 0100", "M. Bos (IT)")
    assert (draft.sponsor, draft.sponsor_email) == ("E. Visser, chair of the board", "e.visser@zonneveld.example")
    assert {"unit": "care", "group": "staff", "count": 30} in draft.structure["invited"]
    assert len(draft.structure["invited"]) == len(COUNTS)


@pytest.mark.parametrize(
    ("go", "page"), [("managers", "joint-answer"), ("reader", "second-reader"), ("forecast", "forecast")]
)
def test_every_way_on_from_the_page_saves_what_was_typed(facilitator: Facilitator, go: str, page: str) -> None:
    survey_id = facilitator.start()
    told = facilitator.post(f"/{survey_id}/set-up", **write_setup(contact="Ann Bakker"), go=go)
    assert told.status_code == 303
    assert told.location.endswith(f"/surveys/{survey_id}/{page}")
    assert facilitator.find(survey_id).contact == "Ann Bakker"


def test_an_empty_page_is_saved_as_well(facilitator: Facilitator) -> None:
    survey_id = facilitator.start()
    empty = {name: "" for name in write_setup() if name not in ("languages", "scope", "zone", "version")}

    saved = facilitator.post(f"/{survey_id}/set-up", **empty, version="1", scope="all", zone="Europe/Amsterdam")

    draft = facilitator.find(survey_id)
    assert saved.status_code == 303
    assert (draft.name, draft.senior_managers, draft.languages, draft.opens_at) == ({}, {}, [], None)
    assert draft.structure["invited"] == []
    assert facilitator.get().status_code == facilitator.get(f"/{survey_id}/check-list").status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"closes_day": "tomorrow"}, "Write the day like 2027-03-19"),
        ({"closes_clock": "late"}, "Write the time like 17:00"),
        ({"opens_day": ""}, "Choose the day as well, or leave the time empty"),
        ({"opens_day": "2031-03-03", "closes_day": "2031-03-02"}, "Choose a closing that comes after the opening"),
        ({"results_on": "2020-01-01"}, "Choose a day for the results after the closing"),
        ({"count__care__staff": "thirty"}, "Write the number of people as a whole number, like 24"),
        ({"sponsor_email": "e.visser"}, "Write the mail address like name@example.org"),
        ({"contact": "x" * 201}, "Shorten this to 200 characters: it has 201"),
        ({"contact": "a\0b"}, "Remove the characters that cannot be stored"),
        (
            {"opens_day": "2027-03-28", "opens_clock": "02:30", "closes_day": "2027-04-09", "results_on": "2027-05-01"},
            "Choose another time: clocks are put forward over it in that night",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    facilitator: Facilitator, changes: dict[str, str], message: str
) -> None:
    survey_id = facilitator.start()

    page = facilitator.client.post(
        f"{facilitator.place}/{survey_id}/set-up", data=write_setup(name__en="Typed with care", **changes)
    )

    assert page.status_code == 422
    assert message in read(page)
    assert 'value="Typed with care"' in page.text
    assert facilitator.find(survey_id).row_version == 1


def test_two_facilitators_never_overwrite_each_other_silently(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up(sponsor="E. Visser")
    place = f"{facilitator.place}/{survey_id}/set-up"

    late = facilitator.client.post(place, data=write_setup(version="1", sponsor="M. de Boer"))

    assert late.status_code == 409
    assert "Somebody else saved this draft meanwhile" in read(late)
    assert "<dt>Sponsor</dt><dd>now: E. Visser</dd>" in late.text
    assert 'value="M. de Boer"' in late.text
    assert facilitator.find(survey_id).sponsor == "E. Visser"

    again = facilitator.client.post(place, data=write_setup(version="2", sponsor="M. de Boer"))
    assert again.status_code == 303
    assert facilitator.find(survey_id).sponsor == "M. de Boer"


def test_many_writers_at_once_lose_nothing_silently(facilitator: Facilitator) -> None:
    """F8: what was acknowledged is there, and whoever was overtaken was told so."""
    survey_id = facilitator.start()
    # What was proposed stands before the first word of theirs, and a blank between.
    proposed = facilitator.find(survey_id).contact
    kept: list[str] = []

    def write(writer: int) -> None:
        for edit in range(10):
            with facilitator.app.app_context():
                survey = find_survey(facilitator.organisation_id, survey_id)
                assert survey is not None
                seen, contact = survey.row_version, f"{survey.contact} {writer}{edit}"
                try:
                    save_draft(facilitator.organisation_id, survey_id, seen, {"contact": contact})
                except OvertakenError:
                    continue
                kept.append(f"{writer}{edit}")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    survey = facilitator.find(survey_id)
    assert sorted(survey.contact.split()) == sorted(kept + proposed.split())
    assert survey.row_version == 1 + len(kept)
    assert kept


def test_a_choice_of_units_takes_those_below_along(facilitator: Facilitator) -> None:
    draft = facilitator.find(facilitator.set_up(scope="some", units=["offices"]))

    assert [(unit["key"], unit["parent"]) for unit in draft.structure["units"]] == [
        ("offices", None),
        ("software", "offices"),
        ("archive", "offices"),
    ]
    assert draft.structure["invited"] == [
        {"unit": None, "group": "senior-managers", "count": 7},
        {"unit": "software", "group": "staff", "count": 12},
        {"unit": "archive", "group": "staff", "count": 3},
    ]
    assert read_choice(draft.structure).units == ("offices",)


def test_people_on_the_list_are_counted_instead_of_typed(facilitator: Facilitator) -> None:
    with facilitator.app.app_context(), writing() as session:
        units = {unit.key: unit.id for unit in session.query(Unit)}
        session.add_all(
            Person(organisation_id=facilitator.organisation_id, unit_id=units["care"], group_="staff")
            for _number in range(9)
        )
    survey_id = facilitator.set_up()

    page = facilitator.get(f"/{survey_id}/set-up")
    assert "9 people are listed." in read(page)
    assert "count-care-staff" not in page.text
    assert facilitator.find(survey_id).structure["invited"] == [{"unit": "care", "group": "staff", "count": 9}]


def test_head_counts_of_many_units_are_typed_on_pages_of_their_own(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    assert "count-care-staff" in facilitator.get(f"/{survey_id}/set-up").text
    with facilitator.app.app_context():
        for number in range(60):
            names = dict.fromkeys(("en", "nl"), f"Ward {number:02}")
            add_unit(facilitator.organisation_id, names, None, builds_software=False)

    page = facilitator.get(f"/{survey_id}/set-up")
    assert page.text.count('name="count-') == 0
    assert f"With {60 + len(UNITS)} units, how many people each has is typed on pages of their own" in read(page)
    typed = sum(map(int, COUNTS.values()))
    assert f"This draft counts {typed} people, as they were typed earlier" in read(page)

    # What was typed on the page is saved on the way there, and what was counted earlier stays.
    version = str(facilitator.find(survey_id).row_version)
    changed = {name: text for name, text in write_setup(version=version).items() if not name.startswith("count-")}
    saved = facilitator.post(f"/{survey_id}/set-up", **changed | {"name-en": "Another name", "go": "head-counts"})
    assert saved.location == f"/organisations/{facilitator.organisation_id}/head-counts"
    draft = facilitator.find(survey_id)
    assert draft.name["en"] == "Another name"
    assert sum(row["count"] for row in draft.structure["invited"]) == typed

    with facilitator.app.app_context():
        units = [unit.id for unit in db.session.query(Unit).order_by(Unit.position)]
    first = facilitator.client.post(saved.location, data={f"count-{units[0]}-staff": "40", "go": "next"})
    assert first.location == f"{saved.location}?page=2"
    assert "40 people are counted, unit by unit." in read(facilitator.get(f"/{survey_id}/set-up"))


def test_the_defaults_stand_on_a_page_of_their_own(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    page = facilitator.get(f"/{survey_id}/defaults")
    assert (
        "All questions: 31, about 6 minutes. Margin in points: 10 if 40 % answer, 7 if 60 % answer, 4 if 80 %"
        in read(page)
    )
    assert "In this questionnaire no questions take turns" in read(page)
    offered = f"kept:{facilitator.find(survey_id).questionnaire_version_id}"

    saved = facilitator.post(
        f"/{survey_id}/defaults",
        version="2",
        questionnaire=offered,
        practices="y",
        smallest_group="8",
        target_score="60",
        target_by="2029-04-01",
        **{"purpose-en": "To hear you.", "purpose-nl": "", "slot-customers-en": "residents"},
    )

    draft = facilitator.find(survey_id)
    assert saved.status_code == 303
    assert (draft.smallest_group, draft.asks_comments, draft.target) == (8, False, {"score": 60, "by": "2029-04-01"})
    assert draft.purpose == {"en": "To hear you."}
    assert draft.slots == {"customers": {"en": "residents"}}
    assert draft.extra_version_id is not None


@pytest.mark.parametrize(("go", "leads"), [("forecast", "forecast"), ("setup", "set-up")])
def test_the_defaults_lead_on_or_back(facilitator: Facilitator, go: str, leads: str) -> None:
    survey_id = facilitator.set_up()
    offered = f"kept:{facilitator.find(survey_id).questionnaire_version_id}"
    saved = facilitator.post(f"/{survey_id}/defaults", version="2", questionnaire=offered, smallest_group="5", go=go)
    assert saved.location == f"{facilitator.place}/{survey_id}/{leads}"


@pytest.mark.parametrize("smallest", ["4", "", "51"])
def test_the_smallest_group_is_five_or_more(facilitator: Facilitator, smallest: str) -> None:
    survey_id = facilitator.set_up()
    offered = f"kept:{facilitator.find(survey_id).questionnaire_version_id}"

    page = facilitator.post(f"/{survey_id}/defaults", version="2", questionnaire=offered, smallest_group=smallest)

    assert page.status_code == 422
    assert "Choose a smallest group of 5 to 50 people" in read(page)
    assert facilitator.find(survey_id).smallest_group == 5


def test_a_draft_can_be_discarded(facilitator: Facilitator) -> None:
    survey_id = facilitator.start()

    assert "Discard this draft?" in read(facilitator.get(f"/{survey_id}/discard"))
    facilitator.post(f"/{survey_id}/discard")

    assert "There is no survey yet." in read(facilitator.get())


def test_a_draft_that_others_work_on_is_not_discarded(facilitator: Facilitator) -> None:
    survey_id = facilitator.start()
    with facilitator.app.app_context():
        invite(survey_id)

    assert facilitator.post(f"/{survey_id}/discard").status_code == 303

    assert facilitator.find(survey_id).state == "draft"


def test_a_survey_of_another_organisation_is_not_even_there(facilitator: Facilitator) -> None:
    with facilitator.app.app_context():
        other = create_organisation({"en": "Other"}, ())
        theirs = create_campaign(other, plan_survey(invited=()))

    for page in ("", "/set-up", "/defaults", "/forecast", "/check-list", "/trial/1", "/close", "/extend"):
        assert facilitator.get(f"/{theirs}{page}").status_code == 404
    for page in ("/set-up", "/launch", "/copy", "/close", "/withdraw", "/discard", "/extend", "/smallest-group"):
        assert facilitator.post(f"/{theirs}{page}").status_code == 404


def test_trying_the_questions_stores_nothing(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()
    with facilitator.app.app_context():
        before = count_rows()
    promise = read(facilitator.get(f"/{survey_id}/trial/0"))
    assert "only M. Bos (IT) could technically look" in promise
    assert "for groups of 5 or more." in promise, "nobody is the second reader yet"
    assert "bij sluiting wordt de koppeling gewist" in read(facilitator.get(f"/{survey_id}/trial/0?voice=sees&lang=nl"))
    first = facilitator.get(f"/{survey_id}/trial/1")
    assert "With senior managers we mean: A. Jansen, B. Kaya and C. Smit." in read(first)
    says = read(facilitator.get(f"/{survey_id}/trial/1?voice=says&lang=nl"))
    assert "Met “wij” bedoelen deze vragen: A. Jansen, B. Kaya en C. Smit." in says

    for voice, language, words in (("sees", "en", "Page 1 of 6"), ("says", "nl", "Inzet van de top")):
        page = facilitator.get(f"/{survey_id}/trial/1?voice={voice}&lang={language}")
        assert words in read(page)
        number, where = 0, page
        while "The trial is over" not in read(where):
            number += 1
            typed = {"voice": voice, "lang": language, "q-commitment-attend": "4"}
            sent = facilitator.post(f"/{survey_id}/trial/{number}", **typed)
            assert sent.status_code == 303
            where = facilitator.client.get(sent.location)
        assert number == 6
    with facilitator.app.app_context():
        assert count_rows() == before
        assert db.session.query(Job).count() == 0


def test_a_trial_checks_a_page_as_a_real_one(facilitator: Facilitator) -> None:
    survey_id = facilitator.set_up()

    page = facilitator.post(f"/{survey_id}/trial/1", voice="sees", lang="en", **{"q-commitment-attend": "9"})

    assert page.status_code == 422
    assert "Choose one of the answers shown" in read(page)


def test_an_organisations_own_questionnaire_can_be_chosen(facilitator: Facilitator) -> None:
    own = shipped_text("senior-management-drivers").replace("version: 1", "version: 7", 1)
    with facilitator.app.app_context():
        create_campaign(facilitator.organisation_id, plan_survey(questionnaire=own))
    survey_id = facilitator.set_up()

    page = facilitator.get(f"/{survey_id}/defaults")

    assert "(version 7)" in read(page)
    assert "shipped:efqm-2013" not in page.text


def test_an_organisation_without_units_is_led_to_its_list(facilitator: Facilitator) -> None:
    with facilitator.app.app_context(), writing() as session:
        session.execute(delete(Unit))
    page = facilitator.get(f"/{facilitator.start()}/set-up")
    part = page.text.partition('id="scope-0"')[2].partition("</p>")[0]
    assert f'href="/organisations/{facilitator.organisation_id}/people"' in part
    assert f'href="/organisations/{facilitator.organisation_id}/units"' in part
