"""Actions promised after a survey: added, written anew, settled. Whether one is late is told by its day alone."""

from collections.abc import Mapping
from typing import Any

from assessment.improvement.changing import changing, find_row, list_changed, note, take_values
from assessment.models import Action

SETTLED = ("open", "done", "dropped")
"""What can be said of an action."""


def save_action(organisation_id: int, survey_id: int, row_id: int | None, seen: int, values: Mapping[str, Any]) -> None:
    """Write an action anew, or add one where ``row_id`` is None. Raises GoneError and OvertakenError."""
    with changing(organisation_id, survey_id) as (session, campaign):
        if row_id is None:
            session.add(Action(organisation_id=organisation_id, campaign_id=survey_id, **values))
            note(session, campaign, "action.promised", text=values["text"])
            return
        row = find_row(session, Action, campaign, row_id, seen)
        changed = list_changed(take_values(row, values), values)
        for name, value in values.items():
            setattr(row, name, value)
        if changed:
            note(session, campaign, "action.changed", text=row.text, changed=changed)


def settle_own(organisation_id: int, survey_id: int, row_id: int, status: str) -> None:
    """Say what became of an action, whatever else was written about it meanwhile. Raises GoneError, OvertakenError."""
    with changing(organisation_id, survey_id) as (session, campaign):
        row = find_row(session, Action, campaign, row_id)
        if row.status != status:
            changed = {"status": [row.status, status]}
            row.status = status
            note(session, campaign, "action.changed", text=row.text, changed=changed)
