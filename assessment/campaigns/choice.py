"""Who is asked: the units chosen and the head counts typed at set-up, and the snapshot that is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from assessment.campaigns.service import snapshot_structure
from assessment.organisation.service import count_people

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """``units``: keys of the chosen units, each with all below it; null: all. ``typed``: head counts from the page.
    ``open_link``: some answer through a shared link, a screen or on paper, so an answer need not be a person (A22)."""

    units: tuple[str, ...] | None = None
    typed: tuple[Mapping[str, Any], ...] = ()
    open_link: bool = False


def read_choice(structure: Mapping[str, Any]) -> Choice:
    """The choice that a draft keeps beside its snapshot; of a launched survey the units it was held in."""
    open_link = has_open_link(structure)
    if "typed" in structure:
        units = structure["chosen"]
        return Choice(tuple(units) if units is not None else None, tuple(structure["typed"]), open_link)
    return Choice(None, tuple(structure.get("invited", ())), open_link)


def has_open_link(structure: Mapping[str, Any]) -> bool:
    """Whether a campaign's structure says that some people answer through an open link (trust rule A22)."""
    return bool(structure.get("open", False))


def make_structure(session: Session, organisation_id: int, choice: Choice, *, draft: bool) -> Snapshot:
    """Today's units, groups and head counts, cut to the choice. A draft keeps the choice itself beside them.

    People who are listed are counted; typed head counts stand only where nobody is.
    """
    counts = count_people(organisation_id) or [dict(row) for row in choice.typed]
    whole = snapshot_structure(session, organisation_id, counts)
    cut = _cut(whole, choice.units)
    if choice.open_link:
        cut |= {"open": True}
    if draft:
        cut |= {"chosen": list(choice.units) if choice.units is not None else None, "typed": list(choice.typed)}
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
