"""Who answered, and how far the answers can be trusted."""

from flask_babel import gettext as _

from assessment.reporting.page_one import share_hidden
from assessment.reporting.rewording import write_reworded
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_open_link,
    write_participation,
    write_smallest_group,
    write_weighting,
    write_who_counts,
)
from assessment.results.computed import name_agreement
from assessment.results.facts import list_facts
from assessment.results.numbers import round_half_up, write_count, write_number, write_period
from assessment.results.reasons import explain_reason
from assessment.results.sentences import end_sentence, write_finding
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult
from reports.charts import Table
from reports.document import Block, Bullets, Grid, Heading, Paragraph, Section


def build_quality(view: ResultsView) -> Section:
    period = write_period(view)
    lines = [
        write_participation(view),
        _("Open: %(period)s", period=period) if period else "",
        write_open_link(view),
        write_who_counts(view),
        write_smallest_group(view),
        write_joint(view) if asks_senior_managers(view) else "",
        write_weighting(view),
        write_reworded(view),
    ]
    blocks: list[Block] = [Bullets(tuple((end_sentence(line), "") for line in lines if line))]
    facts = list_facts(view)
    if facts:
        blocks += [Heading(_("Five facts from senior managers, as they gave them")), Bullets(facts)]
    blocks += list_rates(view)
    if view.derived.form != "words":
        blocks.append(Grid(make_quality_table(view), "plain"))
    blocks += list_divided(view)
    blocks += list_missing(view)
    return Section("quality", _("Who answered, and how sure this is"), tuple(blocks), new_page=False)


def list_rates(view: ResultsView) -> list[Block]:
    rates = view.figures.summary.participation.by_unit
    if not rates or view.derived.form in ("words", "those who answered"):
        return []
    told = {unit.removeprefix("unit:"): rate for unit, rate in rates.items()}
    order = [unit.key for unit in view.structure.units if unit.key in told]
    rows = tuple((view.unit_name(unit), _("not shown") if told[unit] is None else f"{told[unit]} %") for unit in order)
    return [Grid(Table(_("Answered, by unit"), (_("Unit"), _("Answered")), rows, (1,)), "plain")]


def make_quality_table(view: ResultsView) -> Table:
    heads = (_("Driver"), _("Answered"), _("Questions shown"), _("Not visible to"), _("Alpha"), _("Agreement"))
    rows = tuple(quality_row(view, result) for result in view.derived.dimensions)
    return Table(_("How sure each driver is"), heads, rows, (1, 2, 3, 4))


def quality_row(view: ResultsView, result: DimensionResult) -> tuple[str, ...]:
    hidden = share_hidden(result)
    return (
        view.dimension_title(result.dimension),
        write_count(result.n, view),
        _("%(shown)s of %(all)s", shown=result.based_on, all=result.of),
        "–" if hidden is None else f"{round_half_up(hidden)} %",
        "–" if result.alpha is None else write_statistic(result.alpha, view),
        name_agreement(result.agreement_label) or "–",
    )


def write_statistic(value: float, view: ResultsView) -> str:
    """Two decimals in the language's own writing."""
    whole, _point, decimals = f"{value:.2f}".partition(".")
    return f"{whole}{write_number(0.5, view.language)[1]}{decimals}"


def list_divided(view: ResultsView) -> list[Block]:
    """Questions on which people see opposite things: a mean would hide it."""
    figures = [view.item_figures[item] for item in view.derived.divided if item in view.item_figures]
    if not figures or view.derived.form == "words":
        return []
    entries = tuple((end_sentence(write_finding(view, figure)), "") for figure in figures)
    return [Heading(_("Where views are divided")), Bullets(entries, kind="compact")]


def list_missing(view: ResultsView) -> list[Block]:
    """Questions of which nothing is shown, and why."""
    missing = [figure for figure in view.item_figures.values() if figure.score is None]
    entries = tuple(
        (view.say(view.item(figure.item).text), explain_reason(view, figure.withheld)) for figure in missing
    )
    if not entries:
        return [Paragraph(_("Every question that was asked can be shown."), "muted")]
    return [Heading(_("Questions that are not shown")), Bullets(entries)]
