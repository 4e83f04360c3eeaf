"""What follows from a survey's results, as its page and forms read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, g, url_for
from flask_babel import gettext as _

from assessment.improvement.acting import SETTLED
from assessment.improvement.deciding import list_rows
from assessment.improvement.forms import COSTS, NOTHING, OWN
from assessment.improvement.pulsing import pick_questions
from assessment.improvement.service import Ask
from assessment.improvement.targeting import TOTAL, Aim, find_targets, read_total
from assessment.language import current_language
from assessment.models import Action, AdviceChoice, Campaign, Decision, db, in_language
from assessment.results.drafts import MOST, draft_decisions, name_cost
from assessment.results.kept import Kept
from assessment.results.numbers import write_date
from assessment.results.priority_parts import DecisionPart, PriorityPart, make_decisions, make_priority
from assessment.results.routes import load_reported
from assessment.results.sentences import write_target
from assessment.results.service import name_view, read_source
from assessment.results.sources import list_actions, tell_action
from assessment.results.view import DRIVERS, ReleaseSource, ResultsView
from assessment.scoring.derived import Priority

Texts = dict[str, str]


@dataclass(frozen=True)
class Card:
    """A recommendation that fired. ``choice``: "" where nobody has said anything yet."""

    part: PriorityPart
    choice: str
    reason: str


@dataclass(frozen=True)
class Asked:
    id: int
    part: DecisionPart
    on_page_one: bool


@dataclass(frozen=True)
class Promised:
    id: int
    text: str
    owner: str
    due: str
    status: str
    session: str
    origin: str


@dataclass(frozen=True)
class FollowUp:
    """The page: three parts and the targets."""

    survey: str
    priorities: tuple[Card, ...]
    others: tuple[Card, ...]
    set_aside: tuple[Card, ...]
    decisions: tuple[Asked, ...]
    drafts: int
    actions: tuple[Promised, ...]
    targets: tuple[tuple[str, str], ...]
    again: tuple[str, ...]


def load_view(organisation_id: int, survey_id: int) -> ResultsView:
    """A released survey of the organisation, through its drivers, in the page's language."""
    return read_source(load_reported(organisation_id, survey_id), DRIVERS, current_language())


def make_follow_up(view: ResultsView) -> FollowUp:
    derived, parts = view.derived, _make_parts(view)
    asked = {row.recommendation for row in view.decisions}

    def list_cards(fired: Iterable[Priority]) -> tuple[Card, ...]:
        return tuple(_make_card(view, parts[one.recommendation]) for one in fired)

    return FollowUp(
        survey=view.text(view.facts.name),
        priorities=list_cards(derived.priorities),
        others=list_cards(derived.deferred),
        set_aside=list_cards(derived.set_aside),
        decisions=tuple(_list_asked(view)),
        drafts=sum(draft.recommendation not in asked for draft in draft_decisions(view)),
        actions=_list_promised(view),
        targets=tuple(_list_targets(view)),
        again=tuple(view.say(view.item(item).text) for item in pick_questions(view)),
    )


_parts: Kept[dict[str, PriorityPart]] = Kept(32)


def _make_parts(view: ResultsView) -> dict[str, PriorityPart]:
    """All that fired, by id: their sentences only change with what the view says."""
    return _parts.get(
        name_view(view), lambda: {one.recommendation: make_priority(view, one) for one in view.derived.fired}
    )


def _make_card(view: ResultsView, part: PriorityPart) -> Card:
    choice = view.choice(part.key)
    return Card(
        part=part,
        choice=choice.choice if choice else "",
        reason=view.text(choice.reason) if choice else "",
    )


def _list_asked(view: ResultsView) -> Iterator[Asked]:
    rows = list_rows(db.session, view.facts.id)
    for place, (row, part) in enumerate(zip(rows, make_decisions(view), strict=True)):
        yield Asked(row.id, part, place < MOST)


