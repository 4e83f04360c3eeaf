"""The results as JSON, for `assessment results ID --json` and beside the page: what the disclosure rules let out.

Scores run from 0 to 100. A figure with an open end is a range, {"from": 0, "to": 25}, like a number of people that is
not shown exactly, {"from": 5, "to": 9}; one whose parts are open at both ends is {"about": 50}.
"""

from statistics import fmean
from typing import Any

from assessment.results.view import ResultsView
from assessment.scoring.derived import CellResult, DimensionResult, Gap, IndexResult, Priority
from assessment.scoring.figures import Count, ItemFigure, Value

Json = dict[str, Any]


def write_document(view: ResultsView) -> Json:
    """The whole document, ready for ``json.dumps``; its shape is a promise to users (design, "The command")."""
    derived = view.derived
    return {
        "campaign": _write_campaign(view),
        "lens": derived.lens,
        "n": _write_count(derived.n),
        "index": _write_index(derived.index),
        # Points of a model never come from a survey (method 6), only from a consensus of assessors over all its parts.
        "points": view.agreed.points if view.agreed else None,
        "dimensions": [_write_dimension(view, result) for result in derived.dimensions],
        "units": [_write_cell(view, cell) for cell in derived.units],
        "groups": [_write_cell(view, cell) for cell in derived.groups],
        "gaps": [_write_gap(gap) for gap in derived.gaps],
        "recommendations": [_write_priority(priority) for priority in derived.priorities],
        "suppressed": [withheld.model_dump() for withheld in view.figures.summary.withheld],
        "comments": [comment.model_dump() for comment in view.source.comments],
        **({"agreed": view.agreed.model_dump(mode="json")} if view.agreed else {}),
    }


def _write_campaign(view: ResultsView) -> Json:
    facts, summary = view.facts, view.figures.summary
    participation = summary.participation
    answered = participation.answered
    return {
        "id": facts.id,
        "name": view.text(facts.name),
        "organisation": view.text(facts.organisation),
        "questionnaire": {"id": view.questionnaire.id, "version": view.questionnaire.version},
        "disclosure": summary.disclosure,
        "smallest_group": summary.smallest_group,
        "invited": participation.invited,
        "answered": _write_count(answered) if isinstance(answered, Count) else answered,
        "form": view.derived.form,
        "weighted": summary.weighted,
        "released_at": facts.released_at.isoformat(),
        "sha256": facts.sha256,
    }


def _write_index(index: IndexResult) -> Json:
    return {
        "score": _write_value(index.score),
        "margin": index.margin,
        "level": index.level,
        "level_probability": index.level_probability,
        "limiting": index.limiting,
    }


def _write_dimension(view: ResultsView, result: DimensionResult) -> Json:
    return {
        "id": result.dimension,
        "score": _write_value(result.score),
        "margin": result.margin,
        "n": _write_count(result.n),
        "favourable": _write_value(result.favourable),
        "unfavourable": _write_value(result.unfavourable),
        "alpha": result.alpha,
        "icc1": result.icc1,
        "icc2": result.icc2,
        "agreement": average_agreement(view, result.dimension),
        "items": [_write_item(figure) for figure in result.items],
    }


def average_agreement(view: ResultsView, dimension: str) -> float | None:
    """The mean r_wg(J) of a dimension over the units (method 9); None where agreement is only told as a label."""
    agreements = [
        result.agreement
        for unit in view.derived.units
        for result in unit.dimensions
        if result.dimension == dimension and result.agreement is not None
    ]
    return fmean(agreements) if agreements else None


def _write_unit_dimension(view: ResultsView, result: DimensionResult) -> Json:
    return _write_dimension(view, result) | {"agreement": result.agreement}


def _write_cell(view: ResultsView, cell: CellResult) -> Json:
    return {
        "id": cell.key,
        "n": _write_count(cell.n),
        "dimensions": [_write_unit_dimension(view, result) for result in cell.dimensions],
    }


def _write_item(figure: ItemFigure) -> Json:
    return {
        "id": figure.item,
        "score": _write_value(figure.score),
        "mean": figure.mean,
        "n": _write_count(figure.n),
        "counts": None if figure.counts is None else list(figure.counts),
    }


def _write_gap(gap: Gap) -> Json:
    return {
        "dimension": gap.dimension,
        "said": _write_value(gap.said),
        "seen": _write_value(gap.seen),
        "difference": gap.difference,
        "name": gap.name,
    }


def _write_priority(priority: Priority) -> Json:
    evidence = [fired.model_dump(exclude_none=True) for fired in priority.evidence]
    return {
        "id": priority.recommendation,
        "dimension": priority.dimension,
        "evidence": evidence,
        "weight": priority.weight,
        "blind_spot": priority.blind_spot,
    }


def _write_count(count: Count) -> int | Json:
    return count.low if count.low == count.high else {"from": count.low, "to": count.high}


def _write_value(value: Value | None) -> float | Json | None:
    if value is None or value.mark is None:
        return None if value is None else value.value
    if value.mark == "about":
        return {"about": value.value}
    return {"from": value.value, "to": 100} if value.mark == "at least" else {"from": 0, "to": value.value}
