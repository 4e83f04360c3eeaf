"""Decisions keep their order, actions their status, and both reach the source of the report."""

from datetime import date

import pytest
from flask import Flask

from assessment.improvement.service import (
    Ask,
    Promise,
    UnknownStatusError,
    ask_decision,
    promise_action,
    settle_action,
)
from assessment.models import Action, db
from assessment.results.service import load_source
from tests.assessment.reporting.releases import Story, make_source
from tests.assessment.results.stored import store

STORY = Story(answered=11, invited=12, units=False, joint=False, decisions=False, actions=False)


@pytest.fixture
def campaign_id(app: Flask) -> int:
    return store(app, make_source(STORY))


def test_decisions_stand_in_the_order_they_were_asked(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        for text in ("First", "Second", "Third"):
            ask_decision(campaign_id, Ask({"en": text}, owner="E. Visser", due=date(2027, 4, 15)))
        asked = load_source(campaign_id).decisions
    assert [decision.text["en"] for decision in asked] == ["First", "Second", "Third"]
    assert [decision.position for decision in asked] == [1, 2, 3]


def test_an_action_is_told_with_what_became_of_it(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        previous = load_source(campaign_id).previous
        assert previous is not None
        action = promise_action(previous.facts.id, Promise({"en": "Meet"}, owner="M. de Boer"))
        assert [one.status for one in load_source(campaign_id).actions] == ["open"]
        settle_action(action, "done")
        assert [(one.text["en"], one.status) for one in load_source(campaign_id).actions] == [("Meet", "done")]


def test_other_words_than_the_four_are_refused(app: Flask, campaign_id: int) -> None:
    with app.app_context():
        action = promise_action(campaign_id, Promise({"en": "Meet"}))
        with pytest.raises(UnknownStatusError, match="open, done, late, dropped"):
            settle_action(action, "finished")
        with pytest.raises(UnknownStatusError):
            promise_action(campaign_id, Promise({"en": "Meet"}, status=""))
        assert db.session.get_one(Action, action).status == "open"
