"""What has changed in one unit since the last campaign, by the same rules as for everybody (method 11, trust A14)."""

from collections.abc import Mapping

from assessment.scoring.changes import compare_scores, list_shown_items
from assessment.scoring.derived import Change
from assessment.scoring.dimensions import score_cell
from assessment.scoring.estimates import estimate
from assessment.scoring.figures import ReleasedFigures
from assessment.scoring.reading import Reading


def find_unit_changes(
    now: ReleasedFigures,
    before: ReleasedFigures,
    pairs: Mapping[str, str],
    reading: Reading,
    common: frozenset[str],
) -> dict[str, tuple[Change, ...]]:
    """Changes of each cell of ``pairs`` (key now to key then) of which both releases show figures, on the common
    questions that all four cells show: of the unit and of everybody, whose spread few answers borrow."""
    wholes = now.cell("all"), before.cell("all")
    if wholes[0] is None or wholes[1] is None:
        return {}
    rounded = [figures.summary.disclosure != "full" for figures in (now, before)]
    found: dict[str, tuple[Change, ...]] = {}
    for key, earlier in pairs.items():
        cells = now.cell(key), before.cell(earlier)
        if cells[0] is None or cells[1] is None:
            continue
        shared = common.intersection(*(list_shown_items(cell) for cell in (*wholes, *cells) if cell))
        compared = reading.keep_items(shared.__contains__)
        here, there = score_cell(cells[0], compared, now.summary), score_cell(cells[1], compared, before.summary)
        whole, old_whole = score_cell(wholes[0], compared, now.summary), score_cell(wholes[1], compared, before.summary)
        found[key] = tuple(
            compare_scores(
                one.dimension,
                (old.score, estimate(old, lent_then, rounded=rounded[1])),
                (one.score, estimate(one, lent, rounded=rounded[0])),
            )
            for one, old, lent, lent_then in zip(here, there, whole, old_whole, strict=True)
            if one.score and old.score
        )
    return found
