"""Readers answer decisions by their link: kept word for word, changed later, a promise where it is a yes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.access.tokens import hash_token
from assessment.clock import use_clock
from assessment.improvement.deciding import AnsweredError, save_decision
from assessment.models import Action, AuditEntry, DecisionAnswer, PublicationReader, db
from assessment.reporting.answering import Answer, ConflictError, keep_answers
from assessment.reporting.publishing import withdraw
from assessment.reporting.readers import LinkEndedError, find_reader
from assessment.results.service import load_source
from tests.assessment.results import made, stored
from tests.fixtures.readers import THREE, Device, list_decision_ids, read_words, send_results

SOON = (datetime.now(UTC) + timedelta(days=40)).date()


@pytest.fixture
def campaign_id(app: Flask) -> int:
    return stored.store(app, made.source(decisions=THREE))


@pytest.fixture
def tokens(app: Flask, campaign_id: int) -> dict[str, str]:
    return send_results(app, campaign_id)


@pytest.fixture
def visser(tokens: dict[str, str]) -> str:
    return tokens["e.visser@zonneveld.example"]


def test_three_different_answers_are_kept_word_for_word(app: Flask, campaign_id: int, visser: str) -> None:
    a, b, c = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    chosen = {
        f"d{a}": "yes",
        f"d{b}": "if",
        f"d{b}_if": "we start with <one> unit & “two” people",
        f"d{c}": "later",
        f"d{c}_day": SOON.isoformat(),
    }
    status, page = device.send(**chosen)
    assert status == 200
    assert "Your answers are kept" in page
    assert "Yes, if: we start with &lt;one&gt; unit &amp; “two” people" in page
    assert f"Ask me on {SOON.day} {SOON:%B %Y}" in page
    with app.app_context():
        rows = db.session.scalars(select(DecisionAnswer).order_by(DecisionAnswer.decision_id)).all()
        assert [(row.decision_id, row.answer, row.words, row.ask_on) for row in rows] == [
            (a, "yes", "", None),
            (b, "if", "we start with <one> unit & “two” people", None),
            (c, "later", "", SOON),
        ]


def test_a_yes_is_a_promise_once_and_taking_it_back_drops_it(app: Flask, campaign_id: int, visser: str) -> None:
    """Of whoever is to decide, with its condition; a decision whose owner was sent nothing is anybody's."""
    a, b, c = list_decision_ids(app, campaign_id)
    device = Device(app, visser)

    def list_actions() -> list[tuple[str, str, date | None, str]]:
        with app.app_context():
            rows = db.session.scalars(select(Action).where(Action.campaign_id == campaign_id).order_by(Action.id))
            return [(row.text["en"], row.owner, row.due, row.status) for row in rows]

    device.send(**{f"d{a}": "yes", f"d{b}": "yes", f"d{c}": "if", f"d{c}_if": "it costs nothing"})
    first = ("One of us at every network meeting", "E. Visser", date(2027, 4, 15))
    third = ("Preventing counts in appraisals (if: it costs nothing)", "E. Visser", date(2027, 6, 1))
    assert list_actions() == [(*first, "open"), (*third, "open")]
    device.open()
    device.send(**{f"d{a}": "if", f"d{a}_if": "all of us", f"d{c}": "no", f"d{c}_no": "no time"})
    conditional = (f"{first[0]} (if: all of us)", *first[1:])
    assert list_actions() == [(*conditional, "open"), (*third, "dropped")]
    device.open()
    device.send(**{f"d{a}": "yes", f"d{c}": "yes"})
    assert list_actions() == [(*first, "open"), ("Preventing counts in appraisals", *third[1:], "open")]


