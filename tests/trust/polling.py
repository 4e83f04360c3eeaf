"""Somebody who looks at every page and file of a survey, as everybody, and compares what came with what came before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from assessment.access.invitations import find_link_key, invite
from assessment.access.results_address import results_token
from assessment.campaigns.sponsor import make_sponsor_token
from assessment.models import ROLES, Campaign, Unit, db
from tests.fixtures.colleagues import add_colleague, sign_in

NOBODY, WAITING = "nobody", "somebody who has not answered"
OPEN = ("/results/", "/s/", "/survey/", "/c/", "/sponsor/", "/quick-check/", "/health")
TOKEN = re.compile(r'(name="csrf_token" value=|X-CSRFToken&#34;: &#34;|csrf-token" content=)"?[^"&]+')

Answer = tuple[int, str, bytes]
"""Status, where it leads, and the body without the form's token, which is new each time."""


@dataclass
class Watcher:
    """``clients``: a browser a role, each in the organisation of the survey, and two without an account."""

    app: Flask
    campaign_id: int
    organisation_id: int = field(init=False)
    clients: dict[str, FlaskClient] = field(init=False)
    values: dict[str, object] = field(init=False)
    tokens: dict[str, str] = field(init=False)
    looks: int = 0

    def __post_init__(self) -> None:
        with self.app.app_context():
            self.organisation_id = db.session.get_one(Campaign, self.campaign_id).organisation_id
            unit_id = db.session.scalars(select(Unit.id).where(Unit.organisation_id == self.organisation_id)).first()
            _, waiting = invite(self.campaign_id, "care", "staff")
            key = find_link_key()
            self.tokens = {
                "/results": results_token(key, self.campaign_id),
                "/s/": waiting,
                "/sponsor": make_sponsor_token(key, self.campaign_id),
            }
        self.values = {
            "organisation_id": self.organisation_id,
            "survey_id": self.campaign_id,
            "campaign_id": self.campaign_id,
            "unit_id": unit_id,
            "number": 1,
            "part": 1,
            "language": "en",
        }
        self.clients = {NOBODY: self.app.test_client(), WAITING: self.app.test_client()}
        self.clients[WAITING].get(f"/s/{waiting}", follow_redirects=True)
        for role in ROLES:
            client = self.app.test_client()
            account = add_colleague(
                self.app, self.organisation_id, role, email=f"{role}-{self.campaign_id}@zonneveld.example", unit="care"
            )
            sign_in(client, account)
            self.clients[role] = client

    def look(self) -> dict[tuple[str, str], Answer]:
        """Every page and file of the survey, as everybody."""
        seen = {}
        for path in self.list_paths():
            for who, client in self.clients.items():
                response = client.get(path, headers={"Accept": "text/html"})
                body = TOKEN.sub(r"\1", response.text) if response.mimetype == "text/html" else response.data
                seen[who, path] = (
                    response.status_code,
                    response.location or "",
                    body.encode() if isinstance(body, str) else body,
                )
                response.close()
        self.looks += len(seen)
        return seen

    def list_paths(self) -> Iterator[str]:
        """All addresses that a browser can open and that are about an organisation, a survey or its answers."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if "GET" not in (rule.methods or ()):
                continue
            if "organisation_id" in rule.arguments or rule.rule == "/" or rule.rule.startswith(OPEN):
                yield from self._fill(rule)

    def _fill(self, rule: Rule) -> Iterator[str]:
        token = next((token for start, token in self.tokens.items() if rule.rule.startswith(start)), "nothing")
        values: Mapping[str, object] = self.values | {"token": token}
        choices = re.search(r"<any\(([^)]*)\):\w+>", rule.rule)
        for choice in choices[1].split(", ") if choices else [""]:
            path = re.sub(r"<any\([^)]*\):\w+>", choice, rule.rule)
            yield re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda part: str(values.get(part[1], 7)), path)

    def find_results(self) -> list[str]:
        """The addresses at which results are read, as they stand in the application."""
        return [path for path in self.list_paths() if "/results" in path]
