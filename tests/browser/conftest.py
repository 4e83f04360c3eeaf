"""What only visits with a browser need."""

from collections.abc import Iterator

import pytest

from tests.browser.visits.house import House, open_house
from tests.fixtures.mailbox import Mailbox
from tests.fixtures.server import LiveServer


@pytest.fixture
def house(live_server: LiveServer, mailbox: Mailbox) -> Iterator[House]:
    """Everything at work: pages, worker and mail."""
    with open_house(live_server, mailbox) as house:
        yield house
