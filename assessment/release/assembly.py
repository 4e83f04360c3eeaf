"""Cells as they are released: rounded figures, reasons, and the statistics beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

import questionnaires
from assessment.release.answers import Answers
from assessment.release.candidates import Candidate
from assessment.release.persons import Effort
from assessment.release.protection import Question, protect_question
from assessment.release.rounding import BARS_FROM, count_people, round_share
from assessment.release.rows import Figures
from assessment.release.statistics import Crowd, find_cell_margins, measure_dimensions
from assessment.scoring.answers import CANT_TELL
from assessment.scoring.figures import Cell, Count, ItemFigure, Value
from assessment.scoring.reading import read_through
from assessment.scoring.tally import SLOT, Tally

LensMargins = dict[str, dict[str, tuple[float | None, float | None]]]


@dataclass(frozen=True, eq=False)
class Shown:
    """All that cells are assembled from. ``figures`` and ``reasons``: by cell key and item; ``heads``: people invited;
    ``weighed``: everybody's score where it comes from the ``strata`` (cell key to head count); ``crowds``: tallies."""

    answers: Answers
    smallest: int
    figures: Mapping[str, Mapping[str, Figures]]
    reasons: Mapping[str, Mapping[str, str]]
    heads: Mapping[str, int | None]
    weighed: Mapping[str, Value | None]
    strata: Mapping[str, int]
    crowds: Mapping[str, Tally]
    cells: Sequence[Candidate]


def assemble_cell(shown: Shown, cell: Candidate) -> Cell:
    """One cell of those who see."""
    items = tuple(_assemble_items(shown, cell))
    crowd = _find_crowd(shown, cell, items)
    layout = shown.answers.layout
    margins = find_cell_margins(crowd, layout, layout.weights_in_index(), exact=False)
    return Cell(
        key=cell.key,
        kind=cell.kind,
        voice="sees",
        parent=cell.parent,
        units=cell.units,
        groups=cell.groups,
        n=count_people(cell.people, shown.smallest),
        invited=shown.heads[cell.key],
        items=items,
        dimensions=tuple(measure_dimensions(crowd, layout, exact=False)),
        index_margin=margins.now if margins else None,
        index_comparison_margin=margins.comparison if margins else None,
    )


def _assemble_items(shown: Shown, cell: Candidate) -> Iterator[ItemFigure]:
    """The questions that were asked in the cell."""
    tally = shown.crowds[cell.key]
    for place, item in enumerate(shown.answers.layout.items):
        if not tally.asked()[place]:
            continue
        count = count_people(int(tally.answered()[place]), shown.smallest)
        figures = shown.figures[cell.key].get(item)
        score = figures.score if figures else None
        reason = shown.reasons[cell.key].get(item)
        if cell.kind == "all" and item in shown.weighed:
            score = shown.weighed[item]
            reason = None if score else reason or "person"
        yield _make_figure(item, count, figures if score else None, score, reason, _show_blind(tally, place, cell))


def _make_figure(
    item: str, n: Count, figures: Figures | None, score: Value | None, reason: str | None, cant_tell: Value | None
) -> ItemFigure:
    return ItemFigure(
        item=item,
        n=n,
        score=score,
        shares=figures.shares if figures else (),
        favourable=figures.favourable if figures else None,
        unfavourable=figures.unfavourable if figures else None,
        cant_tell=cant_tell,
        withheld=reason,
    )


def _show_blind(tally: Tally, place: int, cell: Candidate) -> Value | None:
    """The share of those asked who could not tell: of everybody only, so that no two of them can be subtracted."""
    asked = int(tally.asked()[place])
    if cell.kind != "all" or asked < BARS_FROM:
        return None
    return round_share(int(tally.counts[place, SLOT[CANT_TELL]]), asked).value


def _find_crowd(shown: Shown, cell: Candidate, items: Sequence[ItemFigure]) -> Crowd:
    everybody = cell.kind == "all"
    units = [one for one in shown.cells if one.kind == "unit" and one.parent == "all"] if everybody else []
    return Crowd(
        tally=shown.crowds[cell.key],
        shown=frozenset(figure.item for figure in items if figure.score is not None),
        invited=shown.heads[cell.key],
        units=tuple(shown.crowds[one.key] for one in units),
        strata=tuple(_list_strata(shown)) if everybody else (),
        takes_turns=shown.answers.takes_turns,
    )


def _list_strata(shown: Shown) -> Iterator[tuple[Tally, int]]:
    for key, count in shown.strata.items():
        yield shown.crowds[key], count


def assemble_says(answers: Answers, smallest: int, effort: Effort) -> Cell | None:
    """The cell of senior managers who answered the survey; null where they are too few."""
    tally = answers.add_up(answers.saying)
    if tally.people < smallest:
        return None
    everybody = Candidate("says", "all", None, (), (), frozenset({0}), tally.people, (0, 0, ""), "says")
    figures: dict[str, Figures] = {}
    reasons: dict[str, str] = {}
    for place, item in enumerate(answers.layout.items):
        steps = np.asarray(answers.steps(place)[list(answers.saying)].sum(axis=0))[None, :]
        protected = protect_question([everybody], [], Question(steps), smallest, effort)
        if everybody.key in protected.figures:
            figures[item] = protected.figures[everybody.key]
        else:
            reasons[item] = protected.withheld[everybody.key]
    items = tuple(
        _make_figure(
            item,
            count_people(int(tally.answered()[place]), smallest),
            figures.get(item),
            figures[item].score if item in figures else None,
            reasons.get(item),
            None,
        )
        for place, item in enumerate(answers.layout.items)
        if tally.asked()[place]
    )
    pairs = next(iter(answers.count_pairs([frozenset(answers.places[i] for i in answers.saying)])))
    crowd = Crowd(pairs, frozenset(item.item for item in items if item.score is not None))
    statistics = tuple(measure_dimensions(crowd, answers.layout, exact=False))
    n = count_people(tally.people, smallest)
    return Cell(key="says", kind="says", voice="says", n=n, items=items, dimensions=statistics)


def measure_lenses(shown: Shown, *, exact: bool) -> LensMargins:
    """Margins of everybody's dimensions in the lenses of other models that this questionnaire can be read through."""
    everybody = next((cell for cell in shown.cells if cell.kind == "all"), None)
    if everybody is None:
        return {}
    crowd = _find_crowd(shown, everybody, tuple(_assemble_items(shown, everybody)))
    return measure_crowd_lenses(shown.answers, crowd, exact=exact)


def measure_crowd_lenses(answers: Answers, crowd: Crowd, *, exact: bool) -> LensMargins:
    result: LensMargins = {}
    for lens in questionnaires.lens_ids():
        reading = read_through(answers.questionnaire, lens)
        for dimension in reading.dimensions:
            items = {item: weight for item, weight in dimension.items.items() if item in crowd.shown}
            margins = find_cell_margins(crowd, answers.layout, answers.layout.weights_of(items), exact=exact)
            if margins:
                result.setdefault(lens, {})[dimension.id] = (margins.now, margins.comparison)
    return result
