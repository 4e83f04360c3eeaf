"""Units, groups and head counts: one function a use case, one transaction each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assessment.models import (
    HeadCount,
    LanguageMap,
    Membership,
    Organisation,
    Person,
    RespondentGroup,
    Unit,
    db,
    writing,
)
from assessment.organisation.history import find_changes, note
from assessment.organisation.names import make_key
from assessment.organisation.tree import MOST_LEVELS, MOST_UNITS, Tree, UnitRow, load_tree, load_units


class RefusedError(Exception):
    """What was asked would break a rule of the organisation. ``reason`` names which, for the page to say."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_tree(organisation_id: int) -> Tree:
    return load_tree(db.session, organisation_id)


def read_groups(organisation_id: int) -> list[RespondentGroup]:
    """The groups in joining order."""
    return list(db.session.scalars(_GROUPS, {"organisation": organisation_id}))


_GROUPS = (
    select(RespondentGroup)
    .where(RespondentGroup.organisation_id == bindparam("organisation"))
    .order_by(RespondentGroup.position, RespondentGroup.id)
)


def name_organisation(organisation_id: int) -> LanguageMap:
    return db.session.scalars(select(Organisation.name).where(Organisation.id == organisation_id)).one()


def find_unit(organisation_id: int, unit_id: int) -> Unit | None:
    """The unit, or None where the organisation has none with this id."""
    return db.session.scalar(select(Unit).where(Unit.organisation_id == organisation_id, Unit.id == unit_id))


def add_unit(organisation_id: int, name: LanguageMap, parent_id: int | None, *, builds_software: bool) -> int:
    """A new unit, last under its parent; returns its id. Raises RefusedError."""
    with writing() as session:
        tree = load_tree(session, organisation_id)
        check_parent(tree, parent_id, height=1)
        check_name(tree, parent_id, name)
        if len(tree) >= MOST_UNITS:
            raise RefusedError("too many units")
        taken = {place.key for place in tree}
        unit = make_unit(session, organisation_id, name, parent_id, taken=taken, position=len(tree))
        unit.builds_software = builds_software
        renumber_units(session, organisation_id)
        note(session, organisation_id, "unit.added", f"unit {unit.key}", name=name)
        return unit.id


def make_unit(
    session: Session, organisation_id: int, name: LanguageMap, parent_id: int | None, *, taken: Set[str], position: int
) -> Unit:
    """The row of a new unit, in the caller's transaction; ``taken``: others' keys; ``renumber_units`` must follow."""
    key = make_key(next(iter(name.values())), taken, "unit")
    unit = Unit(organisation_id=organisation_id, parent_id=parent_id, key=key, name=name, position=position)
    session.add(unit)
    session.flush()
    return unit


def check_parent(tree: Tree, parent_id: int | None, *, height: int) -> None:
    if parent_id is None:
        return
    if parent_id not in tree.places:
        raise RefusedError("unknown parent")
    if tree.places[parent_id].level + height > MOST_LEVELS:
        raise RefusedError("too deep")


def check_name(tree: Tree, parent_id: int | None, name: LanguageMap, *, besides: int | None = None) -> None:
    """A name stands once under one parent: a path in a list of people must mean one unit."""
    for text in name.values():
        if tree.has_name_beside(parent_id, text, besides=besides):
            raise RefusedError("name taken")


def change_unit(
    organisation_id: int, unit_id: int, name: LanguageMap, parent_id: int | None, *, builds_software: bool
) -> None:
    """Rename a unit, move it with all below it, and say whether it builds software. Raises RefusedError."""
    with writing() as session:
        tree = load_tree(session, organisation_id)
        unit = session.get_one(Unit, unit_id)
        if parent_id in tree.list_within(unit_id):
            raise RefusedError("below itself")
        check_parent(tree, parent_id, height=tree.measure_height(unit_id))
        check_name(tree, parent_id, name, besides=unit_id)
        values = {"name": name, "parent_id": parent_id, "builds_software": builds_software}
        changed = find_changes(unit, values)
        if "parent_id" in changed:
            unit.parent_id = parent_id
            unit.position = len(tree)
        unit.name = name
        unit.builds_software = builds_software
        session.flush()
        renumber_units(session, organisation_id)
        if changed:
            note(session, organisation_id, "unit.changed", f"unit {unit.key}", name=name, changed=changed)


