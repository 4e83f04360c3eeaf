"""What was asked and what was answered, as tables of the report."""

from collections.abc import Iterable

from flask_babel import gettext as _

from assessment.results.answers import make_answers
from assessment.results.view import DecisionFact, ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Section


def build_answered(view: ResultsView) -> Section | None:
    """This survey's decisions, once a reader has answered one."""
    if not any(decision.answers for decision in view.decisions):
        return None
    title = _("Decisions asked, and what was answered")
    return Section("answered", title, (make_table(view, title, view.decisions),), new_page=False)


def list_asked_before(view: ResultsView) -> tuple[Block, ...]:
    """What was asked after the survey before, and what was answered then."""
    if not view.source.asked_before:
        return ()
    return (make_table(view, _("What was asked last time, and what was answered"), view.source.asked_before),)


def make_table(view: ResultsView, title: str, decisions: Iterable[DecisionFact]) -> Grid:
    rows = []
    for decision in sorted(decisions, key=lambda one: one.position):
        text = view.text(decision.text)
        answers = make_answers(view, decision)
        rows += [(text, answer.reader, answer.text) for answer in answers]
        if not answers:
            rows.append((text, decision.owner or "–", _("no answer")))
    return Grid(Table(title, (_("Decision"), _("Who"), _("Answer")), tuple(rows)), "plain")
