"""Minutes: what everybody in the room has seen, and nothing else; as a PDF, as tables and as days."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.jobs import run_due_jobs
from assessment.models import (
    Acquaintance,
    Action,
    Cluster,
    Document,
    Job,
    NetworkRequest,
    Note,
    PartAgreement,
    Participant,
    Workshop,
    db,
    writing,
)
from assessment.sessions.minutes_jobs import do_draw, find_paper, read_paper
from assessment.sessions.running import end_session
from tests.fixtures.sessions import Room, open_room
from tests.reports.checkers import check_paper

ON = date(2027, 6, 1)
HIDDEN = ("Hidden thought", "Never shown", "Empty-handed", "Anna", "Bert", "a1b2c3", "Draft of a name")
"""What nobody may find in anything that is handed out."""
SHOWN = (
    "=SUM(A1:A9) of all excuses",
    "Nobody looks at the figures",
    "We never finish",
    "Fewer goals",
    "Ask them monthly",
    "E. Visser",
    "Tell what became of each report",
    "Answered within a month",
    "Start with one team",
    "S. Aydin",
    "Grapevine",
)


def fill(room: Room, *, named: bool = False) -> None:
    """A session with something of each kind, shown and hidden."""
    with room.app.app_context(), writing() as session:
        workshop = session.get_one(Workshop, room.session_id)
        own = {"organisation_id": workshop.organisation_id, "workshop_id": workshop.id}
        session.add(Cluster(id="c1", criterion="2", name="Fewer goals", actor="managers", **own))
        session.add(Cluster(id="c2", criterion="2", name="Draft of a name", actor="", **own))
        session.flush()
        texts = [("=SUM(A1:A9) of all excuses", "2", "c1"), ("Nobody looks at the figures", "2", "c1")]
        texts += [("We never finish", "1", None), ("+31 is not a formula", None, None)]
        for place, (text, criterion, cluster) in enumerate(texts):
            session.add(
                Note(
                    id=f"n{place}",
                    text=text,
                    place=9 - place,
                    revealed=True,
                    criterion=criterion,
                    cluster_id=cluster,
                    **own,
                )
            )
        same = {"text": "Never do we finish", "place": 1, "revealed": True, "criterion": "2"}
        session.add(Note(id="n9", merged_into="n0", **same, **own))
        own_topic = "explain:culture:staff"
        session.add(Note(id="h1", text="Hidden thought", place=1, author_sha256="a1b2c3", topic=own_topic, **own))
        topic = "explain:commitment:staff"
        session.add(Note(id="h2", text="Never shown", place=1, author_sha256="a1b2c3", topic=topic, **own))
        session.add(Note(id="e1", text="They meet elsewhere", place=1, topic=topic, revealed=True, **own))
        ask(session, own)
        workshop.results = {"votes": {"p10": {"c1": 7, "gone": 2}}}
        workshop.named = named


def ask(session: Session, own: dict[str, int]) -> None:
    """Requests, actions and one score."""
    asked = NetworkRequest(
        text="Tell what became of each report",
        example="The lift",
        brings="People go on reporting",
        manager="E. Visser",
        answer="if",
        words="Answered within a month",
        owner="E. Visser",
        answered_on=date(2027, 5, 3),
        messengers=["Grapevine"],
        **own,
    )
    waiting = NetworkRequest(text="Ask them monthly", answer_on=ON, **own)
    session.add_all((asked, waiting, NetworkRequest(text="", example="Empty-handed", **own)))
    session.flush()
    phone = session.scalars(select(Participant)).first()
    assert phone is not None
    session.add(Acquaintance(request_id=asked.id, participant_id=phone.id, organisation_id=own["organisation_id"]))
    session.add_all(
        (
            Action(text={"en": "Start with one team"}, owner="S. Aydin", due=ON, actor="we", **own),
            Action(text={"en": "@Look back"}, owner="=cmd", status="done", due=ON, **own),
            PartAgreement(
                part="1a",
                points={"evidence": 2},
                reason="Two of three sites show it",
                dissent="One saw none",
                **own,
            ),
        )
    )


@pytest.fixture
def room(app: Flask) -> Room:
    room = open_room(app)
    room.add_phone("Anna")
    room.add_phone("Bert")
    fill(room)
    return room


def end(room: Room) -> bytes:
    """End the session and let the worker draw; gives the PDF as a phone gets it."""
    room.facilitator.post(f"{room.hand}/end")
    run_due_jobs(room.app)
    phone = room.app.test_client()
    phone.set_cookie("room", room.tokens[0], path="/room")
    answer = phone.get("/room/minutes.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def read_attached(content: bytes) -> str:
    return " ".join(
        piece.decode() for pieces in PdfReader(io.BytesIO(content)).attachments.values() for piece in pieces
    )


def test_the_minutes_say_what_was_shown_and_nothing_that_was_not(room: Room, tmp_path: Path) -> None:
    content = end(room)
    text = read(content)
    assert [words for words in SHOWN if words not in text] == []
    everything = text + read_attached(content) + str(PdfReader(io.BytesIO(content)).metadata)
    assert [words for words in HIDDEN if words in everything] == []
    assert "2 people were in" in text.replace("2people", "2 people")
    assert "3 of 4 notes are on 2 Strategy; an even spread would be less than 1." in text
    assert "Done in places" in text
    assert "One saw none" in text
    assert "They meet elsewhere" in text
    assert "Yes, if: Answered within a month. E. Visser. Answered on 3 May 2027." in text
    assert "No answer yet. Answer promised for 1 June 2027." in text
    path = tmp_path / "minutes.pdf"
    path.write_bytes(content)
    print(f"\n{check_paper(path)}")
    reader = PdfReader(path)
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert str(reader.root_object["/Lang"]) == "en"


def test_the_minutes_tell_the_next_date(app: Flask) -> None:
    room = open_room(app, agenda="managers-60")
    room.add_phone()
    told = {"day": "2027-04-15", "at": "09:30", "who": "All three", "between": "M. de Boer"}
    room.facilitator.post(f"{room.hand}/next-date", data=told)
    text = read(end(room))
    again = "We meet again on 15 April 2027, 09:30. Who comes: All three. Who answers in between: M. de Boer."
    assert again in text


def test_a_merged_note_counts_in_the_minutes_as_on_the_wall(room: Room) -> None:
    room.go_to("finding")
    finding = "3 of 4 notes are on 2 Strategy; an even spread would be less than 1."
    assert finding in re.sub(r"</?strong>", "", room.facilitator.get(f"{room.hand}/wall").text)
    room.go_to("cluster")
    shown = " ".join(room.facilitator.get(f"{room.hand}/wall").text.split())
    assert ("<h2>2 Strategy · 3</h2>" in shown, "<strong>Fewer goals</strong> · 3" in shown) == (True, True)
    text = read(end(room))
    assert finding in text
    assert (
        "Fewer goals 2 Strategy · 3 notes · Senior managers Nobody looks at the figures "
        "=SUM(A1:A9) of all excuses said 2 times Vote What Dots Fewer goals 7"
    ) in text
    assert "5 notes" in text.replace("5notes", "5 notes")
    assert "All excuses" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Actions", "no owner yet", "minutes ")), ("nl", ("Acties", "Verzoeken", "Wij", "1 juni 2027"))],
)
def test_the_facilitator_has_them_in_both_languages(room: Room, language: str, words: tuple[str, ...]) -> None:
    with room.app.app_context(), writing() as session:
        for action in session.scalars(select(Action).where(Action.owner == "=cmd")):
            action.owner = ""
    end(room)
    page = f"{room.hand}/outcome"
    assert room.facilitator.get(f"{page}/nl.pdf").location == page
    for _twice in range(2):
        room.facilitator.post(page, data={"language": language})
    assert run_due_jobs(room.app) == (0 if language == "en" else 1)
    text = read(room.facilitator.get(f"{page}/{language}.pdf").data)
    assert [word for word in words if word not in text] == []
    assert f"{page}/{language}.pdf" in room.facilitator.get(page).text


def test_the_same_minutes_are_the_same_bytes_and_an_answer_makes_new_ones(room: Room, drawn_anew: None) -> None:
    first = end(room)
    with room.app.app_context(), writing() as session:
        session.delete(session.scalars(select(Document).where(Document.key.startswith("minutes/"))).one())
    again = f"{room.hand}/outcome"
    room.facilitator.post(again, data={"language": "en"})
    run_due_jobs(room.app)
    assert room.facilitator.get(f"{again}/en.pdf").data == first
    with room.app.app_context(), writing() as session:
        session.scalars(select(NetworkRequest).where(NetworkRequest.text == "Ask them monthly")).one().answer = "yes"
    assert "Something has changed since" in room.facilitator.get(again).text
    room.facilitator.post(again, data={"language": "en"})
    run_due_jobs(room.app)
    second = room.facilitator.get(f"{again}/en.pdf").data
    assert second != first
    with room.app.app_context():
        assert len(db.session.scalars(select(Document).where(Document.key.startswith("minutes/"))).all()) == 1


def test_names_of_those_who_were_in_stand_there_only_where_the_session_is_named(app: Flask) -> None:
    room = open_room(app)
    room.add_phone("Anna")
    fill(room, named=True)
    assert "In the room: Anna." in read(end(room))


def test_who_was_not_in_the_room_finds_nothing(app: Flask, room: Room) -> None:
    phone = app.test_client()
    phone.set_cookie("room", room.tokens[0], path="/room")
    assert "They are made when the session ends" in phone.get("/room/minutes").text
    for place in ("minutes.pdf", "minutes.ics"):
        assert phone.get(f"/room/{place}").location == "/room/minutes"
    assert room.facilitator.get(f"{room.hand}/outcome").location == room.hand
    end(room)
    other = open_room(app, "Elsewhere")
    stranger = other.add_phone()
    for place in ("minutes", "minutes.pdf", "minutes.ics"):
        assert app.test_client().get(f"/room/{place}").location == "/room/join"
    assert stranger.get("/room/minutes.pdf").location == "/room/minutes"
    for place in ("", "/en.pdf", "/notes.csv", "/days.ics"):
        theirs = room.hand.replace(room.base, other.base)
        assert other.facilitator.get(f"{theirs}/outcome{place}").status_code == 404
        assert other.facilitator.get(f"{room.hand}/outcome{place}").status_code == 404


def test_progress_until_they_are_there(room: Room) -> None:
    room.facilitator.post(f"{room.hand}/end")
    phone = room.app.test_client()
    phone.set_cookie("room", room.tokens[0], path="/room")
    for page in (phone.get("/room/minutes").text, room.facilitator.get(f"{room.hand}/outcome").text):
        assert 'http-equiv="refresh"' in page
        assert "being made" in page
    assert "/room/minutes" in phone.get("/room/").text
    assert "/room/minutes" in room.facilitator.get(f"{room.hand}/wall").text
    run_due_jobs(room.app)
    page = phone.get("/room/minutes").text
    assert "Open the minutes (PDF)" in page
    assert 'http-equiv="refresh"' not in page


def test_a_job_that_is_done_twice_keeps_one(room: Room) -> None:
    end(room)
    with room.app.app_context():
        workshop = db.session.get_one(Workshop, room.session_id)
        kept = read_paper(workshop, "en")
        with writing() as session:
            for job in session.scalars(select(Job).where(Job.kind == "minutes")):
                job.state = "waiting"
    run_due_jobs(room.app)
    with room.app.app_context():
        workshop = db.session.get_one(Workshop, room.session_id)
        assert read_paper(workshop, "en") == kept
        assert find_paper(workshop, "en").state == "made"
        end_session(room.organisation_id, room.session_id)
        assert len(db.session.scalars(select(Document).where(Document.key.startswith("minutes/"))).all()) == 1
    assert do_draw is not None


@pytest.mark.parametrize("table", ["notes", "actions", "requests"])
def test_tables_hold_the_same_and_no_formula(room: Room, table: str) -> None:
    end(room)
    answer = room.facilitator.get(f"{room.hand}/outcome/{table}.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [words for words in HIDDEN if words in text] == []
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []
    expected = {
        "notes": ["2 Strategy", "'=SUM(A1:A9) of all excuses", "2"],
        "actions": ["this one", "Action", "Start with one team", "S. Aydin", "2027-06-01", "We", "open", ""],
        "requests": [
            "this one",
            "Tell what became of each report",
            "The lift",
            "People go on reporting",
            "E. Visser",
            "Grapevine",
            "",
            "Yes, if",
            "Answered within a month",
            "E. Visser",
            "",
            "2027-05-03",
            "",
        ],
    }
    assert expected[table] in rows
    assert room.facilitator.get(f"{room.hand}/outcome/votes.csv").status_code == 404


def test_days_of_what_is_still_to_come(room: Room) -> None:
    end(room)
    for answer in (
        room.facilitator.get(f"{room.hand}/outcome/days.ics"),
        enter(room).get("/room/minutes.ics"),
    ):
        assert answer.mimetype == "text/calendar"
        events = Calendar.from_ical(answer.data).walk("VEVENT")
        told = [(str(event["SUMMARY"]), event.decoded("DTSTART"), str(event["UID"])) for event in events]
        assert [(summary, day) for summary, day, _uid in told] == [
            ("Action: Start with one team (S. Aydin)", ON),
            ("Answer: Ask them monthly", ON),
        ]
        assert len({uid for _summary, _day, uid in told}) == 2


def enter(room: Room):  # type: ignore[no-untyped-def]
    phone = room.app.test_client()
    phone.set_cookie("room", room.tokens[0], path="/room")
    return phone
