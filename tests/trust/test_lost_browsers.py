"""F4: the browser goes offline, the tab is closed, the cookies are gone, the server starts anew, in the middle of a
survey. What was said to be saved comes back from the link on another device, and the browser itself keeps nothing."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from assessment.access.invitations import invite
from assessment.app import create_app
from tests.conftest import close_app
from tests.fixtures.browser import watched_page
from tests.fixtures.server import serving
from tests.fixtures.surveys import open_survey
from tests.trust.bad_line import Line, bad_line

PAGES = 6
FAULTS = ("offline", "tab closed", "cookies gone", "server restarted")
WORDS = (
    "nobody",
    "asks",
    "“why”",
    "quality",
    "waits,",
    "until",
    "Friday;",
    "née",
    "Zoë",
    "質",
    "🙂",
    "&",
    "<b>it's</b>",
    "5",
)
PATIENCE = 30_000
"""Milliseconds, for a machine that does a lot besides."""

STORED = """async () => [
  ...Object.entries(localStorage).flat(),
  ...Object.entries(sessionStorage).flat(),
  ...(await indexedDB.databases()).map(each => each.name),
  ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
]"""


class Server:
    """Behind a line that keeps its address, so that a server that starts anew answers there."""

    def __init__(self, app: Flask) -> None:
        self.settings = app.extensions["settings"]
        self.running = ExitStack()
        self.line = Line(0)

    def start(self) -> None:
        app = create_app(self.settings)
        self.running.callback(close_app, app)
        served = self.running.enter_context(serving(app))
        self.line.server_port = int(served.url.rpartition(":")[2])

    def stop(self) -> None:
        self.running.close()


@contextmanager
def started(app: Flask) -> Iterator[Server]:
    server = Server(app)
    with bad_line(0) as server.line:
        server.start()
        try:
            yield server
        finally:
            server.stop()


State = tuple[str, dict[str, str]]
"""The comment on a page, and the answers."""


@dataclass
class Somebody:
    """``typed``: page to what stood on the screen, one state after the other; ``marked``: page to the place of the last
    of them of which the page said that it was saved, or from which it led on."""

    page: Page
    chance: random.Random
    number: int = 1
    typed: dict[int, list[State]] = field(default_factory=dict)
    marked: dict[int, int] = field(default_factory=dict)

    @property
    def comment(self) -> Locator:
        return self.page.locator("#comment")

    def start(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_role("button", name="Start").click()
        self.arrive(1)

    def arrive(self, number: int) -> None:
        expect(self.page.get_by_text(f"Page {number} of {PAGES}")).to_be_visible(timeout=PATIENCE)
        self.number = number

    def fill(self) -> None:
        """One answer, and some words more in the comment."""
        states = self.typed.setdefault(self.number, [("", {})])
        text, answers = states[-1]
        question = self.chance.choice(self.page.locator("fieldset.question").all())
        radio = self.chance.choice(question.get_by_role("radio").all())
        radio.check()
        answers = answers | {radio.get_attribute("name") or "": radio.get_attribute("value") or ""}
        if not self.comment.is_visible():
            self.page.locator("summary").click()
        more = " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 6))) + " "
        self.comment.press("Control+End")
        self.comment.press_sequentially(more)
        states.append((text + more, answers))

    def mark(self, number: int) -> None:
        self.marked[number] = len(self.typed[number]) - 1

    def wait_for_mark(self) -> None:
        expect(self.page.get_by_role("status")).to_have_text("Saved", timeout=PATIENCE)
        self.mark(self.number)

    def go_on(self) -> None:
        self.page.get_by_role("button", name="Continue").click()
        self.arrive(self.number + 1)
        self.mark(self.number - 1)

    def expect_kept(self, message: str) -> None:
        """All of it still on the screen, which says that it is not saved."""
        expect(self.page.get_by_role("status")).to_contain_text(message, timeout=PATIENCE)
        assert read_page(self.page) == self.typed[self.number][-1]


def read_page(page: Page) -> State:
    chosen = page.get_by_role("radio", checked=True).all()
    return page.locator("#comment").input_value(), {
        radio.get_attribute("name") or "": radio.get_attribute("value") or "" for radio in chosen
    }


def meet(fault: str, somebody: Somebody, server: Server, link: str) -> None:
    page = somebody.page
    if fault == "offline":
        page.context.set_offline(True)
        somebody.fill()
        somebody.expect_kept("Not saved: there is no connection.")
        page.context.set_offline(False)
    elif fault == "cookies gone":
        page.context.clear_cookies()
        somebody.fill()
        page.get_by_role("button", name="Continue").click()
        somebody.expect_kept("Not saved: this browser no longer knows your link.")
    elif fault == "server restarted":
        server.stop()
        somebody.fill()
        somebody.expect_kept("Not saved: there is no connection.")
        server.start()
        page.get_by_role("button", name="Send again").click()
        somebody.wait_for_mark()
    if fault == "offline" and somebody.chance.random() < 0.5:
        page.get_by_role("button", name="Send again").click()
        somebody.wait_for_mark()


def count_missing(page: Page, address: str, somebody: Somebody) -> int:
    """Characters and answers that were marked as saved and are not there. What came after the mark may be, or not."""
    missing = 0
    for number, place in somebody.marked.items():
        since = somebody.typed[number][place:]
        page.goto(f"{address}/survey/questions/{number}")
        text, answers = read_page(page)
        missing += 0 if text.startswith(since[0][0]) else len(since[0][0])
        missing += 0 if answers in [each for _, each in since] else len(since[0][1])
    return missing


def find_kept(page: Page, somebody: Somebody) -> list[str]:
    """What the browser has kept of it: in its storage, or in a cookie."""
    cookies = [cookie["value"] for cookie in page.context.cookies()]
    texts = [word for states in somebody.typed.values() for word in states[-1][0].split() if len(word) > 3]
    return page.evaluate(STORED) + [value for value in cookies if any(text in value for text in texts)]


def run(browser: Browser, server: Server, link: str, fault: str, chance: random.Random) -> tuple[int, int]:
    """How many characters were marked as saved, and how many of them are missing on another device."""
    with watched_page(browser, locale="en-GB") as page:
        somebody = Somebody(page, chance)
        somebody.start(link)
        for _ in range(chance.randrange(PAGES)):
            somebody.fill()
            somebody.go_on()
        for _ in range(chance.randint(1, 2)):
            somebody.fill()
            somebody.wait_for_mark()
        if chance.random() < 0.5:
            somebody.fill()
        meet(fault, somebody, server, link)
        assert find_kept(page, somebody) == []
        page.close()
    with watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as page:
        page.goto(link)
        page.get_by_role("button", name="Go on where you left off").click()
        missing = count_missing(page, server.line.url, somebody)
        assert find_kept(page, somebody) == []
    return sum(len(somebody.typed[number][place][0]) for number, place in somebody.marked.items()), missing


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("runs", "seed"), [pytest.param(3, 2, marks=pytest.mark.visit), pytest.param(50, 4, marks=pytest.mark.trust)]
)
def test_what_was_said_to_be_saved_comes_back_on_another_device(
    app: Flask, browser: Browser, runs: int, seed: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(seed)
    with app.app_context():
        survey = open_survey()
        links = [f"/s/{invite(survey, 'care', 'staff')[1]}" for _ in range(runs)]
    faults = [fault for _ in range(0, runs, len(FAULTS)) for fault in chance.sample(FAULTS, len(FAULTS))][:runs]
    saved = lost = 0
    with started(app) as server:
        for link, fault in zip(links, faults, strict=True):
            marked, missing = run(browser, server, server.line.url + link, fault, chance)
            saved, lost = saved + marked, lost + missing
            assert marked > 0
            assert missing == 0, f"{fault}, seed {seed}"
    counts = ", ".join(f"{faults.count(fault)} {fault}" for fault in FAULTS)
    tell(f"F4: seed {seed}, {runs} browsers ({counts}): {saved} characters marked as saved, {lost} of them lost")
