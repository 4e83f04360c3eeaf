"""Sorting together: two taps place a note, different ones put it into the tray; and what the facilitator does then."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assessment.access.tokens import random_token
from assessment.clock import tell_time, use_clock
from assessment.models import CanvasChange, Note, Tap, db
from tests.fixtures.sessions import Room, open_room

HELD = re.compile(r'name="note" value="([^"]+)"')


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def put_up(room: Room, *texts: str) -> dict[str, str]:
    """From paper, and lead everybody to sorting; gives the notes' ids."""
    room.go_to("write")
    pasted = room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": "\n".join(texts)})
    assert pasted.status_code == 303
    room.go_to("sort")
    with room.app.app_context():
        return {note.text: note.id for note in db.session.scalars(select(Note))}


def ask(phone: FlaskClient) -> str:
    """The id of the note that this phone gets, or has; "" where there is none."""
    phone.post("/room/sort/next")
    found = HELD.search(phone.get("/room/").text)
    return found[1] if found else ""


def tap(phone: FlaskClient, criterion: str) -> str:
    """Tap the note in hand; gives its id."""
    note_id = ask(phone)
    assert phone.post("/room/sort", data={"note": note_id, "criterion": criterion}).status_code == 303
    return note_id


def read(app: Flask, note_id: str) -> tuple[str | None, bool, list[str]]:
    with app.app_context():
        note = db.session.get_one(Note, note_id)
        return note.criterion, note.tray, note.proposals


def act(room: Room, note_id: str, what: str, page: str = "", **sent: str) -> None:
    answer = room.facilitator.post(f"{room.hand}/notes/{note_id}/{what}", data={"page": page or random_token(), **sent})
    assert answer.status_code == 303, answer.text


def undo(room: Room) -> bool:
    """Press the button; whether there was one."""
    found = re.search(r'name="act" value="([^"]+)"', room.facilitator.get(f"{room.hand}/canvas").text)
    if found:
        for _twice in range(2):
            assert room.facilitator.post(f"{room.hand}/undo", data={"act": found[1]}).status_code == 303
    return bool(found)


def test_two_equal_taps_place_a_note_and_different_ones_put_it_into_the_tray(app: Flask, room: Room) -> None:
    ids = put_up(room, "No time", "Too many rules")
    anna, ben = room.add_phone(), room.add_phone()
    first = tap(anna, "2")
    # Sent again, and changed: the first tap counts.
    for criterion in ("2", "5"):
        anna.post("/room/sort", data={"note": first, "criterion": criterion})
    assert read(app, first) == (None, False, [])
    second = ask(anna)
    assert {first, second} == set(ids.values())
    taps = {first: "2", second: "5"}
    tap(anna, "5")
    assert ask(anna) == ""
    one = tap(ben, "2")
    other = tap(ben, "2")
    assert {one, other} == {first, second}
    assert read(app, first) == ("2", False, ["2"])
    assert read(app, second) == (None, True, ["2", taps[second]])
    assert "1 note waits in the tray" in room.facilitator.get(room.hand).text
    with app.app_context():
        assert db.session.scalars(select(Tap)).all() == []


def test_a_note_goes_to_two_phones_and_comes_free_after_a_minute(app: Flask, room: Room) -> None:
    (note_id,) = put_up(room, "No time").values()
    phones = [room.add_phone() for _ in range(3)]
    began = tell_time()

    def turn_to(seconds: int) -> None:
        def tell() -> datetime:
            return began + timedelta(seconds=seconds)

        use_clock(app, tell)

    turn_to(0)
    assert [ask(phone) for phone in phones] == [note_id, note_id, ""]
    assert "2 phones still have a note" in room.facilitator.get(room.hand).text
    waits = "What is left is on other phones."
    assert waits in phones[2].get("/room/").text
    tap(phones[0], "3")
    turn_to(59)
    assert ask(phones[2]) == ""
    turn_to(61)
    assert waits not in phones[2].get("/room/").text
    assert ask(phones[2]) == note_id
    tap(phones[2], "3")
    # Whoever held it too long taps in vain, and nothing breaks.
    phones[1].post("/room/sort", data={"note": note_id, "criterion": "4"})
    assert read(app, note_id) == ("3", False, ["3"])


def test_ending_puts_what_one_has_tapped_into_the_tray_with_that_tap(app: Flask, room: Room) -> None:
    put_up(room, "No time", "Too many rules", "Nobody listens")
    anna, _ben = room.add_phone(), room.add_phone()
    tapped = tap(anna, "7")
    for _twice in range(2):
        assert room.facilitator.post(f"{room.hand}/sorting/end").status_code == 303
    assert read(app, tapped) == (None, True, ["7"])
    with app.app_context():
        assert {note.tray for note in db.session.scalars(select(Note))} == {True}
        assert db.session.scalars(select(Tap)).all() == []
    room.go_to("tray")
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert "7 People Results?" in wall
    assert wall.count('<li class="note">') == 3


