"""A report is made once, kept, and handed out by command, job and address; both databases."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessment.commands.report import command
from assessment.jobs import run_due_jobs
from assessment.models import Campaign, Document, Job, db, writing
from assessment.reporting.identity import document_key, name_edition
from assessment.reporting.jobs import ask_for_report
from assessment.reporting.service import UnknownLanguageError, find_report, keep_report, publish_report
from assessment.reporting.verify import verify_report
from assessment.results.service import NotReleasedError, load_source
from tests.assessment.reporting.releases import BRIEF, make_source
from tests.assessment.results.stored import open_as, store

SMALL = replace(BRIEF, answered=11, invited=12, before=None, joint=False)
"""Few people make the smallest report: what is tested here is what happens to it, not what it says."""


@pytest.fixture
def campaign_id(app: Flask) -> int:
    return store(app, make_source(SMALL))


def name_key(campaign_id: int, language: str) -> str:
    """Under which the report with the words that stand now is kept."""
    source = load_source(campaign_id)
    return document_key(source.facts.sha256, language, name_edition(source))


def count_documents() -> int:
    return db.session.scalar(select(func.count()).select_from(Document)) or 0


@pytest.mark.usefixtures("drawn_anew")
def test_it_is_made_once_and_kept(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        first = publish_report(campaign_id, "en")
        assert verify_report(first) == ()
        assert publish_report(campaign_id) == first
        assert count_documents() == 1
        kept = db.session.scalars(select(Document)).one()
        assert (kept.media_type, kept.sha256) == ("application/pdf", sha256(first).hexdigest())
        assert kept.organisation_id == db.session.get_one(Campaign, campaign_id).organisation_id


def test_what_was_kept_is_never_made_again(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        source = load_source(campaign_id)
        key = name_key(campaign_id, "nl")
        assert keep_report(campaign_id, key, b"the first one") == b"the first one"
        assert keep_report(campaign_id, key, b"another one") == b"the first one"
        assert publish_report(campaign_id, "nl") == b"the first one"
        assert find_report(campaign_id, source.facts.sha256, "en", name_edition(source)) is None


def test_another_organisation_never_reads_it(app: Flask, campaign_id: int) -> None:
    other = store(app, make_source(SMALL))
    with app.app_context():
        release = load_source(campaign_id).facts.sha256
        keep_report(campaign_id, document_key(release, "en"), b"private")
        assert find_report(campaign_id, release, "en") == b"private"
        assert find_report(other, release, "en") is None


def test_a_language_without_questions_gives_no_report(app: Flask, campaign_id: int) -> None:
    with app.app_context(), pytest.raises(UnknownLanguageError, match="en, nl"):
        publish_report(campaign_id, "fr")


def test_a_survey_that_is_not_released_gives_no_report(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotReleasedError):
        publish_report(99, "en")


def test_a_job_makes_it(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        source = load_source(campaign_id)
        with writing() as session:
            first = ask_for_report(session, campaign_id, "en")
            assert ask_for_report(session, campaign_id, "en") == first
        run_due_jobs(app)
    with app.app_context():
        assert db.session.get_one(Job, first).state == "done"
        report = find_report(campaign_id, source.facts.sha256, "en", name_edition(source))
        assert report is not None
        assert report.startswith(b"%PDF-")


def test_a_job_that_can_never_work_fails_with_its_reason(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            job = ask_for_report(session, 99, "en")
        run_due_jobs(app)
    with app.app_context():
        failed = db.session.get_one(Job, job)
        assert (failed.state, failed.message) == ("failed", "survey 99 does not exist")


def test_its_address_is_that_of_the_results(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    with app.app_context():
        keep_report(campaign_id, name_key(campaign_id, "en"), b"%PDF-kept")
    path = open_as(client, campaign_id)
    answer = client.get(f"{path}/report.pdf?language=en")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", b"%PDF-kept")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(path.replace(f"/surveys/{campaign_id}/", "/surveys/99/") + "/report.pdf").status_code == 404
    assert client.get(f"{open_as(client, campaign_id, 'unit-reader')}/report.pdf").status_code == 403


def test_looking_makes_no_report_and_asking_makes_one(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    path = open_as(client, campaign_id)
    first = client.get(f"{path}/report.pdf?language=en")
    assert (first.status_code, "Make the report" in first.text) == (404, True)
    with app.app_context():
        assert (count_documents(), db.session.scalar(select(func.count()).select_from(Job))) == (0, 0)

    for _ in range(2):
        asked = client.post(f"{path}/report", data={"language": "en"})
        assert (asked.status_code, asked.location) == (303, f"{path}/report.pdf?language=en")
    waiting = client.get(f"{path}/report.pdf?language=en")
    assert (waiting.status_code, "The report is being made" in waiting.text) == (202, True)

    run_due_jobs(app)
    made = client.get(f"{path}/report.pdf?language=en")
    assert (made.status_code, made.data[:5]) == (200, b"%PDF-")
    with app.app_context():
        assert (count_documents(), db.session.scalar(select(func.count()).select_from(Job))) == (1, 1)


def test_the_command_writes_it_and_says_what_is_wrong(
    app: Flask, campaign_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setenv("ASSESSMENT_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    with app.app_context():
        keep_report(campaign_id, name_key(campaign_id, "en"), b"%PDF-kept")
    target = tmp_path / "report.pdf"
    done = CliRunner().invoke(command, [str(campaign_id), "-o", str(target)])
    assert (done.exit_code, target.read_bytes()) == (0, b"%PDF-kept"), done.output
    for arguments, told in ((["99"], "does not exist"), ([str(campaign_id), "--language", "fr"], "en, nl")):
        failed = CliRunner().invoke(command, [*arguments, "-o", str(target)])
        assert failed.exit_code == 1
        assert told in failed.output
