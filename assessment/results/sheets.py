"""A release as tables, one a subject: what a workbook holds. Shown figures and their functions only, and why others are
missing; the table of all question figures is that of results.csv."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor

from flask_babel import gettext as _

from assessment.results.charts import list_answers
from assessment.results.circumstances import find_rate, write_participation
from assessment.results.numbers import (
    level_of,
    local_day,
    round_half_up,
    speaking,
    write_count,
    write_date,
    write_period,
)
from assessment.results.priority_parts import make_priorities
from assessment.results.reasons import explain_reason, explain_withheld, name_cell
from assessment.results.sentences import count_gap_points, name_gap, name_level, write_change
from assessment.results.view import ResultsView
from assessment.scoring.derived import CellResult, DimensionResult
from assessment.scoring.figures import Cell, Count, ItemFigure, Value

Entry = str | float | None
"""A number is a number in every format, a text never a formula, and None an empty cell: never a zero."""


@dataclass(frozen=True)
class Sheet:
    """``title`` is the name of the tab; the first row is the head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]


def list_sheets(view: ResultsView, *, whole: bool) -> tuple[Sheet, ...]:
    """Every table in the view's language. A part (not the ``whole``) has those of its units and nothing of others."""
    with speaking(view.language):
        units = _make_cells(view, _("Units"), _("Unit"), view.derived.units)
        shared = (_make_questions(view), _make_withheld(view))
        if not whole:
            return (units, *shared, _make_about(view, whole=False))
        return (
            _make_overview(view),
            _make_drivers(view),
            shared[0],
            _make_answers(view),
            units,
            _make_cells(view, _("Groups of people"), _("Group"), view.derived.groups),
            _make_gaps(view),
            _make_changes(view),
            _make_recommendations(view),
            shared[1],
            _make_about(view, whole=True),
        )


def round_score(value: float, view: ResultsView) -> float:
    """A computed score with one decimal, cut off where rounding would carry it into another level."""
    rounded = floor(value * 10 + 0.5) / 10
    return rounded if level_of(view, rounded) == level_of(view, value) else floor(value * 10) / 10


def name_mark(value: Value | None) -> str:
    """What a figure leaves open, in words of its own."""
    names = {"at least": _("at least"), "at most": _("at most"), "about": _("about")}
    return names[value.mark] if value and value.mark else ""


def _count(count: Count, view: ResultsView) -> Entry:
    return count.low if count.low == count.high else write_count(count, view)


def _pair(value: Value | None) -> tuple[Entry, Entry]:
    """A released figure as it stands there, and what it leaves open."""
    return (value.value if value else None), name_mark(value)


def _score(value: Value | None, view: ResultsView) -> tuple[Entry, Entry]:
    return (round_score(value.value, view) if value else None), name_mark(value)


def _share(value: Value | None) -> tuple[Entry, Entry]:
    return (round_half_up(value.value) if value else None), name_mark(value)


def _margin(margin: float | None) -> Entry:
    """Rounded up, as everywhere."""
    return None if margin is None else -floor(-margin)


def _tells(view: ResultsView) -> bool:
    """Whether computed scores are told at all: not in words, and not where nothing is."""
    return view.derived.form not in ("words", "none")


def _make_overview(view: ResultsView) -> Sheet:
    participation, index, change = view.figures.summary.participation, view.derived.index, view.change(None)
    answered = participation.answered
    count = answered if isinstance(answered, Count) else Count(low=answered, high=answered)
    rows: list[tuple[Entry, ...]] = [
        (_("Invited"), participation.invited, "", ""),
        (_("Answered"), _count(count, view), "", write_participation(view)),
        (_("Answered, per cent"), find_rate(participation), "", ""),
    ]
    if _tells(view) and view.lens is None:
        reason = "" if index.score else explain_reason(view, index.reason)
        rows.append((_("Total, of 100"), *_score(index.score, view), reason))
        rows.append((_("Margin"), _margin(index.margin), "", ""))
        rows.append((_("Level"), index.level, "", name_level(view, index.level)))
        rows.append((_("Then and now"), None, "", write_change(view, change) if change else ""))
    if view.target is not None:
        day = write_date(view.target.by, view) if view.target.by else ""
        rows.append((_("Target"), view.target.score, "", day))
    return Sheet(_("Overview"), (_("Figure"), _("Value"), _("Open end"), _("In words")), tuple(rows))


def _make_drivers(view: ResultsView) -> Sheet:
    end = _("Open end")
    head = (
        _("Driver") if view.lens is None else _("Criterion"),
        _("Key"),
        *(_("Score, of 100"), end, _("Margin")),
        *(_("Level"), _("Name of the level"), _("Favourable, per cent"), end, _("Unfavourable, per cent"), end),
        *(_("Answers"), _("Questions shown"), _("Questions asked"), _("Reason")),
    )
    rows = [_list_driver(view, result) for result in view.derived.dimensions] if view.derived.form != "none" else []
    return Sheet(_("Drivers") if view.lens is None else _("Criteria"), head, tuple(rows))


def _list_driver(view: ResultsView, result: DimensionResult) -> tuple[Entry, ...]:
    level = result.level if view.derived.form != "those who answered" else None
    told = result if _tells(view) else None
    return (
        view.dimension_title(result.dimension),
        result.dimension,
        *_score(told.score if told else None, view),
        _margin(told.margin if told else None),
        level if told else None,
        name_level(view, level),
        *_share(told.favourable if told else None),
        *_share(told.unfavourable if told else None),
        _count(result.n, view),
        result.based_on,
        result.of,
        "" if result.score else explain_reason(view, result.reason),
    )


