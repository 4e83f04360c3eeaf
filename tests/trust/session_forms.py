"""The forms of sessions, filled in as a facilitator and somebody at the door would send them."""

import re
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from tests.browser.every_page import ORGANISATION
from tests.fixtures.installation import Installation


def list_session_forms(house: Installation) -> Iterator[dict[str, Any]]:
    """Each as the fields of a `Sending`."""
    base = f"/organisations/{house.organisation_id}/sessions"
    hand, planned = (f"{base}/{house.sessions[name]}" for name in ("running in en", "planned"))
    rule = f"{ORGANISATION}/sessions"

    def form(to: str, page: str, typed: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        return {"rule": rule + to, "who": "facilitator", "page": page, "typed": typed or {}} | more

    yield form("/new", f"{base}/new", {"name": "Our winter meeting", "agenda": "network-40"})
    yield form("/agendas/<int:agenda_id>/remove", f"{base}/new")
    one = "/<int:session_id>"
    yield form(f"{one}/start", planned)
    yield form(f"{one}/phase", hand, {"phase": "p6"})
    yield form(f"{one}/minutes", hand, {"minutes": "21"})
    yield form(f"{one}/end", f"{hand}/end")
    yield form(f"{one}/discard", f"{planned}/discard")
    agenda = f"{hand}/agenda"
    yield form(f"{one}/agenda/add", agenda, {"new-kind": "warm-up", "new-before": "p9", "new-title": "Again"})
    yield form(f"{one}/agenda/keep", agenda, {"name": "Ours"})
    changed = {"title": "Write down", "minutes": "8"}
    yield form(f"{one}/agenda/<phase_id>/change", agenda, changed, action=f"{agenda}/p4/change")
    yield form(f"{one}/agenda/<phase_id>/move", agenda, {"before": "p5"}, action=f"{agenda}/p6/move")
    yield form(f"{one}/agenda/<phase_id>/remove", agenda, action=f"{agenda}/p6/remove")
    people = f"{hand}/people"
    yield form(f"{one}/people/add", people, {"name": "Ann"})
    yield form(f"{one}/people/<int:participant_id>/rename", people, {"name": "Ann"})
    yield form(f"{one}/people/<int:participant_id>/remove", people)
    yield from _list_talk_forms(house, rule)
    joining = {"code": house.tokens["room"], "name": "Ann"}
    yield {"rule": "/room/join", "who": "nobody", "page": "/room/join", "typed": joining}


def write_one(phone: FlaskClient) -> None:
    found = re.search(r'name="note" value="([0-9a-f]{32})"', phone.get("/room/explain").text)
    assert found
    phone.post("/room/explain", data={"note": found[1], "text": "Not for long"})


def _list_talk_forms(house: Installation, rule: str) -> Iterator[dict[str, Any]]:
    """Of sessions about a survey, and of what is left of one that has ended."""
    base, one = f"/organisations/{house.readers}/sessions", f"{rule}/<int:session_id>"
    hands = {kind: f"{base}/{house.ids[f'talk: {kind}']}" for kind in ("walk", "explain", "warm-up")}
    who = "facilitator of readers"
    yield {"rule": f"{one}/walk", "who": who, "page": hands["walk"], "typed": {"place": "1"}}
    yield {"rule": "/room/explain/side", "who": "in the room: explain", "page": "/room/", "typed": {"side": "managers"}}
    text = {"text": "They meet elsewhere"}
    yield {"rule": "/room/explain", "who": "in the room: explain", "page": "/room/explain", "typed": text}
    yield {
        "rule": "/room/explain/take-back",
        "who": "in the room: explain",
        "page": "/room/",
        "typed": {},
        "first": write_one,
    }
    yield {"rule": f"{one}/explain", "who": who, "page": hands["explain"], "typed": {"phase": "p4"}}
    yield {"rule": "/room/warm-up", "who": "in the room: warm-up", "page": "/room/", "typed": {"choice": "myth"}}
    for press, place in (("show", "0"), ("question", "1")):
        yield {"rule": f"{one}/warm-up/{press}", "who": who, "page": hands["warm-up"], "typed": {"place": place}}
    other = {"warm-up": "four-hundred-bugs"}
    yield {"rule": f"{one}/warm-up/pick", "who": who, "page": hands["warm-up"], "typed": other}
    ended = f"/organisations/{house.organisation_id}/sessions/{house.sessions['ended']}/outcome"
    yield {"rule": f"{one}/outcome", "who": "facilitator", "page": ended, "typed": {"language": "en"}}
