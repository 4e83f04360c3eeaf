"""The certificate on paper: what was sealed, its fingerprint and its moment, a number of people and no name (A21)."""

import json
from hashlib import sha256
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select, update

from assessment.campaigns.states import withdraw_survey
from assessment.jobs import run_due_jobs
from assessment.joint.paper import DRAW, SEALED_NAME, find_paper
from assessment.models import Campaign, Document, Job, JointAnswer, db, writing
from tests.assessment.joint.managers import NAMES, Manager, seat_managers
from tests.fixtures.surveys import open_survey

FACT = "Six hours each"


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_survey()


def seal(team: list[Manager]) -> None:
    for manager in team:
        manager.answer(4, commitment_money=1 if manager is team[0] else 5)
    team[0].begin()
    assert team[0].settle(hours=FACT, commitment_money="none").status_code == 303
    for manager in team:
        manager.confirm()


def read_words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_it_prints_what_was_sealed_and_carries_the_text_of_its_fingerprint(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 4)
    seal(team)
    assert "is being made" in team[1].get("/joint/certificate")
    assert team[1].client.get("/joint/certificate.pdf").location.endswith("/joint/certificate")
    run_due_jobs(app)
    assert "/joint/certificate.pdf" in team[1].get("/joint/certificate")
    answer = team[2].client.get("/joint/certificate.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"

    with app.app_context():
        sealed = db.session.get_one(JointAnswer, survey)
        fingerprint, moment = sealed.sha256, sealed.sealed_at.isoformat()
    words = read_words(answer.data)
    inside = PdfReader(BytesIO(answer.data)).attachments[SEALED_NAME][0]
    assert sha256(inside).hexdigest() == fingerprint
    told = json.loads(inside)
    assert (told["members"], told["signed"], told["sealed_at"], told["facts"]) == (4, 4, moment, {"hours": FACT})
    assert (told["answers"]["commitment-money"], told["answers"]["reward-soon"]) == (None, 4)
    assert "The management team, 4 of 4" in words
    assert fingerprint in words.replace(" ", "")
    assert "no common answer" in words
    assert FACT in words
    for text in (words, inside.decode()):
        assert [name for name in NAMES if name in text or name.partition(" ")[2] in text] == []


@pytest.mark.usefixtures("drawn_anew")
def test_there_is_one_in_each_language_and_drawing_again_keeps_the_first(app: Flask, survey: int) -> None:
    [director] = seat_managers(app, survey, 1)
    director.answer(4)
    director.get("/joint/meeting")
    director.begin()
    director.settle()
    director.confirm()
    run_due_jobs(app)
    with app.app_context():
        english, dutch = find_paper(survey, "en"), find_paper(survey, "nl")
        assert english is not None
        assert dutch is not None
        assert "The senior manager" in read_words(english)
        assert "gezamenlijk antwoord" in read_words(dutch)
        with writing() as session:
            session.execute(update(Job).where(Job.kind == DRAW).values(state="waiting"))
    run_due_jobs(app)
    with app.app_context():
        assert (find_paper(survey, "en"), find_paper(survey, "nl")) == (english, dutch)


def test_a_withdrawn_survey_keeps_no_certificate(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    seal(team)
    run_due_jobs(app)
    with app.app_context():
        withdraw_survey(db.session.get_one(Campaign, survey).organisation_id, survey)
    run_due_jobs(app)
    with app.app_context():
        kept = select(func.count()).select_from(Document).where(Document.key.startswith("certificate/"))
        assert db.session.scalar(kept) == 0


def test_nothing_is_drawn_before_the_sealing(app: Flask, survey: int) -> None:
    team = seat_managers(app, survey, 2)
    for manager in team:
        manager.answer(3)
    assert team[0].client.get("/joint/certificate.pdf").status_code == 303
    with app.app_context():
        assert find_paper(survey, "en") is None
