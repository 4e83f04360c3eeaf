"""A self-assessment consensus: everybody scores alone, all is shown together, the room agrees, points follow."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.models import AuditEntry, PartAgreement, PartScore, Workshop, db
from assessment.sessions.changing import MovedError
from assessment.sessions.part_scores import OwnScore, save_score
from assessment.sessions.seats import find_seat
from questionnaires import lens
from tests.assessment.sessions.test_minutes import end, read
from tests.fixtures.sessions import Room, open_room

NAMES = ("Anna", "Bram", "Carla", "Daan", "Els", "Fatma")
PARTS = tuple(lens("efqm-2013").dimension_of_part)
AGREED = dict(
    zip(
        PARTS,
        # Steps of the evidence scale, a criterion a line; a step is worth 25.
        (
            *(2, 3, 1, 2, 2),  # 1: 50
            *(1, 2, 3, 2),  # 2: 50
            *(4, 3, 2, 2, 1),  # 3: 60
            *(2, 2, 2, 1, 3),  # 4: 50
            *(3, 3, 2, 2, 2),  # 5: 60
            *(3, 1),  # 6: 0.75 x 75 + 0.25 x 25 = 62.5
            *(2, 3),  # 7: 0.75 x 50 + 0.25 x 75 = 56.25
            *(1, 2),  # 8: 0.5 x 25 + 0.5 x 50 = 37.5; earlier 0.25 x 25 + 0.75 x 50 = 43.75
            *(2, 3),  # 9: 62.5
        ),
        strict=True,
    )
)
# 2013: 50 + 50 + 60 + 50 + 60 + 1.5 x 62.5 + 56.25 + 37.5 + 1.5 x 62.5 = 551.25
# Earlier: 50 + 40 + 54 + 45 + 84 + 125 + 50.625 + 26.25 + 93.75 = 568.625; both are cut to a tenth, never raised.
POINTS = {"efqm-2013": "551.2", "efqm-1999": "568.6"}


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app, agenda="consensus-120", named=True)


def score(phone: FlaskClient, part: str, **sent: str) -> str:
    """Gives where the phone is led."""
    answer = phone.post(f"/room/parts/{part}", data=sent)
    assert answer.status_code == 303
    return answer.location


def read_table(page: str) -> list[tuple[str, str]]:
    """Names and scores of a row of dots."""
    return re.findall(r'<th scope="row">([^<]*)</th>.*?<strong>(\d+)</strong>', page, re.S)


def show_first(room: Room) -> str:
    room.go_to("divided")
    page = room.facilitator.get(room.hand).text
    first = re.search(r'name="part" value="([^"]+)">Show the scores', page)
    assert first is not None
    led = room.facilitator.post(f"{room.hand}/taken-up", data={"part": first[1]})
    assert (led.status_code, led.location) == (303, f"{room.hand}/parts/{first[1]}")
    return first[1]


def test_that_scores_are_seen_is_read_before_joining(app: Flask, room: Room) -> None:
    told = "participants see each other"
    phone = app.test_client()
    asked = phone.post("/room/join", data={"code": room.code, "name": "Anna"})
    assert (asked.status_code, told in asked.text, 'value="Anna"' in asked.text) == (200, True, True)
    nameless = phone.post("/room/join", data={"code": room.code, "name": " ", "knows": "y"})
    assert (nameless.status_code, "write yours" in nameless.text) == (422, True)
    assert phone.get("/room/").status_code == 303
    assert phone.post("/room/join", data={"code": room.code, "name": "Anna", "knows": "y"}).status_code == 303
    assert "Participants see each other" in room.facilitator.get(f"{room.hand}/wall").text
    other = open_room(app, "Elsewhere")
    assert app.test_client().post("/room/join", data={"code": other.code, "name": ""}).status_code == 303


def test_six_assessors_score_all_parts_and_agree_on_points(app: Flask, room: Room) -> None:
    phones = [room.add_phone(name) for name in NAMES]
    room.go_to("score")
    for number, phone in enumerate(phones):
        place = "/room/"
        for position, part in enumerate(PARTS):
            # They differ in the parts of criterion 3 only: one step up or down for two of the six.
            step = AGREED[part] + ((number == 0) - (number == 1 and AGREED[part] > 1) if part in ("3d", "3e") else 0)
            place = score(phone, part, points_evidence=str(step), strengths=f"{NAMES[number]} saw {part}")
            assert place == ("/room/" if position == 31 else f"/room/parts/{PARTS[position + 1]}")
    wall, hand = room.facilitator.get(f"{room.hand}/wall").text, room.facilitator.get(room.hand).text
    assert "<strong>192</strong> of 192 scores are in; 6 of 6 are done" in wall
    for page in (wall, hand, phones[0].get("/room/").text):
        assert " saw " not in page
    assert show_first(room) == "3d"
    # Step 2 five times, 1 by Bram and 3 by Anna: 50 apart.
    expected = [("Bram", "25"), ("Carla", "50"), ("Daan", "50"), ("Els", "50"), ("Fatma", "50"), ("Anna", "75")]
    for page in (room.facilitator.get(f"{room.hand}/wall"), phones[3].get("/room/")):
        assert read_table(page.text) == expected
        assert "Anna saw 3d" in page.text
    assert "50 apart" in room.facilitator.get(f"{room.hand}/wall").text
    agreed = list(agree_on_all(room, "3d"))
    assert agreed[:2] == ["3d", "3e"]
    assert sorted(agreed) == sorted(PARTS)
    page = room.facilitator.get(f"{room.hand}/agreed").text
    assert f"<strong>{POINTS['efqm-2013']}</strong> of 1000 points · Recognised for Excellence, 5 stars" in page
    assert f"By the weights of EFQM 1999-2009 the same parts give {POINTS['efqm-1999']} points" in page
    assert "Because of 3d" in page
    assert "Fatma disagrees" in page
    weigh = {"scale": "evidence", "part_rule": "mean_of_elements", "capped": "y", "minutes": "3"}
    seen = re.search(r'name="seen" type="hidden" value="([^"]*)"', room.facilitator.get(f"{room.hand}/scoring").text)
    assert seen is not None
    changed = room.facilitator.post(f"{room.hand}/scoring", data=weigh | {"edition": "efqm-1999", "seen": seen[1]})
    assert changed.status_code == 303
    page = room.facilitator.get(f"{room.hand}/agreed").text
    assert f"<strong>{POINTS['efqm-1999']}</strong> of 1000 points" in page
    minutes = read(end(room))
    assert f"<strong>{POINTS['efqm-1999']}</strong> of 1000 points" in room.facilitator.get(f"{room.hand}/agreed").text
    assert f"{POINTS['efqm-1999']} of 1000 points" in minutes
    assert f"same parts give {POINTS['efqm-2013']} points" in minutes
    rows = list(csv.reader(io.StringIO(room.facilitator.get(f"{room.hand}/outcome/scores.csv").text)))
    assert [row[2] for row in rows[1:]] == [str(25 * AGREED[part]) for part in PARTS]
    with app.app_context():
        events = list(db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("session."))))
    assert [events.count(f"session.{event}") for event in ("scores-shown", "part-agreed", "rules-set")] == [1, 32, 1]


def agree_on_all(room: Room, part: str) -> Iterator[str]:
    """Agree on every part, each time taking up the next that is offered."""
    while True:
        yield part
        sent = {"points_evidence": str(AGREED[part]), "version": "0", "then": "next", "reason": f"Because of {part}"}
        if part == "3d":
            sent["dissent"] = "Fatma disagrees"
        led = room.facilitator.post(f"{room.hand}/parts/{part}", data=sent)
        assert led.status_code == 303
        if led.location.endswith("/agreed"):
            return
        part = led.location.rpartition("/")[2]
        assert f'class="table-criterion">{part[0]} ' in room.facilitator.get(f"{room.hand}/wall").text


def test_a_part_left_open_gives_no_points_and_is_named(room: Room) -> None:
    room.add_phone("Anna")
    show_first(room)
    for part in PARTS:
        sent = {"points_evidence": "" if part == "4c" else "2", "version": "0", "then": "stay"}
        assert room.facilitator.post(f"{room.hand}/parts/{part}", data=sent).status_code == 303
    page = room.facilitator.get(f"{room.hand}/agreed").text
    assert "31 of 32 parts agreed" in page
    assert "of 1000 points" not in page
    assert "Open: 4c." in page
    version = re.search(
        r'name="version" type="hidden" value="(\d)"', room.facilitator.get(f"{room.hand}/parts/4c").text
    )
    assert version is not None
    sent = {"points_evidence": "2", "version": version[1]}
    assert room.facilitator.post(f"{room.hand}/parts/4c", data=sent).status_code == 303
    assert "<strong>500</strong> of 1000 points" in room.facilitator.get(f"{room.hand}/agreed").text


def test_nobody_sees_a_score_before_they_are_shown_and_then_they_are_fixed(app: Flask, room: Room) -> None:
    anna, bram = room.add_phone("Anna"), room.add_phone("Bram")
    room.go_to("score")
    assert score(anna, "1a", points_evidence="4", areas="Only here", then="list") == "/room/"
    room.go_to("divided")
    # Who is still writing may finish.
    score(bram, "1a", points_evidence="1", strengths="Seen late")
    wall = f"{room.hand}/wall"
    for page in (bram.get("/room/"), room.facilitator.get(wall), room.facilitator.get(room.hand)):
        assert "Only here" not in page.text
        assert read_table(page.text) == []
    assert show_first(room) == "1a"
    assert read_table(bram.get("/room/").text) == [("Bram", "25"), ("Anna", "100")]
    late = bram.post("/room/parts/1a", data={"points_evidence": "4", "strengths": "Too late"})
    assert (late.status_code, "Scores were shown meanwhile" in late.text, "Too late" in late.text) == (409, True, True)
    room.go_to("score")
    assert bram.post("/room/parts/1b", data={"points_evidence": "4"}).status_code == 409
    assert bram.get("/room/parts/1b").location == "/room/"
    with app.app_context():
        seat = find_seat(room.tokens[1])
        assert seat is not None
        # Also where it is sent at the same moment, past the page's own look.
        with pytest.raises(MovedError):
            save_score(seat, "1a", OwnScore({"evidence": 4}))
        kept = db.session.execute(select(PartScore.part, PartScore.points, PartScore.strengths)).all()
    assert [tuple(one) for one in kept] == [("1a", {"evidence": 4}, ""), ("1a", {"evidence": 1}, "Seen late")]


def test_saying_it_twice_changes_nothing_and_what_cannot_be_judged_is_no_zero(app: Flask, room: Room) -> None:
    anna = room.add_phone("Anna")
    room.go_to("score")
    for _time in range(2):
        score(anna, "2c", points_evidence="0", evidence="The plan of 2026")
    page = anna.get("/room/parts/2c").text
    assert "The plan of 2026" in page
    assert re.search(r'value="0" checked', page)
    assert "1 of 32 parts scored" in anna.get("/room/").text
    score(anna, "2c", points_evidence="")
    assert "0 of 32 parts scored" in anna.get("/room/").text
    for sent in ({"points_evidence": "5"}, {"points_evidence": "1", "strengths": "x" * 2001}):
        refused = anna.post("/room/parts/2c", data=sent)
        assert (refused.status_code, "There is a problem" in refused.text) == (422, True)
    assert anna.get("/room/parts/9z").status_code == 303
    with app.app_context():
        assert [one.points for one in db.session.scalars(select(PartScore))] == [{}]


def test_two_agreements_at_once_are_both_seen(app: Flask, room: Room) -> None:
    room.add_phone("Anna")
    show_first(room)
    table = f"{room.hand}/parts/1a"
    first = {"points_evidence": "3", "reason": "First", "version": "0", "then": "stay"}
    assert room.facilitator.post(table, data=first).status_code == 303
    assert room.facilitator.post(table, data=first).status_code == 303
    other = room.facilitator.post(table, data=first | {"points_evidence": "1", "reason": "Other"})
    assert other.status_code == 409
    for told in ("Somebody agreed on 75 meanwhile", "Their reason: First", "Other</textarea>"):
        assert told in other.text
    with app.app_context():
        row = db.session.scalars(select(PartAgreement)).one()
        assert (row.points, row.row_version) == ({"evidence": 3}, 1)
    again = room.facilitator.post(table, data=first | {"points_evidence": "1", "reason": "Other", "version": "1"})
    assert again.status_code == 303
    with app.app_context():
        row = db.session.scalars(select(PartAgreement)).one()
        assert (row.points, row.reason, row.row_version) == ({"evidence": 1}, "Other", 2)


def test_trained_assessors_judge_attributes(app: Flask) -> None:
    settings = {"scoring": {"scale": "radar"}}
    room = open_room(app, agenda="consensus-120", named=True, lens="efqm-2025")
    with app.app_context():
        assert db.session.get_one(Workshop, room.session_id).settings == {}
    page = room.facilitator.get(f"{room.hand}/scoring").text
    assert "Whose weights count" not in page
    rules = {"scale": "radar", "part_rule": "mean_of_elements", "capped": "y", "minutes": "4"}
    seen = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert seen is not None
    assert room.facilitator.post(f"{room.hand}/scoring", data=rules | {"seen": seen[1]}).status_code == 303
    assert (
        room.facilitator.post(f"{room.hand}/scoring", data=rules | {"seen": "old", "minutes": "9"}).status_code == 409
    )
    with app.app_context():
        stored = db.session.get_one(Workshop, room.session_id).settings["scoring"]
        assert (stored["scale"], stored["minutes"]) == (settings["scoring"]["scale"], 4)
    anna = room.add_phone("Anna")
    room.go_to("score")
    page = anna.get("/room/parts/4.1").text
    for told in (
        "Approach: Sound",
        "Deployment: Flexible",
        "Assessment and Refinement: Learn and Improve",
        "70 · shows it fully",
    ):
        assert told in page
    given = {"sound": "70", "aligned": "50", "implemented": "60", "flexible": "40", "evaluated": "30", "learn": "10"}
    score(anna, "4.1", **{f"points_{name}": value for name, value in given.items()})
    # Something is open: kept, and not counted.
    score(anna, "4.2", points_sound="70")
    assert "1 of 32 parts scored" in anna.get("/room/").text
    assert anna.post("/room/parts/4.3", data={"points_sound": "75"}).status_code == 422
    page = room.facilitator.get(f"{room.hand}/scoring").text
    seen = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert seen is not None
    fixed = room.facilitator.post(f"{room.hand}/scoring", data=rules | {"scale": "evidence", "seen": seen[1]})
    assert (fixed.status_code, "Somebody has scored already" in fixed.text) == (409, True)
    assert show_first(room) == "4.1"
    # Approach 60, Deployment 50, Refinement 20: 130 / 3 = 43.3.
    assert read_table(anna.get("/room/").text) == [("Anna", "43")]
    agreed = {f"points_{name}": value for name, value in given.items()} | {"version": "0", "reason": "As she says"}
    assert room.facilitator.post(f"{room.hand}/parts/4.1", data=agreed).status_code == 303
    minutes = read(end(room))
    assert "Nothing was agreed" not in minutes
    for told in ("43, shows it", "As she says", "1 of 32 parts agreed", "No points yet"):
        assert told in minutes


def test_drivers_and_ink_are_judged_without_points(app: Flask) -> None:
    for name, model, part in (("Een", "drivers", "commitment"), ("Twee", "ink", "1")):
        room = open_room(app, name, agenda="consensus-120", named=True, lens=model)
        room.add_phone("Anna")
        show_first(room)
        sent = {"points_evidence": "3", "version": "0"}
        assert room.facilitator.post(f"{room.hand}/parts/{part}", data=sent).status_code == 303
        page = room.facilitator.get(f"{room.hand}/agreed").text
        assert ("75" in page, "points" in page) == (True, False)


def test_a_session_without_names_takes_no_scores(app: Flask) -> None:
    room = open_room(app, agenda="consensus-120")
    phone = room.add_phone("Anna")
    room.go_to("score")
    assert phone.post("/room/parts/1a", data={"points_evidence": "3"}).location == "/room/"
    for page in (phone.get("/room/"), room.facilitator.get(room.hand), room.facilitator.get(f"{room.hand}/wall")):
        assert "Scores are given only in a session" in page.text
    room.go_to("divided")
    assert room.facilitator.post(f"{room.hand}/taken-up", data={"part": "1a"}).location == room.hand
    assert room.facilitator.get(f"{room.hand}/agreed").location == room.hand
    with app.app_context():
        assert db.session.scalars(select(PartScore)).all() == []
