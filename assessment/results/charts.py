"""Charts of a release as specifications, one for page and paper: every word and number in them comes from the view."""

from collections.abc import Collection

from flask_babel import gettext as _

from assessment.results.numbers import (
    level_of,
    mark_value,
    round_half_up,
    speaking,
    write_count,
    write_number,
    write_value,
)
from assessment.results.reasons import name_cell
from assessment.results.sentences import (
    start_with_capital,
    write_dimension_score,
    write_finding,
    write_gap,
    write_gap_sentence,
    write_level,
)
from assessment.results.view import ResultsView, TargetFact
from assessment.scoring.derived import CellResult, DimensionResult
from assessment.scoring.figures import ItemFigure, Value
from reports.charts import (
    AnswerBar,
    BarColumns,
    GapColumns,
    GapDots,
    GapKey,
    GapRow,
    HeatCell,
    HeatMap,
    HeatRow,
    Mark,
    ScoreStrip,
    Segment,
    Step,
    StripWords,
)

LEVELS = range(1, 6)
FIFTH = 20
PART = "*"
"""Behind a score that stands on fewer questions than that of everybody."""


def chart_index(view: ResultsView) -> ScoreStrip | None:
    """The total score on its ladder; None where there is no score or no ladder."""
    index, change = view.derived.index, view.change(None)
    return _chart_score(view, index.score, index.level, index.margin, change.before if change else None, view.target)


def chart_level(view: ResultsView, result: DimensionResult) -> ScoreStrip | None:
    """A driver's score on the same ladder; none where the release gives no level."""
    change = view.change(result.dimension)
    if result.level is None:
        return None
    return _chart_score(view, result.score, result.level, result.margin, change.before if change else None, None)


def _chart_score(
    view: ResultsView,
    score: Value | None,
    level: int | None,
    margin: float | None,
    before: Value | None,
    target: TargetFact | None,
) -> ScoreStrip | None:
    if score is None or not view.ladder:
        return None
    with speaking(view.language):
        words = StripWords(
            score=_("Score"),
            margin=_("Margin"),
            level=_("Level"),
            target=_("Target"),
            last=_("Last time"),
            figure=_("Figure"),
            value=_("Value"),
        )
        message = _("%(score)s of 100", score=start_with_capital(write_value(score, view)))
        if level is not None:
            message = f"{message}. {write_level(view, level)}"
    return ScoreStrip(
        message=message,
        steps=tuple(Step(step.start, view.text(step.name)) for step in view.ladder),
        words=words,
        score=_mark(view, score),
        margin=margin,
        target=Mark(target.score, write_number(target.score, view.language)) if target else None,
        last=_mark(view, before),
    )


def _mark(view: ResultsView, value: Value | None) -> Mark | None:
    return None if value is None else Mark(value.value, write_value(value, view))


def chart_dimensions(view: ResultsView, *, by_gap: bool = False) -> GapDots:
    """What staff see and senior managers say, a row a driver: in the questionnaire's order, or widest gap first."""
    results = list(view.core)
    if by_gap:
        results.sort(key=lambda result: -_measure_gap(view, result.dimension))
    said = any(view.gap(result.dimension) for result in results)
    last = any(view.change(result.dimension) for result in results)
    own = any(view.target_of(result.dimension) for result in results)
    with speaking(view.language):
        key = GapKey(
            seen=_("what staff see") if said else _("score"),
            said=_("what senior managers say") if said else "",
            last=_("staff last time") if last else "",
            target=_("target") if view.target or own else "",
        )
        columns = GapColumns(
            label=_("Driver") if view.lens is None else _("Criterion"),
            seen=_("Staff see") if said else _("Score"),
            said=_("Senior managers say"),
            last=_("Last time"),
            note=_("In words"),
            nothing="–",
            target=_("Target"),
        )
    return GapDots(
        message=write_dimensions_message(view),
        rows=tuple(_make_gap_row(view, result) for result in results),
        axis=list_axis(view),
        key=key,
        columns=columns,
        target=Mark(view.target.score, write_number(view.target.score, view.language)) if view.target else None,
    )


