"""F8: many write one card at the same moment. Whoever was acknowledged stands there; nothing is overwritten unseen."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Action, AuditEntry, db
from tests.fixtures.network import make_clusters, read_version
from tests.fixtures.sessions import Room, open_room
from tests.trust.test_votes import copy_phone


def edit(room: Room, token: str, topic: str, writer: int, edits: int) -> Counter[str]:
    """Read the card, write a line of one's own behind what stands there; who is late reads again and writes anew."""
    phone, place, bill = copy_phone(room, token), f"/room/cards/{topic}", Counter[str]()
    for number in range(edits):
        page = phone.get(place).text
        while True:
            lines = page.partition('name="text"')[2].partition("</textarea>")[0].partition(">")[2].split()
            told = {"version": read_version(page), "text": " ".join([*lines, f"w{writer}-{number}"]), "actor": "we"}
            answer = phone.post(place, data=told)
            if answer.status_code == 303:
                bill["acknowledged"] += 1
                break
            assert answer.status_code == 409
            bill["shown both"] += 1
            page = phone.get(place).text
    return bill


@pytest.mark.parametrize(("writers", "edits"), [(4, 5), pytest.param(8, 8, marks=pytest.mark.trust)])
def test_no_word_on_a_card_is_overwritten_unseen(
    app: Flask, writers: int, edits: int, tell: Callable[[str], None]
) -> None:
    room = open_room(app)
    topic = make_clusters(room)["No answers"]
    room.go_to("work-out")
    for _ in range(writers):
        room.add_phone()
    with ThreadPoolExecutor(writers) as crowd:
        done = [crowd.submit(edit, room, token, topic, at, edits) for at, token in enumerate(room.tokens)]
        bill = sum((one.result() for one in done), Counter[str]())
    with app.app_context():
        words = db.session.scalars(select(Action)).one().text["en"].split()
        lines = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("action."))).all()
    assert sorted(words) == sorted(f"w{writer}-{number}" for writer in range(writers) for number in range(edits))
    assert Counter(lines) == {"action.promised": 1, "action.changed": writers * edits - 1}
    tell(
        f"F8: {bill['acknowledged']} saves of one card, {bill['shown both']} late and shown both: 0 overwritten unseen"
    )
