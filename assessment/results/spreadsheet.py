"""All shown figures as one flat table (CSV): a row a question and group of people."""

import csv
import io
from collections.abc import Iterator

from assessment.results.formulas import defuse
from assessment.results.reasons import explain_reason, name_cell
from assessment.results.view import ResultsView
from assessment.scoring.figures import Cell, Count, ItemFigure, Value

HEAD = (
    "group_of_people",
    "name",
    "driver",
    "question",
    "text",
    "answers",
    "score",
    "score_open",
    "favourable",
    "favourable_open",
    "unfavourable",
    "unfavourable_open",
    "not_visible",
    "reason",
)


def write_table(view: ResultsView) -> str:
    """The table with a head, in the view's language; numbers with a decimal point. ``..._open`` says "at least", "at
    most" where a figure has an open end. No text is a formula (S22)."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(list_rows(view))
    return out.getvalue()


def list_rows(view: ResultsView) -> Iterator[list[str]]:
    """The rows below the head, a text a column."""
    for cell in view.figures.cells:
        yield from _list_cell(view, cell)


def _list_cell(view: ResultsView, cell: Cell) -> Iterator[list[str]]:
    name = name_cell(view, cell.key)
    for figure in cell.items:
        texts = [cell.key, name, view.questionnaire.dimension_of[figure.item].id, figure.item]
        question = view.say(view.item(figure.item).text)
        yield [defuse(text) for text in (*texts, question)] + _list_numbers(view, figure)


def _list_numbers(view: ResultsView, figure: ItemFigure) -> list[str]:
    pairs = [_spell(value) for value in (figure.score, figure.favourable, figure.unfavourable)]
    reason = "" if figure.score else explain_reason(view, figure.withheld)
    numbers = [text for pair in pairs for text in pair]
    return [_spell_count(figure.n), *numbers, _spell(figure.cant_tell)[0], defuse(reason)]


def _spell(value: Value | None) -> tuple[str, str]:
    return ("", "") if value is None else (f"{value.value:g}", value.mark or "")


def _spell_count(count: Count) -> str:
    return str(count.low) if count.low == count.high else f"{count.low} to {count.high}"
