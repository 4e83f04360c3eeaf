"""Turns at a shared screen: each begins at the first page, keeps nothing but what is sent, and counts once (A22)."""

import time
from dataclasses import asdict

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from assessment.models import AnswerSet, Comment, Draft, Invitation, Receipt, db
from assessment.release.closing import close_campaign, stop_answers
from assessment.respond import screen
from assessment.scoring.answers import CANT_TELL, NOT_ASKED, SKIPPED
from questionnaires import shipped
from tests.assessment.respond.visitor import Visitor, arrive, change_campaign, stored
from tests.fixtures.doors import make_door, open_to_everybody

DRIVERS = shipped("senior-management-drivers")
STAFF = {"group": "staff"}


@pytest.fixture
def survey(app: Flask) -> int:
    with app.app_context():
        return open_to_everybody(extra=None)


@pytest.fixture
def tablet(app: Flask, survey: int) -> Visitor:
    """A browser that is the screen of the unit Care."""
    return arrive(app, survey, "care", None, "kiosk")


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.query(model).count()


def test_a_turn_goes_from_the_first_page_over_all_questions_to_the_next_person(app: Flask, tablet: Visitor) -> None:
    assert (tablet.path, tablet.heading) == ("/survey/screen/", "Quality at Zonneveld 2027")
    assert "This screen is the same for everybody: we do not know who used it" in tablet.text
    assert "an answer is a browser, a turn at the screen or a form, not a person" in tablet.text
    tablet.press(fields=STAFF)
    assert (tablet.path, tablet.heading) == ("/survey/screen/questions", "Your answers")
    assert len(tablet.questions) == 31

    tablet.press(fields={"q-commitment-attend": "4", "q-commitment-see": "cant-tell"})

    assert tablet.heading == "We have your answers"
    ((unit, group, codes),) = stored(app)
    place = DRIVERS.position
    assert (unit, group) == ("care", "staff")
    assert (codes[place["commitment-attend"]], codes[place["commitment-see"]]) == (4, CANT_TELL)
    assert (codes[place["goals-own"]], codes[place["after-survey"]]) == (SKIPPED, NOT_ASKED)
    assert tablet.open("/survey/screen/").heading == "Quality at Zonneveld 2027"
    assert tablet.checked == {}


def test_nothing_is_written_before_a_turn_is_sent(app: Flask, tablet: Visitor) -> None:
    tablet.press(fields=STAFF).press("nothing", fields={"q-commitment-attend": "9"})
    assert tablet.page.status_code == 422
    assert "Choose one of the answers shown" in tablet.text

    assert [count(app, model) for model in (Draft, AnswerSet, Receipt)] == [0, 0, 0]
    assert count(app, Invitation) == 1


def test_the_questions_open_once_so_back_reload_and_restored_tabs_begin_anew(tablet: Visitor) -> None:
    tablet.press(fields=STAFF)
    assert "no-store" in tablet.page.headers["Cache-Control"]

    assert tablet.open("/survey/screen/questions").path == "/survey/screen/"


def test_the_next_person_meets_nothing_of_the_one_before(tablet: Visitor) -> None:
    tablet.open("/survey/screen/?language=nl")
    assert tablet.press(fields={"group": "middle-managers"}).heading == "Je antwoorden"

    tablet.open("/survey/screen/")

    assert tablet.heading == "Quality at Zonneveld 2027"
    assert tablet.checked == {}


def test_a_turn_sent_twice_counts_once_and_ends_the_same(app: Flask, tablet: Visitor) -> None:
    questions = tablet.press(fields=STAFF).page
    tablet.press(fields={"q-commitment-attend": "2"})
    tablet.page = questions
    tablet.press(fields={"q-commitment-attend": "5"})

    assert tablet.heading == "We have your answers"
    assert len(stored(app)) == 1
    assert stored(app)[0][2][DRIVERS.position["commitment-attend"]] == 2


def test_the_table_of_receipts_holds_no_id_that_a_page_carried(app: Flask, tablet: Visitor) -> None:
    tablet.press(fields=STAFF)
    turn = tablet.hidden["turn"]
    tablet.press()

    with app.app_context():
        (receipt,) = db.session.query(Receipt).all()
        assert len(receipt.submission_sha256) == 64
        assert receipt.submission_sha256 not in turn


