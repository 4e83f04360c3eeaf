"""Rows of the trail about surveys: what was settled, what froze, what moved. Never who answered."""

from typing import Any

from sqlalchemy.orm import Session

from assessment.audit import record
from assessment.models import Campaign

FROZEN = (
    "questionnaire_version_id",
    "extra_version_id",
    "disclosure",
    "smallest_group",
    "languages",
    "zone",
    "opens_at",
    "closes_at",
    "results_on",
    "senior_managers",
    "asks_comments",
    "rotating_blocks",
    "views",
    "form_of_address",
)
"""What a launch settles besides units, groups and head counts."""


def note(session: Session, campaign: Campaign, event: str, *, actor: str | None = None, **details: Any) -> None:
    """Add a row about a survey, last in the caller's transaction."""
    session.flush()
    name = f"survey {campaign.id}"
    record(session, campaign.organisation_id, f"survey.{event}", name, {"name": campaign.name} | details, actor=actor)


def note_launch(session: Session, campaign: Campaign) -> None:
    """A launch, with everything that stays as it is from here on (trust rule A16)."""
    frozen = {name: getattr(campaign, name) for name in FROZEN} | count_structure(campaign.structure)
    note(session, campaign, "launched", frozen=frozen)


def take_settings(campaign: Campaign, names: Any) -> dict[str, Any]:
    """The settings of these names as they are now, to be compared later; units and people as numbers."""
    return {name: getattr(campaign, name) for name in names} | count_structure(campaign.structure)


def count_structure(structure: dict[str, Any]) -> dict[str, int]:
    invited = structure.get("invited", ())
    return {"units": len(structure.get("units", ())), "invited": sum(row["count"] for row in invited)}


def note_settings(session: Session, campaign: Campaign, before: dict[str, Any]) -> None:
    """A row where anything differs from ``before``, with old and new."""
    after = take_settings(campaign, before.keys() - {"units", "invited"})
    changed = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    if changed:
        note(session, campaign, "changed", changed=changed)
