"""Every page of the access matrix in a browser: for a screen reader, by the security policy, narrow and wide, in both
languages (point 8 of what must be true, and trust rule S6)."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.every_page import Visit, list_others, list_visits
from tests.browser.words import find_english, is_english
from tests.fixtures.axe import find_violations
from tests.fixtures.colleagues import sign_in, sign_in_browser
from tests.fixtures.installation import Guest, Installation, fill
from tests.fixtures.server import LiveServer
from tests.trust.test_access import read_matrix

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
NARROW, WIDE = 360, 1280
HEIGHT = 800
LISTEN = """
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
OPEN_DRAWERS = "document.querySelectorAll('details').forEach((drawer) => { drawer.open = true })"
CHOOSE_FIRST = """() => {
  for (const group of document.querySelectorAll("main fieldset")) group.querySelector("input[type=radio]").click();
  [...document.querySelectorAll("main form .button")].pop().click();
}"""
MEASURE = """() => ({
  broken: window.broken,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
})"""
READ = """() => {
  const own = document.documentElement.lang;
  const texts = new Set([document.title]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest("script, style, textarea, code") || element.closest("[lang]").lang !== own) continue;
    const said = node.nodeType === 3
      ? [node.textContent]
      : ["aria-label", "title", "alt", "placeholder"].map((name) => element.getAttribute(name) || "");
    for (const text of said) texts.add(text.replace(/\\s+/g, " ").trim());
  }
  return [...texts].filter(Boolean);
}"""


@pytest.fixture
def house(app: Flask) -> Installation:
    """Filled before the server is there, which wants a token in every form."""
    return fill(app)