def test_an_older_page_is_shown_both(app: Flask, campaign_id: int, visser: str) -> None:
    a, b, _c = list_decision_ids(app, campaign_id)
    phone, desk = Device(app, visser), Device(app, visser)
    assert phone.send(**{f"d{a}": "yes"})[0] == 200
    status, page = desk.send(**{f"d{a}": "no", f"d{a}_no": "we are too few", f"d{b}": "yes"})
    assert status == 409
    assert "Answered meanwhile on another device:" in page
    assert '<strong class="free-text">Yes</strong>' in page
    assert "we are too few</textarea>" in page
    with app.app_context():
        assert [row.answer for row in db.session.scalars(select(DecisionAnswer))] == ["yes"]
    assert desk.send(**{f"d{a}": "no", f"d{a}_no": "we are too few", f"d{b}": "yes"})[0] == 200
    with app.app_context():
        rows = db.session.scalars(select(DecisionAnswer).order_by(DecisionAnswer.decision_id)).all()
        assert [(row.answer, row.words, row.row_version) for row in rows] == [
            ("no", "we are too few", 2),
            ("yes", "", 1),
        ]


def test_a_yes_never_stands_under_words_that_were_not_read(app: Flask, campaign_id: int, visser: str) -> None:
    a, b, _c = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    with app.app_context():
        save_decision(stored.find_owner(app, campaign_id), campaign_id, a, 1, {"text": {"en": "Pay each of us double"}})
    status, page = device.send(**{f"d{a}": "yes", f"d{b}": "if", f"d{b}_if": "we start small"})
    assert status == 409
    assert page.count("This decision was put in other words") == 1
    assert f'<a href="#d{a}-yes">Decision A was put in other words: read it again. Nothing is kept yet.</a>' in page
    assert page.index("Pay each of us double") < page.index(f'name="d{a}-words"') < page.index(f'name="d{b}-words"')
    assert f'id="d{a}-yes" class="is-yes" value="yes" checked' in page
    assert "we start small</textarea>" in page
    with app.app_context():
        assert db.session.scalars(select(DecisionAnswer)).all() == []
    with app.app_context():
        save_decision(stored.find_owner(app, campaign_id), campaign_id, a, 2, {"text": {"en": "Pay us all double"}})
    status, page = device.send(**{f"d{a}": "yes", f"d{b}": "if", f"d{b}_if": ""})
    assert (status, page.count("This decision was put in other words")) == (422, 1)
    assert "Decision B: write the condition" in page
    assert device.send(**{f"d{a}": "yes", f"d{b}": "if", f"d{b}_if": "we start small"})[0] == 200
    with app.app_context():
        promised = db.session.scalars(select(Action).where(Action.decision_id == a)).one()
        assert promised.text == {"en": "Pay us all double"}


def test_rewording_and_answering_at_once_leave_an_answer_to_the_words_that_stand(
    app: Flask, campaign_id: int, visser: str
) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    owner, barrier = stored.find_owner(app, campaign_id), Barrier(2)
    with app.app_context():
        before, words = load_source(campaign_id).decisions[0].text, read_words(campaign_id)

    def answer() -> str:
        with app.app_context():
            reader = find_reader(visser)
            db.session.rollback()
            barrier.wait()
            try:
                keep_answers(reader, {a: Answer("yes")}, words)
            except ConflictError as error:
                return "reworded first" if error.reworded == {a} else "overtaken"
            return "answered first"

    def reword() -> str:
        with app.app_context():
            barrier.wait()
            try:
                save_decision(owner, campaign_id, a, 1, {"text": {"en": "Pay each of us double"}})
            except AnsweredError:
                return "answered first"
            return "reworded first"

    with ThreadPoolExecutor(2) as pool:
        told = {one.result() for one in (pool.submit(answer), pool.submit(reword))}
    assert len(told) == 1
    with app.app_context():
        answers = db.session.scalars(select(DecisionAnswer)).all()
        now = load_source(campaign_id).decisions[0].text
    assert (len(answers), now) == ((1, before) if told == {"answered first"} else (0, {"en": "Pay each of us double"}))