def _measure_gap(view: ResultsView, dimension: str) -> float:
    gap = view.gap(dimension)
    return abs(gap.difference) if gap else -1.0


def _make_gap_row(view: ResultsView, result: DimensionResult) -> GapRow:
    gap, change = view.gap(result.dimension), view.change(result.dimension)
    target = view.target_of(result.dimension)
    return GapRow(
        label=view.dimension_title(result.dimension),
        seen=_mark(view, result.score),
        said=_mark(view, gap.said) if gap else None,
        last=_mark(view, change.before) if change else None,
        note=_write_note(view, result),
        target=Mark(target.score, write_number(target.score, view.language)) if target else None,
    )


def _write_note(view: ResultsView, result: DimensionResult) -> str:
    gap = view.gap(result.dimension)
    if result.score is None:
        with speaking(view.language):
            return _("not assessed") if result.reason == "not assessed" else _("not shown")
    return write_gap(view, gap) if gap else ""


def write_dimensions_message(view: ResultsView) -> str:
    """The sentence of the picture: the widest named gap, else how the drivers lie."""
    named = [gap for gap in view.derived.gaps if gap.name in ("blind spot", "hidden strength")]
    if named:
        return write_gap_sentence(view, max(named, key=lambda gap: abs(gap.difference)))
    shown = [result for result in view.core if result.score is not None]
    with speaking(view.language):
        if not shown:
            return _("Nothing can be shown here.")
        listed = ", ".join(
            f"{view.dimension_title(result.dimension)} {write_value(result.score, view)}"
            for result in shown
            if result.score
        )
        return _("Scores of 100: %(list)s.", list=listed)


def list_axis(view: ResultsView) -> tuple[str, ...]:
    """The words under the axis: the labels of the scale that most questions use, if they are few and short enough."""
    scales = [item.scale for item in view.questionnaire.items]
    scale = view.questionnaire.scales[max(dict.fromkeys(scales), key=scales.count)]
    labels = view.texts(scale.labels)
    if 2 <= len(labels) <= 5 and sum(map(len, labels)) <= 40 and view.lens is None:
        return tuple(label[:1].lower() + label[1:] for label in labels)
    return tuple(str(place) for place in (0, 25, 50, 75, 100))


def chart_item(view: ResultsView, figure: ItemFigure) -> AnswerBar | None:
    """How the answers to one question spread; None where shares are not shown."""
    if not figure.shares:
        return None
    with speaking(view.language):
        columns = BarColumns(answer=_("Answer"), share=_("Share"))
        message = write_finding(view, figure) or view.say(view.item(figure.item).text)
        words = list_answers(view, figure)
    segments = tuple(
        Segment(word, share.value, mark_value(f"{round_half_up(share.value)} %", share, view))
        for word, share in zip(words, figure.shares, strict=True)
    )
    return AnswerBar(message=message, segments=segments, columns=columns)


def list_answers(view: ResultsView, figure: ItemFigure) -> tuple[str, ...]:
    """The words of the shares, least mature first: the scale's own labels, turned round for reverse questions."""
    item = view.item(figure.item)
    labels = view.texts(view.questionnaire.scale_of(item).labels)
    if len(figure.shares) == len(labels):
        return labels[::-1] if item.reverse else labels
    if len(figure.shares) == 3:
        return (_("Unfavourable"), _("In between"), _("Favourable"))
    return tuple(str(place + 1) for place in range(len(figure.shares)))


def chart_units(view: ResultsView, only: Collection[str] | None = None) -> HeatMap | None:
    """Units by driver, in the organisation's order, with those that are not shown. A driver or criterion that no unit
    has a score of has no column; None where none has. ``only``: the rows wanted, of ``list_unit_rows``."""
    with speaking(view.language):
        message = _("Scores of 100 by unit. The order is the organisation's own: it is no ranking.")
        return _chart_cells(view, view.derived.units, "unit:", _("Unit"), message, only)


def chart_groups(view: ResultsView) -> HeatMap | None:
    """Groups of people by driver; None where no group is shown."""
    with speaking(view.language):
        return _chart_cells(view, view.derived.groups, "group:", _("Group"), _("Scores of 100 by group of people."))


