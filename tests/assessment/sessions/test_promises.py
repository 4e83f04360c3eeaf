"""Actions one by one, what senior managers name for two weeks, the next date, and what is read back at the end."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.models import Action, Vote, Workshop, db, writing
from tests.assessment.sessions.test_requests import hold_next
from tests.fixtures.network import close_vote, load_workshop
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def promise(room: Room, text: str, due: date | None = None) -> int:
    """An action of the session that runs now."""
    with room.app.app_context(), writing() as session:
        row = Action(
            organisation_id=room.organisation_id,
            workshop_id=room.session_id,
            text={"en": text},
            owner="Anna",
            due=due,
            actor="we",
        )
        session.add(row)
        session.flush()
        return row.id


def read_action(room: Room, action_id: int) -> tuple[str, date | None]:
    with room.app.app_context():
        row = db.session.get_one(Action, action_id)
        return row.status, row.due


def test_each_action_is_done_dropped_or_given_a_new_day(room: Room) -> None:
    ids = [promise(room, text, date(2026, 1, 5)) for text in ("Call back", "Tidy up", "Count again")]
    hold_next(room, "actions-30")
    room.go_to("review")
    wall = f"{room.hand}/wall"
    assert "late" in room.facilitator.get(wall).text
    place = f"{room.hand}/actions"
    for _ in range(2):
        room.facilitator.post(f"{place}/{ids[0]}", data={"do": "done"})
        room.facilitator.post(f"{place}/{ids[1]}", data={"do": "dropped"})
        room.facilitator.post(f"{place}/{ids[2]}", data={"do": "day", "due": "2031-02-03"})
    refused = room.facilitator.post(f"{place}/{ids[2]}", data={"do": "day", "due": "soon"}, follow_redirects=True)
    assert "Write the new day like" in refused.text
    assert [read_action(room, one) for one in ids] == [
        ("done", date(2026, 1, 5)),
        ("dropped", date(2026, 1, 5)),
        ("open", date(2031, 2, 3)),
    ]
    assert "Every action was talked about." in room.facilitator.get(wall).text
    assert room.facilitator.post(f"{place}/{ids[0]}", data={"do": "late"}).status_code == 303
    assert read_action(room, ids[0])[0] == "done"


def test_open_actions_come_first_and_one_tap_carries_them_over(room: Room) -> None:
    action = promise(room, "Call back")
    hold_next(room, "network-90")
    room.go_to("back")
    room.facilitator.post(f"{room.hand}/actions/{action}", data={"do": "carried"})
    assert read_action(room, action) == ("open", None)
    assert "carried over" in room.facilitator.get(f"{room.hand}/wall").text
    room.facilitator.post(f"{room.hand}/actions/{action}", data={"do": "done"})
    assert read_action(room, action) == ("done", None)
    hold_next(room, "network-90")
    room.go_to("back")
    assert "Nothing is open from earlier sessions." in room.facilitator.get(f"{room.hand}/wall").text


def test_each_senior_manager_names_one_thing_for_two_weeks(app: Flask) -> None:
    room = open_room(app, agenda="managers-60")
    room.go_to("pledge")
    told = {"wish": "P" * 22, "owner": "E. Visser", "text": "Sit with the night shift"}
    for _ in range(2):
        assert room.facilitator.post(f"{room.hand}/pledges", data=told).status_code == 303
    empty = room.facilitator.post(
        f"{room.hand}/pledges", data=told | {"wish": "Q" * 22, "text": ""}, follow_redirects=True
    )
    assert "Write who it is and what it is." in empty.text
    with app.app_context():
        row = db.session.scalars(select(Action)).one()
        assert (row.owner, row.actor, row.due) == (
            "E. Visser",
            "managers",
            datetime.now(UTC).date() + timedelta(days=14),
        )
    assert "Sit with the night shift" in room.facilitator.get(f"{room.hand}/wall").text
    room.facilitator.post(f"{room.hand}/pledges/{row.id}/remove")
    with app.app_context():
        assert db.session.scalars(select(Action)).all() == []


def test_what_sounds_like_a_promise_is_written_down_at_once_and_comes_back(app: Flask) -> None:
    room = open_room(app, agenda="managers-60")
    room.go_to("worries")
    page = room.facilitator.get(room.hand).text
    assert "Write down what sounds like a promise" in page
    wish = re.findall(r'name="wish" value="([^"]+)"', page)[0]
    told = {"wish": wish, "owner": "E. Visser", "text": "Ask every Monday what was found"}
    room.facilitator.post(f"{room.hand}/pledges", data=told)
    for kind in ("worries", "pledge"):
        room.go_to(kind)
        assert "Ask every Monday what was found" in room.facilitator.get(room.hand).text


def test_where_nothing_comes_back_to_promises_no_field_for_them_is_shown(app: Flask) -> None:
    room = open_room(app, agenda="managers-60")
    room.go_to("worries")
    with app.app_context(), writing() as session:
        workshop = session.get_one(Workshop, room.session_id)
        workshop.phases = [phase for phase in workshop.phases if phase["kind"] != "pledge"]
    page = room.facilitator.get(room.hand).text
    assert ("nobody answers" in page, "sounds like a promise" in page, "/pledges" in page) == (True, False, False)


def test_the_next_date_is_kept_and_shown(app: Flask) -> None:
    room = open_room(app, agenda="managers-60")
    room.go_to("next-date")
    refused = room.facilitator.post(f"{room.hand}/next-date", data={"day": ""}, follow_redirects=True)
    assert "Choose the day" in refused.text
    told = {"day": "2027-04-15", "at": "09:30", "who": "All three", "between": "M. de Boer"}
    room.facilitator.post(f"{room.hand}/next-date", data=told)
    with app.app_context():
        assert load_workshop(room).results["next"] == told
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert ("15 April 2027" in wall, "09:30" in wall, "M. de Boer" in wall) == (True, True, True)
    assert 'value="09:30"' in room.facilitator.get(room.hand).text


def test_promises_are_read_back_and_one_tap_says_whether_it_was_worth_it(app: Flask, room: Room) -> None:
    promise(room, "Call back", date(2027, 3, 19))
    phase = room.go_to("close")
    assert "Call back" in room.facilitator.get(f"{room.hand}/wall").text
    phones = [room.add_phone() for _ in range(4)]
    hand = room.facilitator.get(room.hand).text
    assert ("phones are not asked" in hand, "Then ask for one tap" in hand) == (True, False)
    assert "Worth your time?" not in phones[0].get("/room/").text + room.facilitator.get(f"{room.hand}/wall").text
    room.add_phone()
    asked = phones[0].get("/room/").text
    assert ("Worth your time?" in asked, "You can still change it." in asked) == (True, False)
    for phone in phones:
        phone.post("/room/worth", data={"worth": "yes"})
    shown = (room.facilitator.get(room.hand).text, phones[0].get("/room/").text)
    assert ("of 5 have tapped" in shown[0], shown[1].count('aria-pressed="true"')) == (True, 1)
    assert "You can still change it." in shown[1]
    close_vote(room, phase, unseen=True)
    with app.app_context():
        results = load_workshop(room).results
        assert (results["ended"], "votes" in results, db.session.scalar(select(func.count(Vote.id)))) == (
            {phase: "few"},
            False,
            0,
        )
    assert phones[0].post("/room/worth", data={"worth": "perhaps"}).status_code == 303
