"""What a list of people would change, compared with the people who are there: computed, shown, then done as shown."""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from assessment.models import Person, RespondentGroup
from assessment.organisation.celltexts import ERROR_CELL, FORMULA_CELL
from assessment.organisation.doubts import Doubt, count_within, list_doubts
from assessment.organisation.faults import SAME, Fault, find_text_fault
from assessment.organisation.matching import GroupNames, UnitNames, Way
from assessment.organisation.names import same_name
from assessment.organisation.tree import Tree, fold

LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+\.[^\s@<>()\[\]\\,;:\".]{2,}")
LANGUAGE_WORDS = {
    "en": ("en", "eng", "english", "engels"),
    "nl": ("nl", "nld", "dutch", "nederlands"),
}
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the file, read and found right; what the file leaves open is None. ``unit``: names from the top."""

    row: int
    name: str
    email: str | None
    unit: Way
    group: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is in the list already."""

    id: int
    name: str
    email: str | None
    unit: Way
    group: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody as they will stand in the list."""

    name: str
    email: str | None
    unit: Way
    group: str
    language: str


@dataclass(frozen=True, slots=True)
class Change:
    """``columns``: what differs."""

    person_id: int
    before: Entry
    after: Entry
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The people of a file as they will stand in the list, counted."""

    groups: Mapping[str, int]
    languages: Mapping[str, int]
    no_address: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would do. With ``faults`` it may not be done. ``missing`` are those whom the file does not name.

    ``sizes``: people of the file in each new unit, those below it with them; ``doubts``: units to look at once more.
    """

    added: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    missing: list[Known] = field(default_factory=list)
    unchanged: int = 0
    units: list[Way] = field(default_factory=list)
    sizes: Mapping[Way, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    totals: Totals = field(default_factory=lambda: Totals({}, {}, 0))

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.units)

    def digest(self) -> str:
        """Names exactly this comparison: what is confirmed must be what was shown."""
        return hashlib.sha256(repr(asdict(self)).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Present:
    """The organisation as it is. ``language``: of new people for whom the file names none."""

    names: Sequence[str]
    tree: Tree
    groups: Sequence[RespondentGroup]
    people: Sequence[Person]
    language: str


def compare(
    rows: Mapping[int, Mapping[str, str]], given: Sequence[str], present: Present, sums: Container[int] = ()
) -> Comparison:
    """What the rows (columns.Table) would add, change and leave out; those of ``sums`` are faults as they stand."""
    units = UnitNames(present.tree, present.names)
    units.learn(cells["unit"] for number, cells in rows.items() if number not in sums)
    groups = GroupNames(present.groups)
    faults: dict[int, list[Fault]] = {}
    listed = []
    for number, cells in rows.items():
        if number in sums:
            faults[number] = [Fault(number, "name", "sum")]
            continue
        found = _RowReader(number, cells).read(units, groups, asks_group="group" in given)
        if isinstance(found, Listed):
            listed.append(found)
        else:
            faults[number] = found
    _find_twins(listed, faults)
    kept = [each for each in listed if each.row not in faults]
    known = [
        Known(each.id, each.name, each.email, units.ways[each.unit_id], each.group_, each.language)
        for each in present.people
    ]
    pairs = _pair(kept, known)
    new = units.list_new(each.unit for each in kept)
    result = Comparison(
        faults=dict(sorted(faults.items())),
        units=new,
        sizes=count_within((each.unit for each in kept), new),
        doubts=list_doubts({each.row: each.unit for each in kept}, {row: rows[row]["unit"] for row in rows}, new),
    )
    return _sort_out(kept, known, pairs, present.language, result)


def _sort_out(
    listed: list[Listed], known: list[Known], pairs: dict[int, int], language: str, result: Comparison
) -> Comparison:
    by_id = {each.id: each for each in known}
    unchanged = 0
    entries: list[Entry] = []
    for each in listed:
        if each.row not in pairs:
            group = each.group or STAFF
            entries.append(Entry(each.name, each.email, each.unit, group, each.language or language))
            result.added.append(entries[-1])
            continue
        there = by_id[pairs[each.row]]
        before = Entry(there.name, there.email, there.unit, there.group, there.language)
        after = Entry(
            each.name or there.name,
            each.email or there.email,
            each.unit,
            each.group or there.group,
            each.language or there.language,
        )
        entries.append(after)
        columns = tuple(name for name, value in asdict(after).items() if value != asdict(before)[name])
        if columns:
            result.changed.append(Change(there.id, before, after, columns))
        else:
            unchanged += 1
    paired = set(pairs.values())
    result.missing.extend(each for each in known if each.id not in paired)
    return replace(result, unchanged=unchanged, totals=_count(entries))


def _count(entries: Sequence[Entry]) -> Totals:
    groups = Counter(each.group for each in entries)
    languages = Counter(each.language for each in entries)
    return Totals(dict(groups), dict(languages), sum(not each.email for each in entries))


class _RowReader:
    """Reads one row and gathers what is wrong with it."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number = number
        self.cells = cells
        self.faults: list[Fault] = []

    def read(self, units: UnitNames, groups: GroupNames, *, asks_group: bool) -> Listed | list[Fault]:
        name, email = self._read_name(), self._read_address()
        if not (self.cells["name"].strip() or self.cells["email"].strip()):
            self._blame("name", "nobody")
        unit = self._read_unit(units)
        group = self._read_group(groups) if asks_group else None
        language = self._read_language()
        if self.faults or unit is None:
            return self.faults
        return Listed(self.number, name, email, unit, group, language)

    def _blame(self, column: str, code: str, value: str = "") -> None:
        self.faults.append(Fault(self.number, column, code, value))

    def _take(self, column: str) -> str | None:
        """The cell's text; None where it is a formula or an error value, which is blamed."""
        cell = self.cells[column]
        if cell in (FORMULA_CELL, ERROR_CELL):
            self._blame(column, "formula" if cell == FORMULA_CELL else "error")
            return None
        return same_name(cell)

    def _read_name(self) -> str:
        name = self._take("name") or ""
        fault = find_text_fault(name) if name else None
        if fault:
            self._blame("name", fault)
        return name

    def _read_address(self) -> str | None:
        email = (self._take("email") or "").lower().removeprefix("mailto:")
        if email and not is_address(email):
            self._blame("email", "address")
        return email or None

    def _read_unit(self, units: UnitNames) -> Way | None:
        text = self._take("unit")
        if text == "":
            self._blame("unit", "no unit")
        if not text:
            return None
        found = units.find(text)
        if isinstance(found, Fault):
            self._blame("unit", found.code, found.value)
            return None
        return found

    def _read_group(self, groups: GroupNames) -> str | None:
        text = self._take("group")
        if text is None:
            return None
        found = groups.find(text)
        if found is None:
            self._blame("group", "group" if text else "no group", groups.write())
        return found

    def _read_language(self) -> str | None:
        text = self._take("language")
        if not text:
            return None
        found = find_language(text)
        if found is None:
            self._blame("language", "language")
        return found


