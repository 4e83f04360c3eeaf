"""What an organisation begins with: units, the four standard groups, and the words by which those are known."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.models import LanguageMap, Organisation, RespondentGroup, Unit, writing
from assessment.organisation.names import make_stem


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    key: str
    name: LanguageMap
    parent: str | None = None
    builds_software: bool = False


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """``voice``: "says" (senior managers, about themselves) or "sees"."""

    key: str
    name: LanguageMap
    voice: str = "sees"


STANDARD_GROUPS = (
    PlannedGroup("senior-managers", {"en": "Senior managers", "nl": "Directieleden"}, "says"),
    PlannedGroup("middle-managers", {"en": "Middle managers", "nl": "Middenmanagers"}),
    PlannedGroup("staff", {"en": "Staff", "nl": "Medewerkers"}),
    PlannedGroup("quality-professionals", {"en": "Quality professionals", "nl": "Kwaliteitsprofessionals"}),
)
"""In joining order: a group too small to be shown joins the one after it (trust rule A6)."""

OTHER_WORDS = {
    "senior-managers": ("senior-manager", "senior-management", "board", "directie", "directielid"),
    "middle-managers": ("middle-manager", "middle-management", "middenmanager", "middenmanagement"),
    "staff": ("employee", "employees", "medewerker"),
    "quality-professionals": ("quality-professional", "kwaliteitsprofessional"),
}
"""Stems by which the standard groups are known beside their keys and names: senior managers taken for staff would mix
two voices."""


def create_organisation(
    name: LanguageMap, units: Iterable[PlannedUnit], groups: Iterable[PlannedGroup] = STANDARD_GROUPS
) -> int:
    """A new organisation with its units (parents before children) and groups; returns its id."""
    with writing() as session:
        return add_organisation(session, name, units, groups)


def add_organisation(
    session: Session,
    name: LanguageMap,
    units: Iterable[PlannedUnit] = (),
    groups: Iterable[PlannedGroup] = STANDARD_GROUPS,
) -> int:
    """The same inside the caller's transaction."""
    organisation = Organisation(name=name)
    session.add(organisation)
    session.flush()
    _add_units(session, organisation.id, units)
    for position, group in enumerate(groups):
        session.add(
            RespondentGroup(
                organisation_id=organisation.id,
                key=group.key,
                name=group.name,
                voice=group.voice,
                position=position,
            )
        )
    session.flush()
    return organisation.id


def _add_units(session: Session, organisation_id: int, units: Iterable[PlannedUnit]) -> None:
    ids: dict[str, int] = {}
    for position, plan in enumerate(units):
        unit = Unit(
            organisation_id=organisation_id,
            parent_id=ids[plan.parent] if plan.parent else None,
            key=plan.key,
            name=plan.name,
            position=position,
            builds_software=plan.builds_software,
        )
        session.add(unit)
        session.flush()
        ids[plan.key] = unit.id


def stems_of(group: PlannedGroup) -> set[str]:
    """By which a standard group is known: its key, its names, and other words."""
    return {make_stem(text) for text in (group.key, *group.name.values(), *OTHER_WORDS[group.key])}
