"""Who is asked: the units chosen and the head counts typed at set-up, and the snapshot that is made of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy.orm import Session

from assessment.campaigns.service import describe_structure
from assessment.organisation.plan import PlannedGroup
from assessment.organisation.service import Counts, count_places, place_counts, read_groups
from assessment.organisation.tree import Rows, make_units, read_rows
from assessment.release.structure import Structure

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """``units``: keys of the chosen units, each with all below it; null: all. ``typed``: head counts from the page.
    ``open_link``: some answer through a shared link, a screen or on paper, so an answer need not be a person (A22).
    ``whole``: everybody who sees is asked as one whole, without unit and group."""

    units: tuple[str, ...] | None = None
    typed: tuple[Mapping[str, Any], ...] = ()
    open_link: bool = False
    whole: bool = False


def read_choice(structure: Mapping[str, Any]) -> Choice:
    """The choice that a draft keeps beside its snapshot; of a launched survey the units it was held in."""
    open_link, whole = has_open_link(structure), "whole" in structure
    if "typed" in structure:
        units = structure["chosen"]
        return Choice(tuple(units) if units is not None else None, tuple(structure["typed"]), open_link, whole)
    return Choice(None, tuple(structure.get("invited", ())), open_link, whole)


def has_open_link(structure: Mapping[str, Any]) -> bool:
    """Whether a campaign's structure says that some people answer through an open link (trust rule A22)."""
    return bool(structure.get("open", False))


class Plan:
    """Whom a draft would ask today: one object a process for as long as units, groups and people stay as they are.
    Nobody changes it."""

    def __init__(self, snapshot: Snapshot, outside: tuple[str, ...] = ()) -> None:
        """``outside``: keys of today's units that a draft does not ask."""
        self.snapshot = snapshot
        self.outside = outside

    @cached_property
    def structure(self) -> Structure:
        return Structure.of(self.snapshot)

    @cached_property
    def written(self) -> str:
        return json.dumps(self.snapshot, sort_keys=True)


def find_plan(session: Session, organisation_id: int, choice: Choice) -> Plan:
    """Today's units, groups and head counts, cut to the choice.

    People who are listed are counted; typed head counts stand only where nobody is.
    """
    groups = tuple((group.key, tuple(group.name.items()), group.voice) for group in read_groups(organisation_id))
    typed = tuple((row["unit"], row["group"], row["count"]) for row in choice.typed)
    counts = count_places(organisation_id)
    rows = read_rows(session, organisation_id)
    return _make_plan(rows, groups, counts, choice.units, typed, choice.open_link, choice.whole)


@lru_cache(maxsize=32)
def _make_plan(
    rows: Rows,
    groups: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...],
    counts: Counts,
    chosen: tuple[str, ...] | None,
    typed: tuple[tuple[str, str, int], ...],
    open_link: bool,
    whole: bool,
) -> Plan:
    units = make_units(rows)
    invited = place_counts(units, counts) or [
        {"unit": unit, "group": group, "count": count} for unit, group, count in typed
    ]
    named = [PlannedGroup(key, dict(name), voice) for key, name, voice in groups]
    cut = _cut(describe_structure(units, named, invited), chosen)
    inside = {unit["key"] for unit in cut["units"]}
    outside = tuple(unit.key for unit in units if unit.key not in inside)
    cut = _join_all(cut) if whole else cut
    return Plan(cut | {"open": True} if open_link else cut, outside)


def _join_all(cut: Snapshot) -> Snapshot:
    """One whole without units and groups: only how many people see, and which groups they are of."""
    saying = {group["key"] for group in cut["groups"] if group["voice"] == "says"}
    seeing = [row["count"] for row in cut["invited"] if row["group"] not in saying]
    return {
        "units": [],
        "groups": [],
        "invited": [{"unit": None, "group": None, "count": sum(seeing)}] if seeing else [],
        "whole": [group["key"] for group in cut["groups"] if group["key"] not in saying],
    }


def make_structure(session: Session, organisation_id: int, choice: Choice, *, draft: bool) -> Snapshot:
    """The snapshot of a plan, to be kept. A draft keeps the choice itself beside it."""
    cut = find_plan(session, organisation_id, choice).snapshot
    if draft:
        return cut | {"chosen": list(choice.units) if choice.units is not None else None, "typed": list(choice.typed)}
    return cut


def _cut(whole: Snapshot, chosen: Sequence[str] | None) -> Snapshot:
    """The chosen units with all below them. Senior managers speak for the organisation, wherever they are listed."""
    parents = {unit["key"]: unit["parent"] for unit in whole["units"]}
    kept = {key for key in parents if chosen is None or _is_inside(key, parents, frozenset(chosen))}
    saying = {group["key"] for group in whole["groups"] if group["voice"] == "says"}
    units = [
        unit | {"parent": unit["parent"] if unit["parent"] in kept else None}
        for unit in whole["units"]
        if unit["key"] in kept
    ]
    invited = []
    for row in whole["invited"]:
        if row["count"] and (row["unit"] in kept or row["group"] in saying):
            invited.append(row if row["unit"] in kept else row | {"unit": None})
    return whole | {"units": units, "invited": invited}


def _is_inside(key: str, parents: Mapping[str, str | None], chosen: frozenset[str]) -> bool:
    here: str | None = key
    while here is not None:
        if here in chosen:
            return True
        here = parents.get(here)
    return False
