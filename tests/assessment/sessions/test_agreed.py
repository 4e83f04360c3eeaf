"""What was agreed in a meeting stands in the minutes, tables and days of that meeting, and of no other."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Component
from pypdf import PdfReader

from tests.assessment.sessions.agreed import (
    DUE,
    FIRST,
    LATER,
    MEETS,
    SECOND,
    THIRD,
    Held,
    answer,
    find_action,
    hold_both,
)
from tests.fixtures.sessions import open_room

PLEDGED_FOR = datetime.now(UTC).date() + timedelta(days=14)
PROMISE = f"{FIRST} (Yes, if: there is a room)"


@pytest.fixture
def held(app: Flask) -> Held:
    return hold_both(app)


def read_paper(held: Held, place: str, language: str = "en") -> str:
    content = held.room.facilitator.get(f"{place}/outcome/{language}.pdf").data
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def read_rows(held: Held, place: str, table: str) -> list[dict[str, str]]:
    text = held.room.facilitator.get(f"{place}/outcome/{table}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_events(held: Held, place: str) -> list[Component]:
    return Calendar.from_ical(held.room.facilitator.get(f"{place}/outcome/days.ics").data).walk("VEVENT")


def read_days(held: Held, place: str) -> list[tuple[str, str]]:
    return [(str(event["SUMMARY"]), str(event.decoded("DTSTART"))) for event in read_events(held, place)]


def test_a_yes_on_a_condition_stands_with_owner_and_day_in_the_minutes_of_its_meeting(held: Held) -> None:
    text = read_paper(held, held.answering)
    assert "2 promises" in text.replace("2promises", "2 promises")
    assert "Yes, if: there is a room. Ms Jansen, to be done by 1 September 2097. Answered on" in text
    promised = text.split("Promises of senior managers", 1)[1]
    assert "Sit with the night shift Mr Vos" in promised
    assert f"{PROMISE} Ms Jansen 1 September 2097" in promised
    asking = read_paper(held, held.asking)
    assert ("Promises of senior managers" in asking, "night shift" in asking) == (False, False)
    assert "Actions What Who By when Who can act Tell everybody S. Aydin 1 February 2097 We" in asking


def test_a_promised_answer_is_said_once(held: Held) -> None:
    text = read_paper(held, held.answering)
    assert "Answer promised for 15 January 2097. Ms Jansen." in text
    assert "Answer promised." not in text
    assert "No answer yet." in text
    assert "We meet again on 15 April 2097, 09:30." in text
    # Nothing was written in this meeting, so nothing is said about notes.
    assert "Names stand here only of those who promised something, bring a request, were asked for" in text
    assert "notes carry no name" not in text


def test_who_brings_a_request_stands_in_both_minutes_and_when_only_where_it_was_agreed(held: Held) -> None:
    asking, answering = read_paper(held, held.asking), read_paper(held, held.answering)
    assert "Brought by: Anna, Bo" in asking
    assert "A quarter of an hour on: 12 January 2097, 10:30" in asking
    assert "Brought by: Anna, Bo" in answering
    assert "quarter of an hour" not in answering


def test_the_tables_have_owner_and_day_under_the_right_heads(held: Held) -> None:
    asked = {row["Request"]: row for row in read_rows(held, held.answering, "requests")}
    heads = ("Asked in", "Answer", "In words", "Who does it", "By when", "Answer promised for")
    today = str(datetime.now(UTC).date())
    assert [asked[FIRST][head] for head in heads] == [
        *("the one before", "Yes, if", "there is a room", "Ms Jansen", "2097-09-01", "")
    ]
    assert asked[FIRST]["Answered on"] == today
    assert [asked[SECOND][head] for head in heads] == [
        *("the one before", "Answer promised", "", "Ms Jansen", "", "2097-01-15")
    ]
    assert [asked[THIRD][head] for head in heads] == ["the one before", "No answer yet", "", "", "", ""]
    [first, *_others] = read_rows(held, held.asking, "requests")
    assert [first[head] for head in ("Asked in", "Asked of", "Brought by", "Day of the meeting")] == [
        *("this one", "Ms Jansen", "Anna, Bo", "2097-01-12 10:30")
    ]
    kinds = [
        (row["Session"], row["Kind"], row["What"], row["By when"]) for row in read_rows(held, held.answering, "actions")
    ]
    assert kinds == [
        ("this one", "Promise of a senior manager", "Sit with the night shift", str(PLEDGED_FOR)),
        ("this one", "Promise of a senior manager", PROMISE, str(DUE)),
        ("the one before", "Action", "Tell everybody", "2097-02-01"),
    ]


def test_each_day_stands_in_the_file_of_the_meeting_that_agreed_on_it(held: Held) -> None:
    assert read_days(held, held.asking) == [
        ("Action: Tell everybody (S. Aydin)", "2097-02-01"),
        # Two requests that are brought at once are one appointment; the third has no time.
        ("A quarter of an hour with Ms Jansen (Anna, Bo)", f"{MEETS} 10:30:00"),
        ("A quarter of an hour with Ms Jansen (Anna, Bo)", str(MEETS)),
    ]
    assert read_days(held, held.answering) == [
        ("Promise: Sit with the night shift (Mr Vos)", str(PLEDGED_FOR)),
        (f"Promise: {PROMISE} (Ms Jansen)", str(DUE)),
        (f"Answer: {SECOND} (Ms Jansen)", str(LATER)),
        ("We meet again: Next", "2097-04-15 09:30:00"),
    ]


def test_the_next_date_says_who_comes_and_takes_an_hour(held: Held) -> None:
    again = read_events(held, held.answering)[-1]
    assert "Who comes: " in str(again["DESCRIPTION"])
    assert str(again.decoded("DTEND")) == "2097-04-15 10:30:00"
    assert "We meet again on 15 April 2097, 09:30." in held.room.facilitator.get(held.answering).text


def test_an_answer_after_the_end_of_both_stands_with_the_session_that_asked(app: Flask, held: Held) -> None:
    answer(held.room, held.ids[THIRD], held.asking, answer="yes", owner="Mr Vos", answer_on="2097-03-02")
    assert (f"Promise: {THIRD} (Mr Vos)", "2097-03-02") in read_days(held, held.asking)
    assert THIRD not in str(read_days(held, held.answering))
    answer(held.room, held.ids[SECOND], held.answering, answer="yes", owner="Ms Jansen", answer_on="2097-03-03")
    assert (f"Promise: {SECOND} (Ms Jansen)", "2097-03-03") in read_days(held, held.answering)
    with app.app_context():
        assert find_action(SECOND).due == date(2097, 3, 3)


def test_only_files_that_hold_something_are_offered(app: Flask, held: Held) -> None:
    page = held.look(f"{held.answering}/outcome")
    offered = [name for name in ("notes", "scores", "actions", "requests") if f"outcome/{name}.csv" in page]
    assert (offered, "outcome/days.ics" in page) == (["actions", "requests"], True)
    assert "It holds only what everybody could see." in page
    empty = open_room(app, "Elsewhere", agenda="network-40")
    phone = empty.add_phone()
    empty.facilitator.post(f"{empty.hand}/end")
    page = empty.facilitator.get(f"{empty.hand}/outcome").text
    assert ("Tables and calendar files" in page, ".csv" in page, ".ics" in page) == (False, False, False)
    assert ("minutes.ics" in phone.get("/room/minutes").text) is False


def test_no_word_about_a_survey_stands_beneath_notes_that_no_survey_gave(held: Held) -> None:
    text = read_paper(held, held.asking)
    assert ("No time to learn" in text, "a survey shows" in text) == (True, False)


def test_the_minutes_in_dutch_say_the_same(app: Flask, held: Held) -> None:
    text = read_paper(held, held.answering, "nl")
    assert "Ja, mits: there is a room. Ms Jansen, uiterlijk klaar op 1 september 2097. Beantwoord op" in text
    assert "Toezeggingen van directieleden" in text
    assert "Antwoord toegezegd voor 15 januari 2097. Ms Jansen." in text
