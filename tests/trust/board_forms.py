"""The forms of notes and the canvas, filled in as people with a phone and a facilitator would send them."""

import re
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from assessment.models import Note, Workshop, writing
from assessment.sessions.seats import join
from tests.browser.every_page import ORGANISATION
from tests.fixtures.installation import Installation
from tests.trust.network_forms import lead

RULE = f"{ORGANISATION}/sessions/<int:session_id>"
NAME = "running in en"


def list_board_forms(house: Installation) -> Iterator[dict[str, Any]]:
    """Each as the fields of a `Sending`."""
    yield from _list_hand(house)
    yield from _list_phone(house)


def _list_hand(house: Installation) -> Iterator[dict[str, Any]]:
    base = f"/organisations/{house.organisation_id}/sessions"
    one, board = house.sessions[NAME], house.ids["board"]
    hand, note = f"{base}/{one}", f"{base}/{board}/notes/{house.tokens['note']}"

    def form(to: str, page: str, typed: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"rule": RULE + to, "who": "facilitator", "page": page, "typed": typed} | more

    yield form("/notes", hand, {"lines": "No time\nNobody asks"})
    yield form("/page", hand, {"page": "2"}, first=lead(one, "read", add_notes))
    yield form("/sorting/end", hand, {}, first=lead(one, "sort", add_notes))
    yield form("/notes/<note_id>/place", note, {"criterion": "1"}, action=f"{note}/place")
    yield form("/notes/<note_id>/merge", note, {}, read=choose_other)
    yield form("/notes/<note_id>/split", note, {"first": "No time", "second": "Nobody asks"})
    yield form("/notes/<note_id>/reword", note, {"text": "No time"})
    yield form("/notes/<note_id>/take-down", note, {})
    # The last that was done there is that one note was placed.
    yield form("/undo", f"{base}/{board}/canvas", {})


def _list_phone(house: Installation) -> Iterator[dict[str, Any]]:
    one = house.sessions[NAME]
    sort = lead(one, "sort", add_notes)

    def form(to: str, typed: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"rule": f"/room{to}", "who": f"in the room: {NAME}", "page": "/room/", "typed": typed} | more

    yield form("/notes", {"text": "No time"})
    yield form("/notes/change", {"text": "No time at all"}, first=put_one_up)
    yield form("/sort/next", {}, first=sort)

    def take_one(client: FlaskClient) -> None:
        sort(client)
        client.post("/room/sort/next")

    yield form("/sort", {"criterion": "1"}, first=take_one)

    def tap_one(client: FlaskClient) -> None:
        take_one(client)
        held = re.search(r'name="note" value="([^"]+)"', client.get("/room/").text)
        assert held
        client.post("/room/sort", data={"note": held[1], "criterion": "1"})

    yield form("/sort/back", {}, first=tap_one)


def choose_other(page: str) -> dict[str, Any]:
    return {"into": re.findall(r'<option value="([^"]+)"', page)[0]}


def put_one_up(phone: FlaskClient) -> None:
    found = re.search(r'name="note" value="([^"]+)"', phone.get("/room/").text)
    assert found
    phone.post("/room/notes", data={"note": found[1], "text": "Not for long"})


def add_notes(workshop: Workshop) -> None:
    """More than a page of the wall holds, each put up and shown, none placed; and somebody else has a phone."""
    own = {"organisation_id": workshop.organisation_id, "workshop_id": workshop.id}
    join(workshop.id, "")
    with writing() as session:
        session.add_all(
            Note(id=f"{number:032x}", text=f"Note {number}".ljust(140, "."), place=number, revealed=True, **own)
            for number in range(1, 41)
        )
