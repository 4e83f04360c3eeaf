"""Decisions as they are drafted from the first recommendations: what, who, what it costs, what follows if not.

Picked by rule from a table of the driver's level, change and gap, of what fired, and of how many answered; every cell
is a sentence of at most 20 words that says no more than its figures do.
"""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from assessment.results.numbers import speaking
from assessment.results.priorities import word_title
from assessment.results.sentences import lower_first, name_level
from assessment.results.view import ResultsView
from assessment.scoring.derived import Priority
from questionnaires.model import Recommendation

MOST = 3
"""So many decisions stand on page one."""

LOW = 3
"""Up to this level a driver's own description tells what stays; above it, only what fired does."""


@dataclass(frozen=True)
class Draft:
    """``owner``: a name, "" where nobody has one yet."""

    recommendation: str
    text: str
    owner: str
    due: date | None
    cost: str
    otherwise: str


def draft_decisions(view: ResultsView) -> tuple[Draft, ...]:
    """Of the first three recommendations that were accepted; where none was yet, of the first three priorities."""
    accepted = [one for one in view.derived.priorities if _is_accepted(view, one)]
    return tuple(_draft(view, one) for one in (accepted or view.derived.priorities)[:MOST])


def _is_accepted(view: ResultsView, priority: Priority) -> bool:
    choice = view.choice(priority.recommendation)
    return choice is not None and choice.choice == "accepted"


def _draft(view: ResultsView, priority: Priority) -> Draft:
    advice, choice = view.recommendation(priority.recommendation), view.choice(priority.recommendation)
    return Draft(
        recommendation=advice.id,
        text=word_title(view, advice).rstrip("."),
        owner=choice.owner if choice else "",
        due=choice.due if choice else None,
        cost=name_cost(view, advice.effort),
        otherwise=write_consequence(view, priority),
    )


def name_cost(view: ResultsView, effort: str) -> str:
    """What a cost class means: "small: a few hours"."""
    with speaking(view.language):
        return {
            "S": _("small: a few hours"),
            "M": _("medium: days, or a small budget"),
            "L": _("large: a project with a budget"),
        }[effort]


def write_consequence(view: ResultsView, priority: Priority) -> str:
    """What stays as it is if nobody decides. It foretells nothing: it names what the figures have found already."""
    change, level = view.change(priority.dimension), _find_level(view, priority.dimension)
    driver = lower_first(view.dimension_title(priority.dimension))
    with speaking(view.language):
        if priority.blind_spot:
            return _("the gap on %(driver)s stays", driver=driver)
        if change is not None and change.real and change.difference < 0:
            return _("nothing is done about the decline of %(driver)s", driver=driver)
        if change is not None and change.real:
            return _("the progress on %(driver)s gets no next step", driver=driver)
        if view.derived.form == "those who answered":
            return _("those who answered see nothing done about %(driver)s", driver=driver)
        if level is None or level > LOW or _fired_by_question(priority):
            return _("what people see of %(driver)s stays as it is", driver=driver)
        name = name_level(view, level)
        if view.derived.form == "answered":
            return _("%(driver)s stays at “%(name)s” among those who answered", driver=driver, name=name)
        return _("%(driver)s stays at “%(name)s”", driver=driver, name=name)


def _find_level(view: ResultsView, dimension: str) -> int | None:
    result = view.result(dimension)
    return result.level if result else None


def _fired_by_question(priority: Priority) -> bool:
    """Whether answers to single questions alone fired it: the driver's level is then not what it is about."""
    return all(evidence.item is not None for evidence in priority.evidence)


def name_actor_without_owner(view: ResultsView, advice: Recommendation) -> str:
    """Who could decide, where nobody has put a name to it."""
    from_leadership = advice.actor == "leadership"
    with speaking(view.language):
        return _("senior managers; no owner yet") if from_leadership else _("a team; no owner yet")
