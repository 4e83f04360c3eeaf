"""Decisions that the report asks for: drafted by rule, then written, put in order, taken away by the facilitator."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from assessment.improvement.changing import changing, find_row, list_changed, note, take_values
from assessment.improvement.service import Ask
from assessment.models import Decision, DecisionAnswer

WORDS = ("text", "cost", "otherwise")
"""What somebody agrees to who says yes."""


class AnsweredError(Exception):
    """Somebody who was asked has answered it: it stays, in the words that were answered."""


def list_rows(session: Session | scoped_session[Session], survey_id: int) -> list[Decision]:
    """In the order that was set."""
    own = select(Decision).where(Decision.campaign_id == survey_id)
    return list(session.scalars(own.order_by(Decision.position, Decision.id)))


def save_decision(
    organisation_id: int, survey_id: int, row_id: int | None, seen: int, values: Mapping[str, Any]
) -> None:
    """Write a decision anew, or add one where ``row_id`` is None.

    What was answered keeps its words; another language may be added. Raises AnsweredError, GoneError, OvertakenError.
    """
    with changing(organisation_id, survey_id) as (session, campaign):
        if row_id is None:
            _add(session, organisation_id, survey_id, dict(values))
            note(session, campaign, "decision.asked", text=values["text"])
            return
        row = find_row(session, Decision, campaign, row_id, seen)
        before = take_values(row, values)
        if any(not _keeps(before[name], values[name]) for name in WORDS) and is_answered(session, row.id):
            raise AnsweredError
        changed = list_changed(before, values)
        for name, value in values.items():
            setattr(row, name, value)
        if changed:
            note(session, campaign, "decision.changed", text=row.text, changed=changed)


def _keeps(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    return all(after.get(language) == words for language, words in before.items())


def is_answered(session: Session | scoped_session[Session], decision_id: int) -> bool:
    """Whether anybody who was asked has answered."""
    answers = select(DecisionAnswer.id).where(DecisionAnswer.decision_id == decision_id)
    return session.scalar(answers.limit(1)) is not None


def draft_all(organisation_id: int, survey_id: int, drafts: Sequence[Ask]) -> int:
    """Add the drafts of recommendations that no decision is asked for yet; gives how many that were. Doing it twice
    adds nothing."""
    with changing(organisation_id, survey_id) as (session, campaign):
        asked = {row.recommendation for row in list_rows(session, survey_id)}
        new = [draft for draft in drafts if draft.recommendation not in asked]
        for draft in new:
            _add(session, organisation_id, survey_id, vars(draft))
        if new:
            note(session, campaign, "decision.drafted", decisions=len(new))
    return len(new)


def _add(session: Session, organisation_id: int, survey_id: int, values: dict[str, Any]) -> None:
    last = max((row.position for row in list_rows(session, survey_id)), default=0)
    session.add(Decision(organisation_id=organisation_id, campaign_id=survey_id, position=last + 1, **values))
    session.flush()


def shift_decision(organisation_id: int, survey_id: int, row_id: int, way: Literal["up", "down"]) -> None:
    """One place up or down; at the end of the list it stays. Raises GoneError and OvertakenError."""
    with changing(organisation_id, survey_id) as (session, campaign):
        moved = find_row(session, Decision, campaign, row_id)
        rows = list_rows(session, survey_id)
        place = rows.index(moved)
        other = place + (1 if way == "down" else -1)
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        changed = {"position": [place + 1, other + 1]}
        note(session, campaign, "decision.changed", text=moved.text, changed=changed)


def remove_decision(organisation_id: int, survey_id: int, row_id: int) -> None:
    """Ask it no more. Raises AnsweredError where somebody has answered it, GoneError and OvertakenError."""
    with changing(organisation_id, survey_id) as (session, campaign):
        row = find_row(session, Decision, campaign, row_id)
        if is_answered(session, row.id):
            raise AnsweredError
        text = row.text
        session.delete(row)
        note(session, campaign, "decision.removed", text=text)
