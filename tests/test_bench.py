"""The bench is run by hand: that it still fits the code it measures is looked at here."""

from tests.bench import alone
from tests.bench.__main__ import SECTIONS


def test_every_section_can_be_loaded() -> None:
    assert list(SECTIONS) == ["answering", "scoring", "folding", "persons", "report", "pages", "rooms", "walls"]
    assert callable(alone.main)
