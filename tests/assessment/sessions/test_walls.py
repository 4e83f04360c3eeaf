"""What walls and the facilitator's pages show of what was agreed, asked and put up: all of it while there is room, and
where it is read when there is not."""

import re
from datetime import date

import pytest
from flask import Flask

from assessment.access.tokens import random_token
from assessment.models import NetworkRequest, Note, Workshop, writing
from assessment.sessions import placing
from assessment.sessions.board import read_board
from assessment.sessions.telling import tell_chance, tell_doubt, tell_finding
from tests.assessment.sessions.test_requests import hold_next
from tests.fixtures.network import ask, close_vote, lay_notes, load_workshop, make_cluster, put_dot, read_version
from tests.fixtures.sessions import Room, open_room

LONG = ("Answer each quality problem that staff report within thirty days, in writing, with a name " * 5)[:400].strip()
FULL = {"2": [f"Priorities change every month {number}" for number in range(10)], "5": ["No answer", "It comes back"]}
QUESTION = "What hinders quality here?"


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def look(room: Room, kind: str) -> str:
    """The wall's text in that phase, without its bold and with single blanks."""
    room.go_to(kind)
    return strip(room.facilitator.get(f"{room.hand}/wall").text)


def strip(page: str) -> str:
    return " ".join(re.sub(r"</?strong>", "", page).split())


def ask_long(room: Room, count: int) -> list[str]:
    """So many requests of 400 letters, on clusters of one note each."""
    texts = [f"{number} {LONG}"[:400].strip() for number in range(count)]
    notes = lay_notes(room, {"2": [f"Note {number}" for number in range(count)]})
    for number, text in enumerate(texts):
        topic = make_cluster(room, "2", [notes[f"Note {number}"]], f"Cluster {number}")
        ask(room, text, topic=topic, example=LONG, brings=LONG)
    return texts


def test_three_requests_of_full_length_are_cut_nowhere(room: Room) -> None:
    texts = ask_long(room, 3)
    walls = [look(room, kind) for kind in ("work-out", "route", "close")]
    assert [[text in wall for text in texts] for wall in walls] == [[True] * 3] * 3
    assert "What is cut here stands in full on the phones." in walls[0]  # the examples
    assert all("…<" not in wall for wall in walls[1:])
    hand = strip(room.facilitator.get(room.hand).text)
    assert all(text in hand for text in texts)
    hold_next(room, "managers-60")
    assert [[text in look(room, kind) for text in texts] for kind in ("open", "cases", "answers")] == [[True] * 3] * 3


def test_what_has_no_room_is_cut_and_says_where_it_stands(app: Flask, room: Room) -> None:
    texts = [f"{letter} {LONG}"[:400].strip() for letter in "ABCDEF"]
    with app.app_context(), writing() as session:
        own = {"organisation_id": room.organisation_id, "workshop_id": room.session_id, "asked_on": date(2026, 11, 30)}
        session.add_all(NetworkRequest(text=text, **own) for text in texts)
    wall = look(room, "close")
    assert [(text in wall, text[:60] in wall) for text in texts] == [(False, True)] * 6
    assert "What is cut here stands in full in the minutes." in wall
    hand = strip(room.facilitator.get(room.hand).text)
    assert [text in hand for text in texts] == [True] * 6
    hold_next(room, "managers-60")
    assert "What is cut here stands in full on the phones." in look(room, "answers")
    phone = room.add_phone().get("/room/").text
    assert [text in phone for text in texts] == [True] * 6


