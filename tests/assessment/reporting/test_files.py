"""The page of files: what is offered, how far each is, that asking again costs nothing; and what each file is."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessment.jobs import run_due_jobs
from assessment.models import Document, Job, db
from assessment.reporting.files import OFFERED
from assessment.reporting.service import MEDIA_TYPES
from tests.assessment.reporting.releases import make_source
from tests.assessment.reporting.test_service import SMALL
from tests.assessment.results.stored import open_as, store


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_file_is_asked_for_made_and_kept(app: Flask, client: FlaskClient) -> None:
    path = open_as(client, store(app, make_source(SMALL)))
    page = client.get(f"{path}/files?language=nl").text
    assert page.count("Make it<") == len(OFFERED) == 7
    assert "http-equiv" not in page
    for _again in range(2):
        for variant, form in OFFERED:
            data = {"language": "nl", "variant": variant, "form": form, "back": "files"}
            asked = client.post(f"{path}/report", data=data)
            assert (asked.status_code, asked.location) == (303, f"{path}/files?language=nl")
    waiting = client.get(f"{path}/files?language=nl").text
    assert waiting.count("<progress") == 7
    assert 'http-equiv="refresh"' in waiting
    with app.app_context():
        assert (count(Job), count(Document)) == (7, 0)
    run_due_jobs(app)
    for variant, form in OFFERED:
        query = "" if variant == "full" else f"&variant={variant}"
        made = client.get(f"{path}/report.{form}?language=nl{query}")
        assert (made.status_code, made.mimetype) == (200, MEDIA_TYPES[form])
        way = "inline" if form in ("pdf", "html") else "attachment"
        assert re.fullmatch(rf'{way}; filename="report-\d+-[a-z-]*nl\.{form}"', made.headers["Content-Disposition"])
        assert client.get(f"{path}/report.{form}?language=nl{query}").data == made.data
    done = client.get(f"{path}/files?language=nl").text
    assert "Make it<" not in done
    assert "http-equiv" not in done
    for variant, form in OFFERED:
        client.post(f"{path}/report", data={"language": "nl", "variant": variant, "form": form})
    run_due_jobs(app)
    with app.app_context():
        assert (count(Job), count(Document)) == (7, 7)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_report_as_a_page_may_use_its_own_styles_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    path = open_as(client, store(app, make_source(SMALL)))
    client.post(f"{path}/report", data={"language": "en", "form": "html"})
    run_due_jobs(app)
    answer = client.get(f"{path}/report.html?language=en")
    policy = answer.headers["Content-Security-Policy"]
    styles = re.findall(rb"<style>(.*?)</style>", answer.data, re.DOTALL)
    assert len(styles) == 4
    for style in styles:
        assert f"'sha256-{b64encode(sha256(style).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert b"<script" not in answer.data


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_readers_of_a_part_have_no_files_of_the_whole(app: Flask, client: FlaskClient) -> None:
    campaign_id = store(app, make_source(SMALL))
    path = open_as(client, campaign_id, "unit-reader")
    for place in ("files", "report.html", "report.docx", "report.pptx", "report.pdf?variant=staff"):
        assert client.get(f"{path}/{place}").status_code == 403
    wrong = open_as(client, campaign_id)
    assert "The report is not made yet" in client.get(f"{wrong}/report.pdf?variant=nonsense").text