def shift_unit(organisation_id: int, unit_id: int, *, down: bool) -> None:
    """Change places with the unit before or after it under the same parent; the first and last stay where they are."""
    with writing() as session:
        tree = load_tree(session, organisation_id)
        unit = session.get_one(Unit, unit_id)
        beside = tree.list_beside(unit.parent_id)
        place = beside.index(unit_id)
        other = place + (1 if down else -1)
        if 0 <= other < len(beside):
            neighbour = session.get_one(Unit, beside[other])
            unit.position, neighbour.position = neighbour.position, unit.position
            session.flush()
            renumber_units(session, organisation_id)
            note(session, organisation_id, "unit.shifted", f"unit {unit.key}", name=unit.name)


def renumber_units(session: Session, organisation_id: int) -> None:
    """Number the units as the tree is read from top to bottom: a campaign keeps them in the order of their numbers."""
    units = session.scalars(select(Unit).where(Unit.organisation_id == organisation_id)).all()
    by_id = {unit.id: unit for unit in units}
    for position, place in enumerate(Tree(units)):
        by_id[place.id].position = position


def find_use(session: Session, organisation_id: int, unit_id: int) -> str | None:
    """What keeps a unit from being removed; None when it is empty."""
    unit = session.get_one(Unit, unit_id)
    if session.scalar(select(func.count()).where(Unit.parent_id == unit_id)):
        return "has units"
    if session.scalar(select(func.count()).where(Person.unit_id == unit_id)):
        return "has people"
    if session.scalar(select(func.sum(HeadCount.count)).where(HeadCount.unit_id == unit_id)):
        return "has head counts"
    readers = select(func.count()).where(Membership.organisation_id == organisation_id, Membership.unit == unit.key)
    return "has readers" if session.scalar(readers) else None


def remove_unit(organisation_id: int, unit_id: int) -> None:
    """Remove an empty unit; raises RefusedError for any other. Surveys keep the units of their own day."""
    with writing() as session:
        use = find_use(session, organisation_id, unit_id)
        if use is not None:
            raise RefusedError(use)
        session.execute(delete(HeadCount).where(HeadCount.unit_id == unit_id))
        unit = session.get_one(Unit, unit_id)
        session.delete(unit)
        session.flush()
        renumber_units(session, organisation_id)
        note(session, organisation_id, "unit.removed", f"unit {unit.key}", name=unit.name)


def rename_groups(organisation_id: int, names: Mapping[int, LanguageMap]) -> None:
    """Give groups other names, by id; what a group means (its key, its voice) stays."""
    with writing() as session:
        changed = {}
        for group in session.scalars(select(RespondentGroup).where(RespondentGroup.organisation_id == organisation_id)):
            if group.id in names and group.name != names[group.id]:
                changed[group.key] = [group.name, names[group.id]]
                group.name = names[group.id]
        if changed:
            session.flush()
            note(session, organisation_id, "groups.renamed", "groups", changed=changed)


Counts = tuple[tuple[int, str, int], ...]
"""Unit id, group key and number of people."""


def count_list(organisation_id: int, unit_ids: Sequence[int] | None = None) -> Counts:
    """The people of the list by unit and group, of these units or of all."""
    return _read_counts(_LISTED, Person.unit_id, organisation_id, unit_ids)


def count_typed(organisation_id: int, unit_ids: Sequence[int] | None = None) -> Counts:
    """The head counts that were typed, of these units or of all."""
    return _read_counts(_TYPED, HeadCount.unit_id, organisation_id, unit_ids)


