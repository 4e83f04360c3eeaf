"""Priorities and decisions as the page prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.results.answers import AnswerPart, make_answers
from assessment.results.computed import explain_priority
from assessment.results.drafts import name_actor_without_owner
from assessment.results.numbers import write_date
from assessment.results.priorities import (
    list_evidence,
    name_actor,
    name_choice,
    name_effort,
    word_first_step,
    word_title,
)
from assessment.results.view import DecisionFact, ResultsView
from assessment.scoring.derived import Priority


@dataclass(frozen=True)
class PriorityPart:
    """A recommendation with the figures that fired it; ``key``: its id; owner and day: "" where there is none yet."""

    title: str
    driver: str
    first_step: str
    evidence: tuple[str, ...]
    actor: str
    effort: str
    measure: str
    good_enough: str
    computed: tuple[str, ...]
    key: str = ""
    owner: str = ""
    due: str = ""


@dataclass(frozen=True)
class SetAsidePart:
    """A recommendation that the organisation deferred or rejected, and why."""

    title: str
    choice: str
    reason: str


@dataclass(frozen=True)
class DecisionPart:
    """A decision asked; "" where owner, day, cost or consequence was not written down."""

    letter: str
    text: str
    owner: str
    due: str
    cost: str
    otherwise: str
    answers: tuple[AnswerPart, ...] = ()


def make_priorities(view: ResultsView) -> tuple[PriorityPart, ...]:
    """All priorities, most urgent first."""
    return tuple(make_priority(view, priority) for priority in view.derived.priorities)


def make_priority(view: ResultsView, priority: Priority) -> PriorityPart:
    advice = view.recommendation(priority.recommendation)
    driver = next((own for own in view.questionnaire.dimensions if own.id == priority.dimension), None)
    enough = advice.good_enough or (driver.good_enough if driver else None)
    choice = view.choice(advice.id)
    return PriorityPart(
        title=word_title(view, advice),
        driver=view.text(driver.title) if driver else priority.dimension,
        first_step=word_first_step(view, advice),
        evidence=list_evidence(view, priority),
        actor=name_actor(view, advice),
        effort=name_effort(view, advice),
        measure=view.say(advice.measure),
        good_enough=view.say(enough),
        computed=explain_priority(view, priority),
        key=advice.id,
        owner=choice.owner if choice else "",
        due=write_date(choice.due, view) if choice and choice.due else "",
    )


def make_set_aside(view: ResultsView) -> tuple[SetAsidePart, ...]:
    """Everything that was deferred or rejected, in the order that it would have."""
    parts = []
    for priority in view.derived.set_aside:
        choice = view.choice(priority.recommendation)
        if choice is not None:
            title = word_title(view, view.recommendation(priority.recommendation))
            parts.append(SetAsidePart(title, name_choice(view, choice.choice), view.text(choice.reason)))
    return tuple(parts)


def make_advice(view: ResultsView, dimension: str, fired: Sequence[Priority]) -> tuple[PriorityPart, ...]:
    """Those of the fired recommendations that serve one driver, in their order."""
    return tuple(make_priority(view, priority) for priority in fired if priority.dimension == dimension)


def make_decisions(view: ResultsView) -> tuple[DecisionPart, ...]:
    """What the survey asks to decide, in the order that was set."""
    return _make_all(view, view.decisions)


def make_asked_before(view: ResultsView) -> tuple[DecisionPart, ...]:
    """What the survey before asked to decide, with what was answered."""
    return _make_all(view, view.source.asked_before)


def _make_all(view: ResultsView, decisions: Sequence[DecisionFact]) -> tuple[DecisionPart, ...]:
    ordered = sorted(decisions, key=lambda decision: decision.position)
    return tuple(_make_decision(view, decision, place) for place, decision in enumerate(ordered))


def _make_decision(view: ResultsView, decision: DecisionFact, place: int) -> DecisionPart:
    return DecisionPart(
        letter=chr(ord("A") + place % 26),
        text=view.text(decision.text),
        owner=name_owner(view, decision),
        due=write_date(decision.due, view) if decision.due else "",
        cost=view.text(decision.cost),
        otherwise=view.text(decision.otherwise),
        answers=make_answers(view, decision),
    )


def name_owner(view: ResultsView, decision: DecisionFact) -> str:
    """Whoever is asked; where nobody is named, who could decide; "" where that is not known either."""
    known = {advice.id: advice for advice in view.questionnaire.recommendations}
    advice = known.get(decision.recommendation or "")
    return decision.owner or (name_actor_without_owner(view, advice) if advice else "")
