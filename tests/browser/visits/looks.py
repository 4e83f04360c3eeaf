"""The three screens of a room, and what is wrong with them in any phase."""

from contextlib import ExitStack
from typing import Self

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from assessment.models import Account, db
from tests.fixtures.axe import find_violations
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room

SIZES = {
    "phone": {"width": 360, "height": 740},
    "hand": {"width": 1280, "height": 900},
    "narrow hand": {"width": 360, "height": 740},
    "wall": {"width": 1280, "height": 720},
}
SMALL = """() => [...document.querySelectorAll("main *")].filter((one) => one.offsetParent
  && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.outerHTML.slice(0, 90))"""
LOW = """() => [...document.querySelectorAll("main :is(button, summary, select, textarea, .tool, .choice)")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 90))"""

NAMELESS = (
    """() => [...document.querySelectorAll("form[hx-post]:not([id])")].map((one) => one.outerHTML.slice(0, 120))"""
)
"""Forms that a page drawn anew may turn into one another, under the focus of whoever presses."""


class Looks:
    """Goes with a room from phase to phase; ``faults`` tells what is wrong, ``seen`` counts screens, ``kinds`` keeps
    the phases."""

    def __init__(self, browser: Browser, server: LiveServer, room: Room) -> None:
        self.server, self.room = server, room
        self.faults: list[str] = []
        self.kinds: set[str] = set()
        self.seen = 0
        self._stack = ExitStack()
        self._pages = {
            screen: self._stack.enter_context(watched_page(browser, locale="en-GB", viewport=viewport))
            for screen, viewport in SIZES.items()
        }
        with server.app.app_context():
            newest = db.session.scalars(select(Account.id).order_by(Account.id.desc())).first() or 0
        for screen, page in self._pages.items():
            if screen != "phone":
                sign_in_browser(server.app, page, server.url, newest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def look(self, kind: str) -> None:
        self.room.go_to(kind)
        self.kinds.add(kind)
        for screen, page in self._pages.items():
            page.goto(self.server.url + self._come_in(page, screen))
            self.faults += [f"{kind} {screen}: {fault}" for fault in self._find_faults(page, screen)]
            self.seen += 1

    def _come_in(self, page: Page, screen: str) -> str:
        if screen == "phone":
            cookie = {"name": "room", "value": self.room.tokens[0], "url": f"{self.server.url}/room/"}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            return "/room/"
        return self.room.hand + ("/wall" if screen == "wall" else "")

    def _find_faults(self, page: Page, screen: str) -> list[str]:
        faults = [f"{one['id']} {one['nodes'][0]['html'][:90]}" for one in find_violations(page)]
        wide, high = (page.evaluate(f"document.documentElement.scroll{side}") for side in ("Width", "Height"))
        if wide > SIZES[screen]["width"]:
            faults.append(f"{wide} pixels wide")
        if screen != "wall":
            faults += [f"may become another: {one}" for one in page.evaluate(NAMELESS)]
            return faults + [f"low: {one}" for one in page.evaluate(LOW)]
        faults += [f"small: {one}" for one in page.evaluate(SMALL)]
        if high > SIZES[screen]["height"]:
            faults.append(f"{high} pixels high")
        return faults
