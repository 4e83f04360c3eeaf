"""The forms of scoring and agreeing, filled in as an assessor and a facilitator would send them."""

from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from tests.browser.every_page import ORGANISATION
from tests.fixtures.installation import Installation


def list_scoring_forms(house: Installation) -> Iterator[dict[str, Any]]:
    """Each as the fields of a `Sending`."""
    rule, base = f"{ORGANISATION}/sessions/<int:session_id>", f"/organisations/{house.organisation_id}/sessions"
    scoring, divided = (f"{base}/{house.sessions[name]}" for name in ("scoring", "divided"))

    def form(to: str, page: str, typed: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"rule": rule + to, "who": "facilitator", "page": page, "typed": typed} | more

    yield form("/scoring", f"{scoring}/scoring", {"minutes": "9"})

    def go_on(client: FlaskClient) -> None:
        """The facilitator leads the room on; nobody has seen a score yet."""
        client.post(f"{scoring}/phase", data={"phase": "p3"})

    yield form("/taken-up", scoring, {"part": "1a"}, first=go_on, action=f"{scoring}/taken-up")
    yield form("/parts/<part>", f"{divided}/parts/6b", {"points_evidence": "1"}, action=f"{divided}/parts/6b")
    own = {"rule": "/room/parts/<part>", "who": "in the room: scoring", "page": "/room/parts/1b"}
    yield own | {"typed": {"points_evidence": "2", "strengths": "Seen"}}
