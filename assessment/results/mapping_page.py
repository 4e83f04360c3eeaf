"""The page on which a facilitator says which unit of the survey before each unit of this one is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.results.heads import PageHead, make_head
from assessment.results.numbers import speaking
from assessment.results.same_units import NONE, BothStructures, label_unit
from assessment.results.unit_pages import UnitsTurn, turn_units
from assessment.results.view import ResultsView
from assessment.results.ways import Ways

ROWS = 50


@dataclass(frozen=True)
class MappedUnit:
    """A unit of this survey. ``typed``: what stands in its field; ``fault``: whether nothing is called so."""

    key: str
    name: str
    typed: str
    fault: bool


@dataclass(frozen=True)
class MappingPage:
    """``choices``: what can be typed; ``chosen``: what was typed, by keys; ``twice``: one unit was chosen twice."""

    head: PageHead
    rows: tuple[MappedUnit, ...]
    choices: tuple[str, ...]
    chosen: dict[str, str]
    faults: int
    turn: UnitsTurn | None
    back: str
    twice: bool = False


def make_mapping_page(
    view: ResultsView, both: BothStructures, ways: Ways, number: int, typed: Mapping[str, str]
) -> MappingPage:
    """``typed``: the fields that were sent, by the keys of their units; those that are no unit's are left out."""
    labels = {unit.key: label_unit(unit, view.text(unit.name)) for unit in both.before.units}
    keys = {label.casefold(): key for key, label in labels.items()}
    names = {unit.key: view.text(unit.name) for unit in both.now.units}
    turn = turn_units(list(names), number, ROWS, ways.changes("/units"))
    rows, chosen = [], {}
    for key in names:
        if key not in turn.keys and key not in typed:
            continue
        text = typed[key].strip() if key in typed else labels.get(both.match(key), "")
        found = keys.get(text.casefold()) if text else NONE
        if key in typed and found is not None:
            chosen[key] = found
        if key in turn.keys or found is None:
            rows.append(MappedUnit(key, names[key], text, found is None))
    with speaking(view.language):
        return MappingPage(
            head=make_head(view, _("Which unit is compared with which"), ways),
            rows=tuple(rows),
            choices=tuple(labels.values()),
            chosen=chosen,
            faults=sum(row.fault for row in rows),
            turn=turn if turn.pages > 1 else None,
            back=ways.changes(),
        )
