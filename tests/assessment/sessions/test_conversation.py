"""Walking through results, and one gap explained from both sides: nothing hidden is shown, nobody is tied to a text."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessment.models import Note, Participant, Workshop, db
from assessment.sessions.phases.explain import fit
from assessment.sessions.surveyed import find_widest, load_surveyed
from tests.assessment.sessions.surveyed import open_surveyed
from tests.fixtures.sessions import Room, open_room


def read_id(page: str) -> str:
    found = re.search(r'name="note" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def explain(phone: FlaskClient, text: str, side: str = "staff") -> str:
    assert phone.post("/room/explain/side", data={"side": side}).status_code == 303
    note_id = read_id(phone.get("/room/explain").text)
    assert phone.post("/room/explain", data={"note": note_id, "text": text}).status_code == 303
    return note_id


def list_screens(room: Room, phones: list[FlaskClient]) -> list[str]:
    hand, wall = (room.facilitator.get(f"{room.hand}{place}").text for place in ("", "/wall"))
    return [hand, wall, *(phone.get("/room/").text for phone in phones)]


def test_the_walk_begins_where_both_sides_differ_and_tells_every_figure_with_margin_and_number(app: Flask) -> None:
    room = open_surveyed(app)
    phone = room.add_phone()
    phase = room.go_to("walk")
    first = room.facilitator.get(f"{room.hand}/wall").text
    assert first.count("<svg") == 5
    with app.app_context():
        view = load_surveyed(db.session.get_one(Workshop, room.session_id))
        assert view is not None
        gaps = [abs(gap.difference) for gap in view.derived.gaps]
        widest = find_widest(view)
        assert widest is not None
        title, people = view.dimension_title(widest.dimension), view.everybody.n.low  # type: ignore[union-attr]
    assert abs(widest.difference) == max(gaps)
    for _twice in range(2):
        led = room.facilitator.post(f"{room.hand}/walk", data={"phase": phase, "place": "1"})
        assert led.status_code == 303
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert f"{title}: senior managers say" in wall
    assert re.search(rf"Staff see: \d+ of 100 ±\d+ · {people} people", wall)
    assert f"{title}: senior managers say" in phone.get("/room/").text
    hand = room.facilitator.get(room.hand).text
    assert "Step 2 of 6" in hand
    assert "Back: All drivers" in hand


def test_a_press_from_another_phase_leads_nowhere(app: Flask) -> None:
    room = open_surveyed(app)
    walk = room.go_to("walk")
    room.go_to("explain")
    late = room.facilitator.post(f"{room.hand}/walk", data={"phase": walk, "place": "2"})
    assert (late.status_code, late.location) == (303, room.hand)
    with app.app_context():
        assert db.session.get_one(Workshop, room.session_id).settings == {}


def test_without_a_survey_the_screens_say_so(app: Flask) -> None:
    room = open_room(app, agenda="results-60")
    phone = room.add_phone()
    for kind, words in (("walk", "about no survey"), ("explain", "no gap to explain")):
        room.go_to(kind)
        assert words in room.facilitator.get(f"{room.hand}/wall").text
        assert phone.get("/room/").status_code == 200


def test_explanations_are_hidden_until_both_sides_are_shown_at_once(app: Flask) -> None:
    room = open_surveyed(app)
    phones = [room.add_phone() for _number in range(3)]
    phase = room.go_to("explain")
    explain(phones[0], "They are seen by few of us", "staff")
    explain(phones[1], "We speak of it in the board only", "managers")
    texts = ("They are seen by few of us", "We speak of it in the board only")
    for number, screen in enumerate(list_screens(room, phones)):
        assert [text for text in texts if text in screen] == ([texts[number - 2]] if number in (2, 3) else [])
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert re.search(r"<strong>1</strong> from staff · <strong>1</strong> from senior managers", wall)
    assert "fewer than 5 people" in wall
    with app.app_context():
        assert all(db.session.scalars(select(Note.author_sha256)))
    for _twice in range(2):
        room.facilitator.post(f"{room.hand}/explain", data={"phase": phase})
    for screen in list_screens(room, phones):
        assert [text for text in texts if text in screen] == list(texts)
        assert screen.index(texts[0]) < screen.index("Senior managers explain") < screen.index(texts[1])
    with app.app_context():
        notes = db.session.scalars(select(Note)).all()
        assert [note.author_sha256 for note in notes] == [None, None]
        assert all(note.revealed for note in notes)
        assert sorted(note.topic.rpartition(":")[2] for note in notes) == ["managers", "staff"]


def test_one_explanation_each_that_can_be_changed_and_taken_back_until_it_is_shown(app: Flask) -> None:
    room = open_surveyed(app)
    phone = room.add_phone()
    phase = room.go_to("explain")
    note_id = explain(phone, "First thought")
    again = phone.post("/room/explain", data={"note": note_id, "text": "First thought"})
    assert again.status_code == 303
    assert explain_again(phone, "Second thought") == note_id
    with app.app_context():
        assert db.session.scalars(select(Note.text)).all() == ["Second thought"]
    turned = phone.post("/room/explain/side", data={"side": "managers"})
    assert turned.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Participant.role)).one() == "participant"
    phone.post("/room/explain/take-back")
    with app.app_context():
        assert db.session.scalar(select(func.count(Note.id))) == 0
    refused = phone.post("/room/explain", data={"note": note_id, "text": " "})
    assert (refused.status_code, "Write one sentence at least" in refused.text) == (422, True)
    long = phone.post("/room/explain", data={"note": note_id, "text": "x" * 281})
    assert (long.status_code, "Shorten this to 280 characters" in long.text) == (422, True)
    room.facilitator.post(f"{room.hand}/explain", data={"phase": phase})
    late = phone.post("/room/explain", data={"note": note_id, "text": "Too late"})
    assert (late.status_code, late.location) == (303, "/room/")
    with app.app_context():
        assert db.session.scalar(select(func.count(Note.id))) == 0


def explain_again(phone: FlaskClient, text: str) -> str:
    note_id = read_id(phone.get("/room/explain").text)
    phone.post("/room/explain", data={"note": note_id, "text": text})
    return note_id


def test_what_was_never_shown_is_gone_when_the_session_ends(app: Flask) -> None:
    room = open_surveyed(app)
    phone = room.add_phone()
    room.go_to("explain")
    explain(phone, "Kept to myself")
    room.facilitator.post(f"{room.hand}/end")
    with app.app_context():
        assert db.session.scalar(select(func.count(Note.id))) == 0


def test_nobody_without_a_seat_takes_part(app: Flask) -> None:
    room = open_surveyed(app)
    room.go_to("explain")
    stranger = app.test_client()
    for place in ("/room/explain", "/room/explain/side", "/room/explain/take-back", "/room/warm-up"):
        answer = stranger.post(place, data={"note": "0" * 32, "text": "Hello", "side": "staff"})
        assert (answer.status_code, answer.location) == (303, "/room/join")
    with app.app_context():
        assert db.session.scalar(select(func.count(Note.id))) == 0


def test_a_wall_shows_as_many_explanations_as_it_has_room_for() -> None:
    short, long = "Nobody told us.", "x" * 280
    assert fit([short] * 7) == [short] * 7
    assert fit([short] * 8) == [short] * 7
    assert fit([short, long, long]) == [short, long]
    assert fit([long * 9, short]) == [long * 9]
    assert fit(()) == ()


def test_a_wall_tells_how_many_explanations_it_has_no_room_for(app: Flask) -> None:
    room = open_surveyed(app)
    phones = [room.add_phone() for _ in range(9)]
    phase = room.go_to("explain")
    for number, phone in enumerate(phones):
        explain(phone, f"{number} {'Nobody told us. ' * 16}")
    room.facilitator.post(f"{room.hand}/explain", data={"phase": phase})
    wall, own = room.facilitator.get(f"{room.hand}/wall").text, phones[0].get("/room/").text
    assert len(re.findall(r"\d Nobody told us\.", wall)) == 1
    assert "8 more stand on the phones." in wall
    assert len(re.findall(r"\d Nobody told us\.", own)) == 9
