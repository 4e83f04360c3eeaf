"""Decisions asked and actions promised: written down, settled, listed. One transaction each."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from assessment.models import Action, Campaign, Decision, writing

STATUSES = ("open", "done", "late", "dropped")


@dataclass(frozen=True)
class Ask:
    """A decision that a report asks for; texts are language maps. ``recommendation``: the advice it comes from."""

    text: dict[str, str]
    owner: str = ""
    due: date | None = None
    cost: dict[str, str] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)
    recommendation: str | None = None


@dataclass(frozen=True)
class Promise:
    """Who does what by when, after a survey."""

    text: dict[str, str]
    owner: str = ""
    due: date | None = None
    status: str = "open"


class UnknownStatusError(ValueError):
    """An action is open, done, late or dropped, and nothing else."""


def ask_decision(campaign_id: int, ask: Ask) -> int:
    """Add a decision behind those that the survey's report asks for already; gives its id."""
    with writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        highest = select(func.max(Decision.position)).where(Decision.campaign_id == campaign_id)
        decision = Decision(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign_id,
            position=(session.scalar(highest) or 0) + 1,
            text=ask.text,
            owner=ask.owner,
            due=ask.due,
            cost=ask.cost,
            otherwise=ask.otherwise,
            recommendation=ask.recommendation,
        )
        session.add(decision)
        session.flush()
        return decision.id


def promise_action(campaign_id: int, promise: Promise) -> int:
    """Write down what was promised after a survey; gives its id. Raises UnknownStatusError."""
    _check_status(promise.status)
    with writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        action = Action(
            organisation_id=campaign.organisation_id,
            campaign_id=campaign_id,
            text=promise.text,
            owner=promise.owner,
            due=promise.due,
            status=promise.status,
        )
        session.add(action)
        session.flush()
        return action.id


def settle_action(action_id: int, status: str) -> None:
    """Say what became of an action. Raises UnknownStatusError."""
    _check_status(status)
    with writing() as session:
        session.get_one(Action, action_id).status = status


def _check_status(status: str) -> None:
    if status not in STATUSES:
        raise UnknownStatusError(f"an action is {', '.join(STATUSES)}, not {status!r}")
