"""Item pairs of the cells that may show a margin, counted in as few readings of the answers as they need."""

from collections.abc import Iterable, Iterator, Sequence

from assessment.release.answers import Answers
from assessment.release.candidates import Candidate
from assessment.scoring.margin import EXACT_FROM
from assessment.scoring.tally import Tally

AT_ONCE = 400
"""Pair tallies kept at once: 45 questions take 49 kB each."""


def count_crowds(answers: Answers, cells: Sequence[Candidate], pairs_from: int = EXACT_FROM) -> dict[str, Tally]:
    """The tally of each cell, with item pairs from ``pairs_from`` people on, and in the highest units:
    everybody's margin may be made of theirs."""
    large = [cell for cell in cells if cell.people >= pairs_from or (cell.kind == "unit" and cell.parent == "all")]
    result: dict[str, Tally] = {}
    for cell in cells:
        if cell not in large:
            result[cell.key] = answers.add_up(answers.seeing[place] for place in cell.members)
    for batch in _part_overlapping(large):
        groups = [frozenset(answers.places[answers.seeing[i]] for i in cell.members) for cell in batch]
        for cell, tally in zip(batch, answers.count_pairs(groups), strict=True):
            result[cell.key] = tally
    return result


def _part_overlapping(cells: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Cells in batches in which nobody stands twice."""
    waiting = list(cells)
    while waiting:
        batch: list[Candidate] = []
        taken: set[int] = set()
        for cell in waiting:
            if len(batch) < AT_ONCE and not taken & cell.members:
                batch.append(cell)
                taken |= cell.members
        chosen = {cell.key for cell in batch}
        waiting = [cell for cell in waiting if cell.key not in chosen]
        yield batch
