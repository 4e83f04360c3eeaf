"""Votes of a session (trust rules A15, F9): what was acknowledged counts once, however often and in whatever order it
is sent, and nothing of a vote is told before it is closed."""

import random
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessment.access.tokens import random_token
from assessment.models import AuditEntry, Base, Vote, db
from assessment.sessions.counting import DOTS
from tests.fixtures.network import close_vote, load_workshop, make_clusters, put_dot, take_dot
from tests.fixtures.sessions import Room, open_room

AT_A_TIME = 8
MOST_TIMES = 4
LATE = 0.2
"""How often something sent long ago arrives once more."""
VARYING = re.compile(r'(csrf_token" value|name="wish" value|data-version)="[^"]*"|<time\b.*?</time>')
"""What is drawn anew with each page, the number of the latest change, and the clock."""


def copy_phone(room: Room, token: str) -> FlaskClient:
    """Another press in the same browser."""
    phone = room.app.test_client()
    phone.set_cookie("room", token, path="/room")
    return phone


def vote_often(room: Room, token: str, choices: list[str], number: int) -> tuple[Counter[str], int]:
    """Put three dots and move some, each press sent several times, some at once, late repeats too. Gives what the
    phone then holds, and how often was sent."""
    chance = random.Random(number)
    held: dict[str, str] = {}
    sent: list[dict[str, str]] = []
    for _press in range(chance.randint(DOTS, 8)):
        if len(held) == DOTS or (held and chance.random() < 0.3):
            wish = chance.choice(list(held))
            told = {"do": "take", "wish": wish}
            del held[wish]
        else:
            wish, choice = random_token(), chance.choice(choices)
            told = {"do": "put", "wish": wish, "choice": choice}
            held[wish] = choice
        times = chance.randint(1, MOST_TIMES)
        phones = [copy_phone(room, token) for _ in range(times)]
        with ThreadPoolExecutor(MOST_TIMES) as presses:
            answers = list(presses.map(lambda phone, told=told: phone.post("/room/votes", data=told), phones))
        assert {answer.status_code for answer in answers} == {303}
        sent += [told] * times
        if chance.random() < LATE:
            late = chance.choice(sent)
            copy_phone(room, token).post("/room/votes", data=late)
            sent.append(late)
    return Counter(held.values()), len(sent)


@pytest.mark.parametrize("people", [10, pytest.param(120, marks=pytest.mark.trust)])
def test_acknowledged_dots_count_once(app: Flask, people: int, tell: Callable[[str], None]) -> None:
    room = open_room(app)
    choices = list(make_clusters(room).values())
    phase = room.go_to("vote")
    for _ in range(people):
        room.add_phone()
    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        done = list(crowd.map(lambda at: vote_often(room, room.tokens[at], choices, at), range(people)))
    expected = sum((held for held, _sent in done), Counter[str]())
    sent = sum(times for _held, times in done)
    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        # Pressed in two windows at once.
        for end in [crowd.submit(close_vote, room, phase) for _ in range(2)]:
            end.result()
    with app.app_context():
        counts = load_workshop(room).results["votes"][phase]
        assert db.session.scalar(select(func.count()).select_from(Vote)) == 0
        closed = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "session.vote-closed")).all()
        assert [row.details for row in closed] == [{"name": "Network in autumn"}]
    assert counts == {choice: expected[choice] for choice in choices}
    tell(f"F9: {people} phones sent {sent} dots and moves, each up to {MOST_TIMES} times at once: 0 double, 0 lost")


def look(room: Room, others: list[FlaskClient]) -> dict[str, str]:
    """Everything that the room, its facilitator and those who have not voted may see of it now."""
    pages = {
        "wall": room.facilitator.get(f"{room.hand}/wall").text,
        "hand": room.facilitator.get(room.hand).text,
        "list": room.facilitator.get(room.base).text,
        "stream": read_first(room.facilitator, f"{room.hand}/stream"),
        "door": room.app.test_client().get("/join").text,
    }
    for number, phone in enumerate(others):
        pages[f"phone {number}"] = phone.get("/room/").text
        pages[f"stream {number}"] = read_first(phone, "/room/stream")
    return {
        name: VARYING.sub(lambda found: found[1] or "", re.sub(r"data: \d+", "data: n", page))
        for name, page in pages.items()
    }


def read_first(client: FlaskClient, address: str) -> str:
    """What a stream tells at once."""
    with client.get(address, buffered=False) as answer:
        return next(part for part in answer.iter_encoded()).decode()


@pytest.mark.parametrize("kind", ["vote", "close"])
def test_nothing_of_a_vote_is_told_before_it_is_closed(app: Flask, kind: str, tell: Callable[[str], None]) -> None:
    room = open_room(app)
    choices = list(make_clusters(room).values())
    phase = room.go_to(kind)
    voters = [room.add_phone() for _ in range(5)]
    others = [room.add_phone("Bo"), room.add_phone()]
    seen = []
    if kind == "vote":
        dots = [(voter, put_dot(voter, choices[0])) for voter in voters]
        seen.append(look(room, others))
        for to in (1, 2):
            for at, (voter, wish) in enumerate(dots):
                take_dot(voter, wish)
                dots[at] = voter, put_dot(voter, choices[to])
            seen.append(look(room, others))
    else:
        for worth in ("yes", "partly", "no"):
            for voter in voters:
                voter.post("/room/worth", data={"worth": worth})
            seen.append(look(room, others))
    differing = [name for one in seen[1:] for name in one if one[name] != seen[0][name]]
    assert differing == []
    with app.app_context():
        assert load_workshop(room).results == {}
    close_vote(room, phase)
    told = look(room, others)
    changed = {name for name in told if told[name] != seen[0][name]}
    assert {"wall", "hand"} <= changed, "the same looks see it once it is closed"
    tell(f"A15: {kind}: {len(seen) * len(seen[0])} looks at pages and streams before the end: 0 told anything of it")


def test_no_row_of_a_vote_says_who_gave_it(app: Flask) -> None:
    """The key of a voter is of this vote alone: it stands in no other table, and in no second vote."""
    room = open_room(app)
    choices = list(make_clusters(room).values())
    room.go_to("vote")
    phones = [room.add_phone(f"Person {number}") for number in range(5)]
    for phone in phones:
        put_dot(phone, choices[0])
    room.go_to("close")
    for phone in phones:
        phone.post("/room/worth", data={"worth": "yes"})
    with app.app_context():
        keys: dict[str, set[str]] = {}
        for row in db.session.scalars(select(Vote)):
            keys.setdefault(row.phase_id, set()).add(row.voter_sha256)
        dots, worths = keys.values()
        assert (len(dots), len(worths), dots & worths) == (5, 5, set())
        for table in Base.metadata.sorted_tables:
            if table.name != "vote":
                rows = [str(row) for row in db.session.execute(select(table))]
                assert not any(key in row for row in rows for key in dots | worths), table.name
