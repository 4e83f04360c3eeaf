"""Which units and groups of an organisation the names in a file mean; a name keeps its key from file to file."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models import RespondentGroup, Unit
from assessment.organisation.names import make_key, make_stem, same_name
from assessment.organisation.plan import STANDARD_GROUPS, PlannedGroup, PlannedUnit, stems_of


def match_units(
    session: Session, organisation_id: int, names: Sequence[str], languages: Sequence[str]
) -> list[PlannedUnit]:
    """A unit for each name, those that are new to the organisation added to it. Names in a file have no tree."""
    rows = session.scalars(select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.position)).all()
    taken = {row.key for row in rows}
    known: dict[str, PlannedUnit] = {}
    for row in rows:
        for text in row.name.values():
            known.setdefault(same_name(text), PlannedUnit(row.key, row.name))
    matched = []
    for name in names:
        unit = known.get(same_name(name))
        if unit is None:
            unit = PlannedUnit(make_key(name, taken, "unit"), dict.fromkeys(languages, name))
            session.add(Unit(organisation_id=organisation_id, key=unit.key, name=dict(unit.name), position=len(taken)))
            taken.add(unit.key)
        matched.append(unit)
    return matched


def match_groups(
    session: Session, organisation_id: int, names: Sequence[str], languages: Sequence[str]
) -> list[PlannedGroup]:
    """A group for each name; two names may mean one group. The standard groups are known by many words in English and
    Dutch; any other name is a group of people who see. Groups that are new to the organisation are added to it.
    """
    rows = session.scalars(select(RespondentGroup).where(RespondentGroup.organisation_id == organisation_id)).all()
    kept = {row.key: PlannedGroup(row.key, row.name, row.voice) for row in rows}
    by_name = {same_name(text).casefold(): group for group in kept.values() for text in group.name.values()}
    standard = {stem: kept.get(group.key, group) for group in STANDARD_GROUPS for stem in stems_of(group)}
    matched = []
    for name in names:
        group = by_name.get(same_name(name).casefold()) or standard.get(make_stem(name))
        if group is None:
            key = make_key(name, {*kept, *(group.key for group in STANDARD_GROUPS)}, "group")
            group = PlannedGroup(key, dict.fromkeys(languages, name))
            by_name[same_name(name).casefold()] = group
        if group.key not in kept:
            session.add(
                RespondentGroup(
                    organisation_id=organisation_id,
                    key=group.key,
                    name=dict(group.name),
                    voice=group.voice,
                    position=len(kept),
                )
            )
            kept[group.key] = group
        matched.append(group)
    return matched


def order_groups(groups: Iterable[PlannedGroup]) -> list[PlannedGroup]:
    """Each group once, in joining order (trust rule A6): the standard ones first, then others as they came."""
    distinct = {group.key: group for group in groups}
    standard = [distinct.pop(group.key) for group in STANDARD_GROUPS if group.key in distinct]
    return [*standard, *distinct.values()]
