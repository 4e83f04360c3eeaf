"""The decisions that are asked for, three of them on page one; where none was written down, drafts of them."""

from typing import Literal

from flask_babel import gettext as _

from assessment.reporting.days import write_day
from assessment.results.drafts import MOST, draft_decisions, name_actor_without_owner
from assessment.results.priority_parts import name_owner
from assessment.results.view import DecisionFact, ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Heading

Row = tuple[str, str, str, str]


def make_asks(view: ResultsView) -> tuple[Block, ...]:
    """A table under its own title: what, who and when, what it costs, what if not."""
    rows = list_decisions(view)[:MOST] or list_proposals(view)
    return (make_grid(rows, "asks"),) if rows else ()


def make_further_asks(view: ResultsView) -> tuple[Block, ...]:
    """What is asked besides, for the pages after page one."""
    rows = list_decisions(view)[MOST:]
    return (Heading(_("Further decisions asked")), make_grid(rows, "plain")) if rows else ()


def make_grid(rows: list[Row], kind: Literal["plain", "asks"]) -> Grid:
    heads = (_("Decisions asked"), _("Who decides, by when"), _("Costs"), _("If not"))
    kept = [place for place in range(4) if any(row[place] for row in rows)]
    table = Table(
        _("Decisions asked"),
        tuple(heads[place] for place in kept),
        tuple(tuple(row[place] or "–" for place in kept) for row in rows),
    )
    return Grid(table, kind, silent=True)


def list_decisions(view: ResultsView) -> list[Row]:
    """Everything that was written down, each with its letter."""
    asked = sorted(view.decisions, key=lambda decision: decision.position)
    return [write_decision(view, decision, place) for place, decision in enumerate(asked)]


def write_decision(view: ResultsView, decision: DecisionFact, place: int) -> Row:
    due = write_day(decision.due, view) if decision.due else ""
    who = ", ".join(part for part in (name_owner(view, decision) or _("no owner yet"), due) if part)
    letter = chr(ord("A") + place % 26)
    return f"{letter}. {view.text(decision.text)}", who, view.text(decision.cost), view.text(decision.otherwise)


def list_proposals(view: ResultsView) -> list[Row]:
    """What could be decided: nobody has put a name, a day or a price to it yet, and the page says so."""
    rows = []
    for letter, draft in zip("ABC", draft_decisions(view), strict=False):
        actor = name_actor_without_owner(view, view.recommendation(draft.recommendation))
        due = write_day(draft.due, view) if draft.due else ""
        who = ", ".join(part for part in (draft.owner or actor, due) if part)
        rows.append((f"{letter}. {draft.text}", who, draft.cost, draft.otherwise))
    return rows
