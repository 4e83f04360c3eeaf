"""Which units of this survey are those of the one before: mapped by the facilitator, or the same by key and name."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from assessment import audit
from assessment.models import Campaign, db, writing
from assessment.results.view import StructureFact, UnitFact
from assessment.scoring.figures import Cell, ReleasedFigures

NONE = ""
"""Chosen for a unit that nothing before is to be compared with."""


@dataclass(frozen=True)
class BothStructures:
    """The units of two surveys, each in its own order. ``chosen``: this survey's key to that of the one before, or
    NONE; what is not in it goes by key and name."""

    now: StructureFact
    before: StructureFact
    chosen: Mapping[str, str]

    def guess(self, key: str) -> str:
        """The unit of the same key and name before; NONE where there is none."""
        own, other = self._find(self.now, key), self._find(self.before, key)
        return key if own and other and is_same_name(own, other) else NONE

    def match(self, key: str) -> str:
        return self.chosen.get(key, self.guess(key))

    @staticmethod
    def _find(structure: StructureFact, key: str) -> UnitFact | None:
        return next((unit for unit in structure.units if unit.key == key), None)


def is_same_name(one: UnitFact, other: UnitFact) -> bool:
    """In every language that both have."""
    shared = one.name.keys() & other.name.keys()
    return bool(shared) and all(one.name[language] == other.name[language] for language in shared)


def load_structures(survey_id: int, organisation_id: int) -> BothStructures | None:
    """None where the survey has none before it."""
    previous = select(Campaign.previous_campaign_id).where(Campaign.id == survey_id).scalar_subquery()
    statement = select(Campaign.id, Campaign.structure, Campaign.unit_mapping).where(
        Campaign.organisation_id == organisation_id, Campaign.id.in_([survey_id]) | (Campaign.id == previous)
    )
    rows = {row.id: row for row in db.session.execute(statement)}
    own = rows.pop(survey_id, None)
    if own is None or not rows:
        return None
    [earlier] = rows.values()
    return BothStructures(_read(own.structure), _read(earlier.structure), own.unit_mapping or {})


def _read(snapshot: Mapping[str, object]) -> StructureFact:
    return StructureFact.model_validate({key: snapshot.get(key, ()) for key in ("units", "groups", "invited")})


def pair_cells(both: BothStructures, now: ReleasedFigures, before: ReleasedFigures) -> dict[str, str]:
    """Cells of units that can be compared, key now to key then. Joined rests never are; a unit that only kept its key
    and name is where the same units are inside it as before, since else other people are (trust rule A14)."""
    earlier = {cell.key: cell for cell in before.cells if cell.kind == "unit"}
    pairs: dict[str, str] = {}
    for cell in now.cells:
        own = cell.key.removeprefix("unit:")
        if cell.kind != "unit" or "+" in own:
            continue
        matched = both.match(own)
        other = earlier.get(f"unit:{matched}")
        if matched != NONE and other and (own in both.chosen or holds_the_same(both, cell, other)):
            pairs[cell.key] = other.key
    return pairs


def holds_the_same(both: BothStructures, cell: Cell, other: Cell) -> bool:
    return {both.match(unit) for unit in cell.units} == set(other.units)


class UnknownUnitError(Exception):
    """A unit that one of the two surveys does not have, or one that was chosen twice."""


def keep_mapping(organisation_id: int, survey_id: int, wished: Mapping[str, str]) -> None:
    """What a facilitator chose, in place of what was chosen before. Raises UnknownUnitError."""
    both = load_structures(survey_id, organisation_id)
    if both is None:
        raise UnknownUnitError
    own, earlier = ({unit.key for unit in side.units} for side in (both.now, both.before))
    taken = [other for key in own if (other := wished.get(key, both.guess(key))) != NONE]
    if not wished.keys() <= own or not set(taken) <= earlier or len(set(taken)) < len(taken):
        raise UnknownUnitError
    chosen = {key: other for key, other in wished.items() if other != both.guess(key)}
    with writing() as session:
        campaign = session.scalars(
            select(Campaign).where(Campaign.id == survey_id, Campaign.organisation_id == organisation_id)
        ).one()
        before = campaign.unit_mapping or {}
        campaign.unit_mapping = chosen
        if chosen != before:
            details = {"name": campaign.name, "changed": {"unit_mapping": [_write(before), _write(chosen)]}}
            audit.record(session, organisation_id, "survey.units-mapped", f"survey {survey_id}", details)


def _write(chosen: Mapping[str, str]) -> str:
    """For the trail: "ward: care, desk: –"."""
    return ", ".join(f"{key}: {other or '–'}" for key, other in sorted(chosen.items()))


def label_unit(unit: UnitFact, name: str) -> str:
    """How a unit of the survey before is chosen by typing: its name with its key, since two may have one name."""
    return f"{name} ({unit.key})"
