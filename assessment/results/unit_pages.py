"""Many units, a page of rows at a time: in the whole's table, and with questions for those who read some units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessment.paging import turn_to

ROWS = 50
"""Of the table of units, on a page of the whole."""

UNITS_WITH_QUESTIONS = 20
"""On a page of a part: each unit brings all its questions, some 20 KB of them."""


@dataclass(frozen=True)
class UnitsTurn:
    """A page of rows. ``number`` counts pages from 1, ``first`` rows; ``address`` is the page's, without its number."""

    rows: Sequence[str]
    number: int
    pages: int
    first: int
    total: int
    address: str

    @cached_property
    def keys(self) -> Collection[str]:
        return frozenset(self.rows)

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def turn_units(keys: Sequence[str], number: int, size: int, address: str) -> UnitsTurn:
    """The page of that number; one that is not there becomes the first or last one."""
    page = turn_to(keys, number, size)
    first = (page.number - 1) * size + 1
    return UnitsTurn(tuple(page.rows), page.number, page.pages, first, page.total, address)