def is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and ADDRESS.fullmatch(text) is not None


def find_language(text: str) -> str | None:
    """The language that a word means, also "nl-NL" and "English (UK)"."""
    parts = re.split(r"[^a-z]+", text.casefold())
    return next((language for language, words in LANGUAGE_WORDS.items() if parts[0] in words), None)


def _find_twins(listed: Iterable[Listed], faults: dict[int, list[Fault]]) -> None:
    """Blame rows that name somebody a second time."""
    first: dict[object, Listed] = {}
    for each in listed:
        key = each.email or (fold(each.name), each.unit)
        if key not in first:
            first[key] = each
            continue
        other = first[key]
        code, column = ("address twice", "email") if each.email else ("person twice", "name")
        if replace(each, row=other.row) == other:
            code = SAME
        told = f"{other.row} ({other.name})" if other.name else str(other.row)
        faults.setdefault(each.row, []).append(Fault(each.row, column, code, told))


def _pair(listed: Sequence[Listed], known: Sequence[Known]) -> dict[int, int]:
    """Which row is whom: by address, else by name within the unit, else by a name that stands once on both sides.

    Two with different addresses are never one person. The order of steps makes a file brought again mean the same.
    """
    pairs: dict[int, int] = {}
    by_email = {each.email: each for each in known if each.email}
    for each in listed:
        if each.email in by_email:
            pairs[each.row] = by_email[each.email].id
    _pair_by(listed, known, pairs, alone=False)
    _pair_by(listed, known, pairs, alone=True)
    return pairs


def _pair_by(listed: Sequence[Listed], known: Sequence[Known], pairs: dict[int, int], *, alone: bool) -> None:
    taken = set(pairs.values())
    free: dict[tuple[str, object], list[Known]] = {}
    for one in sorted(known, key=lambda one: (one.email is not None, one.id)):
        if one.id not in taken and one.name:
            free.setdefault((fold(one.name), None if alone else one.unit), []).append(one)
    left = [each for each in listed if each.row not in pairs and each.name]
    named = Counter(fold(each.name) for each in left)
    for each in left:
        others = free.get((fold(each.name), None if alone else each.unit), [])
        if alone and (len(others) != 1 or named[fold(each.name)] != 1):
            continue
        match = next((other for other in others if not (each.email and other.email)), None)
        if match is not None:
            pairs[each.row] = match.id
            others.remove(match)
