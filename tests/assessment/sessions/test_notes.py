"""Writing in silence: five notes a phone, paper notes, and the reveal."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.access.tokens import random_token
from assessment.models import Note, db
from assessment.sessions.notes import MOST_LINES, MOST_NOTES
from tests.fixtures.sessions import Room, open_room


@pytest.fixture
def room(app: Flask) -> Room:
    room = open_room(app)
    room.go_to("write")
    return room


def find_hidden(page: str, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def write(phone: FlaskClient, text: str, note_id: str = "") -> str:
    """Put up a note as the page would; gives its id."""
    note_id = note_id or find_hidden(phone.get("/room/").text, "note")
    answer = phone.post("/room/notes", data={"note": note_id, "text": text})
    assert answer.status_code == 303
    return note_id


def read_notes(app: Flask) -> dict[str, Note]:
    with app.app_context():
        return {note.text: note for note in db.session.scalars(select(Note))}


def test_a_note_is_put_up_changed_and_taken_away_each_once(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    note_id = write(phone, "  Rules \n nobody knows ")
    write(phone, "Rules nobody knows", note_id)
    write(phone, "Rules nobody knows")
    assert [(one.text, one.version) for one in read_notes(app).values() if one.text] == [("Rules nobody knows", 0)]
    for _twice in range(2):
        sent = {"note": note_id, "version": "0", "text": "Too many rules"}
        assert phone.post("/room/notes/change", data=sent).status_code == 303
    phone.post("/room/notes/change", data={"note": note_id, "version": "1", "text": "Far too many rules"})
    # The first change comes once more, late: the later one stands.
    phone.post("/room/notes/change", data={"note": note_id, "version": "0", "text": "Too many rules"})
    assert "Far too many rules" in phone.get("/room/").text
    for _twice in range(2):
        phone.post("/room/notes/change", data={"note": note_id, "version": "2", "text": "?", "away": "1"})
    write(phone, "Rules nobody knows", note_id)
    assert list(read_notes(app)) == [""]
    assert "<strong>0</strong> notes" in room.facilitator.get(f"{room.hand}/wall").text


def test_a_sixth_note_and_a_long_one_are_refused_and_stay_in_the_field(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    refused = phone.post("/room/notes", data={"note": random_token(), "text": "x" * 141})
    assert (refused.status_code, "x" * 141 in refused.text) == (422, True)
    assert "Shorten this to 140 characters: it has 141" in refused.text
    assert "Write something first" in phone.post("/room/notes", data={"note": random_token(), "text": " "}).text
    for number in range(MOST_NOTES):
        write(phone, f"Note {number}", random_token())
    refused = phone.post("/room/notes", data={"note": random_token(), "text": "The sixth"})
    assert (refused.status_code, ">\nThe sixth</textarea>" in refused.text) == (409, True)
    assert len(read_notes(app)) == MOST_NOTES
    changed = phone.post(
        "/room/notes/change", data={"note": read_notes(app)["Note 3"].id, "version": "0", "text": "y" * 150}
    )
    assert (changed.status_code, "y" * 150 in changed.text) == (422, True)


def test_nobody_changes_what_another_wrote(app: Flask, room: Room) -> None:
    anna, ben = room.add_phone(), room.add_phone()
    note_id = write(anna, "Mine")
    assert ben.post("/room/notes/change", data={"note": note_id, "version": "0", "text": "His"}).status_code == 303
    write(ben, "His", note_id)
    assert list(read_notes(app)) == ["Mine"]


def test_going_on_reveals_all_and_forgets_whose_they_are(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    write(phone, "No time")
    away = write(phone, "I take this back")
    phone.post("/room/notes/change", data={"note": away, "version": "0", "away": "1"})
    # Back is not on: nothing is shown, and whose it is stays known, so that it can be changed.
    room.go_to("warm-up")
    before = read_notes(app)["No time"]
    assert (before.revealed, before.author_sha256 is None) == (False, False)
    room.go_to("sort")
    notes = read_notes(app)
    assert {text: (one.revealed, one.author_sha256) for text, one in notes.items()} == {
        "No time": (True, None),
        "": (False, None),
    }
    late = phone.post("/room/notes", data={"note": random_token(), "text": "Written in the last second"})
    assert late.status_code == 409
    assert "This came too late" in late.text
    assert "Written in the last second" in late.text
    assert len(read_notes(app)) == 2


def test_the_end_reveals_too(app: Flask, room: Room) -> None:
    write(room.add_phone(), "No time")
    room.facilitator.post(f"{room.hand}/end")
    note = read_notes(app)["No time"]
    assert (note.revealed, note.author_sha256) == (True, None)


def test_paper_notes_go_up_once_and_those_too_long_stay(app: Flask, room: Room) -> None:
    pasted = "No time\r\n\r\n" + "z" * 141 + "\r\n- No time\r\n• Too many rules\r\n"
    sent = {"paste": random_token(), "lines": pasted}
    for _twice in range(2):
        answer = room.facilitator.post(f"{room.hand}/notes", data=sent)
        assert answer.status_code == 422
        assert "Line 1: Shorten this to 140 characters: it has 141" in answer.text
        assert f">\n{'z' * 141}</textarea>" in answer.text
        assert "3 notes were put up." in answer.text
    with app.app_context():
        texts = sorted(db.session.scalars(select(Note.text)))
    assert texts == ["No time", "No time", "Too many rules"]
    assert "<strong>3</strong> notes" in room.facilitator.get(f"{room.hand}/wall").text


def test_more_than_sixty_lines_lose_none(app: Flask, room: Room) -> None:
    lines = [f"Paper note {number}" for number in range(MOST_LINES + 2)]
    answer = room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": "\n".join(lines)})
    assert ">\nPaper note 60\nPaper note 61</textarea>" in answer.text
    assert answer.status_code == 422
    rest = {"paste": find_hidden(answer.text, "paste"), "lines": "\n".join(lines[MOST_LINES:])}
    assert room.facilitator.post(f"{room.hand}/notes", data=rest).status_code == 303
    assert sorted(read_notes(app)) == sorted(lines)


def test_notes_are_read_page_by_page_and_all_on_phones(app: Flask, room: Room) -> None:
    phone = room.add_phone()
    lines = [f"Paper note {number:02}" for number in range(20)]
    filler = "and so on until it fills all of the lines that a note may have on a wall, which are five or six of them"
    long = "\n".join(f"{line}, {filler}, be it so" for line in lines)
    room.facilitator.post(f"{room.hand}/notes", data={"paste": random_token(), "lines": long})
    room.go_to("read")
    wall, pages = f"{room.hand}/wall", []
    for number in (1, 2, 3):
        for _twice in range(2):
            turned = room.facilitator.post(f"{room.hand}/page", data={"page": str(number)})
            assert turned.status_code == 303
        page = room.facilitator.get(wall).text
        assert f"Page {number} of 3" in page
        pages.append(re.findall(r"Paper note \d\d", page))
    assert [len(page) for page in pages] == [9, 9, 2]
    drawn = [text for page in pages for text in page]
    assert sorted(drawn) == lines
    assert re.findall(r"Paper note \d\d", phone.get("/room/").text) == drawn
    assert "Next page" not in room.facilitator.get(room.hand).text
