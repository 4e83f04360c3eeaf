"""One question at a time: which of the candidate cells keep their figure (trust rules A8 to A10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessment.release.candidates import Candidate
from assessment.release.linear import find_small_group, split_atoms
from assessment.release.persons import Effort, Taken, protect_persons
from assessment.release.rows import Figures, Row, Whole, round_figures


@dataclass(frozen=True)
class Protected:
    """What is shown of one question: cell key to its figures, or to the reason why there are none."""

    figures: dict[str, Figures]
    withheld: dict[str, str]


@dataclass(frozen=True)
class Question:
    """``steps`` [places, points]: answers a place; ``derived``: the cell "all" takes its score from shown cells."""

    steps: Whole
    derived: bool = False


def keep_apart(
    cells: Sequence[Candidate], named: Sequence[frozenset[int]], counts: Sequence[int], smallest: int
) -> list[Candidate]:
    """Drop cells, the least important first, until no small group follows from those that are left (A8).

    The cells of one split go together. ``counts``: answers a place. Cells with too few answers are no part of it.
    """
    kept = [cell for cell in cells if sum(counts[place] for place in cell.members) >= smallest]
    while True:
        guilty = find_small_group([cell.members for cell in kept], named, counts, smallest)
        if guilty is None:
            return kept
        victim = max((kept[number] for number in guilty), key=lambda cell: cell.rank)
        kept = [cell for cell in kept if cell.bundle != victim.bundle]


def protect_question(
    cells: Sequence[Candidate],
    named: Sequence[frozenset[int]],
    question: Question,
    smallest: int,
    effort: Effort,
) -> Protected:
    """Figures of one question in each cell, or why there are none: "few" answers, "sibling" (A8), "person" (A10)."""
    counts = question.steps.sum(axis=1).tolist()
    kept = keep_apart(cells, named, counts, smallest)
    shown = {cell.key for cell in kept}
    withheld = {
        cell.key: "few" if sum(counts[place] for place in cell.members) < smallest else "sibling"
        for cell in cells
        if cell.key not in shown
    }
    if not kept:
        return Protected({}, withheld)
    figures = {
        cell.key: round_figures(
            number,
            question.steps[sorted(cell.members)].sum(axis=0).tolist(),
            with_score=not (question.derived and cell.kind == "all"),
        )
        for number, cell in enumerate(kept)
    }
    rows = [row for cell in kept for row in figures[cell.key].rows]
    for taken in _check_persons(kept, question.steps, rows, effort):
        key = kept[taken.cell].key
        if taken.kind == "score":
            figures.pop(key, None)
            withheld[key] = "person"
        elif key in figures:
            figures[key] = replace(figures[key], shares=(), favourable=None, unfavourable=None)
    # Of all questions together the rows would take more memory than all else that is kept of them.
    return Protected({key: replace(figure, rows=()) for key, figure in figures.items()}, withheld)


def _check_persons(kept: Sequence[Candidate], steps: Whole, rows: list[Row], effort: Effort) -> list[Taken]:
    places = np.flatnonzero(steps.sum(axis=1)).tolist()
    atoms = split_atoms([cell.members for cell in kept], places)
    counts = np.array([steps[sorted(atom)].sum(axis=0) for atom in atoms])
    first = [next(iter(atom)) for atom in atoms]
    member = np.array([[place in cell.members for place in first] for cell in kept], dtype=bool)
    return protect_persons(counts, member, rows, effort)
