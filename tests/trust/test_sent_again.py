"""F2: replies get lost, buttons are pressed twice, people go back and send again. Everybody counts once."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.trust.answering import find_faults, invite_numbered
from tests.trust.visit import REVIEW, Visit

AT_A_TIME = 8
MOST_TIMES = 5


def send_often(app: Flask, link: str, number: int) -> Counter[str]:
    """Answer as person ``number`` and send two to five times: some at once, the others one after another."""
    chance = random.Random(number)
    visit = Visit(app, link, number)
    visit.go_to_review()
    client, fields, times = visit.client, visit.fill(), chance.randint(2, MOST_TIMES)
    at_once = chance.randint(0, times)
    with ThreadPoolExecutor(MOST_TIMES) as presses:
        answers = list(presses.map(lambda own: _send(own, fields), _copy(app, client, at_once)))
    answers += [_send(client, fields) for _ in range(times - at_once)]
    receipts = {_read_receipt(client, answer) for answer in answers}
    statuses = Counter(f"status {answer.status_code}" for answer in answers)
    return statuses + Counter(sent=len(answers), parallel=at_once, receipts=len(receipts))


def _read_receipt(client: FlaskClient, answer: TestResponse) -> str:
    """What the page says; around it stands a token that changes with the second."""
    page = client.get(answer.location).text
    return page[page.index("<main") : page.index("</main>")]


def _copy(app: Flask, client: FlaskClient, times: int) -> Iterator[FlaskClient]:
    """So many presses of the same button: clients that hold the same cookies."""
    cookie = client.get_cookie("survey", path="/survey")
    assert cookie is not None
    for _ in range(times):
        own = app.test_client()
        own.set_cookie("survey", cookie.value, path="/survey")
        yield own


def _send(client: FlaskClient, fields: dict[str, str]) -> TestResponse:
    return client.post(REVIEW, data=fields)


@pytest.mark.parametrize("people", [60, pytest.param(5_000, marks=pytest.mark.trust)])
def test_however_often_it_is_sent_it_counts_once(app: Flask, people: int, tell: Callable[[str], None]) -> None:
    links = invite_numbered(app, people)
    with ThreadPoolExecutor(AT_A_TIME) as crowd:
        bill = sum(crowd.map(lambda number: send_often(app, links[number], number), range(people)), Counter[str]())

    assert find_faults(app, range(people)) == []
    assert bill["receipts"] == people
    assert bill["status 303"] == bill["sent"]
    tell(f"F2: {people} people sent {bill['sent']} times, {bill['parallel']} of them at once: 0 double, 0 lost")
