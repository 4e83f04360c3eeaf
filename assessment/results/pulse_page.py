"""The results of a pulse: a few questions beside their answers last time, of the whole organisation only."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.circumstances import write_participation, write_who_counts
from assessment.results.computed import explain_change, explain_question
from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking, write_period
from assessment.results.page import ItemPart, Sentences, make_item
from assessment.results.priority_parts import DecisionPart, make_asked_before
from assessment.results.sentences import end_sentence, start_with_capital, write_change
from assessment.results.view import ResultsView
from assessment.results.ways import Ways


@dataclass(frozen=True)
class AskedAgain:
    """A question: how it was answered now, and beside last time. ``change``: "" where it cannot be compared."""

    driver: str
    item: ItemPart
    change: str
    computed: Sentences


@dataclass(frozen=True)
class PulsePage:
    """From top to bottom. ``since``: the survey before; ``nothing``: too few answered to show anything."""

    head: PageHead
    since: str
    answered: str
    who_counts: str
    summary: str
    nothing: bool
    in_words: bool
    questions: tuple[AskedAgain, ...]
    decisions: tuple[DecisionPart, ...]


def make_pulse_page(view: ResultsView, ways: Ways) -> PulsePage:
    """In the view's language."""
    nothing = view.derived.form == "none" or view.everybody is None
    with speaking(view.language):
        period = write_period(view)
        answered = write_participation(view)
        return PulsePage(
            head=make_head(view, view.text(view.facts.name), ways),
            since=view.text(view.previous.facts.name) if view.previous else "",
            answered=f"{answered}, {period}" if period else answered,
            who_counts=write_who_counts(view),
            summary=summarise_pulse(view),
            nothing=nothing,
            in_words=view.derived.form == "words",
            questions=() if nothing else list_asked_again(view),
            decisions=make_asked_before(view),
        )


def list_asked_again(view: ResultsView) -> tuple[AskedAgain, ...]:
    """The questions in their order. Each is a dimension of its own, so that its change is the dimension's."""
    in_words = view.derived.form == "words"
    told = []
    for item in view.questionnaire.items:
        figure = view.item_figures.get(item.id)
        if figure is None:
            continue
        change = None if in_words else view.change(item.id)
        told.append(
            AskedAgain(
                driver=view.dimension_title(item.id),
                item=make_item(view, figure),
                change=end_sentence(start_with_capital(write_change(view, change))) if change else "",
                computed=()
                if in_words
                else (*explain_question(view, figure), *(explain_change(view, change) if change else ())),
            )
        )
    return tuple(told)


def summarise_pulse(view: ResultsView) -> str:
    """One sentence on top: how many of the questions moved. "" where nothing can be compared."""
    changes = [change for item in view.questionnaire.items if (change := view.change(item.id))]
    if view.derived.form in ("words", "none") or not changes:
        return ""
    up = sum(change.real and change.difference > 0 for change in changes)
    down = sum(change.real and change.difference < 0 for change in changes)
    same = len(changes) - up - down
    parts = [
        _("%(count)s higher than last time", count=up) if up else "",
        _("%(count)s lower", count=down) if down else "",
        _("%(count)s without measurable change", count=same) if same else "",
    ]
    return _("Of %(count)s questions: %(told)s.", count=len(changes), told=", ".join(part for part in parts if part))
