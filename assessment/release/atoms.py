"""At which one level a comment is shown, and with whom it is kept together until then (trust rule A12).

Two steps, both from numbers of people and of comments alone. At closing, ``form_atoms`` divides those who were asked
for a comment into atoms of at least ten people: what a comment keeps of its place. Then ``choose_levels`` shows each
atom's comments in its own cell, or where they are fewer than three, one level up, together with those that are shown
there. What is shown at one level is so never the difference of two others with fewer than ten people in it.
"""

from collections.abc import Mapping, Sequence

from assessment.release.candidates import Candidate
from assessment.release.structure import Place

PEOPLE_FROM = 10
"""So many people were asked in each atom, or more where the smallest group is larger."""
COMMENTS_FROM = 3
"""So many comments stand together."""

EVERYBODY, SAYS = "all", "says"

Asked = tuple[str | None, str | None, str]
"""A unit, a group and a dimension: what is stored beside a comment."""


def form_atoms(cells: Sequence[Candidate], asked: Sequence[int], fewest: int) -> dict[int, str]:
    """Place to the key of the lowest cell in which its comments may stand; a place that is missing has none.

    ``cells``: the shown ones; ``asked``: people a place who were asked; ``fewest``: the least number in an atom. From
    the top down a part with enough people stands for itself; what is left of the whole is nobody or enough people, for
    which the smallest part that stands joins the rest, as with figures (A5).
    """
    everybody = next((cell for cell in cells if cell.kind == EVERYBODY), None)
    if everybody is None or _count(everybody.members, asked) < fewest:
        return {}
    atoms: dict[int, str] = {}
    waiting = [everybody]
    while waiting:
        whole = waiting.pop()
        parts = [cell for cell in cells if cell.kind == "unit" and cell.parent == whole.key]
        standing = [part for part in parts if _count(part.members, asked) >= fewest]
        rest = whole.members.difference(*(part.members for part in standing))
        while standing and 0 < _count(rest, asked) < fewest:
            least = min(standing, key=lambda part: (_count(part.members, asked), part.key))
            standing.remove(least)
            rest |= least.members
        atoms |= dict.fromkeys(rest, whole.key)
        waiting.extend(standing)
    return atoms


def _count(members: frozenset[int], people: Sequence[int]) -> int:
    return sum(people[place] for place in members)


def store_place(key: str) -> Place:
    """The unit and group that are stored beside a comment of an atom."""
    if key == SAYS:
        return None, SAYS
    return (None if key == EVERYBODY else key.removeprefix("unit:")), None


def find_atom(unit: str | None, group: str | None) -> str:
    """The key of the atom that a stored unit and group stand for."""
    if group is not None:
        return SAYS
    return EVERYBODY if unit is None else f"unit:{unit}"


def choose_levels(
    comments: Mapping[tuple[str, str], int], parents: Mapping[str, str | None]
) -> dict[tuple[str, str], str | None]:
    """Atom and dimension to the cell in which these comments are shown; null: nowhere.

    ``comments``: how many an atom and dimension has; ``parents``: cell to the cell above it, null at the top.
    """
    shown: dict[tuple[str, str], str | None] = {}
    lowest_first = sorted(parents, key=lambda key: (-_find_depth(key, parents), key))
    for dimension in sorted({dimension for _, dimension in comments}):
        inside = {key: [key] if comments.get((key, dimension)) else [] for key in parents}
        for key in lowest_first:
            together = sum(comments[atom, dimension] for atom in inside[key])
            above = parents[key]
            if together < COMMENTS_FROM and above is not None:
                inside[above] += inside[key]
            else:
                place = key if together >= COMMENTS_FROM else None
                shown |= {(atom, dimension): place for atom in inside[key]}
    return shown | {pair: None for pair in comments if pair not in shown}


def _find_depth(key: str, parents: Mapping[str, str | None]) -> int:
    depth, above = 0, parents[key]
    while above is not None:
        depth, above = depth + 1, parents[above]
    return depth
