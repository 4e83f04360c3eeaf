"""New units that may be a slip of the pen: a list says so before it is taken over, and takes another unit's name."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assessment.organisation.celltexts import ERROR_CELL, FORMULA_CELL
from assessment.organisation.matching import SEPARATOR, Way
from assessment.organisation.mending import LONGEST_CELL, Cells, Find, show_text
from assessment.organisation.names import same_name
from assessment.organisation.tree import fold
from assessment.organisation.words import simplify

FEW = 5
"""Fewer people than this are never shown by themselves."""

SEPARATORS = "/>\\"
NO_NAMES = frozenset(
    {"onbekend", "unknown", "nvt", "na", "geen", "none", "nb", "tbd", "overig", "overige", "other", "others"}
    | {"diversen", "divers", "various", "test", "xxx", "x"}
)
"""What people write where they know no unit, as words.simplify gives it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """``text`` as the file has it, ``people`` in the unit that it means, ``code`` why it is doubted; ``field``: in
    which another unit is written for all rows of that text."""

    text: str
    people: int
    code: str
    field: str


def name_unit_field(text: str) -> str:
    return f"unit-{hashlib.sha256(fold(text).encode('utf-8', 'replace')).hexdigest()[:16]}"


def count_within(ways: Iterable[Way], new: Iterable[Way]) -> dict[Way, int]:
    """How many people each new unit has, those of units below it with it."""
    found = Counter(way[:length] for way in ways for length in range(1, len(way) + 1))
    return {way: found[way] for way in new}


def list_doubts(placed: Mapping[int, Way], texts: Mapping[int, str], new: Collection[Way]) -> list[Doubt]:
    """``placed``: the unit of each row that was read, ``texts``: what stands there; in the order of the file."""
    made, people = set(new), Counter(placed.values())
    found: dict[str, Doubt] = {}
    for row, way in placed.items():
        code = _doubt(texts[row], people[way] if way in made else None)
        field = name_unit_field(texts[row])
        if code and field not in found:
            found[field] = Doubt(show_text(texts[row].strip()), people[way], code, field)
    return list(found.values())


def _doubt(text: str, people: int | None) -> str:
    """``people`` in the unit where it would be new."""
    text = text.strip()
    if text[:1] in SEPARATORS or text[-1:] in SEPARATORS:
        return "slash"
    if people is None:
        return ""
    if simplify(text) in NO_NAMES or not simplify(text):
        return "no name"
    return "few" if people < FEW else ""


def rename_units(rows: Mapping[int, Cells], doubts: Iterable[Doubt], find: Find) -> dict[int, Cells]:
    """The rows with another unit where one was written for theirs."""
    typed = {doubt.field: (find(doubt.field) or "").strip()[:LONGEST_CELL] for doubt in doubts}
    renamed = {field: text for field, text in typed.items() if text}
    return {
        number: cells | {"unit": renamed.get(name_unit_field(cells["unit"]), cells["unit"])}
        for number, cells in rows.items()
    }


def put_above(level: str, unit: str) -> str:
    """The path to a unit below what stands in the column for its level; a path, or what is a fault, stays as it is."""
    level = same_name(level)
    whole = not level or not unit or unit in (FORMULA_CELL, ERROR_CELL) or any(sign in unit for sign in SEPARATORS)
    if whole or level in (FORMULA_CELL, ERROR_CELL) or fold(level) == fold(unit):
        return unit
    return f"{SEPARATOR.sub('-', level)} / {unit}"
