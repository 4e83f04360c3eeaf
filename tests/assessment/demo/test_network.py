"""The network's meeting of the example: what it leaves behind, and that no survey tells of it."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from assessment.audit.check import check_trail
from assessment.clock import tell_time
from assessment.demo import network_story as story
from assessment.demo.build import build_demo
from assessment.demo.network import find_workday, hold_meeting
from assessment.demo.story import BOARD, NAME, UNITS
from assessment.jobs import run_due_jobs
from assessment.models import (
    Acquaintance,
    AuditEntry,
    CanvasChange,
    LanguageMap,
    NameProposal,
    Note,
    Participant,
    Tap,
    Vote,
    Workshop,
    db,
)
from assessment.organisation.plan import create_organisation
from assessment.reporting.service import publish_report
from assessment.reporting.variants import HTML
from assessment.results.service import load_source
from assessment.sessions.following import list_agreed, list_open
from assessment.sessions.minutes import read_minutes
from assessment.sessions.minutes_jobs import find_paper, read_paper
from assessment.sessions.notes import LONGEST_NOTE
from assessment.sessions.seats import LONGEST_NAME
from tests.fixtures.colleagues import add_colleague, sign_in

TODAY = date(2027, 3, 24)
HELD = date(2027, 3, 8)
FINDING = {
    "en": "15 of 38 notes are on 2 Strategy; an even spread would be 4. 3 of 41 notes have no place yet.",
    "nl": "15 van de 38 briefjes liggen op 2 Strategie; gelijk verdeeld kwam elk criterium op 4. 3 van de 41 briefjes "
    "hebben nog geen plaats.",
}


def meet(language: str = "en", today: date = TODAY) -> Workshop:
    """Inside an application context."""
    return db.session.get_one(Workshop, hold_meeting(create_organisation(NAME, UNITS), today, language))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_meeting_leaves_a_finding_clusters_and_a_counted_vote(app: Flask, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        workshop = meet(language)
        minutes = read_minutes(workshop, language)
        assert (workshop.state, workshop.code, workshop.campaign_id, workshop.named) == ("ended", None, None, False)
        assert (minutes.day, minutes.people, minutes.notes) == (HELD, 13, 41)
        assert (minutes.question, minutes.finding) == (story.QUESTION[language], FINDING[language])
        themes = {theme.name: (theme.actor, theme.count) for theme in minutes.clusters}
        counted = [dict(ballot.counts) for ballot in minutes.ballots]

    def say(key: str) -> str:
        return story.CLUSTERS[key].name[language]

    assert themes == {
        say("goals"): ("managers", 7),
        say("cut"): ("managers", 5),
        say("fault"): ("we", 4),
        say("handover"): ("we", 3),
    }
    assert counted[0] == {say("goals"): 14, say("cut"): 10, say("fault"): 9, say("handover"): 6}
    assert list(counted[1].values()) == [6, 2, 0]


def test_what_it_asked_and_agreed_on_can_be_followed(app: Flask) -> None:
    with app.test_request_context():
        workshop = meet()
        agreed = list_agreed(workshop, "en")
        asked = [(one.row.answer, one.row.manager, one.row.messengers, one.row.meets_on) for one in agreed.requests]
        assert asked == [
            ("yes", "M. Heron", ["E. Sanderling", "A. Redshank"], date(2027, 3, 15)),
            ("", "J. Avocet", ["B. Knot", "W. Godwit"], date(2027, 3, 30)),
        ]
        assert agreed.requests[0].row.answered_on == date(2027, 3, 15)
        promise = agreed.promises[0]
        assert (promise.text, promise.row.owner, promise.row.due) == (
            "Put this year's goals in order, so that everybody knows which one gives way.",
            "M. Heron",
            date(2027, 4, 22),
        )
        done, waiting = agreed.actions
        assert (done.row.status, done.row.owner, done.row.due) == ("done", "R. Dunlin", date(2027, 3, 18))
        assert (waiting.row.status, waiting.row.owner, waiting.row.due) == ("open", "N. Whimbrel", date(2027, 4, 7))
        assert waiting.row.origin["en"] == "Note: Orders reach the planners without what they need"
        still = list_open(workshop.organisation_id, "en")
        assert [one.row.id for one in still.requests] == [agreed.requests[1].row.id]
        assert [one.row.id for one in (*still.promises, *still.actions)] == [promise.row.id, waiting.row.id]


def test_its_minutes_are_made_in_both_languages(app: Flask) -> None:
    with app.test_request_context():
        session_id = meet(today=datetime.now(UTC).date()).id
    # Both minutes, and the first look for actions to remind of.
    assert run_due_jobs(app) == 3
    with app.test_request_context():
        workshop = db.session.get_one(Workshop, session_id)
        for language in ("en", "nl"):
            assert find_paper(workshop, language).state == "made"
            paper = read_paper(workshop, language)
            assert paper is not None
            told = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())
            assert FINDING[language] in told
            for text in (*(request.text["en"] for request in story.REQUESTS.values()), story.ANSWER_WORDS["en"]):
                assert text in told


def test_nobody_can_tell_who_wrote_voted_or_knows_whom(app: Flask) -> None:
    """As after any session (trust rule A15); and the trail hangs together, in the order of time."""
    with app.test_request_context():
        workshop = meet()
        assert set(db.session.scalars(select(Note.author_sha256))) == {None}
        for kind in (Vote, Tap, Acquaintance, CanvasChange, NameProposal):
            assert db.session.scalar(select(func.count()).select_from(kind)) == 0, kind
        people = select(func.count()).where(Participant.workshop_id == workshop.id, Participant.key_sha256.is_(None))
        assert db.session.scalar(people) == len(story.WITHOUT_PHONE)
        verdict = check_trail(db.session)
        assert verdict.fault is None
        trail = list(db.session.execute(select(AuditEntry.at, AuditEntry.event).order_by(AuditEntry.id)))
        assert [event for _at, event in trail] == [
            "session.planned",
            "session.started",
            "session.vote-closed",
            "request.asked",
            "request.asked",
            "action.promised",
            "action.promised",
            "request.routed",
            "request.routed",
            "session.ended",
            "request.answered",
            "action.changed",
        ]
        assert [at for at, _event in trail] == sorted(at for at, _event in trail)
        assert trail[-1].at.date() == date(2027, 3, 17)
        assert datetime.now(UTC) - tell_time() < timedelta(minutes=1)


def test_no_survey_tells_of_it(app: Flask) -> None:
    with app.test_request_context():
        demo = build_demo(datetime.now(UTC).date(), step=lambda _: None, language="nl")
        workshop, name = db.session.get_one(Workshop, demo.meeting), story.NAME["nl"]
        assert (workshop.name, workshop.language) == (name, "nl")
        for survey in (demo.last_year, demo.this_year):
            source = load_source(survey)
            assert source.network == ()
            assert not [action for action in (*source.actions, *source.promises) if action.session_on]
            report = publish_report(survey, "nl", form=HTML).decode()
            assert name not in report
            assert story.DONE_ACTION.text["nl"] not in report


def test_whoever_leads_sessions_finds_it(app: Flask) -> None:
    with app.test_request_context():
        workshop = meet()
        organisation_id, session_id = workshop.organisation_id, workshop.id
    client = app.test_client()
    sign_in(client, add_colleague(app, organisation_id, "facilitator"))
    sessions = f"/organisations/{organisation_id}/sessions"
    shown = {
        sessions: [story.NAME["en"], "8 March 2027", "Ended"],
        f"{sessions}/{session_id}": [story.ANSWER_WORDS["en"], "No answer yet", "13 people were in."],
        f"{sessions}/open": [story.REQUESTS["cut"].text["en"], "Promises of senior managers (1)", "Actions (1)"],
        f"{sessions}/{session_id}/canvas": ["38 of 41 notes are placed", "said 2 times"],
    }
    for address, texts in shown.items():
        page = client.get(address)
        assert page.status_code == 200
        assert [text for text in texts if text not in unescape(page.text)] == [], address


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        ("2027-03-19", "2027-03-19"),
        ("2027-03-20", "2027-03-19"),
        ("2027-03-21", "2027-03-19"),
        ("2027-03-22", "2027-03-22"),
    ],
)
def test_nobody_meets_at_a_weekend(day: str, workday: str) -> None:
    assert find_workday(date.fromisoformat(day)) == date.fromisoformat(workday)


def test_the_story_fits_a_session() -> None:
    texts: list[Mapping[str, str]] = [note.text for note in story.NOTES]
    assert max(len(text) for one in texts for text in one.values()) <= LONGEST_NOTE
    for language in ("en", "nl"):
        assert len({one[language] for one in texts}) == len(texts) == 41
    assert {note.cluster for note in story.NOTES} - {""} == set(story.CLUSTERS)
    assert {note.criterion for note in story.NOTES if note.cluster == "goals"} == {story.CLUSTERS["goals"].criterion}
    assert max(len(name) for name in story.PHONES) <= LONGEST_NAME
    assert sum(named.dots for named in story.CLUSTERS.values()) == 3 * len([*story.PHONES, *story.WITHOUT_PHONE])
    wordings: list[LanguageMap] = [story.NAME, story.QUESTION, story.ANSWER_WORDS, *(one.text for one in story.NOTES)]
    wordings += [text for asked in story.REQUESTS.values() for text in (asked.text, asked.example, asked.brings)]
    assert all(set(one) == {"en", "nl"} and all(one.values()) for one in wordings)
    assert {asked.manager for asked in story.REQUESTS.values()} <= set(BOARD)
    assert not {*story.PHONES, *story.WITHOUT_PHONE} & set(BOARD)
