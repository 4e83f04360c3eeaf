"""A page for each driver: where it stands, how that looks, what people answered, what is recommended."""

from dataclasses import replace

from flask_babel import gettext as _

from assessment.results.charts import chart_item
from assessment.results.numbers import mark_value, round_half_up, write_count, write_margin, write_value
from assessment.results.page import DimensionPart, make_dimension
from assessment.results.priorities import word_first_step, word_title
from assessment.results.reasons import explain_reason
from assessment.results.sentences import (
    end_sentence,
    name_answer,
    name_level,
    start_with_capital,
    write_finding,
)
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult, Priority
from assessment.scoring.figures import ItemFigure, Value
from reports.charts import Table
from reports.document import (
    Block,
    Bullets,
    Described,
    Fact,
    Grid,
    Heading,
    KeyLine,
    Ladder,
    Panel,
    Paragraph,
    Picture,
    Section,
)


def build_drivers(view: ResultsView) -> tuple[Section, ...]:
    """One section a dimension of the questionnaire, in its own order."""
    return tuple(build_driver(view, result) for result in view.derived.dimensions)


def build_main_drivers(view: ResultsView) -> tuple[Section, ...]:
    """A section for each driver that counts in the index, and one for all others together."""
    main = [result for result in view.derived.dimensions if view.questionnaire.dimension(result.dimension).in_index]
    others = [result for result in view.derived.dimensions if result not in main]
    if not main or not others:
        return build_drivers(view)
    return (*(build_driver(view, result) for result in main), build_others(view, others))


def build_others(view: ResultsView, results: list[DimensionResult]) -> Section:
    """Where each stands now and what is recommended; its questions stand in the full report."""
    blocks: list[Block] = [
        Paragraph(_("These count in no total. The full report has a page with the questions of each."))
    ]
    for result in results:
        part = make_dimension(view, result)
        blocks.append(Heading(part.title))
        blocks += make_standing(view, result, part)
        blocks += make_ladder(view, result, replace(part, level_next=""))
        blocks += [block for block in make_advice(view, result) if not isinstance(block, Heading)]
    return Section("others", _("Further subjects"), tuple(blocks))


def build_driver(view: ResultsView, result: DimensionResult) -> Section:
    part = make_dimension(view, result)
    blocks: list[Block] = []
    if part.about:
        blocks.append(Paragraph(part.about, "muted"))
    blocks += make_standing(view, result, part)
    blocks += make_ladder(view, result, part)
    blocks += make_answers(view, result)
    blocks += make_advice(view, result)
    blocks += make_figures(view, result)
    blocks += make_touched(view, result)
    return Section(f"driver-{result.dimension.replace('.', '-')}", part.title, tuple(blocks))


def make_standing(view: ResultsView, result: DimensionResult, part: DimensionPart) -> list[Block]:
    """Score, level, change and gap; why there is no score where there is none."""
    if not part.shown:
        return [Paragraph(part.reason, "strong")]
    facts: list[Fact] = []
    if view.derived.form != "words":
        of = _("of 100")
        facts.append(Fact(part.score, f"{of}, {write_margin(result.margin)}" if result.margin is not None else of))
    if part.level:
        facts.append(Fact(part.level, ""))
    if part.change:
        facts.append(Fact(start_with_capital(part.change), ""))
    if part.target:
        facts.append(Fact(_("Target"), part.target))
    told = [
        part.gap if view.derived.form != "words" else "",
        f"{start_with_capital(part.basis)}." if part.basis else "",
    ]
    return [KeyLine(tuple(facts)), *(Paragraph(line, "aside") for line in told if line)]


def make_ladder(view: ResultsView, result: DimensionResult, part: DimensionPart) -> list[Block]:
    """How the level looks in daily work, and the next one up."""
    if not part.level_now or result.level is None:
        return []
    levels = [Described(name_level(view, result.level), part.level_now, _("now"), current=True)]
    if part.level_next:
        levels.append(Described(name_level(view, result.level + 1), part.level_next, _("next")))
    blocks: list[Block] = [Ladder(tuple(levels))]
    driver = view.driver(result.dimension)
    if driver is not None and driver.good_enough:
        blocks.append(Paragraph(_("Good enough: %(text)s", text=end_sentence(view.say(driver.good_enough))), "muted"))
    return blocks


def make_answers(view: ResultsView, result: DimensionResult) -> list[Block]:
    """Each question as a sentence and a bar."""
    if not result.items:
        return []
    if view.derived.form == "words":
        return [Heading(_("What people answered")), Bullets(tuple(word_item(view, item) for item in result.items))]
    panels = tuple(make_item(view, figure) for figure in result.items)
    return [Heading(_("What people answered"), note=_("the least mature answer left, the most mature right")), *panels]


