"""The decisions that are asked for, three of them on page one; where none was written down, drafts of them."""

from collections.abc import Sequence
from typing import Literal

from flask_babel import gettext as _

from assessment.reporting.days import find_other_year, write_day
from assessment.results.drafts import MOST, Draft, draft_decisions, name_actor_without_owner
from assessment.results.priority_parts import name_owner
from assessment.results.view import DecisionFact, ResultsView
from reports.charts import Table
from reports.document import Block, Grid, Heading

Row = tuple[str, str, str, str]


def make_asks(view: ResultsView) -> tuple[Block, ...]:
    """A table under its own title: what, who and when, what it costs, what if not."""
    asked = list_decisions(view)[:MOST]
    proposed = () if asked else draft_decisions(view)
    year = find_other_year([*(one.due for one in asked), *(one.due for one in proposed)], view)
    rows = write_decisions(view, asked, 0, year) or write_proposals(view, proposed, year)
    return (make_grid(rows, "asks", year),) if rows else ()


def make_further_asks(view: ResultsView) -> tuple[Block, ...]:
    """What is asked besides, for the pages after page one."""
    asked = list_decisions(view)[MOST:]
    year = find_other_year([one.due for one in asked], view)
    rows = write_decisions(view, asked, MOST, year)
    return (Heading(_("Further decisions asked")), make_grid(rows, "plain", year)) if rows else ()


def make_grid(rows: list[Row], kind: Literal["plain", "asks"], year: int | None) -> Grid:
    """``year``: that of all days, told once in the head; None where each tells its own."""
    who = _("Who decides, by when in %(year)s", year=year) if year else _("Who decides, by when")
    heads = (_("Decisions asked"), who, _("Costs"), _("If not"))
    kept = [place for place in range(4) if any(row[place] for row in rows)]
    table = Table(
        _("Decisions asked"),
        tuple(heads[place] for place in kept),
        tuple(tuple(row[place] or "–" for place in kept) for row in rows),
    )
    return Grid(table, kind, silent=True)


def list_decisions(view: ResultsView) -> list[DecisionFact]:
    """Everything that was written down, in its order."""
    return sorted(view.decisions, key=lambda decision: decision.position)


def write_decisions(view: ResultsView, asked: list[DecisionFact], first: int, year: int | None) -> list[Row]:
    """Each with its letter, ``first`` being the first one's place."""
    return [write_decision(view, decision, first + place, year) for place, decision in enumerate(asked)]


def write_decision(view: ResultsView, decision: DecisionFact, place: int, year: int | None) -> Row:
    due = write_day(decision.due, view, year) if decision.due else ""
    who = ", ".join(part for part in (name_owner(view, decision) or _("no owner yet"), due) if part)
    letter = chr(ord("A") + place % 26)
    return f"{letter}. {view.text(decision.text)}", who, view.text(decision.cost), view.text(decision.otherwise)


def write_proposals(view: ResultsView, drafts: Sequence[Draft], year: int | None) -> list[Row]:
    """What could be decided: nobody has put a name, a day or a price to it yet, and the page says so."""
    rows = []
    for letter, draft in zip("ABC", drafts, strict=False):
        actor = name_actor_without_owner(view, view.recommendation(draft.recommendation))
        due = write_day(draft.due, view, year) if draft.due else ""
        who = ", ".join(part for part in (draft.owner or actor, due) if part)
        rows.append((f"{letter}. {draft.text}", who, draft.cost, draft.otherwise))
    return rows
