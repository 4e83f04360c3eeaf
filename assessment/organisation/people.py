"""The list of people: searched, typed, moved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from assessment.models import Campaign, Person, RespondentGroup, Unit, db, writing
from assessment.organisation.history import find_changes, note
from assessment.organisation.service import RefusedError
from assessment.paging import Part, choose_page, count_pages

PAGE_SIZE = 25
MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class Search:
    """``text`` is part of a name or address; ``unit_ids`` are those wanted, None for all; ``group`` a key or empty."""

    text: str = ""
    unit_ids: Collection[int] | None = None
    group: str = ""


def _narrow(organisation_id: int, search: Search, *columns: Any) -> Select[Any]:
    found = select(*columns).where(Person.organisation_id == organisation_id)
    if search.text:
        text = search.text.lower()
        found = found.where(
            or_(
                func.lower(Person.name).contains(text, autoescape=True),
                # SQLite's lower() leaves capitals with accents as they are.
                Person.name.contains(search.text, autoescape=True),
                Person.email.contains(text, autoescape=True),
            )
        )
    if search.unit_ids is not None:
        found = found.where(Person.unit_id.in_(search.unit_ids))
    if search.group:
        found = found.where(Person.group_ == search.group)
    return found


def find_people(organisation_id: int, search: Search, number: int) -> Part[Person]:
    """A page of the people found, by the last word of their name, which is mostly that of the family; a page that is
    not there becomes the last one."""
    total = db.session.scalars(_narrow(organisation_id, search, func.count(Person.id))).one()
    number = choose_page(number, total, PAGE_SIZE)
    page = _narrow(organisation_id, search, Person).order_by(Person.sort_key, Person.id)
    people = db.session.scalars(page.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Part(list(people), number, count_pages(total, PAGE_SIZE), total)


def has_surveys(organisation_id: int) -> bool:
    """Whether any survey was begun here; the first one is what a list of people is followed by."""
    begun = select(Campaign.id).where(Campaign.organisation_id == organisation_id)
    return db.session.scalar(begun.limit(1)) is not None


def find_person(organisation_id: int, person_id: int) -> Person | None:
    """The person, or None where the organisation has none with this id."""
    return db.session.scalar(select(Person).where(Person.organisation_id == organisation_id, Person.id == person_id))


def keep_person(organisation_id: int, person_id: int | None, values: dict[str, Any]) -> int:
    """Add somebody, or change the person with this id; returns the id. ``values`` are columns of Person.

    Raises RefusedError: "address taken" where somebody else has it, "too many people", "unknown unit or group".
    """
    with writing() as session:
        check_place(session, organisation_id, values["unit_id"], values["group_"])
        # Any number of people may have no address.
        same = select(Person.id).where(Person.organisation_id == organisation_id, Person.email == values["email"])
        taken = session.scalar(same) if values["email"] else None
        if taken is not None and taken != person_id:
            raise RefusedError("address taken")
        if person_id is None:
            people = select(func.count(Person.id)).where(Person.organisation_id == organisation_id)
            if session.scalars(people).one() >= MOST_PEOPLE:
                raise RefusedError("too many people")
            person = Person(organisation_id=organisation_id, **values)
            changed = list(values)
            session.add(person)
        else:
            person = session.get_one(Person, person_id)
            changed = list(find_changes(person, values))
            for column, value in values.items():
                setattr(person, column, value)
        session.flush()
        if changed:
            event = "person.added" if person_id is None else "person.changed"
            # Which columns, not what is in them: a name in the trail could never be forgotten again.
            columns = [] if person_id is None else changed
            note(session, organisation_id, event, f"person {person.id}", person=person.id, columns=columns)
        return person.id


def check_place(session: Session, organisation_id: int, unit_id: int | None, group: str) -> None:
    """Raise RefusedError unless both belong to the organisation; None and "" are no choice."""
    if unit_id is not None:
        unit = session.scalar(select(Unit.id).where(Unit.organisation_id == organisation_id, Unit.id == unit_id))
        if unit is None:
            raise RefusedError("unknown unit or group")
    if group:
        here = RespondentGroup.organisation_id == organisation_id
        if session.scalar(select(RespondentGroup.id).where(here, RespondentGroup.key == group)) is None:
            raise RefusedError("unknown unit or group")


def remove_person(organisation_id: int, person_id: int) -> None:
    with writing() as session:
        here = delete(Person).where(Person.organisation_id == organisation_id, Person.id == person_id)
        if session.scalar(here.returning(Person.id)) is not None:
            note(session, organisation_id, "person.removed", f"person {person_id}", person=person_id)


def move_people(
    organisation_id: int, chosen: Collection[int] | Search, *, unit_id: int | None = None, group: str = ""
) -> int:
    """Move the people with these ids, or all that a search finds, to a unit or group or both; returns how many.

    Raises RefusedError when unit or group is not the organisation's.
    """
    values: dict[Any, Any] = {}
    if unit_id is not None:
        values[Person.unit_id] = unit_id
    if group:
        values[Person.group_] = group
    if not values:
        return 0
    with writing() as session:
        check_place(session, organisation_id, unit_id, group)
        search = chosen if isinstance(chosen, Search) else Search()
        found = _narrow(organisation_id, search, Person.id)
        if not isinstance(chosen, Search):
            found = found.where(Person.id.in_(chosen))
        ids = list(session.scalars(found))
        moved = update(Person).where(Person.organisation_id == organisation_id, Person.id.in_(found))
        session.execute(moved.values(values), execution_options={"synchronize_session": False})
        if ids:
            unit = session.scalar(select(Unit.name).where(Unit.id == unit_id)) if unit_id is not None else None
            note(session, organisation_id, "people.moved", "people", people=len(ids), unit=unit, group=group)
        return len(ids)
