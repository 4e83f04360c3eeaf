"""A promise that was dropped: its request's yes is nowhere read as one that stands."""

import csv
import io

import pytest
from flask import Flask
from pypdf import PdfReader

from assessment.jobs import run_due_jobs
from tests.assessment.sessions.agreed import FIRST, Held, answer, find_action, hold_both
from tests.assessment.sessions.test_requests import hold_next

WORDS = {"en": "The promise has since been dropped", "nl": "De toezegging is inmiddels vervallen"}


def drop(held: Held, how: str = "dropped") -> None:
    """On the page of the session that answered."""
    with held.room.app.app_context():
        action_id = find_action(FIRST).id
    sent = held.room.facilitator.post(f"{held.answering}/actions/{action_id}", data={"do": how})
    assert sent.status_code == 303


def read_minutes(held: Held, place: str, language: str) -> str:
    """As they read now."""
    held.room.facilitator.post(f"{place}/outcome", data={"language": language})
    run_due_jobs(held.room.app)
    paper = held.room.facilitator.get(f"{place}/outcome/{language}.pdf").data
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


@pytest.fixture
def held(app: Flask) -> Held:
    return hold_both(app)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_came_back_says_that_a_promise_was_dropped(held: Held, language: str) -> None:
    def look() -> list[int]:
        return [" ".join(browser.get(at).text.split()).count(words) for browser, at in screens]

    hold_next(held.room, "network-90", language)
    phone = held.room.add_phone()
    held.room.go_to("back")
    # The wall and the phone speak the language of the room, the facilitator's page that of the facilitator.
    screens = [(held.room.facilitator, f"{held.room.hand}/wall"), (phone, "/room/")]
    words = f"<strong>{WORDS[language][0].lower()}{WORDS[language][1:]}</strong>"
    assert look() == [0, 0]
    drop(held)
    assert look() == [1, 1]
    assert "<strong>the promise has since been dropped</strong>" in held.look(held.room.hand)
    assert "<strong>the promise has since been dropped</strong>" in held.look(held.answering)
    drop(held, "open")
    assert look() == [0, 0]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_minutes_say_that_a_promise_was_dropped(held: Held, language: str) -> None:
    hold_next(held.room, "network-90", language)
    held.room.facilitator.post(f"{held.room.hand}/end")
    places = (held.asking, held.answering)
    assert [WORDS[language] in read_minutes(held, place, language) for place in places] == [False, False]
    drop(held)
    told = [read_minutes(held, place, language) for place in places]
    assert [WORDS[language] in text for text in told] == [True, True]
    # The promise itself stands in the minutes of the meeting that gave it, with how it stands.
    stands = {"en": "Ms Jansen 1 September 2097 dropped", "nl": "Ms Jansen 1 september 2097 vervallen"}
    assert stands[language] in told[1]
    rows = csv.reader(io.StringIO(held.room.facilitator.get(f"{held.answering}/outcome/requests.csv").text))
    assert [row[7] for row in rows if row[1] == FIRST] == ["Yes, if (the promise has since been dropped)"]


def test_an_answer_that_is_no_yes_any_more_says_nothing_of_a_promise(held: Held) -> None:
    told = {"answer": "no", "words": "there is none", "owner": "", "answer_on": ""}
    answer(held.room, held.ids[FIRST], held.answering, **told)
    hold_next(held.room, "network-90")
    held.room.go_to("back")
    page = held.look(f"{held.room.hand}/wall")
    assert ("<strong>No, because</strong> there is none" in page, "been dropped" in page) == (True, False)
