"""Long lists, a page of rows at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One page of rows. ``number`` counts pages from 1; ``total`` is of the rows of all pages."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int

    def tell(self, tell: Callable[[Row], Told]) -> "Part[Told]":
        """The same page with something told of each of its rows."""
        return Part([tell(row) for row in self.rows], self.number, self.pages, self.total)


def count_pages(total: int, size: int) -> int:
    """How many pages so many rows fill: at least one, which may be empty."""
    return max(1, -(-total // size))


def choose_page(number: int, total: int, size: int) -> int:
    """The page of that number; one that is not there becomes the first or last one."""
    return min(max(number, 1), count_pages(total, size))


def turn_to(rows: Sequence[Row], number: int, size: int) -> Part[Row]:
    """A page of rows that are all at hand, chosen as :func:`choose_page` does."""
    number = choose_page(number, len(rows), size)
    return Part(rows[(number - 1) * size : number * size], number, count_pages(len(rows), size), len(rows))
