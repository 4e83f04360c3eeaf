"""F2 at a shared screen: each turn is sent two to five times, some at the same time, and counts once."""

import threading
from random import Random

import pytest
from flask import Flask

from assessment.models import AnswerSet, Receipt, db
from tests.assessment.respond.visitor import arrive
from tests.fixtures.doors import open_to_everybody


@pytest.mark.parametrize("turns", [40, pytest.param(1_250, marks=pytest.mark.trust)])
def test_every_turn_counts_once_however_often_it_is_sent(app: Flask, turns: int) -> None:
    with app.app_context():
        survey = open_to_everybody()
    tablet = arrive(app, survey, "care", "staff", "kiosk")
    cookie = tablet.client.get_cookie("survey", path="/survey")
    assert cookie is not None
    random, sent = Random(2), 0
    statuses: list[int] = []

    def send(fields: dict[str, str]) -> None:
        client = app.test_client()
        client.set_cookie("survey", cookie.value, path="/survey")
        statuses.append(client.post("/survey/screen/questions", data=fields).status_code)

    for number in range(turns):
        fields = {**tablet.open("/survey/screen/").press().hidden, "q-commitment-attend": str(1 + number % 5)}
        times = random.randint(2, 5)
        sent += times
        threads = [threading.Thread(target=send, args=(fields,)) for _ in range(times)]
        at_once = random.random() < 0.5
        for thread in threads:
            thread.start()
            if not at_once:
                thread.join()
        for thread in threads:
            thread.join()

    with app.app_context():
        stored, receipts = db.session.query(AnswerSet).count(), db.session.query(Receipt).count()
    print(
        f"F2 at a screen: {turns} turns sent {sent} times, {stored - turns} double, {turns - min(stored, turns)} lost"
    )
    assert set(statuses) == {303}
    assert (stored, receipts) == (turns, turns)
