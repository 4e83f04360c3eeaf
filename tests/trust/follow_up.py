"""The forms about what follows from results, filled in as a facilitator would send them."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete

from assessment.improvement.service import Ask, ask_decision
from assessment.models import DecisionAnswer, writing
from tests.browser.every_page import SURVEY
from tests.fixtures.installation import Installation


def list_follow_up(house: Installation) -> Iterator[dict[str, Any]]:
    """Each as the fields of a `Sending`."""
    place = f"/organisations/{house.readers}/surveys/{house.surveys['results']}/follow-up"
    rule = f"{SURVEY}/follow-up"
    decision, action = house.ids["decision"], house.ids["action"]

    def form(to: str, page: str, typed: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"rule": rule + to, "who": "facilitator of readers", "page": place + page, "typed": typed} | more

    def ask_another(client: FlaskClient) -> None:
        with client.application.app_context():
            ask_decision(house.surveys["results"], Ask({"en": "Another one"}))

    def forget_answers(client: FlaskClient) -> None:
        """A decision that somebody answered stays."""
        with client.application.app_context(), writing() as session:
            session.execute(delete(DecisionAnswer))

    rejected = {"choice": "rejected", "reason-en": "Done already.", "owner": "E. Visser"}
    yield form("/recommendations/<recommendation>", "/recommendations/join-the-network", rejected)
    asked = {"text-en": "Meet every month", "cost": "S"}
    yield form("/decisions/new", "/decisions/new", asked)
    yield form("/decisions/<int:decision_id>", f"/decisions/{decision}", asked)
    yield form("/decisions/draft", "", {}, action=f"{place}/decisions/draft")
    shifted = f"{place}/decisions/{decision}/shift"
    yield form("/decisions/<int:decision_id>/shift", "", {"way": "down"}, action=shifted, first=ask_another)
    yield form("/decisions/<int:decision_id>/remove", "", {}, first=forget_answers)
    yield form("/actions/new", "/actions/new", {"text-en": "Meet every week"})
    yield form("/actions/<int:action_id>", f"/actions/{action}", {"owner": "M. de Boer"})
    yield form("/actions/<int:action_id>/settle", "", {"status": "done"})
    aims = {"score-total": "65", "by-total": "2029-04-01", "score-culture": "70", "by-culture": "2028-04-01"}
    yield form("/targets", "/targets", aims)
    yield form("/pulse", "", {}, action=f"{place}/pulse")
    words = place.replace("follow-up", "report-words")
    yield {"rule": f"{SURVEY}/report-words", "who": "facilitator of readers", "page": words, "read": say_otherwise}


def say_otherwise(page: str) -> dict[str, str]:
    """The verdict with another word in front: its figures stay."""
    [verdict] = re.findall(r'id="verdict-original"[^>]*>(.*?)</p>', page)
    return {"verdict": f"Plainly: {unescape(verdict)}"}
