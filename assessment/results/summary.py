"""The results as a few lines of plain text, for a terminal."""

from collections.abc import Iterator

from assessment.results.circumstances import list_trust_lines
from assessment.results.numbers import write_count, write_margin, write_value
from assessment.results.reasons import explain_reason
from assessment.results.sentences import (
    write_basis,
    write_change,
    write_dimension_score,
    write_gap,
    write_level,
    write_level_certainty,
)
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult


def write_summary(view: ResultsView, own: ResultsView) -> str:
    """Verdict, total and one line a driver or criterion. ``own``: the same release through its own drivers."""
    lines = [
        f"{view.text(view.facts.organisation)} - {view.text(view.facts.name)}",
        f"{write_verdict(own)}.",
        "",
        *_list_total(own),
        *(_write_dimension(view, result) for result in view.derived.dimensions),
        "",
        *list_trust_lines(view),
    ]
    if view.lens and view.lens.note:
        lines += ["", view.text(view.lens.note)]
    return "\n".join(lines)


def _list_total(view: ResultsView) -> Iterator[str]:
    index = view.derived.index
    if view.derived.form == "words":
        return
    if index.score is None:
        yield explain_reason(view, index.reason)
        return
    told = (
        f"{write_value(index.score, view)} of 100 {write_margin(index.margin)}".rstrip(),
        write_level(view, index.level),
        write_level_certainty(view, index),
    )
    yield ", ".join(part for part in told if part)


def _write_dimension(view: ResultsView, result: DimensionResult) -> str:
    gap, change = view.gap(result.dimension), view.change(result.dimension)
    title = view.dimension_title(result.dimension)
    if view.derived.form == "words":
        return f"  {title}: {write_level(view, result.level) or write_basis(view, result)}"
    score = write_dimension_score(view, result.score, result.reason)
    told = (
        f"{score} {write_margin(result.margin)}".rstrip(),
        f"n {write_count(result.n, view)}" if result.score else "",
        write_gap(view, gap) if gap else "",
        write_change(view, change) if change else "",
        write_basis(view, result),
    )
    return f"  {title}: {', '.join(part for part in told if part)}"