def _list_promised(view: ResultsView) -> tuple[Promised, ...]:
    """Open ones first, the earliest day on top; then what was done or dropped."""
    rows = [(row, tell_action(row, view.facts.zone, day)) for row, day in list_actions(view.facts.id)]
    rows.sort(key=lambda pair: (pair[1].status in ("done", "dropped"), pair[1].due is None, pair[1].due, pair[0].id))
    return tuple(
        Promised(
            id=row.id,
            text=view.text(fact.text),
            owner=fact.owner,
            due=write_date(fact.due, view) if fact.due else "",
            status=fact.status,
            session=write_date(fact.session_on, view) if fact.session_on else "",
            origin=in_language(row.origin, view.language),
        )
        for row, fact in rows
    )


def _list_targets(view: ResultsView) -> Iterator[tuple[str, str]]:
    if view.target is not None:
        yield _("Total"), write_target(view, view.target)
    for target in view.source.targets:
        yield view.dimension_title(target.dimension), write_target(view, target)


def find_priority(view: ResultsView, recommendation: str) -> Priority:
    """A recommendation that this survey's figures have fired; any other is not even there."""
    return next((one for one in view.derived.fired if one.recommendation == recommendation), None) or abort(404)


def write_costs(source: ReleaseSource) -> dict[str, Texts]:
    """The words of each cost class in each language of the survey."""
    views = {code: read_source(source, DRIVERS, code) for code in source.facts.languages}
    return {size: {code: name_cost(view, size) for code, view in views.items()} for size in COSTS}


def write_drafts(source: ReleaseSource) -> list[Ask]:
    """The decisions that the figures and choices suggest, in each language of the survey."""
    by_language = {code: draft_decisions(read_source(source, DRIVERS, code)) for code in source.facts.languages}
    drafts = []
    for place, first in enumerate(next(iter(by_language.values()))):
        own = {code: drafted[place] for code, drafted in by_language.items()}
        drafts.append(
            Ask(
                text={code: one.text for code, one in own.items()},
                owner=first.owner,
                due=first.due,
                cost={code: one.cost for code, one in own.items()},
                otherwise={code: one.otherwise for code, one in own.items()},
                recommendation=first.recommendation,
            )
        )
    return drafts


def fill_advice(row: AdviceChoice | None) -> dict[str, Any]:
    """What the form of a recommendation shows."""
    if row is None:
        return {"version": "0", "choice": None}
    return {
        "version": str(row.row_version),
        "choice": row.choice,
        "owner": row.owner,
        "due": row.due,
        **_spread("title", row.title),
        **_spread("step", row.first_step),
        **_spread("reason", row.reason),
    }


def fill_decision(row: Decision | None, costs: dict[str, Texts]) -> dict[str, Any]:
    if row is None:
        return {"version": "0", "cost": NOTHING}
    own = next((size for size, words in costs.items() if words == row.cost), OWN if row.cost else NOTHING)
    return {
        "version": str(row.row_version),
        "owner": row.owner,
        "due": row.due,
        "cost": own,
        **_spread("text", row.text),
        **(_spread("cost", row.cost) if own == OWN else {}),
        **_spread("otherwise", row.otherwise),
    }


def fill_action(row: Action | None) -> dict[str, Any]:
    if row is None:
        return {"version": "0", "status": "open"}
    return {
        "version": str(row.row_version),
        "owner": row.owner,
        "due": row.due,
        "status": row.status if row.status in SETTLED else "open",
        **_spread("text", row.text),
    }


def fill_targets(campaign: Campaign, name: str) -> dict[str, Any]:
    """``name``: of whoever has the page open."""
    aims = {row.dimension: Aim(row.score, row.by) for row in find_targets(campaign.id).values()}
    total = read_total(campaign.target)
    if total is not None:
        aims[TOTAL] = total
    data: dict[str, Any] = {"version": str(campaign.row_version), "set_by": name}
    for dimension, aim in aims.items():
        data |= {f"score-{dimension}": aim.score, f"by-{dimension}": aim.by}
    return data


def _spread(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}-{code}": text for code, text in texts.items()}


def list_drivers(view: ResultsView) -> dict[str, str]:
    """Those that a target can be set for, by id."""
    return {one.id: view.text(one.title) for one in view.questionnaire.dimensions if one.in_index}


def find_back(survey_id: int, place: str) -> str:
    """The page that a form leads back to, at its part."""
    return url_for("improvement.show_follow_up", organisation_id=g.organisation_id, survey_id=survey_id, _anchor=place)
