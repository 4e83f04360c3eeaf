"""Requests on their way to senior managers, with their answers, and what the next session opens with."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from assessment.models import Acquaintance, Action, AuditEntry, NetworkRequest, db, writing
from assessment.sessions.agendas import find_agenda
from assessment.sessions.network_forms import drop_joining_word
from assessment.sessions.running import Plan, plan_session, start_session
from tests.fixtures.network import ask, list_clusters, load_workshop, make_clusters, read_version
from tests.fixtures.sessions import Room, open_room

TEXT = "An answer to each problem within 30 days"
ROUTE = {
    "manager": "E. Visser",
    "email": "e.visser@zonneveld.example",
    "first": "Anna",
    "second": "Bo",
    "meets_on": "2027-01-12",
    "meets_at": "10:30",
}


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


@pytest.fixture
def request_id(room: Room) -> int:
    ids = make_clusters(room)
    return ask(room, TEXT, topic=ids["No answers"], example="Three complaints in May", brings="Less repair")


def name_manager(room: Room, request_id: int) -> None:
    place = f"{room.hand}/requests/{request_id}/route"
    told = {"manager": "E. Visser", "version": read_version(room.facilitator.get(place).text)}
    assert room.facilitator.post(place, data=told).status_code == 303


def hold_next(room: Room, agenda: str, language: str = "en") -> None:
    """End the session and start another one; the room is that one from now on."""
    room.facilitator.post(f"{room.hand}/end")
    with room.app.app_context():
        found = find_agenda(agenda)
        plan = Plan(found.kind, "Next", "", language, "efqm-2013", found.phases, previous_id=room.session_id)
        room.session_id = plan_session(room.organisation_id, plan)
        start_session(room.organisation_id, room.session_id)
        room.code = load_workshop(room).code or ""


def test_who_knows_whom_is_told_to_the_facilitator_only_and_destroyed(app: Flask, room: Room, request_id: int) -> None:
    name_manager(room, request_id)
    room.go_to("route")
    anna, other = room.add_phone("Anna Bakker"), room.add_phone()
    place = f"/room/requests/{request_id}/know"
    for _ in range(2):
        assert anna.post(place, data={"known": "yes"}).location == "/room/"
    assert "Anna Bakker" in room.facilitator.get(room.hand).text.split("I know this person”", 1)[1]
    wall, phone = room.facilitator.get(f"{room.hand}/wall").text, other.get("/room/").text
    assert ("Anna Bakker" in wall, "Anna Bakker" in phone, "take this back" in phone) == (False, False, False)
    assert "take this back" in anna.get("/room/").text
    other.post(place, data={"known": "yes"})
    other.post(place, data={"known": "no"})
    with app.app_context():
        assert len(db.session.scalars(select(Acquaintance)).all()) == 1
    room.facilitator.post(f"{room.hand}/end")
    with app.app_context():
        assert db.session.scalars(select(Acquaintance)).all() == []
        assert db.session.scalars(select(NetworkRequest)).one().text == TEXT


def test_the_invitation_is_a_mail_to_copy_and_a_file_for_calendars(app: Flask, room: Room, request_id: int) -> None:
    place = f"{room.hand}/requests/{request_id}"
    assert room.facilitator.get(f"{place}/invitation.ics").status_code == 404
    page = room.facilitator.get(f"{place}/route").text
    saved = room.facilitator.post(f"{place}/route", data=ROUTE | {"version": read_version(page)}, follow_redirects=True)
    for words in ("Dear E. Visser,", "No slides.", "listen first", TEXT, "Three complaints in May", "Anna, Bo"):
        assert words in saved.text
    assert "Tuesday 12 January 2027 at 10:30" in saved.text
    file = room.facilitator.get(f"{place}/invitation.ics")
    assert (file.mimetype, file.headers["Content-Disposition"]) == (
        "text/calendar",
        f'attachment; filename="invitation-{request_id}.ics"',
    )
    [event] = Calendar.from_ical(file.data).walk("VEVENT")
    # The clock of the place: no zone stands in the file.
    assert [str(event.decoded(name)) for name in ("dtstart", "dtend")] == ["2027-01-12 10:30:00", "2027-01-12 10:45:00"]
    assert TEXT in str(event["description"])
    # The minutes' file of days calls this meeting the same, so that no calendar holds it twice.
    assert str(event["uid"]) == f"meeting-{request_id}@127.0.0.1"
    with app.app_context():
        row = db.session.scalars(select(NetworkRequest)).one()
        assert (row.manager, row.messengers, row.asked_on) == ("E. Visser", ["Anna", "Bo"], datetime.now(UTC).date())


def test_a_name_that_was_typed_before_is_proposed(app: Flask, room: Room, request_id: int) -> None:
    first = f"{room.hand}/requests/{request_id}/route"
    assert "<datalist" not in room.facilitator.get(first).text
    room.facilitator.post(first, data=ROUTE | {"version": read_version(room.facilitator.get(first).text)})
    with app.app_context():
        other = list_clusters(room)["Drifting"].id
    second = ask(room, "A director opens each review.", topic=other)
    page = room.facilitator.get(f"{room.hand}/requests/{second}/route").text
    assert '<datalist id="manager-proposals"><option value="E. Visser"></option></datalist>' in page
    assert ' list="manager-proposals"' in page


def test_the_invitation_speaks_the_language_of_the_room(app: Flask) -> None:
    room = open_room(app, "Zonneveld", language="nl")
    request_id = ask(room, TEXT, topic=make_clusters(room)["No answers"])
    page = room.facilitator.get(f"{room.hand}/requests/{request_id}/route").text
    assert "Een kwartier met het kwaliteitsnetwerk" in page
    assert "luister eerst" in page


def test_who_saves_an_older_route_is_shown_both(room: Room, request_id: int) -> None:
    place = f"{room.hand}/requests/{request_id}/route"
    version = read_version(room.facilitator.get(place).text)
    room.facilitator.post(place, data=ROUTE | {"version": version})
    late = room.facilitator.post(place, data=ROUTE | {"version": version, "manager": "S. Aydin"})
    assert (late.status_code, "E. Visser" in late.text, "S. Aydin" in late.text) == (409, True, True)
    assert room.facilitator.post(place, data=ROUTE | {"version": version}).status_code == 303


def test_the_meeting_with_senior_managers_opens_with_what_was_asked(room: Room, request_id: int) -> None:
    hold_next(room, "managers-60")
    phone = room.add_phone()

    def look() -> list[str]:
        return [browser.get(at).text for browser, at in screens]

    screens = ((room.facilitator, room.hand), (room.facilitator, f"{room.hand}/wall"), (phone, "/room/"))
    assert [(TEXT in page, "No answer yet" in page) for page in look()] == [(True, True)] * 3
    room.go_to("cases")
    told = [(TEXT in page, "Three complaints in May" in page, "Less repair" in page) for page in look()]
    assert told == [(True, True, True)] * 3
    room.go_to("worries")
    assert ["What worries me" in page for page in look()] == [True] * 3


def test_a_yes_is_a_promise_of_senior_managers_and_only_one(app: Flask, room: Room, request_id: int) -> None:
    hold_next(room, "managers-60")
    room.go_to("answers")
    place = f"{room.hand}/requests/{request_id}/answer"
    assert TEXT in room.facilitator.get(room.hand).text
    answer = {"version": "1", "answer": "yes", "words": "", "owner": "E. Visser", "answer_on": "2027-05-01"}
    refused = room.facilitator.post(place, data=answer | {"answer": "no", "owner": ""})
    assert (refused.status_code, "Write the condition or the reason" in refused.text) == (422, True)
    assert (
        "Choose the day of the answer"
        in room.facilitator.post(place, data=answer | {"answer": "later", "answer_on": ""}).text
    )
    for _ in range(2):
        assert room.facilitator.post(place, data=answer).status_code == 303
    with app.app_context():
        promise = db.session.scalars(select(Action)).one()
        told = (promise.actor, promise.source, promise.owner, promise.due, promise.status, promise.text)
        assert told == ("managers", {"request": request_id}, "E. Visser", date(2027, 5, 1), "open", {"en": TEXT})
        assert db.session.scalars(select(NetworkRequest)).one().answered_on == datetime.now(UTC).date()
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert ("<strong>Yes</strong>" in wall, "1 May 2027" in wall) == (True, True)
    version = read_version(room.facilitator.get(place).text)
    condition = {"answer": "if", "words": "if there is money", "answer_on": "2027-09-01"}
    room.facilitator.post(place, data=answer | {"version": version} | condition)
    with app.app_context():
        promise = db.session.scalars(select(Action)).one()
        told = (promise.status, promise.text, promise.owner, promise.due)
        assert told == ("open", {"en": f"{TEXT} (Yes, if: there is money)"}, "E. Visser", date(2027, 9, 1))
    version = read_version(room.facilitator.get(place).text)
    room.facilitator.post(place, data=answer | {"version": version, "answer": "no", "words": "there is no money"})
    with app.app_context():
        assert [one.status for one in db.session.scalars(select(Action))] == ["dropped"]
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "request.answered")).all()
        assert len(events) == 3
    version = read_version(room.facilitator.get(place).text)
    room.facilitator.post(place, data=answer | {"version": version})
    with app.app_context():
        assert [(one.status, one.text) for one in db.session.scalars(select(Action))] == [("open", {"en": TEXT})]


@pytest.mark.parametrize(("days", "words"), [(30, "No answer yet"), (31, "No answer after 31 days")])
def test_the_next_session_opens_with_what_was_asked(
    app: Flask, room: Room, request_id: int, days: int, words: str
) -> None:
    hold_next(room, "network-90")
    room.go_to("back")
    with app.app_context(), writing() as session:
        session.get_one(NetworkRequest, request_id).asked_on = datetime.now(UTC).date() - timedelta(days=days)
    pages = [room.facilitator.get(f"{room.hand}/wall").text, room.facilitator.get(room.hand).text]
    pages.append(room.add_phone().get("/room/").text)
    assert [(TEXT in page, words in page) for page in pages] == [(True, True)] * 3


def test_one_tap_closes_a_request_or_carries_it_over(app: Flask, room: Room, request_id: int) -> None:
    hold_next(room, "network-90")
    room.go_to("back")
    wall = f"{room.hand}/wall"
    assert "No answer yet" in room.facilitator.get(wall).text
    place = f"{room.hand}/requests/{request_id}/settle"
    room.facilitator.post(place, data={"do": "carry"})
    assert "carried over" in room.facilitator.get(wall).text
    room.facilitator.post(place, data={"do": "close"})
    room.facilitator.post(place, data={"do": "reopen"})
    assert "closed" in room.facilitator.get(wall).text
    hold_next(room, "network-90")
    room.go_to("back")
    assert TEXT not in room.facilitator.get(f"{room.hand}/wall").text


def test_another_organisation_reaches_no_request(app: Flask, room: Room, request_id: int) -> None:
    other = open_room(app, "Elsewhere")
    other.go_to("route")
    phone = other.add_phone()
    phone.post(f"/room/requests/{request_id}/know", data={"known": "yes"})
    for page in ("route", "answer"):
        assert other.facilitator.get(f"{other.hand}/requests/{request_id}/{page}").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Acquaintance)).all() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("if there is a room", "there is a room"),
        ("Mits: de ploegleider komt", "de ploegleider komt"),
        ("because", "because"),
        ("iffy plans first", "iffy plans first"),
        ("", ""),
    ],
)
def test_a_word_that_stands_before_the_answer_already_is_not_said_twice(typed: str, kept: str) -> None:
    assert drop_joining_word(typed) == kept


def test_a_meeting_that_is_set_up_shows_the_requests_it_opens_with(room: Room, request_id: int) -> None:
    name_manager(room, request_id)
    place = room.hand.rpartition("/")[0]
    page = room.facilitator.get(f"{place}/new?agenda=managers-60").text
    assert "It opens with these requests" in page
    assert f"{TEXT} · E. Visser" in page
    # A meeting in which nobody writes notes asks for no question first.
    assert "<details" in page
    assert "It opens with these requests" not in room.facilitator.get(f"{place}/new").text
    room.facilitator.post(f"{room.hand}/requests/{request_id}/settle", data={"do": "close"})
    assert "It opens with these requests" not in room.facilitator.get(f"{place}/new?agenda=managers-60").text


def test_a_meeting_that_is_set_up_shows_open_requests_and_counts_those_that_were_answered(
    room: Room, request_id: int
) -> None:
    place = f"{room.hand.rpartition('/')[0]}/new?agenda=managers-60"
    assert "answered already" not in room.facilitator.get(place).text
    form = f"{room.hand}/requests/{request_id}/answer"
    room.go_to("route")
    answered = {"answer": "yes", "words": "", "owner": "E. Visser", "answer_on": "2097-05-01"}
    later = answered | {"answer": "later", "version": read_version(room.facilitator.get(form).text)}
    room.facilitator.post(form, data=later)
    page = room.facilitator.get(place).text
    assert (f"<li>{TEXT}" in page, "answered already" in page) == (True, False)
    room.facilitator.post(form, data=answered | {"version": read_version(room.facilitator.get(form).text)})
    page = room.facilitator.get(place).text
    assert (TEXT in page, "It opens with these requests" in page) == (False, False)
    assert "1 request has been answered already; the meeting shows it with its answer." in page
    hold_next(room, "managers-60")
    assert TEXT in room.facilitator.get(f"{room.hand}/wall").text