def _make_questions(view: ResultsView) -> Sheet:
    end = _("Open end")
    head = (
        *(_("Group of people"), _("Key of the group"), _("Driver"), _("Question"), _("Key of the question")),
        *(_("Answers"), _("Score, of 100"), end, _("Favourable, per cent"), end, _("Unfavourable, per cent"), end),
        *(_("Not visible to, per cent"), end, _("Reason")),
    )
    rows = tuple(row for cell in view.figures.cells for row in _list_questions(view, cell))
    return Sheet(_("Questions"), head, rows)


def _list_questions(view: ResultsView, cell: Cell) -> Iterator[tuple[Entry, ...]]:
    name = name_cell(view, cell.key)
    for figure in cell.items:
        yield (
            name,
            cell.key,
            _title_driver(view, figure),
            view.say(view.item(figure.item).text),
            figure.item,
            _count(figure.n, view),
            *_pair(figure.score),
            *_pair(figure.favourable),
            *_pair(figure.unfavourable),
            *_pair(figure.cant_tell),
            "" if figure.score else explain_reason(view, figure.withheld),
        )


def _title_driver(view: ResultsView, figure: ItemFigure) -> str:
    return view.text(view.questionnaire.dimension_of[figure.item].title)


def _make_answers(view: ResultsView) -> Sheet:
    """How the answers of everybody who sees spread."""
    rows = [
        (_title_driver(view, figure), view.say(view.item(figure.item).text), figure.item, word, *_pair(share))
        for figure in view.item_figures.values()
        for word, share in zip(list_answers(view, figure), figure.shares, strict=True)
    ]
    head = (_("Driver"), _("Question"), _("Key of the question"), _("Answer"), _("Share, per cent"), _("Open end"))
    return Sheet(_("Spread of answers"), head, tuple(rows))


def _make_cells(view: ResultsView, title: str, corner: str, cells: Iterable[CellResult]) -> Sheet:
    driver = _("Driver") if view.lens is None else _("Criterion")
    end = _("Open end")
    head = (corner, _("Key"), _("Answers"), driver, _("Score, of 100"), end, _("Margin"), _("Reason"))
    rows = [
        (
            name_cell(view, cell.key),
            cell.key,
            _count(cell.n, view),
            view.dimension_title(result.dimension),
            *_score(result.score, view),
            _margin(result.margin),
            "" if result.score else explain_reason(view, result.reason),
        )
        for cell in cells
        for result in cell.dimensions
    ]
    return Sheet(title, head, tuple(rows))


def _make_gaps(view: ResultsView) -> Sheet:
    end = _("Open end")
    head = (_("Driver"), _("Staff see"), end, _("Senior managers say"), end, _("Gap, in points"), _("In words"))
    tells = _tells(view)
    rows = [
        (
            view.dimension_title(gap.dimension),
            *_score(gap.seen if tells else None, view),
            *_score(gap.said if tells else None, view),
            # Only a sure gap has a number, as on the page.
            count_gap_points(gap) if tells and gap.name in ("blind spot", "hidden strength") else None,
            name_gap(view, gap),
        )
        for gap in view.derived.gaps
    ]
    return Sheet(_("Gaps"), head, tuple(rows))


def _make_changes(view: ResultsView) -> Sheet:
    head = (_("Driver"), _("Last time"), _("Open end"), _("Now"), _("Open end"), _("In words"))
    rows = [
        (
            _("Total") if change.dimension is None else view.dimension_title(change.dimension),
            *_score(change.before, view),
            *_score(change.now, view),
            write_change(view, change),
        )
        for change in (view.derived.changes if _tells(view) else ())
    ]
    return Sheet(_("Changes"), head, tuple(rows))


def _make_recommendations(view: ResultsView) -> Sheet:
    head = (
        *(_("Order"), _("Recommendation"), _("Driver"), _("Figures that fired it"), _("First step")),
        *(_("Who can act"), _("Effort"), _("Measured by")),
    )
    rows: list[tuple[Entry, ...]] = []
    if view.lens is None:
        for place, part in enumerate(make_priorities(view), start=1):
            fired = " ".join(part.evidence)
            rows.append((place, part.title, part.driver, fired, part.first_step, part.actor, part.effort, part.measure))
        for late in view.derived.deferred:
            title = view.say(view.recommendation(late.recommendation).title)
            rows.append((_("later"), title, view.dimension_title(late.dimension), "", "", "", "", ""))
    return Sheet(_("Recommendations"), head, tuple(rows))


def _make_withheld(view: ResultsView) -> Sheet:
    rows = [
        (name_cell(view, gone.key), gone.key, explain_withheld(view, gone)) for gone in view.figures.summary.withheld
    ]
    return Sheet(_("Not shown"), (_("Group of people"), _("Key"), _("Reason")), tuple(rows))


def _make_about(view: ResultsView, *, whole: bool) -> Sheet:
    facts, summary = view.facts, view.figures.summary
    rows: list[tuple[Entry, ...]] = [
        (_("Survey"), view.text(facts.name)),
        (_("Organisation"), view.text(facts.organisation)),
        (_("Period"), write_period(view)),
        (_("Released on"), write_date(local_day(facts.released_at, facts.zone), view)),
        (_("Release"), facts.sha256),
        (_("Questionnaire"), f"{view.questionnaire.id} {view.questionnaire.version}"),
        (_("View"), view.derived.lens),
        (_("Smallest group"), summary.smallest_group),
        (_("Answered"), write_participation(view) if whole else None),
        (_("Read as"), _("Scores run from 0 to 100. An empty cell is not shown or not asked; it is never a zero.")),
        (_("Not for"), _("Not for appraisal, bonus or ranking.")),
    ]
    told = tuple(row for row in rows if row[1] is not None and row[1] != "")
    return Sheet(_("About"), (_("What"), _("Value")), told)
