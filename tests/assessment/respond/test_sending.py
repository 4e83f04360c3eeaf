"""Sending counts once, and what is kept leads back to nobody (trust rules A2, A3, F2)."""

import threading

import pytest
from sqlalchemy import event, inspect, select

from assessment.access.invitations import invite
from assessment.models import AnswerSet, Campaign, Comment, Invitation, db
from assessment.respond.service import Sheet, store_answers, store_sheets
from assessment.scoring.answers import CANT_TELL
from questionnaires import shipped
from tests.assessment.respond.visitor import Visitor, arrive, stored

SIZE = len(shipped("senior-management-drivers").items)


def test_sent_twice_counts_once_and_shows_the_same_receipt(app, survey):
    visitor = arrive(app, survey).press().answer_all()
    review = visitor.page

    first = visitor.press().page
    text = visitor.text
    visitor.page = review
    visitor.press()

    assert len(stored(app)) == 1
    assert (first.request.path, visitor.path) == ("/survey/thanks", "/survey/thanks")
    assert text == visitor.text


def test_thirty_people_who_send_three_times_at_once_count_once_each(app, survey):
    visitors = [arrive(app, survey).press().press(fields={"q-commitment-attend": "1"}) for _ in range(30)]
    sends = [visitor.open("/survey/review") for visitor in visitors for _ in range(3)]
    statuses: list[int] = []

    def send(visitor: Visitor) -> None:
        fields = {**visitor.hidden, "go": "next"}
        cookie = visitor.client.get_cookie("survey", path="/survey")
        own = app.test_client()
        own.set_cookie("survey", cookie.value, path="/survey")
        statuses.append(own.post("/survey/review", data=fields).status_code)

    threads = [threading.Thread(target=send, args=(visitor,)) for visitor in sends]
    for number in range(0, len(threads), 15):
        for thread in threads[number : number + 15]:
            thread.start()
        for thread in threads[number : number + 15]:
            thread.join()

    assert statuses == [303] * 90
    assert len(stored(app)) == 30
    with app.app_context():
        assert db.session.scalars(select(Invitation.done)).all() == [True] * 30


def test_answer_sets_and_comments_have_columns_for_nothing_else():
    assert {column.key for column in inspect(AnswerSet).columns} == {
        "id",
        "organisation_id",
        "campaign_id",
        "unit",
        "group_key",
        "answers",
    }
    assert {column.key for column in inspect(Comment).columns} == {
        "id",
        "organisation_id",
        "campaign_id",
        "unit",
        "group_key",
        "dimension",
        "text",
    }
    assert "time" not in " ".join(column.key for column in inspect(Invitation).columns)


def test_ids_are_random_and_shared_by_no_two_rows(app, survey):
    for _ in range(3):
        visitor = arrive(app, survey).press().press(fields={"comment": "one"})
        visitor.press(fields={"comment": "two"}).open("/survey/review").press()

    with app.app_context():
        ids = [*db.session.scalars(select(AnswerSet.id)), *db.session.scalars(select(Comment.id))]
    assert len(set(ids)) == 9
    assert {len(each) for each in ids} == {16}


def test_sheets_from_elsewhere_are_stored_as_they_are(app, survey):
    codes = bytes([3] * SIZE)
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey)
        store_answers(campaign, "care", "staff", codes, {"goals": "A word", "culture": " "})
        campaign = db.session.get_one(Campaign, survey)
        assert store_sheets(campaign, [Sheet("archive", "staff", codes), Sheet(None, None, codes)]) == 2
        assert [comment.text for comment in db.session.scalars(select(Comment))] == ["A word"]

    assert stored(app) == [("care", "staff", codes), ("offices", "staff", codes), (None, None, codes)]


@pytest.mark.parametrize("codes", [bytes([3] * (SIZE - 1)), bytes([6] + [3] * (SIZE - 1))])
def test_a_wrong_sheet_is_refused_and_none_is_stored(app, survey, codes):
    good = bytes([CANT_TELL] * SIZE)
    with app.app_context():
        campaign = db.session.get_one(Campaign, survey)
        with pytest.raises(ValueError, match=r"an answer sheet of|has no answer 6"):
            store_sheets(campaign, [Sheet("care", "staff", good), Sheet("care", "staff", codes)])

    assert stored(app) == []


def test_a_page_asks_the_database_once_to_read_and_twice_to_save(app, survey):
    with app.app_context():
        token = invite(survey, "care", "staff")[1]
        engine = db.engine
    visitor = Visitor(app.test_client()).open(f"/s/{token}").press().press(fields={"q-commitment-attend": "2"})
    statements: list[str] = []

    def note(connection, cursor, statement, *others) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement.split()[0])

    event.listen(engine, "before_cursor_execute", note)
    visitor.client.get("/survey/questions/2")
    assert statements == ["SELECT"]

    statements.clear()
    visitor.client.post("/survey/questions/2", data={**visitor.hidden, "q-reward-soon": "2"})
    assert statements == ["SELECT", "UPDATE"]
