"""Then and now: the total, each driver and each unit beside the survey before, and which questions are compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.chart_parts import ChartPart, draw_part
from assessment.results.charts import list_axis, list_unit_rows
from assessment.results.computed import explain_change
from assessment.results.earlier import EarlierTable, compare_earlier
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking, write_period, write_value
from assessment.results.page import Sentences
from assessment.results.reasons import name_cell
from assessment.results.same_units import BothStructures, pair_cells
from assessment.results.sentences import write_change
from assessment.results.unit_pages import ROWS, UnitsTurn, turn_units
from assessment.results.view import PreviousSurvey, ResultsView
from assessment.results.ways import Ways
from assessment.scoring.derived import Change, DimensionResult
from assessment.scoring.reading import find_common_items, read_own
from assessment.scoring.unit_changes import find_unit_changes
from questionnaires.model import Questionnaire
from reports.charts import Dot, DotRow, DotRows, Mark


@dataclass(frozen=True)
class ChangeRow:
    """A driver. ``compared``: on how many of its questions; ``broken``: some were asked otherwise the last time."""

    title: str
    address: str
    told: str
    compared: str
    broken: bool


@dataclass(frozen=True)
class UnitRow:
    """A unit: what is told of each driver; ``reason`` where it is compared with nothing."""

    name: str
    told: Sentences
    reason: str


@dataclass(frozen=True)
class ChangePage:
    """From top to bottom. ``since``: the survey before; "" where this is the first one."""

    head: PageHead
    since: str
    total: str
    chart: ChartPart | None
    rows: tuple[ChangeRow, ...]
    reworded: Sentences
    added: Sentences
    gone: Sentences
    compared: int
    unit_heads: Sentences
    units: tuple[UnitRow, ...]
    turn: UnitsTurn | None
    computed: Sentences
    earlier: EarlierTable | None = None


Changes = Mapping[str, tuple[Change, ...]]


def make_change_page(
    view: ResultsView, units: Changes, ways: Ways, number: int = 1, earlier: tuple[PreviousSurvey, ...] = ()
) -> ChangePage:
    """In the view's language. ``units``: the changes of the units that can be compared, by the keys of their cells;
    ``earlier``: surveys before the last one."""
    keys = [] if view.derived.form in ("words", "none") or view.previous is None else list_unit_rows(view)
    turn = turn_units(keys, number, ROWS, ways.changes())
    core = [result for result in view.core if view.change(result.dimension)]
    with speaking(view.language):
        before = view.previous
        added, gone, reworded, common = sort_questions(view)
        changes = [change for change in view.derived.changes if change.dimension is not None]
        return ChangePage(
            head=make_head(view, _("Then and now"), ways),
            since=_name_previous(view) if before else "",
            total=_tell_total(view),
            chart=draw_part(chart_changes(view)),
            rows=tuple(_make_row(view, result, ways) for result in view.core) if before else (),
            reworded=reworded,
            added=added,
            gone=gone,
            compared=len(common),
            unit_heads=tuple(view.dimension_title(result.dimension) for result in core),
            units=tuple(_make_unit(view, key, units, core) for key in turn.rows),
            turn=turn if turn.pages > 1 else None,
            computed=explain_change(view, changes[0]) if changes else (),
            earlier=compare_earlier(view, earlier),
        )


def compare_units(view: ResultsView, both: BothStructures | None) -> Changes:
    """The changes of every unit that can be compared; none where units are not spoken of."""
    before = view.previous
    if before is None or both is None or not view.derived.units:
        return {}
    shown = {unit.key for unit in view.derived.units}
    pairs = {key: then for key, then in pair_cells(both, view.figures, before.figures).items() if key in shown}
    return find_unit_changes(view.figures, before.figures, pairs, read_own(view.questionnaire), list_common(view))


def _name_previous(view: ResultsView) -> str:
    if view.previous is None:
        return ""
    before = ResultsView(view.source.model_copy(update={"facts": view.previous.facts}), view.derived, view.language)
    period = write_period(before)
    name = view.text(view.previous.facts.name)
    return f"{name}, {period}" if period else name


def _tell_total(view: ResultsView) -> str:
    change = view.change(None)
    if change is not None:
        return _("The total: %(change)s.", change=_tell(view, change))
    if view.previous is None:
        return _("This is the first survey: there is nothing yet to compare with.")
    return _("The totals are not compared: not every driver that counts in them can be.")


def chart_changes(view: ResultsView) -> DotRows | None:
    """Each driver then (a ring) and now (a circle); a break is said where wording changed. None without changes."""
    rows = []
    for result in view.core:
        change = view.change(result.dimension)
        if change is None or view.derived.form == "words":
            continue
        then, now = write_value(change.before, view), write_value(change.now, view)
        dots = (Dot("ring", Mark(change.before.value, then)), Dot("circle", Mark(change.now.value, now)))
        note = _("break: questions changed") if is_broken(view, result) else ""
        rows.append(DotRow(view.dimension_title(result.dimension), dots, (then, now, note or "–"), note))
    if not rows:
        return None
    listed = ", ".join(f"{row.label} {row.cells[0]} – {row.cells[1]}" for row in rows)
    return DotRows(
        message=_("Last time and now, of 100: %(list)s.", list=listed),
        rows=tuple(rows),
        axis=list_axis(view),
        key=(("ring", _("last time")), ("circle", _("now"))),
        head=(_("Driver"), _("Last time"), _("Now"), _("Break")),
    )


def list_common(view: ResultsView) -> frozenset[str]:
    if view.previous is None:
        return frozenset()
    return find_common_items(view.questionnaire, view.previous.questionnaire)


def is_broken(view: ResultsView, result: DimensionResult) -> bool:
    """Whether a driver's questions are not all those of the last time, in the same words."""
    if view.previous is None:
        return False
    own = {figure.item for figure in result.items}
    return not own <= list_common(view) or _list_gone(view, result.dimension) != []