def test_what_an_older_page_has_not_touched_stays(app: Flask, campaign_id: int, visser: str) -> None:
    a, b, _c = list_decision_ids(app, campaign_id)
    phone = Device(app, visser)
    phone.send(**{f"d{a}": "yes"})
    phone.open()
    desk = Device(app, visser)
    phone.send(**{f"d{a}": "no", f"d{a}_no": "I was wrong"})
    assert desk.send(**{f"d{a}": "yes", f"d{b}": "yes"})[0] == 200
    with app.app_context():
        rows = db.session.scalars(select(DecisionAnswer).order_by(DecisionAnswer.decision_id)).all()
        assert [(row.answer, row.words) for row in rows] == [("no", "I was wrong"), ("yes", "")]


def test_two_devices_at_once_keep_one_answer_and_one_promise(app: Flask, campaign_id: int, visser: str) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    barrier = Barrier(2)
    with app.app_context():
        words = read_words(campaign_id)

    def answer(given: Answer) -> str:
        with app.app_context():
            reader = find_reader(visser)
            db.session.rollback()
            barrier.wait()
            try:
                keep_answers(reader, {a: given}, words)
            except ConflictError as error:
                return f"after {error.stored[a].answer}"
            return given.answer

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(answer, (Answer("yes"), Answer("if", "we are all there"))))
    assert told in (["after yes", "yes"], ["after if", "if"])
    with app.app_context():
        assert [row.answer for row in db.session.scalars(select(DecisionAnswer))] == [told[1]]
        assert len(db.session.scalars(select(Action).where(Action.campaign_id == campaign_id)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose an answer to at least one decision"),
        ({"": "if"}, "Decision A: write the condition"),
        ({"": "no", "-no": "  "}, "Decision A: write the reason"),
        ({"": "later"}, "Decision A: choose a day from today on, two years at most"),
        ({"": "later", "-day": "2020-01-01"}, "Decision A: choose a day from today on, two years at most"),
        ({"": "later", "-day": "9999-12-31"}, "Decision A: choose a day from today on, two years at most"),
        ({"": "if", "-if": "x" * 501}, "Decision A: shorten this to 500 characters: it has 501"),
        ({"": "perhaps"}, "Choose an answer to at least one decision"),
    ],
)
def test_errors_say_what_to_mend(
    app: Flask, campaign_id: int, visser: str, fields: dict[str, str], message: str
) -> None:
    a, b, _c = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    more = {f"d{b}": "no", f"d{b}-no": "kept in the form"} if fields.get("") in ("if", "no", "later") else {}
    status, page = device.send(**{f"d{a}{name}": value for name, value in fields.items()}, **more)
    assert status == 422
    assert f">{message}</a>" in page
    if more:
        assert "kept in the form</textarea>" in page
    with app.app_context():
        assert db.session.scalars(select(DecisionAnswer)).all() == []


def test_others_answers_are_shown_once_there_is_an_own_one(
    app: Flask, campaign_id: int, tokens: dict[str, str], visser: str
) -> None:
    a, b, _c = list_decision_ids(app, campaign_id)
    one, other = Device(app, visser), Device(app, tokens["m.deboer@zonneveld.example"])
    one.send(
        **{f"d{a}": "no", f"d{a}_no": "we sit in one room", f"d{b}": "no", f"d{b}_no": "that is a promise too many"}
    )
    assert "we sit in one room" not in other.open()
    _status, page = other.send(**{f"d{a}": "yes"})
    assert "we sit in one room" in page
    assert "that is a promise too many" not in page
    assert "we sit in one room" in other.open()
    assert "that is a promise too many" not in other.open()


def test_a_decision_of_another_survey_is_not_answered(app: Flask, campaign_id: int, visser: str) -> None:
    foreign = stored.store(app, made.source(decisions=THREE))
    theirs, *_others = list_decision_ids(app, foreign)
    with app.app_context():
        keep_answers(find_reader(visser), {theirs: Answer("yes")}, read_words(foreign))
        assert db.session.scalars(select(DecisionAnswer)).all() == []