def make_figures(view: ResultsView, result: DimensionResult) -> list[Block]:
    """The figures of all bars in one table."""
    if not result.items or view.derived.form == "words":
        return []
    return [Grid(make_item_table(view, result.items), "tight")]


def word_item(view: ResultsView, figure: ItemFigure) -> tuple[str, str]:
    return view.say(view.item(figure.item).text), nearest_words(view, figure)


def nearest_words(view: ResultsView, figure: ItemFigure) -> str:
    if figure.score is None:
        return explain_reason(view, figure.withheld)
    return write_finding(view, figure.model_copy(update={"favourable": None, "unfavourable": None}))


def make_item(view: ResultsView, figure: ItemFigure) -> Panel:
    finding = end_sentence(write_finding(view, figure) or view.say(view.item(figure.item).text))
    bar = chart_item(view, figure)
    below: Block = Picture(bar, table=False, silent=True) if bar else Paragraph(explain_missing(view, figure), "small")
    return Panel((Paragraph(finding, "finding"), below), "together")


def explain_missing(view: ResultsView, figure: ItemFigure) -> str:
    if figure.score is None:
        return explain_reason(view, figure.withheld)
    return _("Too few people answered to show how the answers spread.")


def make_item_table(view: ResultsView, items: tuple[ItemFigure, ...]) -> Table:
    """Question, answers, score, shares, not visible, said. The shares run from the least to the most mature answer."""
    said = view.figures.summary.joint is not None
    heads = [_("Question"), _("Answered"), _("Score"), _("Shares, least mature first (%)"), _("Can't tell")]
    rows = tuple((*item_row(view, figure), *((said_text(view, figure.item),) if said else ())) for figure in items)
    if said:
        heads.append(_("Senior managers say"))
    return Table(_("The same answers in figures"), tuple(heads), rows, (1, 2, 3, 4)).without_empty_columns()


def item_row(view: ResultsView, figure: ItemFigure) -> tuple[str, ...]:
    shares = " · ".join(write_briefly(share) for share in figure.shares)
    hidden = figure.cant_tell
    return (
        question_text(view, figure.item),
        write_count(figure.n, view),
        write_value(figure.score, view) if figure.score else _("not shown"),
        shares or "–",
        mark_value(f"{round_half_up(hidden.value)} %", hidden, view) if hidden else "–",
    )


def write_briefly(share: Value) -> str:
    """A share in a list of shares: "25"; an open end as a range, "0–5"."""
    whole = round_half_up(share.value)
    return {"at most": f"0–{whole}", "at least": f"{whole}–100"}.get(share.mark or "", str(whole))


def question_text(view: ResultsView, item: str) -> str:
    """The question, and that it counts the other way where it does."""
    text = view.say(view.item(item).text)
    return _("%(question)s (counts the other way)", question=text) if view.item(item).reverse else text


def said_text(view: ResultsView, item: str) -> str:
    joint = view.figures.summary.joint
    if joint is None or item not in joint.answers:
        return "–"
    point = joint.answers[item]
    return _("no common answer") if point is None else name_answer(view, item, point)


def make_advice(view: ResultsView, result: DimensionResult) -> list[Block]:
    """The recommendations that this driver's figures have fired; out of the index, where none is a priority, the two
    that weigh most."""
    fired = [priority for priority in view.derived.priorities if priority.dimension == result.dimension]
    if not view.questionnaire.dimension(result.dimension).in_index:
        fired = [priority for priority in view.derived.deferred if priority.dimension == result.dimension][:2]
    if not fired:
        return []
    entries = tuple(title_advice(view, priority) for priority in fired)
    return [Heading(_("What is recommended")), Bullets(entries, kind="compact")]


def title_advice(view: ResultsView, priority: Priority) -> tuple[str, str]:
    """A recommendation's title, with its place where it is one of the priorities, and its first step."""
    advice = view.recommendation(priority.recommendation)
    title = end_sentence(word_title(view, advice))
    if priority in view.derived.priorities:
        place = view.derived.priorities.index(priority) + 1
        title = _("Priority %(place)s: %(title)s.", place=place, title=title.rstrip("."))
    return title, end_sentence(word_first_step(view, advice))


def make_touched(view: ResultsView, result: DimensionResult) -> list[Block]:
    """Which parts of other models these questions touch."""
    touched: dict[str, list[str]] = {}
    for figure in result.items:
        for lens, parts in view.item(figure.item).counts_in.items():
            touched.setdefault(lens, []).extend(parts)
    titles = {lens.id: view.text(lens.title) for lens in view.source.lenses}
    listed = [f"{titles[lens]} {', '.join(sorted(set(parts)))}" for lens, parts in touched.items() if lens in titles]
    if not listed:
        return []
    return [Paragraph(_("These questions also touch: %(parts)s.", parts="; ".join(listed)), "small")]
