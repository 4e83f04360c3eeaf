"""What all edits of what follows from results share: one transaction, rows found through their owner, a line in the
trail."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assessment.audit import record
from assessment.models import Action, Campaign, Decision, writing

Row = TypeVar("Row", Action, Decision)


class OvertakenError(Exception):
    """Somebody else saved the same thing meanwhile."""


class GoneError(Exception):
    """There is no such thing in this survey, or not any more."""


@contextmanager
def changing(organisation_id: int, survey_id: int) -> Iterator[tuple[Session, Campaign]]:
    """A transaction about a released survey of this organisation; two who save at once are told. Raises GoneError and
    OvertakenError."""
    try:
        with writing() as session:
            found = select(Campaign).where(
                Campaign.id == survey_id, Campaign.organisation_id == organisation_id, Campaign.state == "released"
            )
            campaign = session.scalars(found.with_for_update()).one_or_none()
            if campaign is None:
                raise GoneError
            yield session, campaign
    except (StaleDataError, IntegrityError):
        raise OvertakenError from None


def find_row(session: Session, kind: type[Row], campaign: Campaign, row_id: int, seen: int | None = None) -> Row:
    """A decision or action of this survey; ``seen``: the version that the page had, None where it does not matter."""
    row = session.scalars(select(kind).where(kind.id == row_id, kind.campaign_id == campaign.id)).one_or_none()
    if row is None:
        raise GoneError
    if seen is not None and row.row_version != seen:
        raise OvertakenError
    return row


def take_values(row: object, names: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row by these names, as they are now."""
    return {name: getattr(row, name) for name in names}


def list_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Old and new of what differs."""
    return {name: [before[name], new] for name, new in after.items() if before[name] != new}


def note(session: Session, campaign: Campaign, event: str, **details: Any) -> None:
    """A line in the trail, last in the transaction."""
    session.flush()
    record(session, campaign.organisation_id, event, f"survey {campaign.id}", {"survey": campaign.name} | details)