def test_stopping_to_sort_is_taken_back_as_long_as_the_room_is_at_it(app: Flask, room: Room) -> None:
    ids = put_up(room, "No time", "Too many rules", "Nobody listens")
    anna, ben = room.add_phone(), room.add_phone()
    same = tap(anna, "7")

    def press_undo() -> str:
        hand = room.facilitator.get(room.hand).text
        found = re.search(r'name="act" value="([^"]+)">Undo<span class="visually-hidden">: ([^<]+)<', hand)
        if not found:
            return ""
        assert room.facilitator.post(f"{room.hand}/undo", data={"act": found[1]}).status_code == 303
        return found[2]

    for _twice in range(2):
        room.facilitator.post(f"{room.hand}/sorting/end")
    room.facilitator.post(f"{room.hand}/notes/{same}/place", data={"page": random_token(), "criterion": "2"})
    assert read(app, same)[:2] == ("2", False)
    text = next(text for text, note_id in ids.items() if note_id == same)
    assert [press_undo() for _step in range(3)] == [f"placing “{text}”", "stopping to sort", ""]
    assert [read(app, note_id) for note_id in ids.values()] == [(None, False, [])] * 3
    for phone in (anna, ben):
        assert ask(phone)
    room.facilitator.post(f"{room.hand}/sorting/end")
    room.go_to("tray")
    assert press_undo() == ""
    assert [read(app, note_id)[:2] for note_id in ids.values()] == [(None, True)] * 3


def test_with_fewer_than_two_phones_the_facilitator_sorts(app: Flask, room: Room) -> None:
    ids = put_up(room, "No time", "Too many rules")
    hand = room.facilitator.get(room.hand).text
    assert "you place the notes" in hand
    (address,) = re.findall(r'action="([^"]+/place)"', hand)
    page = re.search(r'name="page" value="([^"]+)"', hand)
    assert page
    for _twice in range(2):
        room.facilitator.post(address, data={"page": page[1], "criterion": "2"})
    placed = next(note_id for note_id in ids.values() if note_id in address)
    assert read(app, placed)[:2] == ("2", False)
    assert "1 of 2 notes is placed" in room.facilitator.get(room.hand).text
    with app.app_context():
        assert len(db.session.scalars(select(CanvasChange)).all()) == 1
    assert "the facilitator places the notes" in room.add_phone().get("/room/").text


def test_the_wall_shows_the_note_that_the_room_places_by_word_of_mouth(room: Room) -> None:
    put_up(room, "No time", "Too many rules")
    hand = room.facilitator.get(room.hand).text
    first = re.findall(r'id="place-what"[^>]*>([^<]+)<', hand)[0]
    shown = re.compile(r'class="note sort-note">([^<]+)<')
    assert shown.findall(room.facilitator.get(f"{room.hand}/wall").text) == [first]
    room.add_phone()
    room.add_phone()
    assert shown.findall(room.facilitator.get(f"{room.hand}/wall").text) == []


def test_who_places_a_note_from_its_own_page_goes_on_at_the_canvas(app: Flask, room: Room) -> None:
    notes = put_up(room, "Nobody asks why", "Plans change each month")
    place = f"{room.hand}/notes/{notes['Nobody asks why']}"
    page = room.facilitator.get(place).text
    sent = {"criterion": "2", "page": random_token(), **dict(re.findall(r'name="(at)" value="([a-z]+)"', page))}
    assert room.facilitator.post(f"{place}/place", data=sent).location == f"{room.hand}/canvas"
    assert read(app, notes["Nobody asks why"])[0] == "2"
    alone = room.facilitator.post(f"{place}/place", data={"criterion": "5", "page": random_token()})
    assert alone.location == room.hand


def test_many_steps_are_taken_back_one_by_one(app: Flask, room: Room) -> None:
    ids = put_up(room, "No time", "Too little time", "Rules and managers")
    room.go_to("tray")
    both, rules = ids["Rules and managers"], ids["No time"]
    before = [read(app, note_id) for note_id in ids.values()]
    act(room, ids["No time"], "place", criterion="2")
    act(room, ids["Too little time"], "merge", into=rules)
    act(room, both, "split", first="Rules", second="Managers")
    act(room, both, "place", criterion="1")
    act(room, rules, "place", criterion="4")
    room.go_to("finding")
    page = room.facilitator.get(f"{room.hand}/canvas").text
    assert 'id="shelf-4">4 Partnerships and Resources <span class="shelf-count">· 2</span>' in page
    assert "said 2 times" in page
    assert "Managers" in page
    act(room, rules, "place", criterion="")
    assert read(app, rules)[:2] == (None, True)
    steps = 0
    while undo(room):
        steps += 1
    assert steps == 6
    assert [read(app, note_id) for note_id in ids.values()] == before
    with app.app_context():
        assert {(note.text, note.merged_into) for note in db.session.scalars(select(Note))} == {
            ("No time", None),
            ("Too little time", None),
            ("Rules and managers", None),
        }


