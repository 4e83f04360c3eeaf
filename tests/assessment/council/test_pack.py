"""The works council's pack: pages in docs as the code writes them, and a survey's paper with its settings in force."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from assessment.access.invitations import invite
from assessment.council.facts import describe_standard, describe_survey
from assessment.council.headcounts import count_groups, count_units
from assessment.council.pack import build_pack, list_essentials
from assessment.council.settings import list_settings
from assessment.jobs.worker import run_due_jobs
from assessment.models import Campaign, Document, Job, Person, Unit, db, writing
from assessment.release.closing import close_campaign, stop_answers
from assessment.release.joint import seal_joint_answer
from assessment.release.service import release_campaign
from assessment.results.numbers import speaking
from checks.pack import FOLDER, write_pack
from questionnaires import shipped
from reports.html import render_html
from reports.pdf import render_pdf
from reports.printed import compare_pages
from reports.texts import read_pieces
from tests.assessment.campaigns.facilitator import Facilitator
from tests.assessment.joint.managers import name_team
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.surveys import open_survey

SQLITE_ONLY = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LANGUAGES = ("en", "nl")
MADE_AT = datetime(2027, 3, 1, tzinfo=UTC)


def test_the_pages_in_docs_are_what_the_code_writes() -> None:
    written = write_pack()

    assert set(FOLDER.rglob("*.md")) == set(written)
    assert {path.name for path, text in written.items() if path.read_text() != text} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_of_a_standard_survey_stands_there_in_both_voices(language: str) -> None:
    folder = FOLDER / ("" if language == "en" else language)
    page = re.sub(r"\\", "", (folder / "questions.md").read_text())
    facts = describe_standard(language)
    items = [item for name in ("senior-management-drivers", "delivery-practices") for item in shipped(name).items]
    replaced = {item.stands_in_for for item in items}
    asked = [item for item in items if item.id not in replaced]

    assert len(asked) == page.count("\n| ") - page.count("| --- |") * 2
    for item in asked:
        for text in (item.text, item.self_text or item.text):
            first = re.split(r"\{.*?\}", text[language])[0]
            assert f"| {first}" in page, item.id
    assert facts.first_survey


@pytest.fixture
def survey_id(app: Flask) -> int:
    with app.app_context():
        return open_survey()


@pytest.fixture
def facilitator(app: Flask, client: FlaskClient, survey_id: int) -> FlaskClient:
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    sign_in(client, add_colleague(app, organisation_id, "facilitator"))
    return client


def find_page(app: Flask, survey_id: int) -> str:
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    return f"/organisations/{organisation_id}/surveys/{survey_id}/works-council"


def read_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("For the works council: Quality at Zonneveld 2027", "M. Bos (IT)", "not told", "Honest limits")),
        ("nl", ("Voor de ondernemingsraad: Kwaliteit bij Zonneveld 2027", "M. Bos (IT)", "niet genoemd")),
    ],
)
def test_a_facilitator_makes_the_paper_of_a_survey(
    app: Flask, facilitator: FlaskClient, survey_id: int, language: str, words: tuple[str, ...]
) -> None:
    page = find_page(app, survey_id)
    assert facilitator.get(f"{page}/{language}.pdf").location == page
    assert facilitator.post(page, data={"language": language}).location == page
    facilitator.post(page, data={"language": language})
    assert "http-equiv" in facilitator.get(page).text
    assert run_due_jobs(app) == 1

    answer = facilitator.get(f"{page}/{language}.pdf")
    text = read_text(answer.data)
    assert answer.mimetype == "application/pdf"
    assert [word for word in words if word not in text] == []
    assert f"{page}/{language}.pdf" in facilitator.get(page).text


@pytest.mark.wide
def test_a_changed_setting_asks_for_a_new_paper_and_the_old_one_goes(
    app: Flask, facilitator: FlaskClient, survey_id: int
) -> None:
    page = find_page(app, survey_id)
    facilitator.post(page, data={"language": "en"})
    run_due_jobs(app)
    before = facilitator.get(f"{page}/en.pdf").data
    assert facilitator.get(f"{page}/en.pdf").data == before
    with app.app_context(), writing() as session:
        session.get_one(Campaign, survey_id).smallest_group = 8

    assert facilitator.get(f"{page}/en.pdf").status_code == 303
    facilitator.post(page, data={"language": "en"})
    assert run_due_jobs(app) == 1
    after = facilitator.get(f"{page}/en.pdf").data
    assert "fewer than 8 people" in read_text(after)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Document)) == 1
        assert db.session.scalar(select(func.count()).select_from(Job)) == 2


@SQLITE_ONLY
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_prints_what_the_paper_says_and_is_tagged(app: Flask, survey_id: int, language: str) -> None:
    with app.app_context(), speaking(language):
        facts = describe_survey(db.session.get_one(Campaign, survey_id), language)
        paper = build_pack(facts, MADE_AT, "test")
    drawn = render_pdf(paper)
    reader = PdfReader(BytesIO(drawn))

    assert compare_pages(paper, drawn) == ()
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == language
    assert reader.root_object["/StructTreeRoot"]


@SQLITE_ONLY
def test_head_counts_are_told_only_where_nobody_can_be_told_apart(app: Flask, survey_id: int) -> None:
    """Care has 36, offices 15 of whom 12 build software and 3 keep the archive: 3 follow from 15 and 12."""
    with app.app_context(), speaking("en"):
        structure = db.session.get_one(Campaign, survey_id).structure
        units = {one.name: one.count for one in count_units(structure, 5)}
        groups = {one.name: one.count for one in count_groups(structure, 5)}

    assert units["Care"] == 36
    assert units["Archive"] is None
    assert [units["Software"], units["Offices"]].count(None) >= 1
    assert sum(count or 0 for count in groups.values()) == 51
    assert min(count for count in groups.values() if count is not None) >= 5


@SQLITE_ONLY
def test_moments_of_deletion_and_ways_in_are_those_in_force(app: Flask, survey_id: int) -> None:
    closing = datetime(2026, 3, 19, 16, tzinfo=UTC)
    with app.app_context(), speaking("en"):
        invite(survey_id, "care", "staff", kind="card")
        with writing() as session:
            session.get_one(Campaign, survey_id).closes_at = closing
        stop_answers(survey_id)
        facts = describe_survey(db.session.get_one(Campaign, survey_id), "en")

    assert facts.invitations.due == closing + timedelta(days=30)
    assert facts.ways == "personal code cards"
    assert facts.database == "SQLite"
    assert facts.server_keeper == "M. Bos (IT)"


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("language", "without", "asked"),
    [
        ("en", "Not asked as things stand: nobody is the second reader.", "Two people read them before anybody else."),
        ("nl", "Niet gevraagd zoals het nu staat: er is geen tweede lezer.", "Twee mensen lezen ze vóór"),
    ],
)
def test_the_paper_of_a_draft_says_whether_comments_will_be_asked(
    app: Flask, language: str, without: str, asked: str
) -> None:
    facilitator = Facilitator(app, app.test_client())
    survey_id = facilitator.set_up()

    def tell() -> str:
        with app.app_context(), speaking(language):
            facts = describe_survey(db.session.get_one(Campaign, survey_id), language)
            return " ".join(read_pieces(render_html(build_pack(facts, MADE_AT, "test"))).flow)

    paper = tell()
    assert without in paper
    assert asked not in paper

    add_colleague(app, facilitator.organisation_id, "second-reader", email="reader@zonneveld.example")
    paper = tell()
    assert asked in paper
    assert without not in paper

    # Launch asks for what the paper said last.
    facilitator.post(f"/{survey_id}/launch", sure="yes", version="2")
    assert facilitator.find(survey_id).asks_comments
    assert asked in tell()


@SQLITE_ONLY
def test_the_paper_of_a_draft_for_few_people_says_why_it_asks_no_comments(app: Flask) -> None:
    facilitator = Facilitator(app, app.test_client())
    add_colleague(app, facilitator.organisation_id, "second-reader", email="reader@zonneveld.example")
    few = {
        "count__care__staff": "9",
        "count__care__middle__managers": "",
        "count__software__staff": "",
        "count__archive__staff": "",
    }
    survey_id = facilitator.set_up(**few)
    page = facilitator.client.get(f"{facilitator.place}/{survey_id}/works-council").text
    assert "Not asked as things stand: of fewer than 15 people they could be recognised." in page


@SQLITE_ONLY
def test_the_paper_of_a_draft_follows_the_list_of_people_and_the_joint_answer(app: Flask) -> None:
    facilitator = Facilitator(app, app.test_client())
    survey_id = facilitator.set_up()

    def tell() -> tuple[str, str, str]:
        """How people are let in, and where the joint answer is: in the settings, and in short."""
        with app.app_context(), speaking("en"):
            facts = describe_survey(db.session.get_one(Campaign, survey_id), "en")
            settings, short = dict(list_settings(facts)), dict(list_essentials(facts))
        return (
            settings["How people are let in"],
            settings["Joint answer of the senior managers"],
            short["Senior managers"],
        )

    assert tell() == (
        "not settled yet: personal links by mail, code cards, or a shared link",
        "none",
        "Senior managers give no joint answer.",
    )
    list_people(app, facilitator.organisation_id, "care", "a@zonneveld.example", None)
    with app.app_context():
        name_team(survey_id, 2)
    assert tell() == (
        "personal links by mail to those whose address is known, letters or code cards to those without a mail address",
        "promised",
        "Senior managers answer together, as a team, outside the survey.",
    )
    with app.app_context():
        seal_joint_answer(survey_id, {}, 2, 2, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert tell()[1:] == (
        "sealed on 2 March 2026",
        "Senior managers have answered together, as a team; sealed on 2 March 2026.",
    )


def test_people_of_units_that_a_draft_leaves_out_are_let_in_by_no_way(app: Flask) -> None:
    facilitator = Facilitator(app, app.test_client())
    survey_id = facilitator.set_up(scope="some", units=["software"])

    def tell() -> str:
        with app.app_context(), speaking("en"):
            return describe_survey(db.session.get_one(Campaign, survey_id), "en").ways

    list_people(app, facilitator.organisation_id, "care", "a@zonneveld.example", None)
    assert tell() == ""
    list_people(app, facilitator.organisation_id, "software", "b@zonneveld.example")
    assert tell() == "personal links by mail to those whose address is known"


@SQLITE_ONLY
def test_a_joint_answer_that_never_came_is_not_promised_any_more(app: Flask, survey_id: int) -> None:
    with app.app_context(), speaking("en"):
        with writing() as session:
            session.get_one(Campaign, survey_id).joint_answer_promised = True
        close_campaign(survey_id)
        release_campaign(survey_id)
        facts = describe_survey(db.session.get_one(Campaign, survey_id), "en")
        assert dict(list_essentials(facts))["Senior managers"] == "Senior managers gave no joint answer."


def list_people(app: Flask, organisation_id: int, unit: str, *addresses: str | None) -> None:
    """Staff of a unit in the list of people, each with that address or none."""
    with app.app_context(), writing() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.key == unit)).one()
        session.add_all(
            Person(organisation_id=organisation_id, unit_id=unit_id, group_="staff", name=f"P {number}", email=address)
            for number, address in enumerate(addresses)
        )
