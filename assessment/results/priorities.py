"""Recommendations and the figures that fired them, in words. A recommendation is never shown without its evidence."""

from flask_babel import gettext as _

from assessment.results.numbers import level_of, mark_value, round_half_up, speaking, write_score
from assessment.results.sentences import (
    end_sentence,
    name_level,
    start_with_capital,
    write_gap_sentence,
    write_question_in_words,
    write_result,
)
from assessment.results.view import ResultsView
from assessment.scoring.derived import Evidence, Priority
from assessment.scoring.figures import Value
from questionnaires.model import Recommendation


def write_evidence(view: ResultsView, evidence: Evidence) -> str:
    """One figure that fired a recommendation, as a sentence; without figures where words must do."""
    if view.derived.form == "words":
        return _write_evidence_in_words(view, evidence)
    if evidence.what == "blind spot" and evidence.dimension is not None:
        return _write_blind_spot(view, evidence.dimension)
    if evidence.item is not None and evidence.what in ("favourable", "unfavourable"):
        figure = view.item_figures.get(evidence.item)
        sentence = write_result(view, figure, "high" if evidence.what == "favourable" else "low") if figure else ""
        if sentence:
            return end_sentence(sentence)
    return _write_plain_evidence(view, evidence)


def _write_evidence_in_words(view: ResultsView, evidence: Evidence) -> str:
    if evidence.item is not None and evidence.item in view.item_figures:
        return write_question_in_words(view, view.item_figures[evidence.item])
    if evidence.what == "blind spot":
        return _write_blind_spot(view, evidence.dimension or "")
    level = level_of(view, evidence.value)
    return end_sentence(f"{view.dimension_title(evidence.dimension or '')}: {name_level(view, level)}".rstrip(": "))


def _write_blind_spot(view: ResultsView, dimension: str) -> str:
    """The gap's own sentence; only its name where the view at hand has no such gap."""
    gap = view.gap(dimension)
    if gap is not None:
        return write_gap_sentence(view, gap)
    with speaking(view.language):
        return _("%(driver)s: blind spot.", driver=view.dimension_title(dimension))


def _write_plain_evidence(view: ResultsView, evidence: Evidence) -> str:
    subject = (
        view.say(view.item(evidence.item).text) if evidence.item else view.dimension_title(evidence.dimension or "")
    )
    subject = subject.rstrip(".")
    value = Value(value=evidence.value, mark=evidence.mark)
    with speaking(view.language):
        share = mark_value(f"{round_half_up(evidence.value)} %", value, view)
        match evidence.what:
            case "favourable":
                return _("%(subject)s: favourable %(share)s.", subject=subject, share=share)
            case "unfavourable":
                return _("%(subject)s: unfavourable %(share)s.", subject=subject, share=share)
            case _:
                score = mark_value(write_score(evidence.value, view), value, view)
                return _("%(subject)s: %(score)s of 100.", subject=subject, score=score)


def word_title(view: ResultsView, advice: Recommendation) -> str:
    """A recommendation's title: the organisation's own words in this language, else the library's."""
    choice = view.choice(advice.id)
    return (choice.title.get(view.language) if choice else "") or view.say(advice.title)


def word_first_step(view: ResultsView, advice: Recommendation) -> str:
    """A recommendation's first step, in own words where there are any."""
    choice = view.choice(advice.id)
    return (choice.first_step.get(view.language) if choice else "") or view.say(advice.first_step)


def name_choice(view: ResultsView, choice: str) -> str:
    """What was made of a recommendation: "accepted", "deferred", "rejected"."""
    with speaking(view.language):
        return {"accepted": _("accepted"), "deferred": _("deferred"), "rejected": _("rejected")}[choice]


def list_evidence(view: ResultsView, priority: Priority) -> tuple[str, ...]:
    """Every figure that fired, each sentence once."""
    return tuple(dict.fromkeys(start_with_capital(write_evidence(view, fired)) for fired in priority.evidence))


def name_actor(view: ResultsView, advice: Recommendation) -> str:
    """Who can act: "senior managers" or "team"."""
    with speaking(view.language):
        return _("senior managers") if advice.actor == "leadership" else _("team")


def name_effort(view: ResultsView, advice: Recommendation) -> str:
    """How much work it is: "small", "medium", "large"."""
    with speaking(view.language):
        match advice.effort:
            case "S":
                return _("small")
            case "M":
                return _("medium")
            case _:
                return _("large")
