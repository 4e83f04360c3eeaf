"""The method annex: how each figure came about, the full questionnaire, who ran it, known limits."""

from collections.abc import Iterable
from string import ascii_uppercase

from flask_babel import gettext as _

from assessment.reporting.identity import Identity
from assessment.results.circumstances import write_purpose_limit
from assessment.results.computed import (
    explain_change,
    explain_dimension,
    explain_gap,
    explain_index,
    explain_items,
    explain_units,
)
from assessment.results.numbers import local_day, write_date
from assessment.results.view import ResultsView
from questionnaires.model import Dimension
from reports.charts import Table
from reports.document import Block, Bullets, Grid, Heading, Panel, Paragraph, Section


def build_method(view: ResultsView, identity: Identity) -> Section:
    blocks: list[Block] = []
    for title, sentences in list_explanations(view):
        if sentences:
            blocks += [Heading(title), list_small(sentences)]
    blocks += [Heading(_("Known limits")), list_small(list_limits())]
    facts = (Heading(_("Who, what, which version")), list_small(list_facts(view, identity)))
    blocks.append(Panel(facts, "together"))
    blocks += list_questions(view)
    return Section("method", _("Method"), tuple(blocks))


def list_small(lines: Iterable[str]) -> Bullets:
    return Bullets(tuple((line, "") for line in lines), kind="small")


def list_explanations(view: ResultsView) -> list[tuple[str, tuple[str, ...]]]:
    derived = view.derived
    if derived.form == "words":
        return [(_("Questions"), explain_items(view))]
    told = [
        (_("Questions"), explain_items(view)),
        (_("Total and level"), explain_index(view) if derived.index.score else ()),
    ]
    told += [(view.dimension_title(result.dimension), explain_dimension(view, result)) for result in derived.dimensions]
    if derived.gaps:
        told.append((_("Gaps"), explain_gap(view, max(derived.gaps, key=lambda gap: abs(gap.difference)))))
    if derived.changes:
        told.append((_("Changes"), explain_change(view, derived.changes[0])))
    if derived.units:
        told.append((_("Units"), explain_units(view)))
    return told


def list_limits() -> list[str]:
    return [
        _("Answers are what people see, not what can be proved: perception, evidence and measurement stay apart."),
        _("Scores average answers that only have an order; the spread of the answers stands beside every score."),
        _("There is no comparison with other organisations: no comparable data."),
        _("Those who did not answer may see things differently."),
        write_purpose_limit(),
    ]


def list_facts(view: ResultsView, identity: Identity) -> list[str]:
    facts = view.facts
    pairs = [
        (_("Survey"), view.text(facts.name)),
        (_("Organisation"), view.text(facts.organisation)),
        (_("Asked by"), facts.sponsor),
        (_("Run by"), facts.contact),
        (_("Senior managers are"), view.text(facts.senior_managers)),
        (_("Purpose"), view.text(facts.purpose)),
        (_("Questionnaire"), f"{identity.model}, {facts.questionnaire_sha256[:16]}".rstrip(", ")),
        (_("Released"), write_date(local_day(facts.released_at, facts.zone), view)),
        (_("Release"), facts.sha256),
        (_("Report"), identity.number),
    ]
    return [f"{name}: {value}" for name, value in pairs if value]


def list_questions(view: ResultsView) -> list[Block]:
    """The questionnaire as it was asked, a table a driver, with the scale of each question."""
    blocks: list[Block] = [Heading(_("The questions"))]
    for letter, scale in zip(ascii_uppercase, view.questionnaire.scales.values(), strict=False):
        labels = " · ".join(view.texts(scale.labels))
        lead = f"{view.say(scale.lead)} " if scale.lead else ""
        blocks.append(Paragraph(_("Scale %(letter)s: %(answers)s", letter=letter, answers=f"{lead}{labels}"), "small"))
    for dimension in view.questionnaire.dimensions:
        blocks.append(Panel((Grid(question_table(view, dimension), "tight"),), "together"))
    return blocks


def question_table(view: ResultsView, dimension: Dimension) -> Table:
    heads = (_("Question"), _("Senior managers are asked"), _("Scale"), _("Counts"))
    letters = dict(zip(view.questionnaire.scales, ascii_uppercase, strict=False))
    unasked = find_unasked(view, dimension)
    rows = tuple(
        (
            view.say(item.text),
            view.say(item.self_text) or "–",
            letters.get(item.scale, item.scale),
            count_rule(item.reverse, item.scored),
        )
        for item in dimension.items
        if item.id not in unasked
    )
    return Table(view.say(dimension.title), heads, rows).without_empty_columns()


def find_unasked(view: ResultsView, dimension: Dimension) -> set[str]:
    """Of a question and the one that stands in for it, only one was asked: the other one has no answers to show."""
    pairs = [(item.id, item.stands_in_for) for item in dimension.items if item.stands_in_for]
    shown = {item for item, figure in view.item_figures.items() if figure.score is not None}
    return {other if item in shown else item for item, other in pairs if (item in shown) != (other in shown)}


def count_rule(reverse: bool, scored: bool) -> str:
    if not scored:
        return _("is not scored")
    return _("the other way") if reverse else _("as it is")
