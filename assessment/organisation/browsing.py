"""Looking through many units: those of a name, a page at a time."""

from dataclasses import dataclass

from assessment.organisation.tree import Place, Tree, fold

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class FoundUnits:
    """One page of the units found, as the tree is read. ``number`` counts pages from 1; ``total`` is of all pages."""

    places: list[Place]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find_units(tree: Tree, text: str, number: int) -> FoundUnits:
    """Units with the text in a name, all for ""; a page that is not there becomes the first or last one."""
    wanted = fold(text)
    found = [place for place in tree if not wanted or any(wanted in fold(name) for name in place.name.values())]
    number = min(max(number, 1), max(1, -(-len(found) // PAGE_SIZE)))
    return FoundUnits(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(found))