def test_what_was_left_lying_for_half_an_hour_is_not_taken(app: Flask, tablet: Visitor) -> None:
    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - screen.LONGEST - 5

    tablet.press(fields=STAFF)
    turn = screen.Turn("a turn of long ago", None, "staff", "en")
    with app.app_context():
        door = db.session.query(Invitation).one().id
        key = app.extensions["settings"].secret_key.get_secret_value()
        signer = URLSafeTimedSerializer(key, salt=f"turn at screen {door}", signer=Earlier)
        old = signer.dumps(asdict(turn))
    tablet.press(fields={"turn": old, "q-commitment-attend": "4"})

    assert (tablet.page.status_code, tablet.heading) == (410, "This turn took too long")
    assert stored(app) == []


@pytest.mark.parametrize("turn", ["", "nonsense", "of another screen"])
def test_a_turn_of_nowhere_leads_to_the_first_page(app: Flask, survey: int, tablet: Visitor, turn: str) -> None:
    if turn == "of another screen":
        turn = arrive(app, survey, "software", None, "kiosk").press(fields=STAFF).hidden["turn"]
    tablet.press(fields=STAFF).press(fields={"turn": turn})

    assert tablet.path == "/survey/screen/"
    assert stored(app) == []


def test_the_unit_and_group_are_asked_where_open_and_senior_managers_never(app: Flask, survey: int) -> None:
    tablet = arrive(app, survey, None, None, "kiosk")
    assert tablet.values("unit") == ["care", "software", "archive"]
    assert "senior-managers" not in tablet.values("group")
    assert tablet.press().page.status_code == 422
    assert "Choose the part of the organisation where you work" in tablet.text

    tablet.press(fields={"unit": "software", "group": "senior-managers"})
    assert tablet.page.status_code == 422
    tablet.press(fields={"unit": "software", **STAFF}).press()
    assert [(unit, group) for unit, group, _codes in stored(app)] == [("software", "staff")]


def test_comments_are_kept_apart_and_checked(app: Flask, tablet: Visitor) -> None:
    tablet.press(fields=STAFF)
    tablet.press(fields={"comment-commitment": "x" * 2001})
    assert "Shorten your comment to 2,000 characters" in tablet.text
    tablet.press(fields={"comment-commitment": "Good", "comment-goals": "  "})

    with app.app_context():
        (comment,) = db.session.query(Comment).all()
        assert (comment.dimension, comment.text) == ("commitment", "Good")


@pytest.mark.parametrize("page", ["about-you", "questions/1", "review", "thanks"])
def test_a_screen_never_answers_as_a_person(app: Flask, tablet: Visitor, page: str) -> None:
    assert tablet.open(f"/survey/{page}").path == "/survey/screen/"
    answer = tablet.client.post(f"/survey/{page}", data={"link": "", "go": "next"})
    assert answer.status_code in (303, 405, 409)
    assert tablet.client.post("/survey/", data={"go": "next"}).status_code in (303, 409)
    assert (count(app, Invitation), count(app, Draft)) == (1, 0)


def test_a_personal_link_opens_no_screen(app: Flask, survey: int) -> None:
    assert arrive(app, survey).open("/survey/screen/").page.status_code == 404


def test_the_code_of_a_screen_is_typed_at_the_surveys_own_address(app: Flask, survey: int) -> None:
    with app.app_context():
        _path, code = make_door(survey, "kiosk", "care")
    tablet = Visitor(app.test_client()).open(f"/c/{survey}")
    assert tablet.press(fields={"code": code.lower()}).path == "/survey/screen/"


def test_a_closed_survey_says_so_and_closing_takes_the_receipts_away(app: Flask, survey: int, tablet: Visitor) -> None:
    questions = tablet.press(fields=STAFF).page
    tablet.press()
    assert count(app, Receipt) == 1
    with app.app_context():
        stop_answers(survey)
    assert count(app, Receipt) == 0

    tablet.page = questions
    tablet.press()
    assert (tablet.page.status_code, tablet.heading) == (410, "This survey is closed")
    assert len(stored(app)) == 1
    with app.app_context():
        close_campaign(survey)


def test_a_survey_that_is_not_open_yet_has_no_turns(app: Flask, survey: int, tablet: Visitor) -> None:
    change_campaign(app, survey, state="draft")
    assert tablet.open("/survey/screen/").heading == "This survey is not open yet"
