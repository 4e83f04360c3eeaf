"""The units of an organisation as a tree, read once for a page and asked without further queries."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import Session

from assessment.models import LanguageMap, Unit, in_language
from assessment.organisation.names import same_name

MOST_LEVELS = 6
MOST_UNITS = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the tree. ``level`` counts from 1 at the top."""

    id: int
    key: str
    name: LanguageMap
    parent_id: int | None
    level: int
    builds_software: bool


class Node(Protocol):
    """What a tree is made of: a unit's row, or the unit itself."""

    id: int
    parent_id: int | None
    key: str
    name: LanguageMap
    position: int
    builds_software: bool


@dataclass(slots=True)
class UnitRow:
    """A unit's columns without the object that can be changed: reading 400 of those takes several times as long."""

    id: int
    parent_id: int | None
    key: str
    name: LanguageMap
    position: int
    builds_software: bool


class Tree:
    """All units, each after the one above it; those beside each other in their own order."""

    def __init__(self, units: Iterable[Node]) -> None:
        self._below: dict[int | None, list[Node]] = {}
        for unit in sorted(units, key=lambda unit: (unit.position, unit.id)):
            self._below.setdefault(unit.parent_id, []).append(unit)
        self.places: dict[int, Place] = {place.id: place for place in self._walk(None, 1)}

    def _walk(self, parent_id: int | None, level: int) -> Iterator[Place]:
        for unit in self._below.get(parent_id, []):
            yield Place(unit.id, unit.key, unit.name, parent_id, level, unit.builds_software)
            yield from self._walk(unit.id, level + 1)

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places.values())

    def __len__(self) -> int:
        return len(self.places)

    def list_beside(self, parent_id: int | None) -> list[int]:
        """The ids of the units under one parent, in their order; None for the top."""
        return [unit.id for unit in self._below.get(parent_id, [])]

    def list_within(self, unit_id: int) -> list[int]:
        """A unit's id and those of all below it."""
        return [unit_id, *(each for child in self.list_beside(unit_id) for each in self.list_within(child))]

    def measure_height(self, unit_id: int) -> int:
        """How many levels a unit and what is below it take: 1 without anything below."""
        return 1 + max((self.measure_height(child) for child in self.list_beside(unit_id)), default=0)

    def list_above(self, unit_id: int) -> list[Place]:
        """A unit's way from the top down to itself."""
        place: Place | None = self.places[unit_id]
        way = []
        while place is not None:
            way.append(place)
            place = self.places[place.parent_id] if place.parent_id is not None else None
        return way[::-1]

    def write_path(self, unit_id: int, language: str) -> str:
        """ "Care / Home / North" """
        return " / ".join(in_language(place.name, language) for place in self.list_above(unit_id))

    def list_parents(self, unit_id: int | None = None) -> list[Place]:
        """Below which units another may be put, or the unit with this id with all that is below it."""
        inside = set(self.list_within(unit_id)) if unit_id is not None else set()
        height = self.measure_height(unit_id) if unit_id is not None else 1
        return [place for place in self if place.id not in inside and place.level + height <= MOST_LEVELS]

    def has_name_beside(self, parent_id: int | None, name: str, *, besides: int | None = None) -> bool:
        """Whether another unit under the same parent has this name in any language."""
        wanted = fold(name)
        return any(
            fold(text) == wanted
            for unit_id in self.list_beside(parent_id)
            if unit_id != besides
            for text in self.places[unit_id].name.values()
        )


def fold(name: str) -> str:
    """What spellings of a name have in common that mean one unit or group: capitals do not count."""
    return same_name(name).casefold()


_ROWS = select(
    Unit.id,
    Unit.parent_id,
    Unit.key,
    # As text, which can be compared with that of the last reading, so that each is parsed once a process.
    cast(Unit.name, Text),
    Unit.position,
    Unit.builds_software,
).where(Unit.organisation_id == bindparam("organisation"))
Rows = tuple[tuple[Any, ...], ...]


def load_tree(session: Session, organisation_id: int) -> Tree:
    """The tree as it stands. Nobody changes it: it is one object a process as long as the rows stay as they are."""
    return _make_tree(read_rows(session, organisation_id))


def load_units(session: Session, organisation_id: int) -> tuple[UnitRow, ...]:
    """The units in the order of their numbers, to be read only, as the tree is."""
    return make_units(read_rows(session, organisation_id))


def read_rows(session: Session, organisation_id: int) -> Rows:
    """The units as they are kept: what is made of them may be kept by them."""
    return tuple(map(tuple, session.execute(_ROWS, {"organisation": organisation_id})))


@lru_cache(maxsize=32)
def _make_tree(rows: Rows) -> Tree:
    return Tree(make_units(rows))


@lru_cache(maxsize=32)
def make_units(rows: Rows) -> tuple[UnitRow, ...]:
    """In the order of their numbers."""
    units = [
        UnitRow(unit_id, parent_id, key, json.loads(name), position, builds_software)
        for unit_id, parent_id, key, name, position, builds_software in rows
    ]
    return tuple(sorted(units, key=lambda unit: (unit.position, unit.id)))