@dataclass
class Inspection:
    """What was looked at, and what was wrong with it, each with its page."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def check(self, what: str, where: str, wrong: object) -> None:
        self.counts[what] += 1
        if wrong:
            self.faults.append(f"{where}: {what}: {wrong}")


@contextmanager
def come_in(browser: Browser, server: LiveServer, who: Guest, language: str) -> Iterator[Page]:
    """The guest's browser, signed in or past the own link's door."""
    context = browser.new_context(locale=LOCALES[language], viewport={"width": NARROW, "height": HEIGHT})
    context.add_init_script(LISTEN)
    context.add_cookies([{"name": "language", "value": language, "url": server.url}])
    page = context.new_page()
    if who.account_id and who.half:
        give_half(server, page, who.account_id)
    elif who.account_id:
        sign_in_browser(server.app, page, server.url, who.account_id)
    if who.link:
        page.goto(server.url + who.link)
    if who.seat:
        context.add_cookies([{"name": "room", "value": who.seat, "url": f"{server.url}/room/"}])
    try:
        yield page
    finally:
        context.close()


def give_half(server: LiveServer, page: Page, account_id: int) -> None:
    """Signed in by the password alone."""
    client = server.app.test_client()
    sign_in(client, account_id, second_factor=False)
    name = server.app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": server.url}])


def open_page(page: Page, server: LiveServer, visit: Visit, language: str, seen: Inspection) -> str:
    """Open it and read it; gives the name under which its faults are told."""
    where = f"{visit.address} as {visit.who} in {language}"
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        own = message.location.get("url", "").endswith(visit.address) and visit.status >= 400
        if message.type == "error" and not own:
            errors.append(message.text)

    page.on("console", note)
    if visit.through:
        page.goto(server.url + visit.through)
        with page.expect_navigation() as arrived:
            page.evaluate(CHOOSE_FIRST)
        answer: Response | None = arrived.value
    else:
        answer = page.goto(server.url + visit.address)
    page.remove_listener("console", note)
    assert answer is not None
    landed = page.url.removeprefix(server.url)
    seen.check("opened", where, (answer.status, landed) if (answer.status, landed) != expected(visit) else "")
    seen.check("console", where, errors)
    texts = set(page.evaluate(READ))
    if language == "nl":
        seen.check("no English on a Dutch page", where, find_english(texts))
    return where


def expected(visit: Visit) -> tuple[int, str]:
    return visit.status, visit.address


def measure(page: Page, where: str, seen: Inspection, language: str) -> None:
    found: dict[str, Any] = page.evaluate(MEASURE)
    seen.check("security policy", where, found["broken"])
    seen.check("width", where, found["overflow"] if found["overflow"] > 0 else "")
    seen.check("one first heading", where, found["headings"] if found["headings"] != 1 else "")
    seen.check("language", where, found["language"] if found["language"] != language else "")


def run_axe(page: Page, where: str, seen: Inspection) -> None:
    seen.check("axe", where, [(one["id"], one["nodes"][0]["html"][:120]) for one in find_violations(page)])


def look_at_all(
    browser: Browser, server: LiveServer, house: Installation, language: str, visits: list[Visit], axe: set[int]
) -> Inspection:
    """Each page in one language, narrow and wide, drawers open; ``axe``: at which widths axe-core is asked too."""
    seen = Inspection()
    groups: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.language in ("", language):
            groups.setdefault(visit.who, []).append(visit)
    for who, own in groups.items():
        with come_in(browser, server, house.guests.get(who, Guest()), language) as page:
            for visit in own:
                where = open_page(page, server, visit, language, seen)
                page.evaluate(OPEN_DRAWERS)
                for width in (NARROW, WIDE):
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    measure(page, f"{where} at {width}", seen, language)
                    if width in axe:
                        run_axe(page, f"{where} at {width}", seen)
    return seen


def tell_counts(seen: Inspection, visits: list[Visit], language: str) -> str:
    counts, addresses = seen.counts, {visit.rule for visit in visits}
    return (
        f"S6: {counts['opened']} pages of {len(addresses)} addresses in {language}, looked at {counts['width']} times: "
        f"0 violations of the security policy, {counts['axe']} runs of axe-core with 0 violations, "
        f"{sum(counts.values())} checks in all, {len(seen.faults)} faults"
    )


@pytest.mark.visit
def test_every_page_is_sound(
    house: Installation, live_server: LiveServer, browser: Browser, tell: Callable[[str], None]
) -> None:
    """In Dutch, whose words are longest, at both widths."""
    visits = list_visits(house)
    seen = look_at_all(browser, live_server, house, "nl", visits, {NARROW})
    assert seen.faults == []
    tell(tell_counts(seen, visits, "nl"))


@pytest.mark.trust
@pytest.mark.parametrize("language", LOCALES)
def test_every_page_is_sound_in_every_way(
    house: Installation, live_server: LiveServer, browser: Browser, tell: Callable[[str], None], language: str
) -> None:
    visits = list_visits(house)
    seen = look_at_all(browser, live_server, house, language, visits, {NARROW, WIDE})
    assert seen.faults == []
    tell(tell_counts(seen, visits, language))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_of_the_matrix_is_forgotten(house: Installation) -> None:
    """Every row that is looked at belongs to those above; every other one is no page."""
    # Streams of live pages are looked at for a moment.
    house.app.extensions["watch"].longest = 0
    pages = {visit.rule for visit in list_visits(house)}
    others = list_others(house)

    assert pages | {visit.rule for visit in others} == {rule for method, rule in read_matrix() if method == "GET"}
    assert pages & {visit.rule for visit in others} == set()
    for visit in others:
        client = house.app.test_client()
        guest = house.guests.get(visit.who)
        if guest and guest.link:
            client.get(guest.link)
        elif guest and guest.seat:
            client.set_cookie("room", guest.seat, path="/room")
        elif guest:
            sign_in(client, guest.account_id)
        answer = client.get(visit.address)
        assert answer.status_code == visit.status, visit.address
        assert answer.status_code == 303 or answer.mimetype != "text/html", visit.address
        answer.close()


def test_english_is_told_from_dutch() -> None:
    """A text of a catalogue, one with a slot filled in, one with a number behind it, and a sentence of no catalogue."""
    assert is_english("Sign out")
    assert is_english("Removed: Ann Bakker")
    assert is_english("Somebody forgot to translate this.")
    assert is_english("More recommendations, for later (9)")
    assert not is_english("Afmelden")
    assert not is_english("Het onderzoek is gesloten.")
