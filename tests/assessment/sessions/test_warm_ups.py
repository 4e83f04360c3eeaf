"""Warm-ups: files that reckon for themselves, votes that nobody can be told by, and nothing disputed as a fact."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.language import LANGUAGES
from assessment.models import Vote, Workshop, db
from assessment.sessions.warm_ups import FOLDER, find_tier, list_warm_ups, read_warm_up
from tests.fixtures.sessions import Room, open_room

DISPUTED = ("60 %", "100 times", "30 times", "keer duurder", "DORA", "IBM", "1-10-100")
"""Claims of which domain knowledge says that they are no facts."""


@pytest.mark.parametrize(
    ("percent", "tier"),
    [
        (0, "elite"),
        (4.99, "elite"),
        (5, "good"),
        (10, "average"),
        (20, "needs_work"),
        (35, "needs_work"),
        (35.0001, "critical"),
    ],
)
def test_the_ends_of_tiers(percent: float, tier: str) -> None:
    assert find_tier(percent) == tier


def test_those_that_ship_are_in_both_languages_and_claim_nothing_disputed() -> None:
    assert [one.id for one in list_warm_ups()] == ["escaped-defects", "four-hundred-bugs", "myth-or-reality"]
    assert [len(one.questions) for one in list_warm_ups()] == [2, 1, 5]
    for one in list_warm_ups():
        text = (FOLDER / f"{one.id}.yaml").read_text()
        assert [claim for claim in DISPUTED if claim in text] == []
        for question in one.questions:
            assert set(question.text) == set(question.answer) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("after: 13", "after: 14", "not what comes out"),
        ("tier: average, right: true", "tier: average", "one choice must be right"),
        ("  nl: Hoeveel fouten ontsnappen er?", "  de: Wie viele?", "title must be in every language"),
        ("kind: knowledge", "kind: decision", "no decision is the right one"),
        ("{id: b, percent: 18.6", "{id: a, percent: 18.6", "same id"),
        ("kind: knowledge", "sort: knowledge", "sort"),
    ],
)
def test_a_file_that_is_wrong_is_refused(old: str, new: str, fault: str) -> None:
    text = (FOLDER / "escaped-defects.yaml").read_text()
    assert old in text
    with pytest.raises(ValueError, match=fault) as refused:
        read_warm_up(text.replace(old, new), "own.yaml")
    assert "own.yaml" in str(refused.value)


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def pick(room: Room, warm_up: str) -> str:
    phase = room.go_to("warm-up")
    room.facilitator.post(f"{room.hand}/warm-up/pick", data={"phase": phase, "warm-up": warm_up})
    return phase


def vote(phone: FlaskClient, choice: str) -> dict[str, str]:
    """As the page has it; gives what was sent."""
    page = phone.get("/room/").text
    found = re.search(
        rf'name="question" value="(\d+)">.{{0,80}}name="vote" value="(\w+)"><button[^>]*value="{choice}"', page
    )
    assert found
    sent = {"question": found[1], "vote": found[2], "choice": choice}
    assert phone.post("/room/warm-up", data=sent).status_code == 303
    return sent


def test_shares_are_shown_from_five_voters_on_and_rows_are_gone(app: Flask, room: Room) -> None:
    phones = [room.add_phone() for _number in range(5)]
    phase = pick(room, "escaped-defects")
    for phone, choice in zip(phones, "abbbc", strict=True):
        sent = vote(phone, choice)
        phone.post("/room/warm-up", data=sent)
    vote(phones[0], "c")
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert "<strong>5</strong> have voted" in wall
    assert " %</span>" not in wall
    assert "the right answer" not in wall
    assert "the right answer" not in phones[0].get("/room/").text
    with app.app_context():
        keys = db.session.scalars(select(Vote.voter_sha256)).all()
        assert len(set(keys)) == len(keys) == 5
    for _twice in range(2):
        room.facilitator.post(f"{room.hand}/warm-up/show", data={"phase": phase, "place": "0"})
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert re.findall(r'wall-share">(\d+) %', wall) == ["0", "60", "40"]
    assert re.search(r"18\.6 %</strong> – the right answer", wall)
    assert "13 of all 70" in wall
    with app.app_context():
        assert db.session.scalars(select(Vote)).all() == []
        told = db.session.get_one(Workshop, room.session_id).results["warm-up"][phase]
        assert told == {"escaped-defects 0": {"voted": 5, "counts": {"b": 3, "c": 2}}}
    late = phones[1].post("/room/warm-up", data={"question": "0", "vote": "0" * 32, "choice": "a"})
    assert late.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Vote)).all() == []


def test_four_voters_are_told_no_shares(app: Flask, room: Room) -> None:
    phones = [room.add_phone() for _number in range(4)]
    phase = pick(room, "four-hundred-bugs")
    for phone in phones:
        vote(phone, "a")
    room.facilitator.post(f"{room.hand}/warm-up/show", data={"phase": phase, "place": "0"})
    with app.app_context():
        told = db.session.get_one(Workshop, room.session_id).results["warm-up"][phase]
    assert told == {"four-hundred-bugs 0": {"voted": 4, "counts": {}}}
    for screen in (room.facilitator.get(f"{room.hand}/wall"), room.facilitator.get(room.hand), phones[0].get("/room/")):
        assert "100 %" not in screen.text
        assert "the right answer" not in screen.text
    assert "Fewer than 5 voted" in room.facilitator.get(f"{room.hand}/wall").text
    assert "The list gets shorter" in phones[0].get("/room/").text


def test_two_questions_know_nothing_of_each_other(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    phase = pick(room, "myth-or-reality")
    vote(phone, "myth")
    room.facilitator.post(f"{room.hand}/warm-up/question", data={"phase": phase, "place": "1"})
    vote(phone, "reality")
    with app.app_context():
        rows = db.session.scalars(select(Vote).order_by(Vote.slot)).all()
        assert [(row.slot, row.choice) for row in rows] == [(0, "myth"), (1, "reality")]
        assert len({row.voter_sha256 for row in rows}) == 2
    pick(room, "escaped-defects")
    with app.app_context():
        assert db.session.scalars(select(Vote)).all() == []
