"""What was agreed is followed: on the page of the session that has ended, and on one page for all sessions."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Action, AuditEntry, NetworkRequest, db, writing
from tests.assessment.sessions.agreed import (
    FIRST,
    SECOND,
    THIRD,
    Held,
    answer,
    find_action,
    find_request,
    hold_both,
    promise,
)
from tests.fixtures.network import read_version
from tests.fixtures.sessions import open_room

TODAY = datetime.now(UTC).date()


@pytest.fixture
def held(app: Flask) -> Held:
    return hold_both(app)


def list_parts(page: str) -> dict[str, list[str]]:
    """The titles of what stands under each heading."""
    parts = re.split(r"<h2[^>]*>", page)[1:]
    told = {part.split("</h2>")[0]: re.findall(r"<h3>([^<]+)</h3>", part) for part in parts}
    return {head: titles for head, titles in told.items() if titles}


def look_at_open(held: Held) -> str:
    return held.look(f"{held.room.base}/open")


def settle(held: Held, action_id: int, how: str, place: str = "", to: str = "") -> str:
    sent = held.room.facilitator.post(f"{place or held.asking}/actions/{action_id}", data={"do": how, "to": to})
    assert sent.status_code == 303
    return sent.location or ""


def test_the_page_of_a_session_that_has_ended_shows_what_was_agreed_in_it(held: Held) -> None:
    assert list_parts(held.look(held.asking)) == {
        "What senior managers are asked": [FIRST, SECOND, THIRD],
        "Actions": ["Tell everybody"],
    }
    page = held.look(held.answering)
    assert list_parts(page) == {
        "Requests of earlier sessions that were answered": [FIRST, SECOND],
        "Promises of senior managers": [f"{FIRST} (Yes, if: there is a room)", "Sit with the night shift"],
    }
    assert "<strong>Yes, if</strong> there is a room (Ms Jansen, 1 September 2097)" in page
    assert "<strong>An answer on a day</strong>: 15 January 2097 (Ms Jansen)" in page
    assert f'href="{held.room.base}/open"' in page
    assert "brought by Anna, Bo · meeting on 12 January 2097, 10:30" in held.look(held.asking)


def test_what_is_open_tells_all_sessions_late_and_unanswered_first(app: Flask, held: Held) -> None:
    with app.app_context(), writing() as session:
        session.get_one(NetworkRequest, held.ids[THIRD]).asked_on = TODAY - timedelta(days=31)
        session.get_one(Action, find_action("Tell").id).due = TODAY - timedelta(days=1)
    page = look_at_open(held)
    assert list_parts(page) == {
        "Late, or without an answer for 30 days (2)": [THIRD, "Tell everybody"],
        "Requests that wait for an answer (1)": [SECOND],
        "Promises of senior managers (2)": ["Sit with the night shift", f"{FIRST} (Yes, if: there is a room)"],
    }
    assert ("No answer after 31 days" in page, "Network in autumn" in page, ">Next</a>" in page) == (True, True, True)
    assert f'href="{held.room.base}/open"' in held.look(held.room.base)
    with app.app_context(), writing() as session:
        session.get_one(NetworkRequest, held.ids[THIRD]).asked_on = TODAY - timedelta(days=30)
        session.get_one(NetworkRequest, held.ids[SECOND]).answer_on = TODAY - timedelta(days=1)
        session.get_one(Action, find_action("Tell").id).due = TODAY
    assert list_parts(look_at_open(held))["Late, or without an answer for 30 days (1)"] == [SECOND]


def test_an_action_is_done_dropped_and_opened_again(app: Flask, held: Held) -> None:
    with app.app_context():
        own = find_action("Tell").id
    for how, word, offered in (
        ("done", "done", "Open again"),
        ("open", "open", "Done"),
        ("dropped", "dropped", "Open again"),
    ):
        for _twice in range(2):
            assert settle(held, own, how) == held.asking
        page = held.look(held.asking)
        assert re.search(rf'<h3>Tell everybody</h3> <p><span class="state-word[^"]*">{word}</span>', page)
        assert f">{offered}<" in page.split("<h3>Tell everybody</h3>")[1]
        assert ("Tell everybody" in look_at_open(held)) is (how == "open")
    with app.app_context():
        changes = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "action.changed")).all()
        assert len(changes) == 3
    assert settle(held, own, "open", to="open") == f"{held.room.base}/open"
    assert settle(held, own, "vanish", to="") == held.asking


def test_a_session_that_has_ended_settles_its_own_only(app: Flask, held: Held) -> None:
    with app.app_context():
        own = find_action("Tell").id
    assert settle(held, own, "done", held.answering) == held.answering
    held.room.facilitator.post(f"{held.answering}/requests/{held.ids[THIRD]}/settle", data={"do": "close"})
    with app.app_context():
        assert (find_action("Tell").status, find_request(held, THIRD).closed_on) == ("open", None)
    other = open_room(app, "Elsewhere")
    for place in (f"/actions/{own}", f"/actions/{own}/change"):
        assert other.facilitator.post(f"{other.hand}{place}", data={"do": "done"}).status_code == 404
        assert other.facilitator.post(f"{held.asking}{place}", data={"do": "done"}).status_code == 404
    assert other.facilitator.get(f"{held.room.base}/open").status_code == 404
    assert "Tell everybody" not in other.facilitator.get(f"{other.base}/open").text


def test_an_action_is_written_anew(app: Flask, held: Held) -> None:
    with app.app_context():
        own = find_action("Tell").id
        promised = find_action(FIRST).id
    place = f"{held.asking}/actions/{own}/change"
    page = held.room.facilitator.get(f"{place}?to=open").text
    told = {"version": read_version(page), "text": "Tell all", "owner": "Bo", "email": "", "due": "2097-03-03"}
    told |= {"actor": "we", "to": "open"}
    assert ('name="to" value="open"' in page, "Back to what is open" in page) == (True, True)
    assert held.room.facilitator.post(place, data=told | {"text": ""}).status_code == 422
    for _twice in range(2):
        assert held.room.facilitator.post(place, data=told).location == f"{held.room.base}/open"
    late = held.room.facilitator.post(place, data=told | {"owner": "Anna"})
    assert (late.status_code, "Bo" in late.text, 'value="Anna"' in late.text) == (409, True, True)
    with app.app_context():
        row = db.session.get_one(Action, own)
        assert (row.text, row.owner, row.due) == ({"en": "Tell all"}, "Bo", date(2097, 3, 3))
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "action.changed")).all()
        assert [sorted(one.details["changed"]) for one in entries] == [["due", "owner", "text"]]
    # What answers a request is changed with its answer.
    assert held.room.facilitator.get(f"{held.answering}/actions/{promised}/change").status_code == 404
    assert f"/requests/{held.ids[FIRST]}/answer" in held.look(held.answering).split("Promises of senior managers")[1]


def test_an_action_of_a_session_that_runs_is_changed_on_its_card_only(app: Flask) -> None:
    room = open_room(app)
    own = promise(room, "Call back", "Anna", None)
    place = f"{room.hand}/actions/{own}/change"
    told = {"version": "1", "text": "Call all", "owner": "Bo", "email": "", "due": "", "actor": "we"}
    assert room.facilitator.post(place, data=told).location == room.hand
    with app.app_context():
        assert find_action("Call").text == {"en": "Call back"}
    assert "Call back" not in room.facilitator.get(f"{room.base}/open").text


def test_an_answer_is_written_after_the_end(app: Flask, held: Held) -> None:
    request_id = held.ids[SECOND]
    form = f"{held.answering}/requests/{request_id}/answer?to=open"
    assert form.replace("&", "&amp;") in look_at_open(held)
    assert 'name="to" value="open"' in held.room.facilitator.get(form).text
    told = {"answer": "no", "words": "because there is no money", "owner": "", "answer_on": ""}
    assert answer(held.room, request_id, held.answering, to="open", **told) == f"{held.room.base}/open"
    assert SECOND not in list_parts(look_at_open(held)).get("Requests that wait for an answer (1)", [])
    with app.app_context():
        row = find_request(held, SECOND)
        assert (row.answer, row.words, row.answered_on) == ("no", "there is no money", TODAY)
    assert "<strong>No, because</strong> there is no money" in held.look(held.asking)


def test_a_request_is_closed_and_opened_again_after_the_end(app: Flask, held: Held) -> None:
    place = f"{held.asking}/requests/{held.ids[THIRD]}/settle"
    sent = held.room.facilitator.post(place, data={"do": "close", "to": "open"})
    assert sent.location == f"{held.room.base}/open"
    assert (THIRD in look_at_open(held), "closed" in held.look(held.asking)) == (False, True)
    held.room.facilitator.post(place, data={"do": "carry"})
    assert THIRD in look_at_open(held)
    with app.app_context():
        assert find_request(held, THIRD).closed_on is None


def test_whoever_settles_something_stays_where_it_was_settled_and_is_told_where_it_is_now(
    app: Flask, held: Held
) -> None:
    number = held.answering.rpartition("/")[2]
    page = held.look(held.answering)
    closing = f'action="{held.asking}/requests/{held.ids[FIRST]}/settle"'
    form = page[page.index(closing) : page.index("</form>", page.index(closing))]
    assert f'name="to" value="{number}"' in form
    told = "It stands with its session now, where it can be opened again."
    place = f"{held.asking}/requests/{held.ids[FIRST]}/settle"
    sent = held.room.facilitator.post(place, data={"do": "close", "to": number})
    assert (sent.status_code, sent.location) == (303, held.answering)
    assert told not in held.look(held.answering)
    sent = held.room.facilitator.post(place, data={"do": "close", "to": "open"}, follow_redirects=True)
    assert (sent.request.path, told in sent.text) == (f"{held.room.base}/open", True)
    for wrong in ("0", "9" * 30, "-1", "elsewhere"):
        assert held.room.facilitator.post(place, data={"do": "close", "to": wrong}).status_code == 303
    with app.app_context():
        action_id = find_action("Tell").id
    assert settle(held, action_id, "dropped", to="open") == f"{held.room.base}/open"
    assert told in look_at_open(held)


def test_a_promise_that_was_taken_back_with_its_answer_stands_nowhere(held: Held) -> None:
    told = {"answer": "no", "words": "there is none", "owner": "", "answer_on": ""}
    answer(held.room, held.ids[FIRST], held.answering, **told)
    assert list_parts(held.look(held.answering))["Promises of senior managers"] == ["Sit with the night shift"]
    assert FIRST not in look_at_open(held)


def test_where_nothing_is_open_the_page_says_so(app: Flask) -> None:
    room = open_room(app)
    page = room.facilitator.get(f"{room.base}/open").text
    assert "Nothing is open: every request has its answer" in page
    assert "<h3>" not in page


def test_the_owner_of_an_answer_is_the_manager_who_was_asked_where_nobody_typed_one(held: Held) -> None:
    form = f"{held.asking}/requests/{held.ids[THIRD]}/answer"
    page = held.room.facilitator.get(form).text
    assert re.search(r'name="owner"[^>]* value="Ms Jansen"', page)
    sent = {"version": read_version(page), "answer": "yes", "words": "", "owner": "", "answer_on": ""}
    refused = held.room.facilitator.post(form, data=sent)
    assert (refused.status_code, "Owner, by name" in refused.text, "Write the owner, by name" in refused.text) == (
        *(422, True, True),
    )
    kept = answer(held.room, held.ids[THIRD], held.asking, answer="yes", owner="Mr Vos", answer_on="")
    assert kept == held.asking
    assert re.search(r'name="owner"[^>]* value="Mr Vos"', held.room.facilitator.get(form).text)