def test_words_are_mended_and_a_note_is_taken_down_until_the_end_destroys_both(app: Flask, room: Room) -> None:
    ids = put_up(room, "Mr Smith lies", "To little time", "No time")
    room.go_to("read")
    named, slip, same = ids["Mr Smith lies"], ids["To little time"], ids["No time"]
    hand = room.facilitator.get(room.hand).text
    assert f'/notes/{named}">Mr Smith lies</a>' in hand
    refused = room.facilitator.post(
        f"{room.hand}/notes/{slip}/reword", data={"page": random_token(), "text": "x" * 141}
    )
    assert (refused.status_code, "Shorten this to 140 characters" in refused.text) == (422, True)
    act(room, slip, "reword", text="Too little time")
    act(room, named, "take-down")
    phone = room.add_phone()
    for page in (room.facilitator.get(f"{room.hand}/wall"), room.facilitator.get(room.hand), phone.get("/room/")):
        assert ("Too little time" in page.text, "To little" in page.text) == (True, False)
        assert '<li class="note">Mr Smith' not in page.text
    assert undo(room)
    assert "Mr Smith lies" in phone.get("/room/").text
    room.go_to("tray")
    act(room, same, "merge", into=named)
    act(room, named, "take-down")
    assert "1 note" in room.facilitator.get(f"{room.hand}/canvas").text.replace("0 of 1 notes", "1 note")
    room.facilitator.post(f"{room.hand}/end")
    with app.app_context():
        assert [note.text for note in db.session.scalars(select(Note))] == ["Too little time"]
        assert db.session.scalars(select(CanvasChange)).all() == []


def test_a_split_needs_two_texts(app: Flask, room: Room) -> None:
    (note_id,) = put_up(room, "Rules and managers").values()
    refused = room.facilitator.post(
        f"{room.hand}/notes/{note_id}/split", data={"page": random_token(), "first": "Rules", "second": ""}
    )
    assert (refused.status_code, "Write something first" in refused.text, 'value="Rules"' in refused.text) == (
        422,
        True,
        True,
    )


def test_a_hundred_and_fifty_notes_take_as_many_questions_as_three(app: Flask, room: Room) -> None:
    asked: list[str] = []

    def count(page: str) -> int:
        asked.clear()
        assert room.facilitator.get(page).status_code == 200
        return len(asked)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: asked.append(statement))
    pages = (f"{room.hand}/wall", room.hand, f"{room.hand}/canvas")
    put_up(room, "One", "Two", "Three")
    few = {}
    for kind in ("sort", "tray", "finding"):
        room.go_to(kind)
        few |= {(kind, page): count(page) for page in pages}
    for part in range(3):
        room.go_to("write")
        lines = "\n".join(f"Note {part} {number}" for number in range(49))
        room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": lines})
    for kind in ("sort", "tray", "finding"):
        room.go_to(kind)
        assert {(kind, page): count(page) for page in pages}.items() <= few.items()
    assert "150" in room.facilitator.get(f"{room.hand}/canvas").text


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"2": 9, "1": 21}, "21 of 30 notes are on 1 Leadership; an even spread would be 3."),
        ({"2": 9} | dict.fromkeys("1345678", 3), "9 of 30 notes are on 2 Strategy; an even spread would be 3."),
        ({"2": 8, "1": 6, "3": 6, "4": 6, "5": 4}, "2 Strategy has the most notes: 8 of 30."),
        ({"2": 1}, "2 Strategy has the most notes: 1 of 1."),
        ({}, "No note has a place yet."),
    ],
)
def test_what_the_wall_says(app: Flask, room: Room, counts: dict[str, int], sentence: str) -> None:
    texts = [f"{key} {number}" for key, count in counts.items() for number in range(count)]
    ids = put_up(room, *texts) if texts else {}
    for text, note_id in ids.items():
        act(room, note_id, "place", criterion=text.split()[0])
    room.go_to("finding")
    for page in (f"{room.hand}/wall", room.hand):
        assert sentence in re.sub(r"</?strong>", "", room.facilitator.get(page).text)
    named_only = "has the most notes" in sentence
    assert ("Nothing stands out" in room.facilitator.get(room.hand).text) is named_only
