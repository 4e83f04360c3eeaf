"""Rows of the trail about units, groups, head counts and the list of people: never who a person on the list is."""

from typing import Any

from sqlalchemy.orm import Session

from assessment.audit import record


def note(session: Session, organisation_id: int, event: str, subject: str, **details: Any) -> None:
    """Add a row, last in the caller's transaction."""
    record(session, organisation_id, event, subject, details)


def find_changes(row: Any, values: dict[str, Any]) -> dict[str, list[Any]]:
    """What the values would change in a row: column to old and new."""
    return {name: [getattr(row, name), new] for name, new in values.items() if getattr(row, name) != new}
