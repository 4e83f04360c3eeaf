"""Every line of text on a page stands out in the picture that a screen shows, whatever lies under it."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect

from assessment.access.invitations import invite
from tests.assessment.results import made, stored
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.pixels import Box, find_faint
from tests.fixtures.server import LiveServer
from tests.fixtures.surveys import open_survey

SHARPNESS = 3
"""Pixels of the picture for each pixel of the page: the stems of small letters reach their full colour."""

LINES = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const element = node.parentElement;
    if (!text || !element.checkVisibility() || element.closest(".visually-hidden, title, .skip-link")) continue;
    const scroller = element.closest("[tabindex='0']");
    const edge = scroller ? scroller.getBoundingClientRect().right : innerWidth;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 2 || line.height < 2 || line.right > edge) continue;
      const edges = [line.left + scrollX, line.top + scrollY, line.right + scrollX, line.bottom + scrollY];
      found.push([text.slice(0, 40), ...edges]);
    }
  }
  return found;
}"""


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    options = {"locale": "en-GB", "viewport": {"width": 360, "height": 740}, "device_scale_factor": SHARPNESS}
    with watched_page(browser, **options) as page:
        yield page


def take_picture(page: Page) -> Image.Image:
    """Of the whole page. Now and then the browser waits for a frame that it does not draw until it is asked again, or
    says that it cannot just now."""
    for milliseconds in (6_000, 12_000, 30_000):
        try:
            return Image.open(BytesIO(page.screenshot(full_page=True, animations="disabled", timeout=milliseconds)))
        except Error:
            page.bring_to_front()
    raise AssertionError("the browser takes no picture of this page")


def list_faint(page: Page) -> list[str]:
    page.wait_for_load_state()
    picture = take_picture(page)
    boxes = [Box(text, *(SHARPNESS * edge for edge in edges)) for text, *edges in page.evaluate(LINES)]
    assert len(boxes) > 3
    return list(find_faint(picture, boxes))


def test_pages_of_a_survey_are_legible(live_server: LiveServer, screen: Page, app: Flask) -> None:
    with app.app_context():
        _, token = invite(open_survey())
    screen.goto(live_server.url)
    assert list_faint(screen) == []
    screen.goto(f"{live_server.url}/s/{token}")
    assert list_faint(screen) == []
    screen.get_by_role("button", name="Start").click()
    screen.get_by_role("button", name="Continue").click()
    expect(screen.get_by_role("alert")).to_be_visible()
    assert list_faint(screen) == []
    screen.get_by_label("Offices – Software").check()
    screen.get_by_label("Staff").check()
    screen.get_by_role("button", name="Continue").click()
    expect(screen.get_by_text("Page 1 of 6")).to_be_visible()
    screen.wait_for_load_state()
    screen.get_by_role("radio", name="Often", exact=True).first.check()
    screen.get_by_role("radio", name="I can't tell", exact=True).nth(1).check()
    screen.get_by_text("Add a comment (optional)").click()
    # Nothing more comes between the picture and the places of its words.
    expect(screen.get_by_role("status")).to_have_text("Saved")
    assert list_faint(screen) == []
    screen.goto(f"{live_server.url}/survey/review")
    assert list_faint(screen) == []


def test_a_page_of_results_is_legible(live_server: LiveServer, screen: Page) -> None:
    """The heat maps, dark cells and light ones, and the page of one driver with the bars of its questions."""
    campaign_id = stored.store(live_server.app, made.source())
    owner = stored.find_owner(live_server.app, campaign_id)
    sign_in_browser(live_server.app, screen, live_server.url, add_colleague(live_server.app, owner, "executive"))
    results = live_server.url + stored.path_of(live_server.app, campaign_id)
    for place in ("", "/drivers/commitment"):
        screen.goto(results + place)
        assert list_faint(screen) == []


def test_what_is_faint_is_found(live_server: LiveServer, screen: Page) -> None:
    """Grey of 4.4 to 1 on white, and dark text on a dark ground, whatever the style sheet says."""
    screen.goto(live_server.url)
    screen.evaluate("document.querySelector('h1').style.color = '#7a7a7a'")
    screen.evaluate("document.querySelector('p.intro').style.opacity = '0.4'")
    assert {one.split(" ")[-1] for one in list_faint(screen)} == {"4.3", "2.5"}