def test_requests_keep_the_order_in_which_they_were_asked(room: Room) -> None:
    notes = lay_notes(room)
    topics = [make_cluster(room, "2", [note], text) for text, note in list(notes.items())[:3]]
    asked = [ask(room, f"Request {name}", topic=topic) for name, topic in zip("ABC", topics, strict=True)]
    hold_next(room, "managers-60")
    phone = room.add_phone()

    def list_order(kind: str) -> list[list[str]]:
        room.go_to(kind)
        pages = [room.facilitator.get(f"{room.hand}/wall"), room.facilitator.get(room.hand), phone.get("/room/")]
        return [list(dict.fromkeys(re.findall(r"Request ([ABC])", page.text))) for page in pages]

    told = {"answer": "yes", "words": "", "owner": "E. Visser", "answer_on": "2027-03-01"}
    for own_id, answer in ((asked[0], "yes"), (asked[2], "yes"), (asked[1], "later")):
        place = f"{room.hand}/requests/{own_id}/answer"
        version = read_version(room.facilitator.get(place).text)
        saved = room.facilitator.post(place, data=told | {"answer": answer, "version": version})
        assert saved.status_code == 303
        assert [list_order(kind) for kind in ("open", "cases", "answers")] == [[["A", "B", "C"]] * 3] * 3
    hold_next(room, "network-90")
    room.go_to("back")
    hand = room.facilitator.get(room.hand).text
    assert re.findall(r'id="request-\d+">Request ([ABC])', hand) == ["A", "B", "C"]


def test_ten_short_notes_all_stand_on_the_wall_of_clusters(room: Room) -> None:
    for _ in range(5):
        room.add_phone()
    lay_notes(room, FULL)
    wall = look(room, "cluster")
    assert all(text in wall for text in FULL["2"])
    assert "more, on the phones" not in wall
    assert "10 notes in no cluster yet" in wall


def test_a_wall_without_room_tells_how_many_are_on_the_phones(room: Room) -> None:
    texts = [f"{letter} {LONG[:130]}" for letter in "ABCDEFGHIJKL"]
    lay_notes(room, {"2": texts})
    for kind in ("cluster", "finding"):
        wall = look(room, kind)
        shown = sum(text in wall for text in texts)
        assert 0 < shown < 12
        assert f"and {12 - shown} more, on the phones" in wall
        phone = room.add_phone().get("/room/").text
        assert all(text in phone for text in texts)


def test_seventeen_short_notes_are_one_page(room: Room) -> None:
    lay_notes(room, {"2": [f"Priorities change every month {number}" for number in range(17)]})
    wall = look(room, "read")
    assert ("17 notes" in wall, "Page 1" in wall, wall.count('<li class="note">')) == (True, False, 17)


def test_the_question_stands_where_it_is_talked_about(room: Room) -> None:
    lay_notes(room, FULL)
    for kind in ("write", "read", "sort", "cluster", "vote"):
        assert QUESTION in look(room, kind)
    room.go_to("write")
    assert QUESTION in room.facilitator.get(room.hand).text


def test_the_wall_says_what_a_vote_is_for(app: Flask, room: Room) -> None:
    told = "The three with most dots are worked out next."
    notes = lay_notes(room, FULL)
    topic = make_cluster(room, "5", [notes["No answer"]], "Answers")
    room.go_to("vote")
    assert "The three with most hands are worked out next." in look(room, "vote")
    phones = [room.add_phone() for _ in range(5)]
    phase = room.go_to("vote")
    assert told in look(room, "vote")
    for phone in phones:
        put_dot(phone, topic)
    close_vote(room, phase)
    assert told not in look(room, "vote")
    with app.app_context(), writing() as session:
        workshop = session.get_one(Workshop, room.session_id)
        workshop.phases = [one for one in workshop.phases if one["kind"] != "work-out"]
        workshop.results = {}
    assert told not in look(room, "vote")


def test_the_finding_says_what_has_no_place_and_draws_the_spread(app: Flask, room: Room) -> None:
    notes = lay_notes(room, {"1": ["One", "Two"], "2": ["Three"], "9": [f"Open {number}" for number in range(21)]})
    with app.app_context(), writing() as session:
        for number in range(21):
            note = session.get_one(Note, notes[f"Open {number}"])
            note.criterion, note.tray = None, number % 2 == 0
    wall = look(room, "finding")
    page = room.facilitator.get(f"{room.hand}/wall").text
    assert "<p><strong>1 Leadership</strong> has the most notes: 2 of 3.</p>" in page
    assert "Nothing stands out: it can be chance alone. 21 of 24 notes have no place yet." in wall
    assert "<strong>1 Leadership</strong>" in room.add_phone().get("/room/").text
    assert "<strong>1 Leadership</strong>" in room.facilitator.get(room.hand).text
    assert re.findall(r'<td class="number">(\d+)</td>', page) == list("210000000")
    assert re.findall(r'<rect x="0" y="2" width="([\d.]+)" height="6"/>', page) == ["100.0", "50.0"]
    assert set(re.findall(r'<path d="M([\d.]+) 0V10"/>', page)) == {"16.7"}
    assert "Dashed line: an even spread, 0.3 notes each" in wall
    with app.app_context():
        board = read_board(load_workshop(room), "en")
        assert tell_finding(board) == ["1 Leadership has the most notes: 2 of 3."]
        assert tell_doubt(board).endswith("21 of 24 notes have no place yet.")