def _read_counts(
    counted: Select[int, str, int],
    unit: InstrumentedAttribute[int],
    organisation_id: int,
    unit_ids: Sequence[int] | None,
) -> Counts:
    here = counted if unit_ids is None else counted.where(unit.in_(unit_ids))
    rows = db.session.execute(here, {"organisation": organisation_id})
    return tuple((unit_id, group, count) for unit_id, group, count in rows)


_LISTED = (
    select(Person.unit_id, Person.group_, func.count())
    .where(Person.organisation_id == bindparam("organisation"))
    .group_by(Person.unit_id, Person.group_)
)
_TYPED = select(HeadCount.unit_id, HeadCount.group_, HeadCount.count).where(
    HeadCount.organisation_id == bindparam("organisation"), HeadCount.count > 0
)


def count_places(organisation_id: int) -> Counts:
    """Of the list of people where there is one, else the head counts that were typed; empty where neither is."""
    return count_list(organisation_id) or count_typed(organisation_id)


def place_counts(units: Iterable[UnitRow], counts: Counts) -> list[dict[str, Any]]:
    """The counts in the order of the units, in the shape of ``Campaign.structure["invited"]``."""
    order = {unit.id: (number, unit.key) for number, unit in enumerate(units)}
    placed = sorted((*order[unit_id], group, count) for unit_id, group, count in counts)
    return [{"unit": unit, "group": group, "count": count} for _number, unit, group, count in placed]


def count_people(organisation_id: int) -> list[dict[str, Any]]:
    """How many people each unit has in each group."""
    return place_counts(load_units(db.session, organisation_id), count_places(organisation_id))


def count_within(organisation_id: int, tree: Tree, unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """People of each of these units, by its id: in the unit itself, and with those of all units below it."""
    own, whole = Counter[int](), Counter[int]()
    has_list = has_people(organisation_id)
    for unit_id, _group, count in (count_list if has_list else count_typed)(organisation_id):
        own[unit_id] += count
    for unit_id, count in own.items():
        for place in tree.list_above(unit_id) if unit_id in tree.places else ():
            whole[place.id] += count
    return {unit_id: (own[unit_id], whole[unit_id]) for unit_id in unit_ids}


def has_people(organisation_id: int) -> bool:
    """Whether anybody is on the list: then it counts, and not the head counts that were typed."""
    return db.session.scalar(select(Person.id).where(Person.organisation_id == organisation_id).limit(1)) is not None


def count_everybody(organisation_id: int) -> int:
    """All people of the list; where nobody is on it, of the head counts that were typed."""
    listed = db.session.scalars(select(func.count()).where(Person.organisation_id == organisation_id)).one()
    return listed or sum(count for _unit, _group, count in count_typed(organisation_id))


def read_head_counts(organisation_id: int) -> dict[tuple[int, str], int]:
    """The typed head counts by unit id and group key."""
    rows = db.session.execute(
        select(HeadCount.unit_id, HeadCount.group_, HeadCount.count).where(HeadCount.organisation_id == organisation_id)
    )
    return {(unit_id, group): count for unit_id, group, count in rows}


def keep_head_counts(organisation_id: int, unit_ids: Sequence[int], counts: Mapping[tuple[int, str], int]) -> None:
    """Replace the head counts of these units by ``counts``, by unit id and group key."""
    with writing() as session:
        here = select(Unit.id).where(Unit.organisation_id == organisation_id, Unit.id.in_(unit_ids))
        known = set(session.scalars(here))
        people = select(func.coalesce(func.sum(HeadCount.count), 0)).where(HeadCount.unit_id.in_(known))
        before = session.scalar(people)
        session.execute(delete(HeadCount).where(HeadCount.unit_id.in_(known)))
        session.add_all(
            HeadCount(organisation_id=organisation_id, unit_id=unit_id, group_=group, count=count)
            for (unit_id, group), count in counts.items()
            if unit_id in known and count
        )
        session.flush()
        changed = {"people": [before, session.scalar(people)]}
        note(session, organisation_id, "people.counted", "head counts", units=len(known), changed=changed)
