"""The second page of the executive variant: the drivers, what to do first, and how sure all this is."""

from collections.abc import Sequence

from flask_babel import gettext as _

from assessment.reporting.asked import make_further_asks
from assessment.reporting.rewording import write_reworded
from assessment.results.circumstances import (
    asks_senior_managers,
    write_joint,
    write_smallest_group,
    write_weighting,
    write_who_counts,
)
from assessment.results.drafts import MOST
from assessment.results.numbers import write_margin, write_value
from assessment.results.priorities import name_actor, name_effort, word_first_step, word_title
from assessment.results.sentences import (
    describe_level,
    end_sentence,
    name_gap,
    name_level,
    start_with_capital,
    write_change,
    write_dimension_score,
    write_level_certainty,
)
from assessment.results.view import ResultsView
from assessment.scoring.derived import DimensionResult, Priority
from reports.charts import Table
from reports.document import Block, Bullets, Grid, Heading, Paragraph, Section

ROOM = 1_500
"""Characters of titles and first steps for which page two has room: own words may be longer than the library's."""


A_DECISION = 200
"""The room that each decision takes which page one does not ask."""


def build_second_page(view: ResultsView) -> Section:
    blocks: list[Block] = [*make_drivers(view), Heading(_("What to do first")), *make_advice(view)]
    blocks += make_further_asks(view)
    blocks += [
        Heading(_("How sure this is")),
        Bullets(tuple((line, "") for line in list_certainties(view)), kind="compact"),
    ]
    return Section("reasons", name_second_page(), tuple(blocks))


def name_second_page() -> str:
    return _("What is behind page one")


def make_drivers(view: ResultsView) -> list[Block]:
    """What stands behind each driver; in words, what the next level asks: page one tells where it stands."""
    if view.derived.form == "words":
        rows = tuple((view.dimension_title(one.dimension), next_step(view, one)) for one in view.core)
        table = Table(_("The drivers"), (_("Driver"), _("What the next level asks")), rows)
    else:
        heads = (
            _("Driver"),
            _("Staff see"),
            _("Margin"),
            _("Level"),
            _("Senior managers say"),
            _("Difference"),
            _("Change since last time"),
        )
        told = tuple(driver_row(view, one) for one in view.core)
        table = Table(_("The drivers"), heads, told, (1, 2, 4)).without_empty_columns()
    return [Heading(_("The drivers")), Grid(table, "tight" if len(table.head) > 2 else "plain", silent=True)]


def next_step(view: ResultsView, result: DimensionResult) -> str:
    if result.level is None:
        return _("not shown")
    return describe_level(view, result.dimension, result.level + 1) or _("This is the highest level.")


def driver_row(view: ResultsView, result: DimensionResult) -> tuple[str, ...]:
    gap, change = view.gap(result.dimension), view.change(result.dimension)
    levels = view.derived.form != "those who answered"
    return (
        view.dimension_title(result.dimension),
        write_dimension_score(view, result.score, result.reason),
        write_margin(result.margin) or "–",
        (name_level(view, result.level) if levels else "") or "–",
        write_value(gap.said, view) if gap else "–",
        name_gap(view, gap) if gap else "–",
        start_with_capital(write_change(view, change)) if change else "–",
    )


def make_advice(view: ResultsView) -> list[Block]:
    """The priorities in one line each: what, the first step, who can act and how much it takes."""
    priorities = view.derived.priorities
    if not priorities:
        return [Paragraph(_("The figures call for no recommendation."))]
    told = zip(priorities, fit_steps(view, priorities), strict=True)
    return [Bullets(tuple(tell_priority(view, priority, step) for priority, step in told), numbered=True)]


def fit_steps(view: ResultsView, priorities: Sequence[Priority]) -> list[str]:
    """The first steps, in order, as far as there is room beside all titles; for others, where theirs stands."""
    advice = [view.recommendation(priority.recommendation) for priority in priorities]
    elsewhere = _("Its first step stands in the report for management.")
    left = (
        ROOM
        - A_DECISION * max(len(view.decisions) - MOST, 0)
        - sum(len(word_title(view, one)) + len(elsewhere) for one in advice)
    )
    steps = []
    for one in advice:
        step = end_sentence(word_first_step(view, one))
        more = len(step) - len(elsewhere)
        steps.append(step if more <= left else elsewhere)
        left -= more if more <= left else 0
    return steps


def tell_priority(view: ResultsView, priority: Priority, step: str) -> tuple[str, str]:
    advice = view.recommendation(priority.recommendation)
    facts = (name_actor(view, advice), _("effort: %(effort)s", effort=name_effort(view, advice)))
    return end_sentence(word_title(view, advice)), f"{step} {start_with_capital('; '.join(facts))}."


def list_certainties(view: ResultsView) -> list[str]:
    """Who answered and when stands on page one; here what that is worth."""
    certainty = (
        "" if view.derived.form in ("words", "those who answered") else write_level_certainty(view, view.derived.index)
    )
    lines = [
        start_with_capital(certainty),
        write_who_counts(view),
        _("“±” is the margin: how far chance could have moved a figure.") if view.derived.form != "words" else "",
        write_smallest_group(view),
        write_joint(view) if asks_senior_managers(view) else "",
        write_weighting(view),
        _("Answers are what people see, not what can be proved: perception, evidence and measurement stay apart."),
        _("Those who did not answer may see things differently."),
        write_reworded(view),
    ]
    return [end_sentence(line) for line in lines if line]