def test_a_form_of_another_link_is_refused(app: Flask, campaign_id: int, tokens: dict[str, str], visser: str) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    device.client.get(f"/r/{tokens['m.deboer@zonneveld.example']}")
    status, page = device.send(**{f"d{a}": "yes"})
    assert (status, "Intussen is een andere link geopend" in page) == (409, True)
    with app.app_context():
        assert db.session.scalars(select(DecisionAnswer)).all() == []


def test_links_that_end(app: Flask, campaign_id: int, visser: str) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    unknown = app.test_client().get(f"/r/{'A' * 22}", follow_redirects=True)
    assert (unknown.status_code, "This link opens nothing" in unknown.text) == (404, True)
    now = datetime.now(UTC)
    use_clock(app, lambda: now + timedelta(days=89, hours=23))
    assert device.client.get("/report/").status_code == 200
    use_clock(app, lambda: now + timedelta(days=90, hours=1))
    ended = device.client.get("/report/")
    assert (ended.status_code, "This link has ended" in ended.text) == (410, True)
    assert device.send(**{f"d{a}": "yes"})[0] == 410
    use_clock(app, lambda: now)
    with app.app_context():
        reader = find_reader(visser)
        publication = db.session.get_one(PublicationReader, reader.id).publication_id
        assert withdraw(stored.find_owner(app, campaign_id), campaign_id, publication)
        with pytest.raises(LinkEndedError):
            keep_answers(reader, {a: Answer("yes")}, read_words(campaign_id))
        assert db.session.scalars(select(DecisionAnswer)).all() == []
    withdrawn = device.client.get("/report/")
    assert (withdrawn.status_code, "This link was withdrawn" in withdrawn.text) == (410, True)


def test_the_link_leads_on_without_its_token_and_keeps_the_language(app: Flask, visser: str) -> None:
    client = app.test_client()
    answer = client.get(f"/r/{visser}?language=nl")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/report/")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("report="))
    assert "HttpOnly" in cookie
    assert "Path=/report/" in cookie
    assert "Gevraagde besluiten" in client.get("/report/").text


def test_only_the_hash_of_a_link_is_stored_and_nothing_of_its_opening(
    app: Flask, campaign_id: int, visser: str
) -> None:
    with app.app_context():
        before = [
            list(db.session.execute(select(table)).all())
            for table in (PublicationReader.__table__, AuditEntry.__table__)
        ]
        assert (
            db.session.scalar(
                select(PublicationReader.name).where(PublicationReader.token_sha256 == hash_token(visser))
            )
            == "E. Visser"
        )
        db.session.rollback()
    Device(app, visser).open()
    with app.app_context():
        after = [
            list(db.session.execute(select(table)).all())
            for table in (PublicationReader.__table__, AuditEntry.__table__)
        ]
        assert before == after
        assert visser not in str(after)


def test_each_answer_stands_in_the_trail_with_what_was_before(app: Flask, campaign_id: int, visser: str) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    device = Device(app, visser)
    device.send(**{f"d{a}": "yes"})
    device.open()
    device.send(**{f"d{a}": "no", f"d{a}_no": "on second thoughts"})
    with app.app_context():
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "report.answered").order_by(AuditEntry.id)
        )
        told = [(row.actor, row.details["changed"]["answer"]) for row in rows]
    assert told == [
        ("e.visser@zonneveld.example", ["", "yes"]),
        ("e.visser@zonneveld.example", ["yes", "no: on second thoughts"]),
    ]


def test_answers_are_facts_of_the_release(app: Flask, campaign_id: int, visser: str) -> None:
    a, *_others = list_decision_ids(app, campaign_id)
    Device(app, visser).send(**{f"d{a}": "if", f"d{a}_if": "it is short"})
    with app.app_context():
        first, second, _third = load_source(campaign_id).decisions
    assert [(one.reader, one.answer, one.words) for one in first.answers] == [("E. Visser", "if", "it is short")]
    assert second.answers == ()
