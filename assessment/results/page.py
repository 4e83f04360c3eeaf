"""Everything the results page prints, in order, made from a view: the template only lays it out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from assessment.results.agreed_words import list_agreed, tell_kind, write_agreed_score
from assessment.results.chart_parts import ChartPart, draw_once, draw_part
from assessment.results.charts import (
    chart_dimensions,
    chart_groups,
    chart_index,
    chart_item,
    chart_units,
    list_unit_rows,
)
from assessment.results.circumstances import (
    asks_senior_managers,
    list_trust_lines,
    write_participation,
    write_seen_done,
    write_since,
    write_who_counts,
)
from assessment.results.comments import CommentsPart, list_comments
from assessment.results.computed import (
    explain_change,
    explain_dimension,
    explain_gap,
    explain_index,
    explain_items,
    explain_units,
)
from assessment.results.facts import list_facts
from assessment.results.numbers import (
    local_day,
    speaking,
    write_date,
    write_margin,
    write_people,
    write_period,
    write_value,
)
from assessment.results.pictures import DRIVERS, QUESTION, TOTAL
from assessment.results.priorities import word_title
from assessment.results.priority_parts import (
    DecisionPart,
    PriorityPart,
    SetAsidePart,
    make_decisions,
    make_priorities,
    make_set_aside,
)
from assessment.results.reasons import explain_reason, explain_withheld, name_cell
from assessment.results.sentences import (
    describe_level,
    name_gap,
    name_level,
    write_basis,
    write_cant_tell,
    write_change,
    write_dimension_score,
    write_finding,
    write_gap,
    write_gap_sentence,
    write_joint_answer,
    write_level,
    write_level_certainty,
    write_limiting,
    write_question_in_words,
    write_result,
    write_target,
)
from assessment.results.unit_pages import ROWS, UnitsTurn, turn_units
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from assessment.scoring.figures import ItemFigure

Sentences = tuple[str, ...]


@dataclass(frozen=True)
class ItemPart:
    """One question: what was found, how the answers spread, or why nothing is shown."""

    text: str
    reverse: bool
    finding: str
    score: str
    people: str
    cant_tell: str
    said: str
    chart: ChartPart | None
    reason: str


@dataclass(frozen=True)
class DimensionPart:
    """One driver or criterion. ``level_now`` and ``level_next``: how it looks in daily work; "" where not worded."""

    anchor: str
    title: str
    about: str
    score: str
    margin: str
    shown: bool
    level: str
    level_now: str
    level_next: str
    gap: str
    change: str
    basis: str
    target: str
    reason: str
    items: tuple[ItemPart, ...]
    comments: tuple[CommentsPart, ...]
    computed: Sentences


@dataclass(frozen=True)
class ScorePart:
    """The total. ``reason`` says why there is none."""

    score: str
    margin: str
    level: str
    certainty: str
    target: str
    change: str
    limiting: str
    answered: str
    reason: str
    chart: ChartPart | None
    computed: Sentences


@dataclass(frozen=True)
class Row:
    """A driver in the table: name, seen, said, gap, name of the level, change."""

    dimension: str
    title: str
    anchor: str
    score: str
    said: str
    gap: str
    level: str
    change: str
    agreed: str


@dataclass(frozen=True)
class UnitsPart:
    """The heat map, what is not shown in it and why; ``turn`` where it has more pages than one."""

    table: Markup | None
    withheld: tuple[tuple[str, str], ...]
    computed: Sentences
    turn: UnitsTurn | None = None


NO_UNITS = UnitsPart(None, (), ())
"""Drivers have pages of their own, and units too: the first page only leads there."""


@dataclass(frozen=True)
class ResultsPage:
    """The page from top to bottom. ``dimensions``, ``units`` and ``groups``: in the view of a model only."""

    survey: str
    organisation: str
    period: str
    released: str
    verdict: str
    who_counts: str
    in_words: bool
    nothing: bool
    compares: bool
    score: ScorePart
    overview: ChartPart | None
    rows: tuple[Row, ...]
    gap_computed: Sentences
    change_computed: Sentences
    strengths: Sentences
    divided: Sentences
    priorities: tuple[PriorityPart, ...]
    deferred: Sentences
    set_aside: tuple[SetAsidePart, ...]
    decisions: tuple[DecisionPart, ...]
    since: str
    seen_done: str
    dimensions: tuple[DimensionPart, ...]
    items_computed: Sentences
    units: UnitsPart
    groups: UnitsPart
    trust: Sentences
    facts: tuple[tuple[str, str], ...]
    note: str
    edition: str
    agreed: Sentences


def make_page(view: ResultsView, own: ResultsView, number: int = 1, address: str = "") -> ResultsPage:
    """The whole page in the view's language. ``own``: the same release through its own drivers, which alone give the
    verdict and the total: another model only sorts the same answers otherwise. ``number``: which page of units, whose
    others are at ``address``."""
    facts, derived = view.facts, view.derived
    gaps, changes = derived.gaps, [change for change in derived.changes if change.dimension is not None]
    in_words = derived.form == "words"
    nothing = derived.form == "none" or view.everybody is None
    shown = any(result.score is not None for result in view.core) and not in_words and not nothing
    with speaking(view.language):
        return ResultsPage(
            survey=view.text(facts.name),
            organisation=view.text(facts.organisation),
            period=write_period(view),
            released=write_date(local_day(facts.released_at, facts.zone), view),
            verdict=write_verdict(own),
            who_counts=write_who_counts(view),
            in_words=in_words,
            nothing=nothing,
            compares=bool(gaps),
            score=_make_score(own),
            overview=draw_part(chart_dimensions(view), DRIVERS) if shown else None,
            rows=tuple(_make_row(view, result) for result in view.core),
            gap_computed=explain_gap(view, max(gaps, key=lambda gap: abs(gap.difference))) if gaps else (),
            change_computed=explain_change(view, changes[0]) if changes else (),
            strengths=list_findings(own, own.derived.strengths),
            divided=tuple(write_finding(own, own.item_figures[item]) for item in own.derived.divided),
            priorities=make_priorities(own),
            deferred=tuple(word_title(own, own.recommendation(late.recommendation)) for late in own.derived.deferred),
            set_aside=make_set_aside(own),
            decisions=make_decisions(view),
            since=write_since(view),
            seen_done=write_seen_done(view),
            dimensions=tuple(make_dimension(view, result) for result in view.core) if view.lens else (),
            items_computed=explain_items(view),
            units=make_units(view, turn_units(list_unit_rows(view), number, ROWS, address)) if view.lens else NO_UNITS,
            groups=make_groups(view) if view.lens else NO_UNITS,
            trust=list_trust_lines(view),
            facts=list_facts(view),
            note=view.text(view.lens.note) if view.lens else "",
            edition=view.lens.edition if view.lens else "",
            agreed=(*list_agreed(view), tell_kind()) if view.agreed else (),
        )


def _make_score(view: ResultsView) -> ScorePart:
    index, change = view.derived.index, view.change(None)
    return ScorePart(
        score=write_value(index.score, view) if index.score else "",
        margin=write_margin(index.margin),
        level=write_level(view, index.level),
        certainty=write_level_certainty(view, index),
        target=_write_target(view),
        change=write_change(view, change) if change else "",
        limiting=write_limiting(view),
        answered=write_participation(view),
        reason="" if index.score else explain_reason(view, index.reason),
        chart=draw_part(chart_index(view), TOTAL),
        computed=explain_index(view) if index.score else (),
    )


def _write_target(view: ResultsView) -> str:
    return write_target(view, view.target) if view.target else ""


def _make_row(view: ResultsView, result: DimensionResult) -> Row:
    gap, change = view.gap(result.dimension), view.change(result.dimension)
    return Row(
        dimension=result.dimension,
        title=view.dimension_title(result.dimension),
        anchor=make_anchor(result.dimension),
        score=write_dimension_score(view, result.score, result.reason),
        said=write_value(gap.said, view) if gap else "",
        gap=(name_gap if view.derived.form == "words" else write_gap)(view, gap) if gap else "",
        level=name_level(view, result.level),
        change=write_change(view, change) if change else "",
        agreed=write_agreed_score(view, result.dimension),
    )


def make_anchor(dimension: str) -> str:
    """The id of a driver's place on the page."""
    return f"about-{dimension.replace('.', '-')}"


