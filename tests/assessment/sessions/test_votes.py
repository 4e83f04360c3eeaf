"""Three dots each, hidden until the vote is closed, then counted and fixed."""

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from assessment.models import AuditEntry, Vote, db
from assessment.sessions.counting import DOTS, Dot, count_dots, count_voters, may_tell, rank
from tests.fixtures.network import close_vote, lay_notes, load_workshop, make_clusters, put_dot, take_dot
from tests.fixtures.sessions import Room, open_room

CHOICES = ("a", "b", "c")
BALLOTS = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from((*CHOICES, "gone", "")), min_size=1, max_size=DOTS)), max_size=14
)


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


@given(BALLOTS)
def test_every_dot_on_what_is_there_counts_once_and_too_few_voters_tell_nothing(
    ballots: list[tuple[bool, list[str]]],
) -> None:
    dots = [Dot(f"v{voter}", choice, by_hand) for voter, (by_hand, given) in enumerate(ballots) for choice in given]
    known = [(by_hand, [one for one in given if one in CHOICES]) for by_hand, given in ballots]
    phones = sum(bool(given) for by_hand, given in known if not by_hand)
    hands = sum(bool(given) for by_hand, given in known if by_hand)
    assert count_voters(dots, CHOICES) == (phones, hands)
    told = count_dots(dots, CHOICES)
    if told is None:
        assert phones < 5
        assert phones or hands < 5
    else:
        # What the facilitator typed is known to the facilitator: the rest is nobody's, or that of five at least.
        assert phones == 0 or phones >= 5
        assert told == {one: sum(given.count(one) for _by_hand, given in known) for one in CHOICES}


def test_dots_that_the_facilitator_gave_hide_no_phone() -> None:
    assert [may_tell(phones, hands) for phones, hands in ((4, 20), (5, 0), (0, 4), (0, 5), (1, 4))] == [
        False,
        True,
        False,
        True,
        False,
    ]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)))
def test_the_first_three_have_no_fewer_dots_than_any_other(counts: dict[str, int]) -> None:
    first = rank(counts, 3)
    assert len(first) == min(3, sum(count > 0 for count in counts.values()))
    assert all(counts[one] >= counts[other] for one in first for other in set(counts) - set(first))


