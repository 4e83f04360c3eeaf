"""The units and groups of a survey: which may be chosen, what they are called, and where a small one is counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessment.models import in_language


@dataclass(frozen=True)
class Structure:
    """A campaign's units and groups as they were on the day of its launch. ``open_link``: some answer through one.
    ``whole``: the groups that a pulse asks as one whole, without units and groups; empty for every other survey."""

    units: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]
    invited: tuple[Mapping[str, Any], ...]
    open_link: bool = False
    whole: tuple[str, ...] = ()

    @cached_property
    def seeing_groups(self) -> tuple[str, ...]:
        """Groups that a person may choose: nobody can choose to be a senior manager."""
        return tuple(key for key, group in self.groups.items() if group["voice"] == "sees")

    @cached_property
    def open_units(self) -> tuple[str, ...]:
        """Units that a person may choose: those where people are counted, else those without parts."""
        counted = {row["unit"] for row in self.invited if row["count"] and self.find_voice(row["group"]) == "sees"}
        if counted:
            return tuple(key for key in self.units if key in counted)
        parents = {unit["parent"] for unit in self.units.values()}
        return tuple(key for key in self.units if key not in parents)

    def find_voice(self, group: str | None) -> str:
        return str(self.groups[group]["voice"]) if group is not None and group in self.groups else "sees"

    def builds_software(self, unit: str | None) -> bool:
        return bool(unit is not None and unit in self.units and self.units[unit].get("builds_software"))

    def list_units(self, language: str) -> list[tuple[str, str]]:
        """Key and name of each unit that may be chosen."""
        return [(key, self.name_unit(key, language)) for key in self.open_units]

    def list_groups(self, language: str) -> list[tuple[str, str]]:
        return [(key, self.name_group(key, language)) for key in self.seeing_groups]

    def name_unit(self, key: str, language: str) -> str:
        """The unit's name behind those of the units it is part of, the organisation as a whole left out."""
        steps = self.walk_up(key)
        if len(steps) > 1 and self._has_one_top:
            steps = steps[:-1]
        return " – ".join(in_language(self.units[step]["name"], language) for step in reversed(steps))

    @cached_property
    def _has_one_top(self) -> bool:
        return sum(unit["parent"] is None for unit in self.units.values()) == 1

    def name_group(self, key: str, language: str) -> str:
        return in_language(self.groups[key]["name"], language)

    def walk_up(self, unit: str | None) -> tuple[str, ...]:
        """The unit and all above it, the unit first; ends where a unit is unknown or comes round again."""
        known = self._ways.get(unit)
        if known is None:
            steps: list[str] = []
            above = unit
            while above is not None and above in self.units and above not in steps:
                steps.append(above)
                above = self.units[above]["parent"]
            known = self._ways[unit] = tuple(steps)
        return known

    @cached_property
    def _ways(self) -> dict[str | None, tuple[str, ...]]:
        """Ways up that were walked already: a page of hundreds of units asks for each several times."""
        return {}

    def count_seeing(self) -> int | None:
        """How many of those who see were invited; None where no head count is known."""
        seeing = [row["count"] for row in self.invited if self.find_voice(row["group"]) == "sees"]
        return sum(seeing) if seeing else None

    @cached_property
    def invited_within(self) -> Mapping[str, Mapping[str | None, int]]:
        """By voice: how many are invited in a unit and in all units below it."""
        totals: dict[str, Counter[str | None]] = {}
        for row in self.invited:
            counts = totals.setdefault(self.find_voice(row["group"]), Counter())
            for above in self.walk_up(row["unit"]):
                counts[above] += row["count"]
        return totals


def make_structure(raw: Mapping[str, Any]) -> Structure:
    """The typed form of a campaign's structure column."""
    return Structure(
        units={unit["key"]: unit for unit in raw.get("units", ())},
        groups={group["key"]: group for group in raw.get("groups", ())},
        invited=tuple(raw.get("invited", ())),
        open_link=bool(raw.get("open", False)),
        whole=tuple(raw.get("whole", ())),
    )


def join_small_unit(structure: Structure, unit: str | None, group: str | None, smallest_group: int) -> str | None:
    """The unit under which an answer is stored (trust rule A2).

    A unit where fewer than ``smallest_group`` people of that voice are invited, its parts included, is stored as the
    unit it is part of. Without head counts the unit stays as it is: closing joins it then.
    """
    if structure.whole:
        return None
    if unit is None or not structure.invited:
        return unit
    totals = structure.invited_within.get(structure.find_voice(group), {})
    for above in structure.walk_up(unit):
        if totals.get(above, 0) >= smallest_group:
            return above
        unit = above
    return unit
