"""No small group may follow from sums and differences of shown cells (trust rule A8), in exact arithmetic.

Rows of zeros and ones over *atoms* (largest sets of people that no shown cell separates) are brought into echelon form
modulo a large prime. A group follows from the shown cells exactly when its own row reduces to nothing. What follows
over the fractions follows modulo the prime too (no denominator comes near it), so an error can only withhold too much.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

PRIME = 2**61 - 1

Row = dict[int, int]
"""Atom or origin to a coefficient modulo the prime; zeros are left out."""


@dataclass
class Echelon:
    """Rows of shown cells in echelon form; ``origins`` remembers which cells each row was made of."""

    sizes: Sequence[int]
    rows: list[Row] = field(default_factory=list)
    origins: list[Row] = field(default_factory=list)
    pivots: list[int] = field(default_factory=list)
    row_of: dict[int, int] = field(default_factory=dict)

    def add(self, atoms: Iterable[int], origin: int) -> None:
        """Take in a shown cell; one that already follows from the others changes nothing."""
        row, made_of = self.reduce(dict.fromkeys(atoms, 1))
        if not row:
            return
        made_of[origin] = (made_of.get(origin, 0) + 1) % PRIME
        # The largest atom is mostly staff: rows of other groups then stay as sparse as they are.
        pivot = max(row, key=lambda atom: (self.sizes[atom], atom))
        scale = pow(row[pivot], -1, PRIME)
        self.row_of[pivot] = len(self.rows)
        self.pivots.append(pivot)
        self.rows.append({atom: value * scale % PRIME for atom, value in row.items()})
        self.origins.append({cell: value * scale % PRIME for cell, value in made_of.items()})

    def reduce(self, row: Row) -> tuple[Row, Row]:
        """What is left of a row, and minus the combination of cells that was taken away from it."""
        made_of: Row = {}
        waiting = [self.row_of[atom] for atom in row if atom in self.row_of]
        heapq.heapify(waiting)
        while waiting:
            place = heapq.heappop(waiting)
            factor = row.get(self.pivots[place], 0)
            if not factor:
                continue
            _subtract(made_of, self.origins[place], factor)
            for atom in _subtract(row, self.rows[place], factor):
                later = self.row_of.get(atom)
                if later is not None and later > place:
                    heapq.heappush(waiting, later)
        return row, made_of


def _subtract(row: Row, other: Row, factor: int) -> list[int]:
    """Take ``factor`` times ``other`` off ``row``; gives the atoms that are there afterwards."""
    touched = []
    for atom, value in other.items():
        left = (row.get(atom, 0) - factor * value) % PRIME
        if left:
            row[atom] = left
            touched.append(atom)
        else:
            row.pop(atom, None)
    return touched


def split_atoms(cells: Sequence[frozenset[int]], places: Iterable[int]) -> list[frozenset[int]]:
    """The atoms of some places: places that stand in the same cells."""
    atoms: dict[tuple[int, ...], list[int]] = {}
    signature: dict[int, list[int]] = {place: [] for place in places}
    for number, members in enumerate(cells):
        for place in members & signature.keys():
            signature[place].append(number)
    for place, inside in signature.items():
        atoms.setdefault(tuple(inside), []).append(place)
    return [frozenset(members) for members in atoms.values()]


def find_small_group(
    cells: Sequence[frozenset[int]], groups: Iterable[frozenset[int]], counts: Sequence[int], smallest: int
) -> set[int] | None:
    """The cells (their numbers) from which a group of 1 to smallest - 1 people follows; null where none does.

    ``groups``: sets of places that can be named. ``counts``: answers a place.
    """
    places = [place for place, count in enumerate(counts) if count]
    atoms = split_atoms(cells, places)
    atom_of = {place: number for number, members in enumerate(atoms) for place in members}
    sizes = [sum(counts[place] for place in members) for members in atoms]
    echelon = Echelon(sizes)
    rows = [{atom_of[place] for place in members if place in atom_of} for members in cells]
    for number in sorted(range(len(rows)), key=lambda number: len(rows[number])):
        echelon.add(rows[number], number)
    for target in _list_targets(groups, atoms, atom_of, sizes, smallest):
        left, made_of = echelon.reduce(dict.fromkeys(target, 1))
        if not left:
            return set(made_of)
    return None


def _list_targets(
    groups: Iterable[frozenset[int]],
    atoms: Sequence[frozenset[int]],
    atom_of: dict[int, int],
    sizes: Sequence[int],
    smallest: int,
) -> Iterable[frozenset[int]]:
    """Small groups made of whole atoms: sums of shown cells never separate the people of one atom."""
    seen: set[frozenset[int]] = set()
    wanted = [frozenset(atom_of[place] for place in members if place in atom_of) for members in groups]
    covered = [members & atom_of.keys() for members in groups]
    for target, people in zip(wanted, covered, strict=True):
        if target in seen or not 0 < sum(sizes[atom] for atom in target) < smallest:
            continue
        # A group that only cuts through these atoms does not stand for another one that they make up.
        if sum(len(atoms[atom]) for atom in target) == len(people):
            seen.add(target)
            yield target
    for number, size in enumerate(sizes):
        if size < smallest and frozenset((number,)) not in seen:
            yield frozenset((number,))
