"""Which questions stand behind the decisions that were asked: those that a pulse asks again."""

from collections.abc import Iterator

from assessment.results.view import ResultsView
from assessment.scoring.derived import Priority
from questionnaires.pulse import MOST_QUESTIONS


def pick_questions(view: ResultsView) -> tuple[str, ...]:
    """Ids of at most three questions: the first reason of each decision's recommendation, in the order of the
    decisions; where these are fewer, of the next priorities. Only questions that everybody is asked."""
    picked: list[str] = []
    for priority in _list_reasons(view):
        question = _find_question(view, priority, picked)
        if question and question not in picked:
            picked.append(question)
        if len(picked) == MOST_QUESTIONS:
            break
    return tuple(picked)


def _list_reasons(view: ResultsView) -> Iterator[Priority]:
    derived = view.derived
    fired = {one.recommendation: one for one in derived.fired}
    for decision in sorted(view.decisions, key=lambda one: one.position):
        if decision.recommendation in fired:
            yield fired[decision.recommendation]
    yield from derived.priorities
    yield from derived.deferred


def _find_question(view: ResultsView, priority: Priority, picked: list[str]) -> str | None:
    """The question that fired the advice; where a whole driver did, that one of its questions that fewest see well."""
    core = {result.dimension: result for result in view.core}
    if priority.dimension not in core:
        return None
    for evidence in priority.evidence:
        if evidence.item and evidence.item not in picked:
            return evidence.item
    shown = [
        (figure.score.value, figure.item)
        for figure in core[priority.dimension].items
        if figure.score is not None and figure.item not in picked and view.item(figure.item).scored
    ]
    return min(shown)[1] if shown else None
