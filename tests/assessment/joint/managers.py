"""Senior managers with a phone each, and the facilitator who names them."""

import re
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assessment.access.invitations import find_link_key
from assessment.access.tokens import page_mark
from assessment.joint.loading import MARKED
from assessment.joint.seat import Seat, find_seat
from assessment.joint.team import name_member
from assessment.joint.tokens import MEMBERS
from assessment.models import Campaign, JointMember, db
from assessment.release.joint import FACTS

NAMES = ("A. Jansen", "B. Kaya", "C. Smit", "D. Bakker")
SEEN = re.compile(r'name="seen" value="([^"]*)"')


def find_seen(page: str) -> str:
    """The version that a page was made from; "" where it has none."""
    found = SEEN.search(page)
    return found[1] if found else ""


def name_team(campaign_id: int, size: int) -> list[int]:
    """A team of that size on a survey; gives the members' ids. Inside an application context."""
    organisation_id = db.session.get_one(Campaign, campaign_id).organisation_id
    for number in range(size):
        name = NAMES[number] if number < len(NAMES) else f"Manager {number}"
        name_member(organisation_id, campaign_id, name, f"m{number}@zonneveld.example", "en")
    return list(db.session.scalars(select(JointMember.id).where(JointMember.campaign_id == campaign_id)))


@dataclass
class Manager:
    """A senior manager at the own link, without script."""

    app: Flask
    token: str
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.enter()

    def enter(self) -> TestResponse:
        return self.client.get(f"/j/{self.token}")

    def get(self, address: str = "/joint/") -> str:
        return self.client.get(address).text

    def post(self, address: str, **values: str) -> TestResponse:
        return self.client.post(address, data={"link": page_mark(self.token, MARKED), **values})

    def answer(self, point: int | str, **others: int | str) -> None:
        """The same to every question but those named by item, then hand in."""
        self.fill(point, **others)
        assert self.post("/joint/review").status_code == 303

    def fill(self, point: int | str, **others: int | str) -> None:
        with self.app.app_context():
            seat = self.seat
            pages = seat.list_pages("en")
        for page in pages:
            address = f"/joint/questions/{page.number}"
            names = {row.name: row.name.removeprefix("q-").replace("-", "_") for row in page.rows}
            chosen = {name: str(others.get(key, point)) for name, key in names.items()}
            response = self.post(address, go="next", **chosen)
            assert response.status_code == 303, response.text

    def begin(self) -> TestResponse:
        return self.post("/joint/meeting/begin")

    def settle(self, go: str = "finish", **values: str) -> TestResponse:
        """Send the meeting's page as it is proposed, with ``values`` by item or fact in the place of what it shows."""
        page = self.get("/joint/meeting")
        chosen = dict(re.findall(r'name="(q-[^"]+)" id="[^"]+" value="([^"]+)" checked', page))
        changes = {key if key in FACTS else f"q-{key.replace('_', '-')}": value for key, value in values.items()}
        response = self.post("/joint/meeting", go=go, seen=find_seen(page), **(chosen | changes))
        if response.headers.get("Location") == "/joint/meeting/done":
            # The screen has forgotten the link, which is opened again on the own phone.
            self.enter()
        return response

    def confirm(self, go: str = "confirm", seen: str | None = None) -> TestResponse:
        return self.post("/joint/confirm", go=go, seen=seen or find_seen(self.get("/joint/confirm")))

    @property
    def seat(self) -> Seat:
        seat = find_seat(self.token)
        assert seat is not None
        return seat


def seat_managers(app: Flask, campaign_id: int, size: int) -> list[Manager]:
    """A team of that size, each with an own browser."""
    with app.app_context():
        ids = name_team(campaign_id, size)
        tokens = [MEMBERS.make_token(find_link_key(), member_id) for member_id in ids]
    return [Manager(app, token) for token in tokens]
