"""The decisions that page one asks for; where none was written down, the first steps of the first priorities."""

from flask_babel import gettext as _

from assessment.reporting.days import write_day
from assessment.results.priorities import name_actor, name_effort
from assessment.results.view import ResultsView
from reports.charts import Table
from reports.document import Block, Grid

MOST = 3

Row = tuple[str, str, str, str]


def make_asks(view: ResultsView) -> tuple[Block, ...]:
    """A table under its own title: what, who and when, what it costs, what if not."""
    rows = list_decisions(view) or list_proposals(view)
    if not rows:
        return ()
    heads = (_("Decisions asked"), _("Who, by when"), _("Costs"), _("If not"))
    kept = [place for place in range(4) if any(row[place] for row in rows)]
    table = Table(
        _("Decisions asked"),
        tuple(heads[place] for place in kept),
        tuple(tuple(row[place] or "–" for place in kept) for row in rows),
    )
    return (Grid(table, "asks", silent=True),)


def list_decisions(view: ResultsView) -> list[Row]:
    asked = sorted(view.decisions, key=lambda decision: decision.position)
    rows = []
    for letter, decision in zip("ABC", asked, strict=False):
        due = write_day(decision.due, view) if decision.due else ""
        who = ", ".join(part for part in (decision.owner or _("no owner yet"), due) if part)
        rows.append(
            (f"{letter} {view.text(decision.text)}", who, view.text(decision.cost), view.text(decision.otherwise))
        )
    return rows


def list_proposals(view: ResultsView) -> list[Row]:
    """What could be decided: nobody has put a name, a day or a price to it yet, and the page says so."""
    rows = []
    for place, priority in enumerate(view.derived.priorities[:MOST]):
        advice = view.recommendation(priority.recommendation)
        actor = name_actor(view, advice)
        who = _("%(actor)s; no owner yet", actor=actor)
        effort = _("effort: %(effort)s", effort=name_effort(view, advice))
        rows.append((f"{'ABC'[place]} {view.say(advice.title)}", who, effort, ""))
    return rows
