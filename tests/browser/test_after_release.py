"""After the release: staff read what all answered together, a unit reader the own unit, an administrator the trail."""

import pytest
from playwright.sync_api import Page, expect

from assessment.access.invitations import invite
from assessment.audit import record
from assessment.models import writing
from tests.assessment.results import made, stored
from tests.browser.test_results import DESK, PHONE, check_sound, open_drawers
from tests.fixtures.colleagues import add_colleague, sign_in_browser
from tests.fixtures.server import LiveServer

pytestmark = pytest.mark.visit

BOTH_SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@BOTH_SIZES
def test_staff_read_the_results_at_the_address_of_their_survey(
    live_server: LiveServer, page: Page, viewport: dict[str, int]
) -> None:
    campaign_id = stored.store(live_server.app, made.source())
    with live_server.app.app_context():
        _, token = invite(campaign_id, "u0", "staff")
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/s/{token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("What we answered together")
    open_drawers(page)
    check_sound(page)
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat wij samen antwoordden")
    open_drawers(page)
    check_sound(page)


@BOTH_SIZES
def test_a_unit_reader_reads_the_own_unit(live_server: LiveServer, page: Page, viewport: dict[str, int]) -> None:
    campaign_id = stored.store(live_server.app, made.source())
    owner = stored.find_owner(live_server.app, campaign_id)
    account = add_colleague(live_server.app, owner, "unit-reader", unit="u0")
    sign_in_browser(live_server.app, page, live_server.url, account)
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.goto(live_server.url + stored.path_of(live_server.app, campaign_id))
    expect(page.get_by_role("heading", name="Care at home")).to_be_visible()
    open_drawers(page)
    check_sound(page)


@BOTH_SIZES
def test_an_administrator_reads_the_trail(live_server: LiveServer, page: Page, viewport: dict[str, int]) -> None:
    owner = stored.find_owner(live_server.app, stored.store(live_server.app, made.source()))
    changed = {"email": "somebody.with.a.long.name@zonneveld.example", "changed": {"roles": [[], ["executive"]]}}
    with live_server.app.app_context(), writing() as session:
        for _ in range(60):
            record(session, owner, "rights.changed", "colleague", changed)
    sign_in_browser(live_server.app, page, live_server.url, add_colleague(live_server.app, owner, "administrator"))
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/organisations/{owner}/trail")
    open_drawers(page)
    check_sound(page)
    page.get_by_role("link", name="Older lines").click()
    expect(page.get_by_text("60 lines, page 2 of 2")).to_be_visible()
    page.get_by_label("What to show").select_option("Surveys")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("There is nothing of this kind yet.")).to_be_visible()
    check_sound(page)
