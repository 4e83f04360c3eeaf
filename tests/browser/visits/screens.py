"""The screens of a session in real browsers: what the facilitator holds, the wall, and phones, one without scripts."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from assessment.models import Account, Workshop, db
from assessment.organisation.plan import create_organisation
from tests.browser.visits.house import House
from tests.browser.visits.meeting_words import speak
from tests.fixtures.browser import wait_for_answers, watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser

SOON = 5_000
"""Milliseconds. Screens follow within two seconds, which has its own test; twelve browsers on two cores have more."""
LAPTOP, WALL, PHONE = ({"width": w, "height": h} for w, h in ((1280, 800), (1280, 720), (360, 740)))


def exactly(words: str) -> re.Pattern[str]:
    """What a button is about may stand behind a colon for screen readers alone, and a space before that."""
    return re.compile(f"^{re.escape(words).replace(':', ' ?:')}$")


@dataclass
class Phone:
    """``name``: as its owner typed it at the door, "" for none."""

    page: Page
    name: str
    scripts: bool

    def look(self) -> Page:
        """Without scripts a page shows what is new when it is opened again."""
        if not self.scripts:
            self.page.reload()
        return self.page

    def press(self, button: str) -> None:
        if self.scripts:
            wait_for_answers(self.page)
        self.page.get_by_role("button", name=exactly(button)).click()


@dataclass
class Stage:
    """All screens of one organisation's sessions; ``base``: the address of its sessions."""

    house: House
    language: str
    hand: Page
    wall: Page | None
    phones: list[Phone]
    session_id: int = 0

    def say(self, words: str, **told: object) -> str:
        """The words of a page, in the language of this meeting."""
        return speak(words, self.language).format(**told)

    def read(self, looked: Callable[[Any, Workshop], Any]) -> Any:
        """What the database says about the session that is held."""
        with self.house.app.app_context():
            return looked(db.session, db.session.get_one(Workshop, self.session_id))

    def list_pages(self) -> Iterator[Page]:
        """What everybody looks at now; a page without scripts is opened again once those before it are seen through."""
        yield self.hand
        yield from self.list_shown()

    def list_shown(self) -> Iterator[Page]:
        """The same without the facilitator's."""
        if self.wall:
            yield self.wall
        for phone in self.phones:
            yield phone.look()

    def press(self, button: str) -> None:
        wait_for_answers(self.hand)
        self.hand.get_by_role("button", name=exactly(button)).click()

    def follow(self, link: str) -> None:
        self.hand.get_by_role("link", name=exactly(link)).click()

    def go_on(self, phase: str) -> None:
        """To the next part of the agenda, which must be that one; every screen follows."""
        title = self.say(phase)
        self.press(self.say("Next: {phase}", phase=title))
        self.see_part(title)

    def go_there(self, phase: str) -> None:
        """To another part of the agenda."""
        title = self.say(phase)
        self.press(self.say("Go there: {phase}", phase=title))
        self.see_part(title)

    def see_part(self, title: str) -> None:
        expect(self.hand.locator("#now")).to_contain_text(title)
        for page in self.list_shown():
            expect(page.get_by_role("heading", level=1)).to_contain_text(title, timeout=SOON)

    def see_everywhere(self, words: str, pages: Iterable[Page] | None = None) -> None:
        for page in self.list_pages() if pages is None else pages:
            expect(page.get_by_text(words).first).to_be_visible(timeout=SOON)

    def find_everywhere(self, found: Callable[[Page], Locator], told: Sequence[str]) -> None:
        """On every screen the same, in the same order."""
        for page in self.list_pages():
            expect(found(page)).to_have_text(list(told), timeout=SOON)

    def hide(self, *secrets: str) -> None:
        """None of this stands in what wall and phones hold, be it seen or not."""
        for page in self.list_shown():
            held = page.content()
            assert [one for one in secrets if one in held] == []


@contextmanager
def set_the_stage(
    house: House, browser: Browser, language: str, names: Sequence[str], *, wall: bool = True
) -> Iterator[Stage]:
    """A phone for each of these names; the second one runs no scripts."""
    locale = {"en": "en-GB", "nl": "nl-NL"}[language]
    account = make_facilitator(house.app)
    with ExitStack() as stack:

        def open_page(**options: object) -> Page:
            return stack.enter_context(watched_page(browser, locale=locale, **options))

        def sign_in(**options: object) -> Page:
            page = open_page(**options)
            sign_in_browser(house.app, page, house.url, account)
            return page

        on_wall = sign_in(viewport=WALL) if wall else None
        hand = sign_in(viewport=LAPTOP)
        phones = [
            Phone(open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=at != 1), name, at != 1)
            for at, name in enumerate(names)
        ]
        yield Stage(house, language, hand, on_wall, phones)


def make_facilitator(app: Flask) -> int:
    with app.app_context():
        organisation_id = create_organisation({"en": "Zonneveld", "nl": "Zonneveld"}, ())
    add_colleague(app, organisation_id, "facilitator")
    with app.app_context():
        return db.session.scalars(select(Account.id)).one()


def set_up(stage: Stage, name: str, agenda: str = "") -> None:
    """From the start page until the session waits for its start; ``agenda``: another one than what is proposed."""
    hand, say = stage.hand, stage.say
    hand.goto(f"{stage.house.url}/home")
    stage.follow(say("Sessions"))
    stage.follow(say("Set up a session"))
    hand.get_by_label(say("What the session is called")).fill(name)
    if agenda:
        hand.get_by_role("radio", name=say(agenda)).check()
    expect(hand.get_by_role("radio", name="EFQM 2013")).to_be_checked()
    stage.press(say("Set it up"))
    expect(hand.get_by_role("heading", level=1)).to_have_text(name)
    stage.session_id = int(hand.url.rpartition("/")[2])
    if stage.wall:
        link = hand.get_by_role("link", name=say("Open the wall in a window of its own"))
        stage.wall.goto(f"{stage.house.url}{link.get_attribute('href')}")
        expect(stage.wall.get_by_text(say("We begin in a moment."))).to_be_visible()
    stage.press(say("Start the session"))


def come_in(stage: Stage, part: str = "Welcome") -> None:
    """By the letters on the wall, or by the address that its code for cameras holds; a name is optional. ``part``: at
    which the session is."""
    assert stage.wall is not None
    letters = stage.wall.locator(".wall-door strong")
    expect(letters).to_be_visible(timeout=SOON)
    code = letters.inner_text()
    for at, phone in enumerate(stage.phones):
        page = phone.page
        if at % 2:
            page.goto(f"{stage.house.url}/join")
            page.get_by_label(stage.say("The six letters on the wall")).fill(code.lower())
        else:
            page.goto(f"{stage.house.url}/join/{code.replace(' ', '')}")
        page.get_by_label(stage.say("Your name")).fill(phone.name)
        phone.press(stage.say("Come in"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(stage.say(part))
    told = stage.say("{count} people are in", count=len(stage.phones))
    stage.see_everywhere(told, [stage.hand, stage.wall] if part == "Welcome" else [stage.hand])


def end(stage: Stage) -> None:
    """Every screen says so."""
    stage.follow(stage.say("End the session"))
    stage.press(stage.say("End it"))
    for page in stage.list_pages():
        expect(page.get_by_text(stage.say("The session has ended")).first).to_be_visible(timeout=SOON)
