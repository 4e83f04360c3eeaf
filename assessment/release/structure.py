"""A campaign's frozen tree of units, its groups and its head counts, as the disclosure rules read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

OTHERS = "+others"
"""Ends the key of what is left of a unit when its shown parts are taken out; ``+others`` alone: of all."""

Place = tuple[str | None, str | None]
"""A unit and a group, each null where it is not known: the finest thing that is stored beside an answer set."""


@dataclass(frozen=True)
class Structure:
    """``parents``: unit to the unit above, in the organisation's order. ``groups``: who sees, in joining order (A6).
    ``saying``: groups of senior managers. ``invited``: head counts, empty where none are known. ``open_link``: A22.
    """

    parents: Mapping[str, str | None] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    saying: frozenset[str] = frozenset()
    invited: Mapping[Place, int] = field(default_factory=dict)
    open_link: bool = False

    @classmethod
    def of(cls, snapshot: Mapping[str, Any]) -> Self:
        """Read ``Campaign.structure``; head counts of one place add up."""
        invited: dict[Place, int] = {}
        for row in snapshot.get("invited", ()):
            place = (row["unit"], row["group"])
            invited[place] = invited.get(place, 0) + int(row["count"])
        groups = snapshot.get("groups", ())
        return cls(
            parents={row["key"]: row["parent"] for row in snapshot.get("units", ())},
            groups=tuple(row["key"] for row in groups if row["voice"] == "sees"),
            saying=frozenset(row["key"] for row in groups if row["voice"] == "says"),
            invited=invited,
            open_link=bool(snapshot.get("open", False)),
        )

    @cached_property
    def _children(self) -> dict[str | None, tuple[str, ...]]:
        children: dict[str | None, list[str]] = {}
        for unit, parent in self.parents.items():
            children.setdefault(parent if parent in self.parents else None, []).append(unit)
        return {parent: tuple(units) for parent, units in children.items()}

    def children(self, unit: str | None) -> tuple[str, ...]:
        """The units right below; of null: the highest units."""
        return self._children.get(unit, ())

    def walk(self, unit: str) -> Iterator[str]:
        """The unit itself and all units below it, top down."""
        yield unit
        for child in self.children(unit):
            yield from self.walk(child)

    def home(self, unit: str | None) -> str | None:
        """The unit in the tree that a stored unit key stands for; a joined rest counts as its parent's own people."""
        known = unit.removesuffix(OTHERS) if unit else None
        return known if known in self.parents else None

    def sees(self, place: Place) -> bool:
        return place[1] not in self.saying

    def count_invited(self, units: frozenset[str] | None = None, groups: frozenset[str] | None = None) -> int | None:
        """How many of those who see were invited, in these units and groups (null: everywhere); null where unknown.

        Head counts without groups cannot be divided over groups: then asking for some groups gives null.
        """
        if not self._seen or (groups is not None and self._lacks_groups):
            return None
        homes = self._seen if units is None else (unit for unit in units if unit in self._seen)
        return sum(count for home in homes for group, count in self._seen[home] if groups is None or group in groups)

    @cached_property
    def _seen(self) -> dict[str | None, list[tuple[str | None, int]]]:
        """Head counts of those who see by their unit in the tree, as group and number."""
        seen: dict[str | None, list[tuple[str | None, int]]] = {}
        for place, count in self.invited.items():
            if self.sees(place):
                seen.setdefault(self.home(place[0]), []).append((place[1], count))
        return seen

    @cached_property
    def _lacks_groups(self) -> bool:
        return any(group is None for rows in self._seen.values() for group, _count in rows)
