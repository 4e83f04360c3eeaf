"""Reading comments and releasing them, as the two readers do it (trust rules A12, S2, S24)."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from assessment.jobs import run_due_jobs
from assessment.models import Campaign, Comment, CommentReview, CommentToRead, ReleasedComment, db
from assessment.release.commenting import find_comments
from tests.fixtures.colleagues import add_colleague, sign_in
from tests.fixtures.comments import comment_evenly, find_positions, find_units, release_commented
from tests.fixtures.surveys import open_survey


@dataclass
class Reader:
    """Somebody who reads comments, with a client of their own."""

    client: FlaskClient
    place: str

    def open(self, page: str = "") -> TestResponse:
        return self.client.get(f"{self.place}{page}")

    def read(self, page: str = "") -> str:
        answer = self.open(page)
        assert answer.status_code == 200
        return tell(answer)

    def decide(self, position: int, decision: str, number: int = 1, **sent: str) -> TestResponse:
        """With the version that the page carries, unless another one is sent."""
        page = self.open(f"/{number}?page={-(-position // 20)}").text
        form = page.split(f'id="comment-{position}"')[1] if f'id="comment-{position}"' in page else ""
        seen = re.search(r'name="seen" value="([^"]*)"', form)
        data = {"decision": decision, "seen": seen[1] if seen else "", "reason": "insult"} | sent
        return self.client.post(f"{self.place}/{number}/{position}", data=data)

    def show_all(self, count: int) -> None:
        for position in range(1, count + 1):
            assert self.decide(position, "show").status_code == 303

    def release(self) -> str:
        return tell(self.client.post(f"{self.place}/release", follow_redirects=True))


def tell(answer: TestResponse) -> str:
    body = re.sub(r"(?s)<head>.*</head>", " ", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def make_readers(app: Flask, survey_id: int) -> tuple[Reader, Reader]:
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    readers = []
    for role in ("facilitator", "second-reader"):
        client = app.test_client()
        sign_in(client, add_colleague(app, organisation_id, role, email=f"{role}@zonneveld.example"))
        readers.append(Reader(client, f"/organisations/{organisation_id}/comments/{survey_id}"))
    return readers[0], readers[1]


@pytest.fixture
def survey_id(app: Flask) -> int:
    with app.app_context():
        return release_commented(comment_evenly(care=16, software=10))


def test_two_people_read_everything_and_a_facilitator_releases(app: Flask, survey_id: int) -> None:
    facilitator, second = make_readers(app, survey_id)
    facilitator.show_all(26)
    assert "You have read 26 of 26 on this driver, and 26 of 26 in all." in facilitator.read("/1")
    assert "26 comments have still to be read by both." in facilitator.read()
    assert "Not released: two people must have read every comment" in facilitator.release()
    second.show_all(26)
    assert "A facilitator releases them" in second.read()
    assert second.client.post(f"{second.place}/release").status_code == 403

    assert "The comments are being released." in facilitator.release()
    run_due_jobs(app)

    assert "26 comments are released: they stand beside the results." in facilitator.read()
    with app.app_context():
        shown = {(one.cell, one.text) for one in find_comments(survey_id)}
        assert shown == {("unit:care", f"care {n}") for n in range(1, 17)} | {
            ("unit:software", f"software {n}") for n in range(1, 11)
        }
        for table in (Comment, CommentToRead, CommentReview):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert facilitator.open("/1").status_code == 404
    assert facilitator.decide(1, "leave-out").status_code == 404


def test_the_stricter_of_two_decisions_is_shown(app: Flask) -> None:
    words = ["Jan shouts at Piet", "Jan is a fool", "All is well", "Nothing to add", "We need time"]
    with app.app_context():
        survey_id = release_commented([("care", {"commitment": words[n]} if n < 5 else {}) for n in range(26)])
        at = find_positions(survey_id)
    facilitator, second = make_readers(app, survey_id)
    facilitator.show_all(5)
    second.show_all(5)
    facilitator.decide(at[words[0]], "redact", text="[...] shouts at Piet")
    second.decide(at[words[0]], "redact", text="Jan shouts at [...]")
    second.decide(at[words[1]], "leave-out", reason="insult")

    page = facilitator.read("/1")
    assert "what either of you struck is struck: [...] shouts at [...]" in page
    assert "the stricter decision counts: it is left out." in page
    assert page.count("The other reader decided the same.") == 3
    facilitator.release()
    run_due_jobs(app)

    with app.app_context():
        assert {one.text for one in find_comments(survey_id)} == {"[...] shouts at [...]", *words[2:]}
        assert {one.cell for one in find_comments(survey_id)} == {"unit:care"}


def test_a_reader_decides_without_seeing_what_the_other_did(app: Flask, survey_id: int) -> None:
    facilitator, second = make_readers(app, survey_id)
    second.decide(1, "leave-out", reason="other-person")

    assert "left" not in facilitator.read("/1").replace("Leave", "").replace("leave", "")
    facilitator.decide(1, "show")
    assert "it is left out." in facilitator.read("/1")


@pytest.mark.parametrize(
    ("decision", "sent", "told"),
    [
        ("redact", {"text": "something else"}, "Only replace words by [...]"),
        ("redact", {}, "Only replace words by [...]"),
        ("redact", {"text": "[...]"}, "Nothing is left to read"),
        ("leave-out", {"reason": "because"}, "Choose why this comment is left out"),
        ("", {}, "Choose what becomes of this comment"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_what_was_typed(
    app: Flask, survey_id: int, decision: str, sent: dict[str, str], told: str
) -> None:
    facilitator, _second = make_readers(app, survey_id)
    answer = facilitator.decide(1, decision, **sent)

    assert answer.status_code == 422
    assert tell(answer).count(told) == 2
    assert sent.get("text", "") in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CommentReview)) == 0


def test_the_same_words_are_no_redaction(app: Flask, survey_id: int) -> None:
    facilitator, _second = make_readers(app, survey_id)
    with app.app_context():
        text = next(one for one, position in find_positions(survey_id).items() if position == 1)
    assert "or show the comment as it is" in tell(facilitator.decide(1, "redact", text=text))


def test_an_older_window_does_not_overwrite_a_newer_decision(app: Flask, survey_id: int) -> None:
    facilitator, _second = make_readers(app, survey_id)
    facilitator.decide(1, "leave-out", reason="writer")

    late = facilitator.decide(1, "show", seen="")
    assert late.status_code == 422
    assert "you decided otherwise in another window" in tell(late)
    with app.app_context():
        assert db.session.scalars(select(CommentReview.text)).all() == ["writer"]
    # Sending the same once more is no contradiction; deciding again from the fresh page counts.
    assert facilitator.decide(1, "leave-out", reason="writer", seen="").status_code == 303
    assert facilitator.decide(1, "show").status_code == 303


def test_with_a_script_one_comment_and_the_progress_come_back(app: Flask, survey_id: int) -> None:
    facilitator, _second = make_readers(app, survey_id)
    answer = facilitator.client.post(
        f"{facilitator.place}/1/2", data={"decision": "show", "seen": ""}, headers={"HX-Request": "true"}
    )
    assert answer.text.count("<article") == 1
    assert "You show it as it is." in tell(answer)
    assert "Saved. You have read 1 of 26 on this driver" in tell(answer)


def test_two_facilitators_are_not_enough(app: Flask, survey_id: int) -> None:
    facilitator, _second = make_readers(app, survey_id)
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    other = Reader(app.test_client(), facilitator.place)
    sign_in(other.client, add_colleague(app, organisation_id, "facilitator", email="other@zonneveld.example"))
    facilitator.show_all(26)
    other.show_all(26)

    assert "none of them is the second reader now" in facilitator.read()
    assert "Not released" in facilitator.release()


def test_one_person_with_both_rights_reads_once(app: Flask, survey_id: int) -> None:
    with app.app_context():
        organisation_id = db.session.get_one(Campaign, survey_id).organisation_id
    both = Reader(app.test_client(), f"/organisations/{organisation_id}/comments/{survey_id}")
    sign_in(both.client, add_colleague(app, organisation_id, "facilitator", "second-reader"))
    both.show_all(26)
    both.show_all(26)
    assert "Not released" in both.release()


def test_no_comment_of_another_organisation_or_of_an_open_survey_is_read(app: Flask, survey_id: int) -> None:
    with app.app_context():
        other_id = release_commented(comment_evenly())
        open_id = open_survey()
    facilitator, second = make_readers(app, survey_id)
    for reader in (facilitator, second):
        for elsewhere in (other_id, open_id, 999):
            place = reader.place.replace(f"/comments/{survey_id}", f"/comments/{elsewhere}")
            for page in ("", "/1"):
                assert reader.client.get(f"{place}{page}").status_code == 404
            assert reader.client.post(f"{place}/1/1", data={"decision": "show"}).status_code == 404
    for page in ("/0", "/6", "/99", "/1?page=0", "/1?page=3", "/1?page=x", "/2"):
        assert facilitator.open(page).status_code == 404
    assert facilitator.decide(27, "show").status_code == 404


def test_second_readers_come_straight_to_their_one_page(app: Flask, survey_id: int) -> None:
    _facilitator, second = make_readers(app, survey_id)
    organisation = second.place.rpartition("/comments/")[0]
    arrived = second.client.get("/home", follow_redirects=True)

    assert arrived.request.path == f"{organisation}/comments"
    assert "You have read 0 of 26." in tell(arrived)
    assert arrived.text.count('<li><a href="/organisations') == 1
    assert second.client.get(f"{organisation}/surveys").status_code == 403


def test_the_page_tells_nothing_but_texts(app: Flask, survey_id: int) -> None:
    """No unit, group or time, and no id of a row: places on the page only, in an order that storage does not know."""
    _facilitator, second = make_readers(app, survey_id)
    with app.app_context():
        ids = [one.hex() for one in db.session.scalars(select(Comment.id))]
        stored = db.session.scalars(select(Comment.text).order_by(Comment.id)).all()
        read = db.session.scalars(select(CommentToRead.text).order_by(CommentToRead.position)).all()
        units = {unit for unit in find_units(survey_id).values() if unit}
    text = (second.open("/1").text + second.open("/1?page=2").text).lower()

    assert units == {"care", "software"}
    assert list(stored) != list(read)
    assert not any(one in text for one in ids)
    assert "unit" not in text
    assert "staff" not in text


def test_a_released_comment_is_released_once(app: Flask, survey_id: int) -> None:
    facilitator, second = make_readers(app, survey_id)
    facilitator.show_all(26)
    second.show_all(26)
    facilitator.release()
    facilitator.release()
    run_due_jobs(app)
    facilitator.release()
    run_due_jobs(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ReleasedComment)) == 26