def test_a_vote_is_told_once_it_is_closed_and_not_before(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    for number, phone in enumerate(phones):
        put_dot(phone, ids["No answers"])
        if number:
            put_dot(phone, ids["Drifting"])
    hand = room.facilitator.get(room.hand).text
    assert re.search(r"<strong>5</strong> of 5 have voted", hand)
    close_vote(room, phase)
    with app.app_context():
        results = load_workshop(room).results
        assert results["votes"][phase] == {ids["No answers"]: 5, ids["Drifting"]: 4, ids["Fire first"]: 0}
        assert results["ended"] == {phase: "dots"}
        assert db.session.scalar(select(func.count()).select_from(Vote)) == 0
        events = db.session.scalars(select(AuditEntry.event)).all()
        assert events.count("session.vote-closed") == 1
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert re.findall(r'class="canvas-count">(\d+)<', wall) == ["5", "4", "0"]
    put_dot(phones[0], ids["Fire first"])
    close_vote(room, phase)
    with app.app_context():
        assert load_workshop(room).results["votes"][phase][ids["Fire first"]] == 0
        assert db.session.scalar(select(func.count()).select_from(Vote)) == 0


def test_a_phone_has_three_dots_and_may_move_them(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("vote")
    phone, *_others = [room.add_phone() for _ in range(5)]
    given = [put_dot(phone, ids["Drifting"]) for _ in range(3)]
    put_dot(phone, ids["No answers"])
    assert "All your dots are given" in phone.get("/room/").text
    take_dot(phone, given[0])
    assert "1 dot left" in phone.get("/room/").text
    put_dot(phone, ids["Drifting"], given[0])
    assert "1 dot left" in phone.get("/room/").text, "a repeat of what was taken back"
    put_dot(phone, ids["No answers"])
    with app.app_context():
        kept = db.session.scalars(select(Vote.choice).where(Vote.choice != "")).all()
    assert sorted(kept) == sorted([ids["Drifting"]] * 2 + [ids["No answers"]])


def test_nobody_takes_back_what_another_one_gave(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    wish = put_dot(phones[0], ids["Drifting"])
    take_dot(phones[1], wish)
    put_dot(phones[1], ids["No answers"], wish)
    with app.app_context():
        assert db.session.scalars(select(Vote.choice)).all() == [ids["Drifting"]]


def test_with_fewer_than_five_voters_only_a_show_of_hands_is_told(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(6)]
    for phone in phones[:4]:
        put_dot(phone, ids["No answers"])
    early = room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data={f"dots-{ids['Drifting']}": "9"})
    assert early.status_code == 303
    close_vote(room, phase, unseen=True)
    with app.app_context():
        assert (load_workshop(room).results, db.session.scalar(select(func.count(Vote.id)))) == (
            {"ended": {phase: "few"}},
            0,
        )
    assert "everyone could guess who gave which dot" in room.facilitator.get(f"{room.hand}/wall").text
    told = {f"dots-{ids['Drifting']}": "2", f"dots-{ids['No answers']}": "4", "dots-elsewhere": "3"}
    room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data=told)
    with app.app_context():
        counts = load_workshop(room).results["votes"][phase]
    assert counts == {ids["Drifting"]: 2, ids["No answers"]: 4, ids["Fire first"]: 0}
    assert "By show of hands." in room.facilitator.get(f"{room.hand}/wall").text


def test_hands_that_are_no_number_are_refused_and_a_slip_is_corrected(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    place = f"{room.hand}/votes/{phase}/hands"
    drifting, answers = f"dots-{ids['Drifting']}", f"dots-{ids['No answers']}"

    def read_counts() -> dict[str, int]:
        with app.app_context():
            return dict(load_workshop(room).results.get("votes", {}).get(phase, {}))

    for typed in ("two", "-1", "1.5", "301", "9" * 30):
        wrong = room.facilitator.post(place, data={drifting: typed, answers: "3"})
        assert (wrong.status_code, wrong.text.count('aria-invalid="true"'), read_counts()) == (422, 1, {})
        assert "Write a whole number, at most 300: how many hands you counted." in wrong.text
        assert f'name="{drifting}" id="hands-{ids["Drifting"]}" value="{typed}"' in wrong.text
        assert 'value="3"' in wrong.text
    room.facilitator.post(place, data={drifting: " 9 ", answers: ""})
    assert read_counts() == {ids["Drifting"]: 9, ids["No answers"]: 0, ids["Fire first"]: 0}
    assert "Correct the counts" in room.facilitator.get(room.hand).text
    for _twice in range(2):
        room.facilitator.post(place, data={drifting: "2", answers: "3"})
    assert read_counts() == {ids["Drifting"]: 2, ids["No answers"]: 3, ids["Fire first"]: 0}
    with app.app_context():
        closed = select(func.count(AuditEntry.id)).where(AuditEntry.event == "session.vote-closed")
        assert db.session.scalar(closed) == 2


def test_a_small_room_is_offered_no_dots(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(4)]
    put_dot(phones[0], ids["Drifting"])
    with app.app_context():
        assert db.session.scalar(select(func.count(Vote.id))) == 0
    assert "Give a dot" not in phones[0].get("/room/").text
    assert "We are fewer than 5" in room.facilitator.get(f"{room.hand}/wall").text
    room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data={f"dots-{ids['Drifting']}": "3"})
    with app.app_context():
        assert load_workshop(room).results["ended"] == {phase: "hands"}


def test_hands_that_were_counted_stay_when_a_fifth_person_comes_in(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    for _ in range(4):
        room.add_phone()
    assert "We are fewer than 5" in room.facilitator.get(f"{room.hand}/wall").text
    fifth = room.add_phone()
    room.facilitator.post(f"{room.hand}/votes/{phase}/hands", data={f"dots-{ids['Drifting']}": "3"})
    put_dot(fifth, ids["No answers"])
    with app.app_context():
        results = load_workshop(room).results
        assert (results["ended"], results["votes"][phase][ids["Drifting"]]) == ({phase: "hands"}, 3)
        assert db.session.scalar(select(func.count(Vote.id))) == 0


def test_dots_of_people_without_a_phone_count_once_and_can_be_taken_back(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    phase = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    for phone in phones:
        put_dot(phone, ids["Drifting"])
    place = f"{room.hand}/votes/{phase}"
    given = {"wish": "C" * 22, f"dots-{ids['No answers']}": "2", f"dots-{ids['Drifting']}": "1"}
    for _ in range(2):
        assert room.facilitator.post(f"{place}/dots", data=given).status_code == 303
    too_many = room.facilitator.post(
        f"{place}/dots", data=given | {"wish": "D" * 22, f"dots-{ids['Drifting']}": "2"}, follow_redirects=True
    )
    assert "Give one, two or three dots." in too_many.text
    assert "You gave the dots of 1 person." in too_many.text
    assert room.facilitator.post(f"{place}/back").status_code == 303
    room.facilitator.post(f"{place}/dots", data=given | {"wish": "E" * 22})
    close_vote(room, phase)
    with app.app_context():
        counts = load_workshop(room).results["votes"][phase]
    assert counts == {ids["Drifting"]: 6, ids["No answers"]: 2, ids["Fire first"]: 0}


def test_without_clusters_criteria_are_voted_on(room: Room) -> None:
    room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    for phone in phones:
        put_dot(phone, "2")
    phase = room.go_to("vote")
    close_vote(room, phase)
    wall = room.facilitator.get(f"{room.hand}/wall").text
    assert re.findall(r'canvas-name">([^<]+)<', wall)[0] == "2 Strategy"


def test_the_notes_behind_each_choice_are_at_hand_while_people_vote(room: Room) -> None:
    for _ in range(5):
        phone = room.add_phone()
    room.go_to("read")
    lay_notes(room, {"2": ("Plans change each month", "Nobody says why"), "5": ("No time",)})
    room.go_to("vote")
    page = phone.get("/room/").text
    behind = dict(re.findall(r'<details id="behind-(.)">(.*?)</details>', page, re.DOTALL))
    notes = {criterion: set(re.findall(r"<li>([^<]+)</li>", words)) for criterion, words in behind.items()}
    assert notes == {"2": {"Plans change each month", "Nobody says why"}, "5": {"No time"}}
    assert "The 2 notes" in behind["2"]


def test_ending_the_session_counts_what_is_open_and_keeps_no_dot(app: Flask, room: Room) -> None:
    ids = make_clusters(room)
    vote = room.go_to("vote")
    phones = [room.add_phone() for _ in range(5)]
    put_dot(phones[0], ids["Drifting"])
    close = room.go_to("close")
    for number, phone in enumerate(phones):
        phone.post("/room/worth", data={"worth": "no"})
        assert phone.post("/room/worth", data={"worth": "yes" if number else "partly"}).status_code == 303
    assert "<strong>5</strong> of 5 have tapped" in room.facilitator.get(room.hand).text
    room.facilitator.post(f"{room.hand}/end")
    with app.app_context():
        results = load_workshop(room).results
        assert db.session.scalar(select(func.count(Vote.id))) == 0
    assert results["ended"] == {vote: "few", close: "dots"}
    assert results["votes"] == {close: {"yes": 4, "partly": 1, "no": 0}}