def test_a_note_that_was_said_twice_is_two_of_those_that_the_finding_counts(app: Flask, room: Room) -> None:
    notes = lay_notes(room, {"2": [*(f"Other {number}" for number in range(8)), "No time", "Never time"]})
    room.go_to("sort")
    with app.app_context():
        ours = room.organisation_id, room.session_id
        placing.merge_notes(*ours, notes["Never time"], notes["No time"], random_token())
    wall = look(room, "finding")
    assert "10 of 10 notes are on 2 Strategy" in wall
    assert re.findall(r'<li class="note">([^<]*) <span class="note-times">([^<]*)<', wall) == [
        ("No time", "said 2 times")
    ]


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.0, "fewer than 1 of 1,000 rooms"),
        (0.000_999, "fewer than 1 of 1,000 rooms"),
        (0.001, "fewer than 1 of 100 rooms"),
        (0.009_99, "fewer than 1 of 100 rooms"),
        (0.01, "at most 1 of 100 rooms"),
        (0.0101, "at most 2 of 100 rooms"),
        (0.05, "at most 5 of 100 rooms"),
        (0.0501, "at most 6 of 100 rooms"),
        (0.07, "at most 7 of 100 rooms"),
        (0.99, "at most 99 of 100 rooms"),
        (0.991, "any room"),
        (1.0, "any room"),
    ],
)
def test_chance_is_told_in_rooms_and_never_as_rarer_than_it_is(app: Flask, chance: float, told: str) -> None:
    with app.test_request_context():
        assert tell_chance(chance).endswith(f"in {told}.")


def test_the_hand_tells_the_chance_in_words_and_its_figure_is_never_nought(room: Room) -> None:
    lay_notes(room, {"2": [f"Note {number}" for number in range(27)], "5": ["Other"]})
    room.go_to("finding")
    hand = room.facilitator.get(room.hand).text
    assert "By chance alone, one criterion would be this full in fewer than 1 of 1,000 rooms." in hand
    assert re.findall(r"or more</dt><dd>([^<]*)</dd>", hand) == ["less than 0.1 %"]


def test_what_is_needed_less_often_in_the_hand_is_folded_away(app: Flask, room: Room) -> None:
    notes = lay_notes(room, FULL)
    with app.app_context(), writing() as session:
        session.get_one(Note, notes["It comes back"]).criterion = None
        session.get_one(Note, notes["It comes back"]).tray = True
    made = [make_cluster(room, "2", [notes[text]], f"Cluster {text[-1]}") for text in FULL["2"][:2]]
    room.go_to("cluster")
    hand = strip(room.facilitator.get(room.hand).text)
    for own_id in made:
        folded = hand.partition(f'<details id="group-{own_id}">')[2].partition("</details>")[0]
        assert (f'id="name-{own_id}"' in folded, f'id="merge-{own_id}"' in folded) == (True, True)
        assert hand.count(f'id="name-{own_id}"') == 1
    assert "1 note has no place yet.</a>" in hand
    assert "Notes in no cluster · 9" in hand
    assert "9 notes lie in no cluster: nobody can vote for them. 1 note has no place yet." in hand
    first, _found, rest = hand.partition('<h3 id="clusters">')
    assert all(text in first for text in FULL["2"][2:])
    assert ("<legend>2 Strategy · 8</legend>" in first, "Cluster 0" in rest) == (True, True)
