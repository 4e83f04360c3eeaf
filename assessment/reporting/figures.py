"""Every figure of the report as rows: for the CSV inside the PDF. Shown figures only, as finely as they are shown."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from assessment.results.charts import list_withheld_keys
from assessment.results.circumstances import find_rate
from assessment.results.formulas import defuse, defuse_value
from assessment.results.numbers import round_half_up, write_count, write_margin, write_share, write_value
from assessment.results.reasons import name_cell
from assessment.results.view import ResultsView
from assessment.scoring.derived import CellResult, DimensionResult
from assessment.scoring.figures import Cell, Count, ItemFigure, Value

HEADS = ("view", "people", "driver", "question", "figure", "value", "mark", "printed")
Row = tuple[str, ...]

FIGURES = ("value", "printed")
"""The columns that hold numbers."""


def write_csv(views: Iterable[ResultsView]) -> bytes:
    """All figures of the views, UTF-8 with a byte order mark; text that a spreadsheet would compute is quoted (S22)."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    for view in views:
        writer.writerows(guard(row) for row in list_rows(view))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def guard(row: Row) -> Row:
    """No name is a formula, not even one that is a number."""
    return tuple(
        defuse_value(field) if head in FIGURES else defuse(field) for head, field in zip(HEADS, row, strict=True)
    )


def list_rows(view: ResultsView) -> Iterator[Row]:
    lens = view.derived.lens
    for row in survey_rows(view) if view.lens is None else ():
        yield (lens, *row)
    for row in total_rows(view):
        yield (lens, *row)
    for result in view.derived.dimensions:
        for row in dimension_rows(view, "all", result):
            yield (lens, *row)
    for cell in (*view.derived.units, *view.derived.groups):
        for row in cell_rows(view, cell):
            yield (lens, *row)
    if view.lens is None:
        for shown in view.figures.cells:
            for row in item_rows(view, shown):
                yield (lens, *row)


def survey_rows(view: ResultsView) -> Iterator[Row]:
    """What is known of the survey as a whole."""
    summary = view.figures.summary
    participation = summary.participation
    answered = participation.answered
    count = answered if isinstance(answered, Count) else Count(low=answered, high=answered)
    yield plain("invited", participation.invited)
    yield ("all", "", "", "answered", str(count.low), "", write_count(count, view))
    yield plain("answered, per cent", find_rate(participation))
    for unit, rate in participation.by_unit.items():
        yield (
            view.unit_name(unit.removeprefix("unit:")),
            "",
            "",
            "answered, per cent",
            text_of(rate),
            "",
            text_of(rate),
        )
    yield plain("smallest group", summary.smallest_group)
    yield plain("units", len(view.structure.units))
    yield plain("units not shown on their own", len(list_withheld_keys(view, "unit:")))
    if summary.joint is not None:
        yield plain("senior managers", summary.joint.members)
        yield plain("senior managers who signed", summary.joint.signed)
    if view.target is not None:
        yield plain("target", view.target.score)
    for target in view.source.targets:
        told = text_of(target.score)
        yield ("all", view.dimension_title(target.dimension), "", "target", told, "", told)
    yield plain("actions promised last time", len(view.actions))
    for status in ("done", "late", "dropped", "open"):
        yield plain(f"actions {status}", sum(action.status == status for action in view.actions))


def plain(figure: str, value: float | None) -> Row:
    return ("all", "", "", figure, text_of(value), "", text_of(value))


def text_of(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def total_rows(view: ResultsView) -> Iterator[Row]:
    index, change = view.derived.index, view.change(None)
    if index.score is not None:
        yield scored("all", "", "", "total", index.score, view)
    if index.margin is not None:
        yield ("all", "", "", "margin", f"{index.margin:g}", "", write_margin(index.margin))
    yield plain("level", index.level)
    if view.ladder:
        yield plain("levels", len(view.ladder))
    if change is not None:
        yield scored("all", "", "", "total last time", change.before, view)


def scored(people: str, driver: str, question: str, figure: str, value: Value, view: ResultsView) -> Row:
    return (people, driver, question, figure, f"{round(value.value, 6):g}", value.mark or "", write_value(value, view))


def shared(people: str, driver: str, question: str, figure: str, value: Value, view: ResultsView) -> Row:
    return (people, driver, question, figure, f"{round(value.value, 6):g}", value.mark or "", write_share(value, view))


def dimension_rows(view: ResultsView, people: str, result: DimensionResult) -> Iterator[Row]:
    driver = result.dimension
    gap, change = (view.gap(driver), view.change(driver)) if people == "all" else (None, None)
    yield (people, driver, "", "answered", str(result.n.low), "", write_count(result.n, view))
    if result.score is not None:
        yield scored(people, driver, "", "score", result.score, view)
    if result.margin is not None:
        yield (people, driver, "", "margin", f"{result.margin:g}", "", write_margin(result.margin))
    if result.level is not None:
        yield (people, driver, "", "level", str(result.level), "", str(result.level))
    if gap is not None:
        points = str(abs(round_half_up(gap.said.value) - round_half_up(gap.seen.value)))
        yield scored(people, driver, "", "senior managers say", gap.said, view)
        yield (people, driver, "", "gap", f"{round(gap.difference, 6):g}", gap.name, points)
    if change is not None:
        points = str(abs(round_half_up(change.now.value) - round_half_up(change.before.value)))
        yield scored(people, driver, "", "last time", change.before, view)
        real = "real" if change.real else "not measurable"
        yield (people, driver, "", "change", f"{round(change.difference, 6):g}", real, points)


def cell_rows(view: ResultsView, cell: CellResult) -> Iterator[Row]:
    for result in cell.dimensions:
        yield from dimension_rows(view, name_cell(view, cell.key), result)


def item_rows(view: ResultsView, cell: Cell) -> Iterator[Row]:
    people = "all" if cell.key == "all" else name_cell(view, cell.key)
    for figure in cell.items:
        yield from figure_rows(view, people, figure)


def figure_rows(view: ResultsView, people: str, figure: ItemFigure) -> Iterator[Row]:
    driver = view.questionnaire.dimension_of[figure.item].id
    yield (people, driver, figure.item, "answered", str(figure.n.low), "", write_count(figure.n, view))
    if figure.score is not None:
        yield scored(people, driver, figure.item, "score", figure.score, view)
    shares = (
        ("favourable", figure.favourable),
        ("unfavourable", figure.unfavourable),
        ("cannot tell", figure.cant_tell),
    )
    for name, share in shares:
        if share is not None:
            yield shared(people, driver, figure.item, name, share, view)
    for place, share in enumerate(figure.shares, start=1):
        yield shared(people, driver, figure.item, f"answers {place} of {len(figure.shares)}", share, view)