def make_dimension(view: ResultsView, result: DimensionResult) -> DimensionPart:
    """One driver or criterion with its questions."""
    gap, change = view.gap(result.dimension), view.change(result.dimension)
    level = result.level if view.derived.form != "those who answered" else None
    target = view.target_of(result.dimension)
    about = view.driver(result.dimension) or next(
        (own for own in (view.lens.dimensions if view.lens else ()) if own.id == result.dimension), None
    )
    return DimensionPart(
        anchor=make_anchor(result.dimension),
        title=view.dimension_title(result.dimension),
        about=view.say(about.about) if about and about.about else "",
        score=write_dimension_score(view, result.score, result.reason),
        margin=write_margin(result.margin),
        shown=result.score is not None,
        level=write_level(view, level),
        level_now=describe_level(view, result.dimension, level),
        level_next=describe_level(view, result.dimension, level + 1) if level else "",
        gap=write_gap_sentence(view, gap) if gap else "",
        change=write_change(view, change) if change else "",
        basis=write_basis(view, result),
        target=write_target(view, target) if target and view.derived.form != "words" else "",
        reason="" if result.score else explain_reason(view, result.reason),
        items=tuple(make_item(view, figure) for figure in result.items),
        comments=list_comments(view, result.dimension),
        computed=explain_dimension(view, result),
    )


