"""Page one: verdict, key line, what is seen and said, build on, work on, decisions, since last time, trust strip.

Its order and budgets (320 words, 60 numbers, one A4 page at 11 points) stand in ``MOST_WORDS`` and ``MOST_NUMBERS``.
"""

from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from assessment.reporting.asked import make_asks
from assessment.reporting.days import write_day
from assessment.reporting.worked_on import list_build_on, list_work_on
from assessment.results.charts import chart_dimensions, list_withheld_keys
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_participation,
    write_purpose_limit,
    write_seen_done,
    write_since,
    write_smallest_group,
)
from assessment.results.numbers import round_half_up, write_margin, write_number, write_period, write_value
from assessment.results.sentences import (
    CLEARLY,
    PROBABLY,
    describe_level,
    end_sentence,
    lower_first,
    name_level,
    start_with_capital,
    write_change,
    write_level,
    write_level_certainty,
    write_result,
    write_target_terms,
)
from assessment.results.verdict import write_verdict
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from reports.charts import GapDots, GapRow, Table
from reports.document import (
    Block,
    Bullets,
    Columns,
    Fact,
    Grid,
    Heading,
    KeyLine,
    Panel,
    Paragraph,
    Picture,
    Title,
)

MOST_WORDS = 320
MOST_NUMBERS = 60
MOST_SPARED = 4
MOST_FINDINGS = 3
HIDDEN_FROM = 15
"""Per cent who could not tell, from which page one says so."""


def build_page_one(view: ResultsView, spare: int = 0) -> tuple[Block, ...]:
    """All blocks of page one, in the language that is spoken at the time.

    ``spare`` 0 to ``MOST_SPARED`` leaves out more and more of what the page can do without: 1 keeps what senior
    managers say to the first finding only, 2 leaves it out, 3 also what is not visible and how many units are not,
    4 tells two findings a side.
    """
    kicker = f"{view.text(view.facts.organisation)} · {view.text(view.facts.name)}"
    return (
        Title(f"{write_verdict(view)}.", kicker),
        *make_key_line(view),
        *make_overview(view),
        make_columns(view, spare),
        *make_asks(view),
        *make_since(view),
        make_trust_strip(view, spare),
    )


def make_key_line(view: ResultsView) -> tuple[Block, ...]:
    """Score, level, target and change; words alone for a small organisation; who answered where there is no level."""
    if view.derived.form == "those who answered":
        return (KeyLine((Fact(write_participation(view), _("too few for a level or a total")),)),)
    facts: list[Fact] = []
    index, change = view.derived.index, view.change(None)
    if view.derived.form != "words" and index.score is not None:
        of = _("of 100")
        margin = write_margin(index.margin)
        facts.append(Fact(write_value(index.score, view), f"{of}, {margin}" if margin else of))
    if index.level is not None:
        facts.append(word_level(view, index.level))
    if view.derived.form == "words":
        return (KeyLine((*facts, Fact(_("In words"), _("few people: no points")))),) if facts else ()
    if view.target is not None:
        terms = write_target_terms(view, view.target)
        facts.append(Fact(_("Target %(score)s", score=write_number(view.target.score, view.language)), terms))
    if change is not None:
        facts.append(Fact(start_with_capital(write_change(view, change)), ""))
        facts += [Fact(move, "") for move in list_moves(view)]
    return (KeyLine(tuple(facts)),) if facts else ()


def word_level(view: ResultsView, level: int) -> Fact:
    """The level with how sure it is, in one word where one will do: "Clearly level 3 of 5: Partly"."""
    probability = view.derived.index.level_probability
    told = write_level(view, level)
    if probability is not None and probability >= CLEARLY:
        return Fact(_("Clearly %(level)s", level=lower_first(told)), "")
    if probability is not None and probability >= PROBABLY:
        return Fact(_("Probably %(level)s", level=lower_first(told)), "")
    return Fact(told, write_level_certainty(view, view.derived.index))


def list_moves(view: ResultsView) -> list[str]:
    """The drivers that surely moved, the most first: "Culture up 7 points"; at most two."""
    core = {result.dimension for result in view.core}
    moved = [change for change in view.derived.changes if change.dimension in core and change.real]
    moved.sort(key=lambda change: -abs(change.difference))
    told = []
    for change in moved[:2]:
        driver = view.dimension_title(change.dimension or "")
        points = abs(round_half_up(change.now.value) - round_half_up(change.before.value))
        pattern = (
            _("%(driver)s up %(points)s points") if change.difference > 0 else _("%(driver)s down %(points)s points")
        )
        told.append(pattern % {"driver": driver, "points": points})
    return told


def make_overview(view: ResultsView) -> tuple[Block, ...]:
    if view.derived.form == "words":
        rows = tuple(describe_driver(view, result) for result in view.core)
        return (
            Heading(_("What staff see"), 2),
            Grid(Table(_("What staff see"), (_("Driver"), _("Level"), _("In daily work")), rows), "plain", silent=True),
        )
    chart = sort_rows(chart_dimensions(view, by_gap=True))
    if any(row.said for row in chart.rows):
        heading = Heading(_("What staff see, what senior managers say"), 2)
        chart = replace(chart, key=replace(chart.key, seen=_("staff"), said=_("senior managers")))
    else:
        heading = Heading(_("What staff see"), 2, _("lowest first"))
    if chart.target is not None and not any(row.target for row in chart.rows):
        chart = replace(chart, key=replace(chart.key, target=_("target %(score)s", score=chart.target.text)))
    return (heading, Picture(chart, table=False, silent=True))


