"""Priorities and decisions as the page prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.results.computed import explain_priority
from assessment.results.numbers import write_date
from assessment.results.priorities import list_evidence, name_actor, name_effort
from assessment.results.view import DecisionFact, ResultsView
from assessment.scoring.derived import Priority


@dataclass(frozen=True)
class PriorityPart:
    """A recommendation among the first six, with the figures that fired it."""

    title: str
    driver: str
    first_step: str
    evidence: tuple[str, ...]
    actor: str
    effort: str
    measure: str
    good_enough: str
    computed: tuple[str, ...]


@dataclass(frozen=True)
class DecisionPart:
    """A decision asked; "" where owner, day, cost or consequence was not written down."""

    letter: str
    text: str
    owner: str
    due: str
    cost: str
    otherwise: str


def make_priorities(view: ResultsView) -> tuple[PriorityPart, ...]:
    """All priorities, most urgent first."""
    return tuple(_make_priority(view, priority) for priority in view.derived.priorities)


def _make_priority(view: ResultsView, priority: Priority) -> PriorityPart:
    advice = view.recommendation(priority.recommendation)
    driver = next((own for own in view.questionnaire.dimensions if own.id == priority.dimension), None)
    enough = advice.good_enough or (driver.good_enough if driver else None)
    return PriorityPart(
        title=view.say(advice.title),
        driver=view.text(driver.title) if driver else priority.dimension,
        first_step=view.say(advice.first_step),
        evidence=list_evidence(view, priority),
        actor=name_actor(view, advice),
        effort=name_effort(view, advice),
        measure=view.say(advice.measure),
        good_enough=view.say(enough),
        computed=explain_priority(view, priority),
    )


def make_advice(view: ResultsView, dimension: str, fired: Sequence[Priority]) -> tuple[PriorityPart, ...]:
    """Those of the fired recommendations that serve one driver, in their order."""
    return tuple(_make_priority(view, priority) for priority in fired if priority.dimension == dimension)


def make_decisions(view: ResultsView) -> tuple[DecisionPart, ...]:
    """What the survey asks to decide, in the order that was set."""
    ordered = sorted(view.decisions, key=lambda decision: decision.position)
    return tuple(_make_decision(view, decision, place) for place, decision in enumerate(ordered))


def _make_decision(view: ResultsView, decision: DecisionFact, place: int) -> DecisionPart:
    return DecisionPart(
        letter=chr(ord("A") + place % 26),
        text=view.text(decision.text),
        owner=decision.owner,
        due=write_date(decision.due, view) if decision.due else "",
        cost=view.text(decision.cost),
        otherwise=view.text(decision.otherwise),
    )