def _chart_cells(
    view: ResultsView,
    cells: tuple[CellResult, ...],
    kind: str,
    corner: str,
    message: str,
    only: Collection[str] | None = None,
) -> HeatMap | None:
    scored = {result.dimension for cell in cells for result in cell.dimensions if result.score is not None}
    dimensions = [result.dimension for result in view.core if result.dimension in scored]
    if not dimensions:
        return None
    shown = {cell.key: cell for cell in cells}
    hidden = tuple(HeatCell(_("not shown"), None) for _dimension in dimensions)
    rows = [
        _make_row(view, shown[key], dimensions) if key in shown else HeatRow(name_cell(view, key), hidden, "–")
        for key in _list_rows(view, cells, kind)
        if only is None or key in only
    ]
    if any(cell.text.endswith(PART) for row in rows for cell in row.cells):
        message = (
            f"{message} {_('%(mark)s: from part of the questions only, the others are not shown there.', mark=PART)}"
        )
    return HeatMap(
        message=message,
        corner=corner,
        note_head=_("Answers"),
        columns=tuple(view.dimension_title(dimension) for dimension in dimensions),
        rows=tuple(rows),
    )


def list_unit_rows(view: ResultsView) -> list[str]:
    """The keys of all rows of the table of units, from top to bottom."""
    return _list_rows(view, view.derived.units, "unit:")


def _list_rows(view: ResultsView, cells: tuple[CellResult, ...], kind: str) -> list[str]:
    keys = dict.fromkeys([*(cell.key for cell in cells), *list_withheld_keys(view, kind)])
    order = list_order(view)
    # Joined groups of people have the keys of all of them: the first one gives the place.
    return sorted(keys, key=lambda key: order.get(key, order.get(key.partition("+")[0], len(order))))


def list_withheld_keys(view: ResultsView, kind: str) -> list[str]:
    """Keys of whole units ("unit:") or groups ("group:") that are not shown on their own."""
    withheld = view.figures.summary.withheld
    return [gone.key for gone in withheld if gone.key.startswith(kind) and "/" not in gone.key]


def list_order(view: ResultsView) -> dict[str, int]:
    """Cell key to place: units as in the organisation's tree, joined rests behind their part, groups as set up."""
    below: dict[str | None, list[str]] = {}
    for unit in view.structure.units:
        below.setdefault(unit.parent, []).append(unit.key)
    keys: list[str] = []

    def walk(parent: str | None) -> None:
        for unit in below.get(parent, ()):
            keys.append(f"unit:{unit}")
            walk(unit)
        if parent is not None:
            keys.append(f"unit:{parent}+others")

    walk(None)
    keys += [f"group:{group.key}" for group in view.structure.groups]
    return {key: place for place, key in enumerate(keys)}


def _make_row(view: ResultsView, cell: CellResult, dimensions: list[str]) -> HeatRow:
    results = {result.dimension: result for result in cell.dimensions}
    whole = {result.dimension: result.based_on for result in view.core}
    cells = tuple(_make_heat_cell(view, results.get(dimension), whole[dimension]) for dimension in dimensions)
    return HeatRow(name_cell(view, cell.key), cells, write_count(cell.n, view))


def _make_heat_cell(view: ResultsView, result: DimensionResult | None, questions: int) -> HeatCell:
    """``questions``: that the score of everybody is based on; one of fewer is marked, for it says something else
    (trust rule A11)."""
    if result is None or result.score is None:
        return HeatCell(write_dimension_score(view, None, result.reason if result else None), None)
    mark = PART if result.based_on < questions else ""
    return HeatCell(write_value(result.score, view) + mark, find_shade(view, result.score.value))


def find_shade(view: ResultsView, score: float) -> int:
    """The colour 1 to 5 of a heat-map cell: the level on a ladder of five, else fifths of the scale."""
    level = level_of(view, score) if len(view.ladder) == len(LEVELS) else None
    return level or min(len(LEVELS), int(score // FIFTH) + 1)
