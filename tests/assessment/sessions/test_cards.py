"""The first three are worked out: one card each, one writer a table, and who saves an older card is shown both."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Action, AuditEntry, NetworkRequest, db
from tests.assessment.sessions.surveyed import open_surveyed
from tests.fixtures.network import NOTES, close_vote, lay_notes, make_clusters, put_dot, read_version
from tests.fixtures.sessions import Room, open_room

ACTION = {
    "version": "0",
    "text": "Answer within a week",
    "owner": "Anna",
    "email": "",
    "due": "2027-03-19",
    "actor": "we",
}
NOTE = r'<li class="note">([^<]*)</li>'


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def vote(room: Room, ids: dict[str, str]) -> None:
    """Two clusters get dots, the third none."""
    phase = room.go_to("vote")
    for phone in [room.add_phone() for _ in range(5)]:
        put_dot(phone, ids["No answers"])
        put_dot(phone, ids["Fire first"])
    close_vote(room, phase)
    room.go_to("work-out")


def test_only_what_has_dots_is_worked_out(room: Room) -> None:
    ids = make_clusters(room)
    vote(room, ids)
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert ("No answers" in wall, "Fire first" in wall, "Drifting" in wall) == (True, True, False)


def test_the_phone_that_writes_a_card_has_the_notes_behind_it(app: Flask, room: Room) -> None:
    """Unfolded where they are few; of a criterion all of them, and none where nothing was voted on."""
    ids = make_clusters(room)
    vote(room, ids)
    phone = room.add_phone()
    page = phone.get(f"/room/cards/{ids['No answers']}").text
    assert sorted(re.findall(NOTE, page)) == sorted(NOTES["5"])
    assert '<details class="card-notes" open>' in page
    assert "The 2 notes behind this card" in page
    one = room.add_phone().get(f"/room/cards/{ids['Fire first']}").text
    assert sorted(re.findall(NOTE, one)) == sorted(NOTES["2"][1:])
    wish = random_token()
    room.facilitator.post(f"{room.hand}/cards", data={"wish": wish})
    assert "card-notes" not in phone.get(f"/room/cards/{wish}").text


def test_the_notes_of_a_criterion_are_folded_away_where_they_are_many(app: Flask, room: Room) -> None:
    texts = [f"Note {number}" for number in range(6)]
    lay_notes(room, {"2": texts, "3": ["Elsewhere"]})
    phase = room.go_to("vote")
    for phone in [room.add_phone() for _ in range(5)]:
        put_dot(phone, "2")
    close_vote(room, phase)
    room.go_to("work-out")
    page = phone.get("/room/cards/2").text
    assert sorted(re.findall(NOTE, page)) == texts
    assert '<details class="card-notes">' in page


def test_an_action_says_who_does_what_by_when_and_where_it_comes_from(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    vote(room, ids)
    phone = room.add_phone()
    place = f"/room/cards/{ids['No answers']}"
    assert phone.post(f"{place}/pen").location == place
    assert "A phone writes it." in room.facilitator.get(f"{room.hand}/wall").text
    refused = phone.post(place, data=ACTION | {"text": "", "email": "anna", "due": "soon"})
    assert refused.status_code == 422
    for fault in ("Write what is done", "Write the mail address like", "Write the day like 2027-03-19"):
        assert fault in refused.text
    assert (phone.post(place, data=ACTION).status_code, phone.post(place, data=ACTION).status_code) == (303, 303)
    with app.app_context():
        row = db.session.scalars(select(Action)).one()
        told = (row.text, row.owner, row.due, row.actor, row.source, row.workshop_id, row.campaign_id)
        assert told == (
            {"en": "Answer within a week"},
            "Anna",
            date(2027, 3, 19),
            "we",
            {"cluster": ids["No answers"], "said": {"en": "No answers"}},
            room.session_id,
            None,
        )
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert ("Answer within a week" in wall, "19 March 2027" in wall) == (True, True)


def test_who_saves_an_older_card_is_shown_both(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    vote(room, ids)
    place = f"/room/cards/{ids['No answers']}"
    first, second = room.add_phone(), room.add_phone()
    first.post(place, data=ACTION)
    late = second.post(place, data=ACTION | {"text": "Answer within a day", "owner": "Anna"})
    assert late.status_code == 409
    assert ("Answer within a week" in late.text, "Answer within a day" in late.text) == (True, True)
    with app.app_context():
        assert db.session.scalars(select(Action)).one().text == {"en": "Answer within a week"}
    again = second.post(place, data=ACTION | {"version": read_version(late.text), "text": "Answer within a day"})
    assert again.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Action)).one().text == {"en": "Answer within a day"}


def test_what_senior_managers_must_do_becomes_a_request(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    vote(room, ids)
    room.facilitator.post(f"{room.hand}/clusters/{ids['Fire first']}", data={"do": "managers"})
    place = f"/room/cards/{ids['Fire first']}"
    phone = room.add_phone()
    assert "What we ask of senior managers" in phone.get(place).text
    told = {"version": "0", "text": "Say what comes first", "example": "Two rush orders a week", "brings": "4 hours"}
    phone.post(place, data=told)
    with app.app_context():
        row = db.session.scalars(select(NetworkRequest)).one()
        assert (row.text, row.example, row.brings) == (told["text"], told["example"], told["brings"])
        assert (row.cluster_id, row.workshop_id, row.answer) == (ids["Fire first"], room.session_id, "")
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("request."))).all()
        assert events == ["request.asked"]
    kept = room.facilitator.post(f"{room.hand}/cards/{ids['Fire first']}/kind", data={"kind": "action"})
    assert kept.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(NetworkRequest)).one().text == "Say what comes first"
    room.facilitator.post(f"{room.hand}/cards/{ids['Fire first']}/drop")
    with app.app_context():
        assert db.session.scalars(select(NetworkRequest)).all() == []
    room.facilitator.post(f"{room.hand}/cards/{ids['Fire first']}/kind", data={"kind": "action"})
    assert "What is done" in phone.get(place).text


def test_a_card_of_a_criterion_is_kept_with_it(app: Flask, room: Room) -> None:
    phase = room.go_to("vote")
    for phone in [room.add_phone() for _ in range(5)]:
        put_dot(phone, "1")
        put_dot(phone, "2")
    close_vote(room, phase)
    place = f"{room.hand}/cards/1"
    for kind in ("request", "action"):
        assert room.facilitator.post(f"{place}/kind", data={"kind": kind}).status_code == 303
    room.facilitator.post(place, data=ACTION)
    with app.app_context():
        assert db.session.scalars(select(Action)).one().source == {"criterion": "1", "said": {"en": "1 Leadership"}}
    room.facilitator.post(f"{room.hand}/cards/2/kind", data={"kind": "request"})
    asked = {"version": "0", "text": "One goal", "example": "", "brings": ""}
    room.facilitator.post(f"{room.hand}/cards/2", data=asked)
    room.facilitator.post(f"{room.hand}/cards/2", data=asked)
    assert 'value="1"' in room.facilitator.get(f"{room.hand}/cards/2").text
    with app.app_context():
        assert db.session.scalars(select(NetworkRequest.text)).all() == ["One goal"]


def test_a_card_about_something_else_is_laid_once_and_goes_when_it_is_taken_away(app: Flask) -> None:
    room = open_room(app, agenda="results-60")
    room.go_to("work-out")
    hand = room.facilitator.get(room.hand).text
    assert "Nothing was voted on" in hand
    wish = "F" * 22
    for _ in range(2):
        room.facilitator.post(f"{room.hand}/cards", data={"wish": wish})
    assert room.facilitator.get(room.hand).text.count("Another card</h3>") == 1
    phone = room.add_phone()
    assert phone.post(f"/room/cards/{wish}/pen").location == f"/room/cards/{wish}"
    assert phone.post(f"/room/cards/{wish}", data=ACTION | {"origin": ""}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Action)).one().source == {"card": wish}
    room.facilitator.post(f"{room.hand}/cards/{wish}/drop")
    with app.app_context():
        assert db.session.scalars(select(Action)).all() == []
    assert "Another card</h3>" not in room.facilitator.get(room.hand).text


def test_a_pen_is_taken_over_and_each_phone_knows_its_own(room: Room) -> None:
    ids = make_clusters(room)
    vote(room, ids)
    first, second = room.add_phone(), room.add_phone()
    for phone in (first, second):
        phone.post(f"/room/cards/{ids['No answers']}/pen")
    assert ("Write it" in second.get("/room/").text, "Another phone writes this one." in first.get("/room/").text) == (
        True,
        True,
    )


def test_what_nobody_can_work_on_is_not_there(room: Room) -> None:
    make_clusters(room)
    phone = room.add_phone()
    assert room.facilitator.get(f"{room.hand}/cards/nothing").status_code == 404
    assert phone.get("/room/cards/nothing").location == "/room/"
    assert phone.post("/room/cards/nothing/pen").location == "/room/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Recommendation: ", "Question: ")), ("nl", ("Aanbeveling: ", "Vraag: "))],
)
def test_a_card_laid_besides_names_what_it_comes_from(app: Flask, language: str, words: tuple[str, ...]) -> None:
    room = open_surveyed(app, language=language)
    room.go_to("work-out")
    topic = random_token()
    room.facilitator.post(f"{room.hand}/cards", data={"wish": topic})
    place = f"{room.hand}/cards/{topic}"
    offered = dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', room.facilitator.get(place).text))
    for kind, word in zip(("recommendation:", "item:"), words, strict=True):
        key = next(one for one in offered if one.startswith(kind))
        assert offered[key].startswith(word)
        sent = ACTION | {"version": read_version(room.facilitator.get(place).text), "origin": key}
        assert room.facilitator.post(place, data=sent).status_code == 303
        assert room.facilitator.post(place, data=sent).status_code == 303
        assert f'<option value="{key}" selected>' in room.facilitator.get(place).text
    refused = room.facilitator.post(place, data=sent | {"origin": "note:nobody"})
    assert refused.status_code == 422
    with app.app_context():
        row = db.session.scalars(select(Action).where(Action.workshop_id == room.session_id)).one()
        said = unescape(offered[key])
        assert row.source == {"card": topic, "origin": key, "said": {language: said}}
        survey_id = row.campaign_id
    followed = f"/organisations/{room.organisation_id}/surveys/{survey_id}/follow-up"
    assert said in unescape(room.facilitator.get(followed).text)
    room.facilitator.post(f"{room.hand}/end")
    table = room.facilitator.get(f"{room.hand}/outcome/actions.csv").data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table)))[1][-1] == said
