"""What the network did since the release stands in the report and on the page of staff; without sessions nothing of it
changes, to the byte."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from json import dumps

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from assessment.models import Action, Campaign, NetworkRequest, Release, Workshop, db, writing
from assessment.reporting.attached import RESULT_NAME, attach_result
from assessment.reporting.build import build_report, list_sections
from assessment.reporting.identity import name_edition
from assessment.reporting.service import publish_report, read_views
from assessment.reporting.staff import make_staff_page
from assessment.reporting.variants import EXECUTIVE, FULL, MANAGEMENT, STAFF, VARIANTS, cut_views
from assessment.reporting.verify import verify_report
from assessment.results.edition import name_words
from assessment.results.service import load_results, load_source
from assessment.results.view import ActionFact, RequestFact, SessionFact
from tests.assessment.results import made, stored

SESSION = SessionFact(
    name="Network in autumn",
    held_on=date(2027, 5, 3),
    requests=(
        RequestFact(text="Tell what became of each report", manager="E. Visser", answer="if", words="within a month"),
        RequestFact(text="Ask them monthly", answer_on=date(2027, 6, 1)),
    ),
)


def hold(session_id: int, organisation_id: int, **changes: object) -> None:
    values: dict[str, object] = {
        "kind": "network",
        "name": "Network in autumn",
        "phases": [],
        "state": "ended",
        "created_at": datetime(2027, 5, 1, tzinfo=UTC),
        "ended_at": datetime(2027, 5, 3, 16, tzinfo=UTC),
        "held_on": date(2027, 5, 3),
    }
    with writing() as session:
        session.add(Workshop(id=session_id, organisation_id=organisation_id, **(values | changes)))
        session.flush()
        own = {"organisation_id": organisation_id, "workshop_id": session_id}
        session.add_all(
            (
                NetworkRequest(
                    text=f"Tell what became of each report {session_id}",
                    manager="E. Visser",
                    answer="if",
                    words="within a month",
                    owner="E. Visser",
                    answered_on=date(2027, 5, 20),
                    **own,
                ),
                NetworkRequest(text="", **own),
            )
        )


@pytest.fixture
def survey_id(app: Flask) -> int:
    """With three sessions that count and three that do not."""
    survey_id = stored.store(app, made.source())
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey_id)
        organisation_id = campaign.organisation_id
        released = db.session.query(Release).filter_by(campaign_id=survey_id).one().released_at
        early = {"ended_at": released - timedelta(days=1)}
        hold(1, organisation_id, ended_at=released + timedelta(days=40))
        hold(2, organisation_id, ended_at=released + timedelta(days=50), campaign_id=survey_id, name="With managers")
        hold(3, organisation_id, **early)
        hold(4, organisation_id, state="running", ended_at=None)
        hold(5, organisation_id, ended_at=released + timedelta(days=9), campaign_id=campaign.previous_campaign_id)
        other = stored.store(app, made.source())
        hold(6, db.session.get_one(Campaign, other).organisation_id, ended_at=released + timedelta(days=9))
        with writing() as session:
            own = {"organisation_id": organisation_id, "campaign_id": survey_id, "workshop_id": 2}
            session.add(Action(text={"en": "Start with one team"}, owner="S. Aydin", due=date(2099, 6, 1), **own))
            session.add(Action(text={"en": "Look back"}, owner="S. Aydin", status="done", **own))
    return survey_id


@pytest.mark.parametrize("variant", [FULL, MANAGEMENT])
def test_the_report_tells_it(app: Flask, survey_id: int, variant: str) -> None:
    with app.app_context():
        content = publish_report(survey_id, "en", variant)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert "What the network did" in text
    assert "2 sessions. 2 requests asked, 2 answered. 2 actions agreed, 1 done." in text
    assert "Tell what became of each report 1" in text
    assert "Yes, if: within a month. E. Visser. Answered on 20 May 2027." in text
    assert "in the session of 3 May 2027" in text
    assert [number for number in (3, 4, 5, 6) if f"each report {number}" in text] == []
    assert verify_report(content) == ()


def test_the_pages_of_staff_and_facilitators_tell_it(app: Flask, client: FlaskClient, survey_id: int) -> None:
    with app.app_context():
        page = make_staff_page(load_results(survey_id, language="nl"))
        assert page.network is not None
        assert (
            page.network.counted == "2 bijeenkomsten. 2 verzoeken gedaan, 2 beantwoord. 2 acties afgesproken, 1 gedaan."
        )
        assert [one.title for one in page.network.sessions] == [
            "Network in autumn, 3 mei 2027",
            "With managers, 3 mei 2027",
        ]
        told = page.network.sessions[0].requests[0]
        assert (told.who, told.answer) == (
            "E. Visser",
            "Ja, als: within a month. E. Visser. Beantwoord op 20 mei 2027.",
        )
    results = stored.open_as(client, survey_id, "facilitator")
    follow_up = client.get(f"{results.removesuffix('/results')}/follow-up").text
    assert "S. Aydin · 1 June 2099 · agreed in the session of 3 May 2027" in follow_up


def test_a_yes_whose_promise_was_dropped_says_so(app: Flask, survey_id: int) -> None:
    with app.app_context():
        assert '"dropped":' not in attach_result(read_views(load_source(survey_id), "en")).content.decode()
        with writing() as session:
            request = session.query(NetworkRequest).filter_by(workshop_id=1, answer="if").one()
            session.add(
                Action(
                    organisation_id=request.organisation_id,
                    campaign_id=survey_id,
                    workshop_id=1,
                    text={"en": request.text},
                    owner="E. Visser",
                    status="dropped",
                    source={"request": request.id},
                )
            )
        page = make_staff_page(load_results(survey_id, language="nl"))
        content = publish_report(survey_id, "en", FULL)
    assert page.network is not None
    assert [one.requests[0].answer.rpartition(". ")[2] for one in page.network.sessions] == [
        "De toezegging is inmiddels vervallen.",
        "Beantwoord op 20 mei 2027.",
    ]
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    assert "Answered on 20 May 2027. The promise has since been dropped." in text
    assert verify_report(content) == ()


def test_only_the_variants_that_print_it_hold_it(app: Flask) -> None:
    source = made.source(network=(SESSION,))
    bare = made.source()
    with app.app_context():
        for variant in VARIANTS:
            views = cut_views(read_views(source, "en"), variant)
            keys = [section.key for section in list_sections(views, variant)]
            written = attach_result(views, variant).content.decode()
            holds = variant in (FULL, MANAGEMENT)
            assert ("network" in keys, "Ask them monthly" in written) == (holds, holds), variant
            assert (name_edition(source, variant) != name_edition(bare, variant)) is holds
        assert "No answer yet. Answer promised for 1 June 2027." in str(list_sections(read_views(source, "en")))
    assert {STAFF, EXECUTIVE} == set(VARIANTS) - {FULL, MANAGEMENT}


def test_without_a_session_no_byte_of_it_is_written(app: Flask) -> None:
    source = made.source(
        promises=(ActionFact(text={"en": "Answer in thirty days"}, owner="M. de Boer", status="open"),)
    )
    with app.app_context():
        report = build_report(read_views(source, "en"))
        written = attach_result(read_views(source, "en")).content.decode()
        assert make_staff_page(read_views(source, "en").main).network is None
    assert "network" not in {section.key for section in report.sections}
    assert '"network"' not in written
    assert "session_on" not in written
    assert "Agreed" not in str(report)
    assert source.promises[0].model_dump_json() == dumps(
        {"text": {"en": "Answer in thirty days"}, "owner": "M. de Boer", "due": None, "status": "open"},
        separators=(",", ":"),
    )
    assert RESULT_NAME in {attached.name for attached in report.attachments}


def test_an_answer_makes_another_edition(app: Flask, survey_id: int) -> None:
    with app.app_context():
        before = name_words(load_source(survey_id))
        with writing() as session:
            session.query(NetworkRequest).filter_by(workshop_id=1, answer="if").one().answer = "no"
        after = name_words(load_source(survey_id))
    assert before != after