def make_commented(view: ResultsView) -> Iterator[DimensionPart]:
    """Pages of the questionnaire that have no figure here and comments all the same: where they are released, they are
    shown."""
    known = {result.dimension for result in view.derived.dimensions}
    for driver in view.questionnaire.dimensions if view.lens is None else ():
        comments = list_comments(view, driver.id)
        if comments and driver.id not in known:
            worded = ("score", "margin", "level", "level_now", "level_next", "gap", "change", "basis", "target")
            texts = dict.fromkeys(worded, "")
            yield DimensionPart(
                anchor=make_anchor(driver.id),
                title=view.dimension_title(driver.id),
                about=view.say(driver.about) if driver.about else "",
                shown=False,
                reason="",
                items=(),
                comments=comments,
                computed=(),
                **texts,
            )


def make_item(view: ResultsView, figure: ItemFigure) -> ItemPart:
    """One question with its distribution."""
    item, in_words = view.item(figure.item), view.derived.form == "words"
    shown = figure.score is not None
    return ItemPart(
        text=view.say(item.text),
        reverse=item.reverse,
        finding=write_question_in_words(view, figure) if in_words else write_finding(view, figure),
        score=write_value(figure.score, view) if figure.score else "",
        people=write_people(figure.n, view),
        cant_tell=write_cant_tell(view, figure),
        said=write_joint_answer(view, figure.item) if asks_senior_managers(view) else "",
        chart=draw_part(chart_item(view, figure), f"{QUESTION}{figure.item}"),
        reason="" if shown else explain_reason(view, figure.withheld),
    )


def list_findings(view: ResultsView, items: Sentences) -> Sentences:
    """Favourable result sentences of these questions; the question itself where none is worded or words must do."""
    figures = [view.item_figures[item] for item in items if item in view.item_figures]
    if view.derived.form == "words":
        return tuple(write_question_in_words(view, figure) for figure in figures)
    return tuple(write_result(view, figure, "high") or view.say(view.item(figure.item).text) for figure in figures)


def make_units(view: ResultsView, turn: UnitsTurn) -> UnitsPart:
    """The table of units, and those of the turn that are not shown."""
    chart, tells = chart_units(view, turn.keys), view.derived.form != "words"
    return UnitsPart(
        table=draw_once(chart) if chart else None,
        withheld=list_withheld(view, "unit:", turn.keys) if tells else (),
        computed=explain_units(view) if chart else (),
        turn=turn if turn.pages > 1 and (chart or tells) else None,
    )


def make_groups(view: ResultsView) -> UnitsPart:
    """The table of groups of people."""
    chart = chart_groups(view)
    return UnitsPart(
        table=draw_once(chart) if chart else None,
        withheld=list_withheld(view, "group:") if view.derived.form != "words" else (),
        computed=(),
    )


def list_withheld(view: ResultsView, kind: str, only: Collection[str] | None = None) -> tuple[tuple[str, str], ...]:
    """What is not shown on its own, and why; ``kind`` is "unit:" or "group:", ``only`` the keys wanted."""
    return tuple(
        (name_cell(view, gone.key), explain_withheld(view, gone))
        for gone in view.figures.summary.withheld
        if gone.key.startswith(kind) and "/" not in gone.key and (only is None or gone.key in only)
    )
