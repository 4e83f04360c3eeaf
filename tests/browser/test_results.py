"""An executive reads the results on a phone: with and without script, in both languages, through every view."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assessment.results import made, stored
from tests.fixtures.axe import find_violations
from tests.fixtures.browser import watched_page
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer

pytestmark = pytest.mark.visit

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
LONG = tuple(
    f"Department of long-named specialised activities number {number} (Noordwijkerhout)" for number in range(40)
)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone that runs no script."""
    with watched_page(browser, locale="nl-NL", viewport=PHONE, java_script_enabled=False) as page:
        yield page


def open_results(server: LiveServer, page: Page, **changes: object) -> str:
    """The address of a stored release, with the page's browser signed in as an executive reader."""
    campaign_id = stored.store(server.app, made.source(**changes))
    account = add_colleague(server.app, stored.find_owner(server.app, campaign_id), "executive")
    sign_in_browser(server.app, page, server.url, account)
    return server.url + stored.path_of(server.app, campaign_id)


def open_drawers(page: Page) -> None:
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(drawer => { drawer.open = true })")


def check_sound(page: Page) -> None:
    """No violation, no sideways scrolling, nothing smaller than 14 px, one heading on top."""
    page.wait_for_load_state()
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    smallest = """() => Math.min(...[...document.querySelectorAll('main *')]
        .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
        .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    assert page.evaluate(smallest) >= 14
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_an_executive_reads_the_results_on_a_phone(live_server: LiveServer, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(open_results(live_server, page))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Level 3, unchanged: culture has improved, but staff rate reward far lower than senior managers do"
    )
    expect(page.get_by_text("Level 3 of 5: Partly", exact=False).first).to_be_visible()
    page.get_by_text("How was this computed? the total").click()
    expect(page.get_by_text("The mean of the driver scores: Commitment 42")).to_be_visible()
    page.locator(".door", has_text="Commitment").click()
    finding = page.locator(".item-finding").first
    expect(finding).to_be_visible()
    expect(finding).to_have_text("35 % rarely or never see a senior manager take part when they meet about quality")
    page.get_by_role("link", name="most divided first").click()
    expect(finding).to_have_text("30 % rarely or never see senior managers find the money that an improvement needs")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.locator(".order-switch strong")).to_have_text("meest verdeeld eerst")
    page.get_by_role("link", name="Overzicht van de uitkomsten").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Niveau 3, onveranderd: vooruitgang bij cultuur")
    page.get_by_role("link", name="EFQM 2013").click()
    expect(page.get_by_text("Geen officiële EFQM-beoordeling")).to_be_visible()
    expect(page.locator(".views [aria-current=page]")).to_have_text("EFQM 2013")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("Not an official EFQM assessment")).to_be_visible()


def test_the_page_is_whole_without_script(live_server: LiveServer, plain_page: Page) -> None:
    plain_page.goto(open_results(live_server, plain_page))
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("Niveau 3")
    plain_page.get_by_text("Hoe is dit berekend? het totaal").click()
    expect(plain_page.get_by_text("Het gemiddelde van de scores van de factoren")).to_be_visible()
    plain_page.get_by_role("link", name="INK").click()
    expect(plain_page.locator(".views [aria-current=page]")).to_have_text("INK")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_view_is_sound_with_all_drawers_open(
    live_server: LiveServer, page: Page, viewport: dict[str, int]
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    address = open_results(live_server, page)
    for view, language in (
        ("drivers", "en"),
        ("drivers", "nl"),
        ("efqm-2013", "nl"),
        ("efqm-2025", "en"),
        ("ink", "nl"),
    ):
        page.goto(f"{address}?view={view}&language={language}")
        open_drawers(page)
        check_sound(page)


@pytest.mark.parametrize(
    "changes",
    [
        {
            "now": made.figures(units=LONG, hidden=12, joint=made.joint()),
            "structure": made.structure(LONG),
        },
        {"now": made.figures(units=("Whole",), hidden=0), "structure": made.structure(("Whole",)), "previous": None},
        {"now": made.figures(n=made.count(5, 9), invited=200, units=("A", "B"), hidden=2)},
        {"now": made.figures(n=made.count(10), invited=12, units=("A",), hidden=1, joint=made.joint())},
        {"now": made.figures(n=made.count(90), joint=made.joint(after=True))},
    ],
    ids=["forty long names", "one unit", "nothing shown", "words only", "under half"],
)
def test_odd_releases_are_sound_on_a_phone(live_server: LiveServer, page: Page, changes: dict[str, object]) -> None:
    page.set_viewport_size(PHONE)
    page.goto(open_results(live_server, page, **changes))
    open_drawers(page)
    check_sound(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_hundreds_of_units_are_turned_at_their_table(
    live_server: LiveServer, page: Page, plain_page: Page, viewport: dict[str, int]
) -> None:
    names = ("Whole house", *(f"Team {number:03} of the northern region" for number in range(1, 400)))
    source = made.source_of_many(names, 170)
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    address = open_results(live_server, page, now=source.figures, structure=source.structure)
    page.goto(f"{address}?view=efqm-2013&language=nl")
    rows = page.locator("section[aria-labelledby=units-title] tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("Whole house")
    for _ in range(3):
        turn_on(page)
    expect(page.get_by_text("Rij 151 tot en met 200 van 400")).to_be_visible()
    expect(page.locator(".views [aria-current=page]")).to_have_text("EFQM 2013")
    # The other page opens where it was turned: seen by its address, as the test's own press may still scroll the page.
    turned = page.url
    page.goto("about:blank")
    page.goto(turned)
    expect(page.get_by_role("heading", name="Onderdelen", exact=True)).to_be_in_viewport()
    expect(rows.first).to_contain_text("Team 250")
    page.get_by_text("Op deze pagina niet apart getoond, en waarom (21)").click()
    expect(page.get_by_text("Team 250 of the northern region: Niet getoond")).to_be_visible()
    open_drawers(page)
    check_sound(page)

    # A reader of all units turns them with their questions, without script as well.
    owner = address.partition("/organisations/")[2].partition("/")[0]
    reader = add_colleague(live_server.app, int(owner), "unit-reader", email="all@reader.example", unit="u0")
    sign_in_browser(live_server.app, plain_page, live_server.url, reader)
    plain_page.set_viewport_size(viewport)  # type: ignore[arg-type]
    plain_page.goto(f"{address}?units=9")
    turn_on(plain_page)
    expect(plain_page.get_by_text("Rij 181 tot en met 200 van 400")).to_be_visible()
    expect(plain_page.get_by_role("heading", name="Onderdelen", exact=True)).to_be_in_viewport()
    expect(plain_page.locator(".heat-map tbody tr")).to_have_count(20)
    expect(plain_page.get_by_role("heading", name="Team 210 of the northern region")).to_have_count(1)


def turn_on(page: Page) -> None:
    page.get_by_role("navigation", name="Pagina's met onderdelen").get_by_role("link", name="Volgende").click()
