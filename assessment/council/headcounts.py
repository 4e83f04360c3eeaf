"""How many people a survey asks, where that may be told: never of so few that they could be told apart (A13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.campaigns.forecast_words import Names
from assessment.release.limits import join_invited_groups, list_rated_units
from assessment.release.structure import Structure


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit or group by name, how deep in the tree, and how many are asked there; null where that is not told."""

    name: str
    depth: int
    count: int | None


def count_units(snapshot: Mapping[str, Any], smallest: int) -> tuple[Counted, ...]:
    """All units in the tree's order, each with those below it; senior managers are not counted."""
    structure, names = Structure.of(snapshot), Names(snapshot)
    told = frozenset(list_rated_units(structure, smallest))
    depths: dict[str, int] = {}
    rows = []
    for unit, parent in structure.parents.items():
        depths[unit] = depths[parent] + 1 if parent in depths else 0
        count = structure.count_invited(frozenset(structure.walk(unit))) if unit in told else None
        rows.append(Counted(names.unit(unit), depths[unit], count))
    return tuple(rows)


def count_groups(snapshot: Mapping[str, Any], smallest: int) -> tuple[Counted, ...]:
    """The groups of people, small ones joined as results join them."""
    structure, names = Structure.of(snapshot), Names(snapshot)
    return tuple(
        Counted(" + ".join(names.group(group) for group in members), 0, count if count >= smallest else None)
        for members, count in join_invited_groups(structure, smallest)
    )