def _list_gone(view: ResultsView, dimension: str) -> list[str]:
    """Questions of a driver that were asked only the last time."""
    before = view.previous.questionnaire if view.previous else None
    if before is None:
        return []
    return [
        item.id
        for driver in before.dimensions
        if driver.id == dimension
        for item in driver.items
        if item.id not in view.questionnaire.position
    ]


def sort_questions(view: ResultsView) -> tuple[Sentences, Sentences, Sentences, frozenset[str]]:
    """Asked only now, asked only then, asked in other words (as now); and the keys of those that are compared."""
    if view.previous is None:
        return (), (), (), frozenset()
    now, before, common = view.questionnaire, view.previous.questionnaire, list_common(view)
    added = tuple(view.say(item.text) for item in now.items if item.id not in before.position)
    gone = tuple(_say_before(view, before, item.id) for item in before.items if item.id not in now.position)
    reworded = tuple(view.say(item.text) for item in now.items if item.id in before.position and item.id not in common)
    return added, gone, reworded, common


def _say_before(view: ResultsView, before: Questionnaire, item: str) -> str:
    facts = view.previous.facts if view.previous else view.facts
    source = view.source.model_copy(update={"questionnaire": before, "facts": facts})
    return ResultsView(source, view.derived, view.language).say(before.item(item).text)


def _make_row(view: ResultsView, result: DimensionResult, ways: Ways) -> ChangeRow:
    change, common = view.change(result.dimension), list_common(view)
    own = [figure.item for figure in result.items]
    return ChangeRow(
        title=view.dimension_title(result.dimension),
        address=ways.driver(result.dimension),
        told=_tell(view, change),
        compared=_("%(common)s of %(all)s questions", common=len([one for one in own if one in common]), all=len(own)),
        broken=is_broken(view, result),
    )


def _tell(view: ResultsView, change: Change | None) -> str:
    if change is None:
        return _("no comparison")
    if view.derived.form != "words":
        return write_change(view, change)
    if not change.real:
        return _("no measurable change")
    return _("better than last time") if change.difference > 0 else _("worse than last time")


def _make_unit(view: ResultsView, key: str, units: Changes, core: list[DimensionResult]) -> UnitRow:
    name, changes = name_cell(view, key), {change.dimension: change for change in units.get(key, ())}
    if not changes:
        return UnitRow(name, (), _("no comparison"))
    return UnitRow(name, tuple(_tell(view, changes.get(result.dimension)) for result in core), "")
