"""How a meeting ends and what is taken along, and the meeting with senior managers in which they answer."""

import io
import re
from collections.abc import Sequence
from datetime import date

from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from assessment.models import Action, NetworkRequest
from tests.browser.visits.meeting_plans import Plan, Wish
from tests.browser.visits.network import find_field
from tests.browser.visits.screens import SOON, Stage


def close(stage: Stage, plan: Plan) -> None:
    """What was promised is read back; one tap says whether it was worth the time, and then all is told at once."""
    stage.go_on("Close")
    assert stage.wall is not None
    for words in (*(wish.text for wish in plan.wishes), plan.deed.text, plan.deed.owner, plan.days[plan.deed.day]):
        expect(stage.wall.get_by_text(words).first).to_be_visible()
    for phone in stage.phones:
        phone.look()
        phone.press(stage.say("Yes"))
        expect(phone.page.get_by_role("button", name=stage.say("Yes"), exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    expect(stage.hand.locator(".hand-figure strong")).to_have_text(str(len(stage.phones)), timeout=SOON)
    stage.press(stage.say("Show the counts"))
    for page in (stage.hand, stage.wall):
        told = page.locator("p").filter(has_text=re.compile(rf"{stage.say('Yes')} {len(stage.phones)}"))
        expect(told.first).to_be_visible(timeout=SOON)


def read_minutes(stage: Stage) -> str:
    """As the facilitator gets them and, the same bytes, whoever was in."""
    stage.house.settle()
    stage.follow(stage.say("The minutes"))
    link = stage.hand.get_by_role("link", name=re.compile(f"^{stage.say('Open the PDF')}")).first
    content = stage.hand.request.get(f"{stage.house.url}{link.get_attribute('href')}").body()
    for phone in stage.phones[:2]:
        page = phone.look()
        page.get_by_role("link", name=stage.say("The minutes")).click()
        found = page.get_by_role("link", name=stage.say("Open the minutes (PDF)")).get_attribute("href")
        assert page.request.get(f"{stage.house.url}{found}").body() == content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def open_with_answers(stage: Stage, plan: Plan) -> None:
    """Before anything is said every screen shows what was asked, and what became of it."""
    stage.see_part(stage.say("Opening"))
    see_answers(stage, plan.wishes, [stage.say("No answer yet")] * len(plan.wishes))
    stage.go_on("Three cases")
    for wish in plan.wishes:
        stage.see_everywhere(wish.text)
        stage.see_everywhere(wish.example)
    stage.go_on("What senior managers say")
    stage.see_everywhere(stage.say("What worries me"))


def see_answers(stage: Stage, wishes: Sequence[Wish], answers: Sequence[str]) -> None:
    for page in stage.list_pages():
        for wish, answer in zip(wishes, answers, strict=True):
            told = page.locator("li, .note, .hand-shown").filter(has_text=wish.text)
            expect(told.last).to_contain_text(answer, timeout=SOON)


def answer(stage: Stage, plan: Plan) -> None:
    """The facilitator writes down what each says; all screens show what the tables hold then."""
    stage.go_there("Every request answered")
    hand, say = stage.hand, stage.say
    for wish in plan.wishes:
        stage.follow(say("Write the answer: {text}", text=wish.text))
        hand.get_by_role("radio", name=say(wish.answer), exact=True).check()
        told = {"In their words": wish.words, "Owner, by name": wish.manager, "Day": wish.until}
        for label, words in told.items():
            find_field(hand, say(label)).fill(words)
        stage.press(say("Save the answer"))
        expect(hand.locator("#now")).to_contain_text(say("Every request answered"))
    see_answers(stage, plan.wishes, tell_answers(stage, plan))


def tell_answers(stage: Stage, plan: Plan) -> list[str]:
    """As screens show them, from the tables."""
    rows = {
        row.text: (say, row.words, row.owner, row.answer_on)
        for row in stage.read(lambda session, _: session.scalars(select(NetworkRequest)).all())
        if (say := {"yes": "Yes", "if": "Yes, if"}.get(row.answer))
    }
    told = [rows[wish.text] for wish in plan.wishes]
    assert told == [(wish.answer, wish.words, wish.manager, date.fromisoformat(wish.until)) for wish in plan.wishes]
    return [f"{stage.say(how)} {words} ({owner}, {plan.days[f'{on}']})" for how, words, owner, on in told]


def promise(stage: Stage, plan: Plan) -> None:
    """The next date, and the one thing that each senior manager does; a yes is a promise too, also on a condition."""
    stage.go_on("The next date")
    find_field(stage.hand, stage.say("Day")).fill("2027-04-15")
    find_field(stage.hand, stage.say("Who comes")).fill("E. Visser")
    stage.press(stage.say("Keep the date"))
    for page in stage.list_shown():
        expect(page.get_by_text(stage.say("We meet again on {day}", day=plan.days["2027-04-15"]))).to_be_visible(
            timeout=SOON
        )
    stage.go_on("One thing for two weeks")
    for who, what in plan.pledges.items():
        find_field(stage.hand, stage.say("Who")).fill(who)
        find_field(stage.hand, stage.say("One thing")).fill(what)
        stage.press(stage.say("Write it down"))
        stage.see_everywhere(what)
    owned = select(Action.owner).where(Action.workshop_id == stage.session_id)
    owners = stage.read(lambda session, _: session.scalars(owned).all())
    assert sorted(owners) == sorted([*plan.pledges, *(one.manager for one in plan.wishes)])
