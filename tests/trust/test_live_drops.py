"""F10: the line of live screens drops, with changes before, while it is down and after: each screen comes to show the
last one by itself, and goes back to its stream."""

import random
import time
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from assessment.models import Account, db
from assessment.sessions import agenda_changes
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import sign_in_browser
from tests.fixtures.server import LiveServer
from tests.fixtures.sessions import Room, open_room
from tests.trust.bad_line import Line, bad_line

PATIENCE = 20_000
"""Milliseconds for a screen that asks every five seconds, on a machine that does a lot besides."""
BACK = 40
"""Seconds until a stream must be there again."""


@pytest.fixture
def room(app: Flask) -> Room:
    return open_room(app)


def open_screens(room: Room, url: str, wall: Page, phone: Page) -> None:
    with room.app.app_context():
        account = db.session.scalars(select(Account.id)).one()
    sign_in_browser(room.app, wall, url, account)
    wall.goto(f"{url}{room.hand}/wall")
    phone.goto(f"{url}/join/{room.code}")
    phone.get_by_role("button", name="Come in").click()
    # A browser whose line drops while it opens a page shows a page of its own, or one without the scripts that were on
    # their way: nothing but a press brings that back.
    for screen in (wall, phone):
        expect(screen.get_by_role("heading", name="Welcome")).to_be_visible()
    assert wait_for_streams(room) == 2


def wait_for_streams(room: Room) -> int:
    """How many there are, as soon as both screens have one, or once that takes too long."""
    ends = time.monotonic() + BACK
    while (streams := room.app.extensions["watch"].streams) != 2 and time.monotonic() < ends:
        time.sleep(0.2)
    found: int = streams
    return found


def drop(room: Room, line: Line, screens: list[Page], number: int, chance: random.Random) -> tuple[int, int]:
    """Changes, and the screens that missed the last one."""
    changes = 0

    def change() -> None:
        nonlocal changes
        changes += 1
        with room.app.app_context():
            title = f"Part {number}.{changes}"
            agenda_changes.change_phase(room.organisation_id, room.session_id, "p1", 5, title)

    if chance.random() < 0.5:
        change()
    with line.down():
        time.sleep(chance.choice((0, 0.2, 0.7)))
        for _ in range(chance.randint(1, 3)):
            change()
        time.sleep(chance.choice((0, 0.1, 0.5)))
    if chance.random() < 0.3:
        change()
    missed = 0
    for screen in screens:
        try:
            expect(screen.get_by_role("heading", name=f"Part {number}.{changes}")).to_be_visible(timeout=PATIENCE)
        except AssertionError:
            missed += 1
    return changes, missed


@pytest.mark.parametrize(("drops", "seed"), [(4, 1), pytest.param(100, 2, marks=pytest.mark.trust)])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_change_is_missed_when_the_line_drops(
    browser: Browser, live_server: LiveServer, room: Room, tell: Callable[[str], None], drops: int, seed: int
) -> None:
    chance = random.Random(seed)
    changes = missed = 0
    with (
        bad_line(int(live_server.url.rpartition(":")[2])) as line,
        watched_page(browser, locale="en-GB", viewport={"width": 1280, "height": 720}) as wall,
        watched_page(browser, locale="en-GB", viewport={"width": 360, "height": 740}) as phone,
    ):
        open_screens(room, line.url, wall, phone)
        for number in range(drops):
            made, lost = drop(room, line, [wall, phone], number, chance)
            changes, missed = changes + made, missed + lost
        back = wait_for_streams(room)
    tell(f"F10: {drops} drops of two screens' line, {changes} changes, {missed} missed, {back} streams at the end")
    assert (missed, back) == (0, 2)
