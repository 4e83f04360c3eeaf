"""Own data with full disclosure: everything, unrounded, for groups of any size (trust rule A20)."""

from collections.abc import Iterator
from dataclasses import replace

from assessment.release.answers import Answers
from assessment.release.assembly import measure_crowd_lenses
from assessment.release.candidates import Candidate, Limits, list_candidates
from assessment.release.disclosure import Progress, count_head
from assessment.release.pairs import count_crowds
from assessment.release.statistics import Crowd, find_cell_margins, measure_dimensions
from assessment.scoring.averages import stratify
from assessment.scoring.figures import Cell, Count, ItemFigure, Participation, ReleasedFigures, ReleaseSummary, Value
from assessment.scoring.items import ItemScore, score_items
from assessment.scoring.layout import Layout
from assessment.scoring.tally import Tally

PAIRS_FROM = 2


def disclose_fully(answers: Answers, smallest: int, progress: Progress | None = None) -> ReleasedFigures:
    """All figures of all units and groups. ``smallest`` is only passed on: with own data no group is too small."""
    places = [answers.places[i] for i in answers.seeing]
    people = [answers.people[i] for i in answers.seeing]
    found = list_candidates(answers.structure, places, people, Limits(1))
    crowds = {
        cell.key: Crowd(tally, frozenset(answers.layout.items), count_head(answers, cell))
        for cell, tally in zip(found.cells, _in_order(answers, found.cells), strict=True)
    }
    strata = _find_strata(found.cells, crowds)
    highest = [cell.key for cell in found.cells if cell.kind == "unit" and cell.parent == "all"]
    if found.cells:
        units = tuple(crowds[key].tally for key in highest)
        crowds["all"] = replace(crowds["all"], units=units, strata=strata)
    cells = [_make_cell(answers, cell, crowds[cell.key]) for cell in found.cells]
    says = _make_says(answers)
    if progress:
        progress(90)
    summary = ReleaseSummary(
        disclosure="full",
        smallest_group=smallest,
        weighted=bool(strata),
        participation=_count_participation(answers, found.cells),
        withheld=found.withheld,
        lens_margins=measure_crowd_lenses(answers, crowds["all"], exact=True) if found.cells else {},
    )
    return ReleasedFigures(summary=summary, cells=(*cells, says) if says else tuple(cells))


def _in_order(answers: Answers, cells: tuple[Candidate, ...]) -> Iterator[Tally]:
    tallies = count_crowds(answers, cells, PAIRS_FROM)
    return (tallies[cell.key] for cell in cells)


def _find_strata(cells: tuple[Candidate, ...], crowds: dict[str, Crowd]) -> tuple[tuple[Tally, int], ...]:
    """The highest units with their head counts, where all of them are known (method 4)."""
    highest = [crowds[cell.key] for cell in cells if cell.kind == "unit" and cell.parent == "all"]
    if len(highest) < 2 or not all(crowd.invited for crowd in highest):
        return ()
    whole = sum(crowd.tally.people for crowd in highest) == crowds["all"].tally.people
    return tuple((crowd.tally, crowd.invited or 0) for crowd in highest) if whole else ()


def _make_cell(answers: Answers, cell: Candidate, crowd: Crowd) -> Cell:
    layout = answers.layout
    margins = find_cell_margins(crowd, layout, layout.weights_in_index(), exact=True)
    return Cell(
        key=cell.key,
        kind=cell.kind,
        voice="sees",
        parent=cell.parent,
        units=cell.units,
        groups=cell.groups,
        n=Count(low=cell.people, high=cell.people),
        invited=crowd.invited,
        items=tuple(_list_items(crowd, layout)),
        dimensions=tuple(measure_dimensions(crowd, layout, exact=True)),
        index_margin=margins.now if margins else None,
        index_comparison_margin=margins.comparison if margins else None,
    )


def _list_items(crowd: Crowd, layout: Layout) -> Iterator[ItemFigure]:
    """Each question that was asked; everybody's score is weighed by head counts where there are strata."""
    strata = [
        (dict(zip(layout.items, score_items(tally, layout), strict=True)), count) for tally, count in crowd.strata
    ]
    for figure in score_items(crowd.tally, layout):
        if not figure.asked:
            continue
        scores = [_value(scored[figure.item].score) for scored, _ in strata]
        weighed = stratify(scores, [count for _, count in strata]) if strata else None
        yield _make_item(figure, weighed or _value(figure.score))


def _make_item(figure: ItemScore, score: Value | None) -> ItemFigure:
    n = figure.n
    return ItemFigure(
        item=figure.item,
        n=Count(low=n, high=n),
        score=score,
        shares=tuple(Value(value=100 * count / n) for count in figure.distribution) if n else (),
        favourable=_value(figure.favourable),
        unfavourable=_value(figure.unfavourable),
        cant_tell=_value(figure.cant_tell),
        mean=figure.mean,
        counts=figure.counts,
    )


def _value(number: float | None) -> Value | None:
    return None if number is None else Value(value=number)


def _make_says(answers: Answers) -> Cell | None:
    """Senior managers who answered the survey."""
    people = answers.add_up(answers.saying).people
    if not people:
        return None
    tally = next(answers.count_pairs([frozenset(answers.places[i] for i in answers.saying)]))
    crowd = Crowd(tally if people >= PAIRS_FROM else answers.add_up(answers.saying), frozenset(answers.layout.items))
    return Cell(
        key="says",
        kind="says",
        voice="says",
        n=Count(low=people, high=people),
        items=tuple(_list_items(crowd, answers.layout)),
        dimensions=tuple(measure_dimensions(crowd, answers.layout, exact=True)),
    )


def _count_participation(answers: Answers, cells: tuple[Candidate, ...]) -> Participation:
    invited = answers.structure.count_invited()
    answered = sum(answers.people[i] for i in answers.seeing)
    by_unit: dict[str, int | None] = {}
    for cell in cells if invited else ():
        head = count_head(answers, cell)
        if cell.kind == "unit" and head:
            by_unit[cell.key.removeprefix("unit:")] = round(100 * cell.people / head)
    rate = round(100 * answered / invited) if invited else None
    return Participation(invited=invited, answered=answered, rate=rate, by_unit=by_unit)