def sort_rows(chart: GapDots) -> GapDots:
    """By gap, as the chart comes; lowest first where nobody else has spoken; what is not shown stands last."""

    def order(row: GapRow) -> tuple[bool, float]:
        return row.seen is None, row.seen.value if row.seen else 0.0

    if any(row.said for row in chart.rows):
        return replace(chart, rows=tuple(sorted(chart.rows, key=lambda row: row.seen is None)))
    return replace(chart, rows=tuple(sorted(chart.rows, key=order)))


def describe_driver(view: ResultsView, result: DimensionResult) -> tuple[str, str, str]:
    name = name_level(view, result.level) or _("not shown")
    return view.dimension_title(result.dimension), name, describe_level(view, result.dimension, result.level)


def make_columns(view: ResultsView, spare: int) -> Columns:
    most = MOST_FINDINGS if spare < MOST_SPARED else MOST_FINDINGS - 1
    strong = list_build_on(view)[:most]
    weak = list_work_on(view, said=(MOST_FINDINGS, 1, 0, 0, 0)[spare])[:most]
    nothing = ((_("Nothing stands out"), ""),)
    return Columns(
        (Heading(_("Going well"), 2), Bullets(strong or nothing)),
        (Heading(_("To work on"), 2), Bullets(weak or nothing, numbered=bool(weak))),
    )


def make_since(view: ResultsView) -> tuple[Block, ...]:
    heading = Heading(_("Since last time") if view.previous else _("From here on"), 2)
    # A small organisation's shares would tell too much: it reads words only.
    seen = "" if view.derived.form == "words" else write_seen_done(view) or write_expected(view)
    told = [write_since(view), end_sentence(seen)]
    return (heading, Paragraph(" ".join(part for part in told if part)))


def write_expected(view: ResultsView) -> str:
    """Before a first release: how many expect that something will be done with the results."""
    for item in view.questionnaire.items:
        if item.stands_in_for and item.id in view.item_figures:
            return write_result(view, view.item_figures[item.id], "high")
    return ""


def make_trust_strip(view: ResultsView, spare: int) -> Panel:
    """Who answered and when, what protects them, who spoke for senior managers, what this is not for."""
    period = write_period(view)
    answered = write_participation(view)
    lines = [
        f"{answered}, {period}" if period else answered,
        write_protection(view, spare < MOST_SPARED - 1),
        write_margins(view),
        write_hidden(view) if spare < MOST_SPARED - 1 else "",
        write_speaker(view) if asks_senior_managers(view) else "",
        write_purpose_limit(),
    ]
    return Panel((Paragraph(" · ".join(line.rstrip(".") for line in lines if line), "small"),), "strip")


def write_margins(view: ResultsView) -> str:
    """How far chance could have moved the drivers' figures, whose chart has no room for it."""
    if view.derived.form == "words":
        return ""
    margins = sorted(result.margin for result in view.core if result.margin is not None)
    if not margins:
        return ""
    least, most = write_margin(margins[0]), write_margin(margins[-1])
    if least == most:
        return _("each driver %(margin)s", margin=most)
    return _("drivers %(least)s to %(most)s", least=least, most=most)


def write_protection(view: ResultsView, units_too: bool) -> str:
    """The smallest group and, with ``units_too``, how many units it hides; in as few words as will do."""
    if view.full_disclosure:
        return write_smallest_group(view)
    smallest = view.figures.summary.smallest_group
    limit = _("groups under %(smallest)s never shown", smallest=smallest)
    hidden = len(list_withheld_keys(view, "unit:"))
    if not units_too or not hidden or view.derived.form in ("words", "those who answered"):
        return limit
    units = len(view.structure.units)
    alone = _("%(hidden)s of %(units)s units not shown alone", hidden=hidden, units=units)
    return f"{limit}, {alone}"


def write_speaker(view: ResultsView) -> str:
    """Who spoke for senior managers, briefly where all of them signed in time."""
    joint = view.figures.summary.joint
    if joint is None or joint.after_results or joint.signed != joint.members or joint.members == 1:
        return write_joint(view)
    day = write_day(date.fromisoformat(joint.sealed_on[:10]), view)
    return _(
        "senior managers: joint answer of all %(members)s, sealed %(day)s before results",
        members=joint.members,
        day=day,
    )


def write_hidden(view: ResultsView) -> str:
    """The driver that fewest could judge: "20 % could not judge commitment"; "" where most could."""
    shares = {result.dimension: share_hidden(result) for result in view.core}
    known = {dimension: share for dimension, share in shares.items() if share is not None}
    if view.derived.form == "words" or not known:
        return ""
    dimension = max(known, key=lambda key: known[key])
    if known[dimension] < HIDDEN_FROM:
        return ""
    share = round_half_up(known[dimension])
    driver = lower_first(view.dimension_title(dimension))
    return _("%(share)s %% could not judge %(driver)s", driver=driver, share=share)


def share_hidden(result: DimensionResult) -> float | None:
    """The mean share who could not tell, over a driver's questions; None where one of them is not shown exactly."""
    shares = [figure.cant_tell for figure in result.items]
    exact = [share.value for share in shares if share is not None and share.mark is None]
    return sum(exact) / len(exact) if exact and len(exact) == len(shares) else None
