"""Looking through many units: those of a name, a page at a time."""

from assessment.organisation.tree import Place, Tree, fold
from assessment.paging import Part, turn_to

PAGE_SIZE = 50


def find_units(tree: Tree, text: str, number: int) -> Part[Place]:
    """Units with the text in a name, all for "", as the tree is read; a page not there becomes the nearest one."""
    wanted = fold(text)
    found = [place for place in tree if not wanted or any(wanted in fold(name) for name in place.name.values())]
    return turn_to(found, number, PAGE_SIZE)
