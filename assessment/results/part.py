"""A release cut to the units that somebody may read (trust rule A16): the same figures, fewer of them.

What is left says nothing of the whole organisation: no score of everybody, no participation, no joint answer. A unit's
hand-out has the same first step for all who may read it, so what was made of recommendations for teams stays.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from assessment.results.document import write_document
from assessment.results.hand_out import list_team_choices
from assessment.results.view import ResultsView, StructureFact
from assessment.scoring.derived import Derived, DimensionResult, IndexResult
from assessment.scoring.figures import Cell, Count, Participation, ReleasedFigures, ReleaseSummary, Withheld

KINDS = ("unit", "unit-group")
NOT_TOLD = Count(low=0, high=0)
"""Stands where the whole organisation's numbers of people were; no page of a part prints it."""

OF_THE_SURVEY = ("id", "name", "organisation", "questionnaire", "disclosure", "smallest_group", "released_at", "sha256")


def find_within(structure: StructureFact, units: Collection[str]) -> frozenset[str]:
    """The keys of these units and of all below them, as the survey had them at launch."""
    below: dict[str | None, list[str]] = {}
    for unit in structure.units:
        below.setdefault(unit.parent, []).append(unit.key)
    waiting = [unit.key for unit in structure.units if unit.key in units]
    within: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in within:
            within.add(key)
            waiting += below.get(key, [])
    return frozenset(within)


def cut_view(view: ResultsView, units: Collection[str]) -> ResultsView:
    """The view with nothing in it but what is shown of these units and of those below them."""
    within = find_within(view.structure, units)
    figures = ReleasedFigures(
        summary=_cut_summary(view.figures.summary, within),
        cells=tuple(cell for cell in view.figures.cells if _is_inside(cell, within)),
    )
    comments = tuple(one for one in view.source.comments if _find_unit(one.cell) in within)
    more: dict[str, Any] = {"figures": figures, "previous": None, "actions": (), "decisions": (), "comments": comments}
    more |= {
        "choices": list_team_choices(view),
        "promises": (),
        "targets": (),
        "asked_before": (),
        "words": (),
        "agreed": (),
    }
    return replace(view, source=view.source.model_copy(update=more), derived=_cut_derived(view.derived, within))


def _cut_summary(summary: ReleaseSummary, within: Collection[str]) -> ReleaseSummary:
    return ReleaseSummary(
        format=summary.format,
        disclosure=summary.disclosure,
        smallest_group=summary.smallest_group,
        weighted=summary.weighted,
        participation=Participation(invited=None, answered=NOT_TOLD, rate=None),
        withheld=tuple(_cut_reason(gone, within) for gone in summary.withheld if _find_unit(gone.key) in within),
    )


def _cut_reason(gone: Withheld, within: Collection[str]) -> Withheld:
    """A unit that was joined into others outside the part is named with its reason, without their name."""
    if gone.joined_into is None or _find_unit(gone.joined_into) in within:
        return gone
    return Withheld(key=gone.key, reason="joined")


def _cut_derived(derived: Derived, within: Collection[str]) -> Derived:
    nothing = tuple(
        DimensionResult(dimension=one.dimension, score=None, n=NOT_TOLD, based_on=0, of=0) for one in derived.dimensions
    )
    return Derived(
        lens=derived.lens,
        form=derived.form,
        n=NOT_TOLD,
        index=IndexResult(score=None),
        dimensions=nothing,
        units=tuple(cell for cell in derived.units if _find_unit(cell.key) in within),
    )


def _is_inside(cell: Cell, within: Collection[str]) -> bool:
    return cell.kind in KINDS and _find_unit(cell.key) in within and set(cell.units) <= set(within)


def _find_unit(key: str) -> str:
    """The unit that a cell is named after: of "unit:care", "unit:care+others" and "unit:care/group:staff" alike."""
    kind, _colon, rest = key.partition(":")
    return rest.partition("/")[0].partition("+")[0] if kind == "unit" else ""


def write_part(view: ResultsView) -> dict[str, Any]:
    """A cut view as JSON, in the shape of the whole document as far as there is anything in it."""
    whole = write_document(view)
    return {
        "campaign": {key: whole["campaign"][key] for key in OF_THE_SURVEY},
        "lens": whole["lens"],
        "units": whole["units"],
        "suppressed": whole["suppressed"],
    }
