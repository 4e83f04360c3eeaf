"""Answer sheets from a file: one row a person, one column a question."""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from assessment.campaigns.cells import AnswerCodes, NotAsked
from assessment.campaigns.faults import MOST_FAULTS, SheetError, SheetFault, refuse
from assessment.campaigns.table import Progress, read_rows
from assessment.organisation.names import NameList
from questionnaires.model import Item, Questionnaire

MOST_UNITS = 2_000
MOST_GROUPS = 50


@dataclass
class AnswerSheets:
    """Sheets as read: ``codes`` holds ``width`` bytes a sheet; ``unit_of`` and ``group_of`` the place of each sheet's
    names in ``units`` and ``groups``; both of the latter are empty when no group column was named.
    """

    width: int
    units: NameList = field(default_factory=lambda: NameList(MOST_UNITS))
    groups: NameList = field(default_factory=lambda: NameList(MOST_GROUPS))
    unit_of: "array[int]" = field(default_factory=lambda: array("H"))
    group_of: "array[int]" = field(default_factory=lambda: array("H"))
    codes: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.unit_of)

    def rows(self) -> Iterator[tuple[int, int | None, bytes]]:
        """Unit place, group place (None without groups) and answer codes of each sheet."""
        for number, place in enumerate(self.places()):
            yield *place, bytes(self.codes[number * self.width : (number + 1) * self.width])

    def places(self) -> Iterator[tuple[int, int | None]]:
        """Unit place and group place of each sheet."""
        return zip(self.unit_of, self.group_of if self.groups else repeat(None), strict=False)


@dataclass(frozen=True)
class _Columns:
    """Where things stand in a row. ``answers``: the codes and the place of each item's column."""

    header: list[str]
    unit: int
    group: int | None
    answers: tuple[tuple[AnswerCodes, int], ...]


def read_sheets(
    path: Path,
    questionnaire: Questionnaire,
    unit_column: str,
    group_column: str | None = None,
    *,
    limit: int,
    progress: Progress | None = None,
) -> AnswerSheets:
    """All answer sheets of a CSV file, or SheetError that name row, column and value.

    A cell holds the scale point as chosen (1..points), is blank (skipped), or holds the scale's own words for "can't
    tell" or "not applicable". Every item has its column; of an item and the one that stands in for it, one is enough.
    """
    faults: list[SheetFault] = []
    rows = read_rows(path, limit, faults, progress)
    number, header = next(rows)
    columns = _read_header(number, header, questionnaire, unit_column, group_column)
    sheets = AnswerSheets(width=len(columns.answers))
    for number, row in rows:
        faults += _take_row(sheets, number, row, columns)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise SheetError(faults)
    if not len(sheets):
        raise refuse("The file has a header and no answer sheets below it.")
    return sheets


def _read_header(
    number: int, header: list[str], questionnaire: Questionnaire, unit: str, group: str | None
) -> _Columns:
    unit, group = unit.strip(), group.strip() if group is not None else None
    faults = list(_find_role_faults(number, header, questionnaire, unit, group))
    faults = faults or list(_find_column_faults(number, header, questionnaire, {unit, group}))
    if faults:
        raise SheetError(faults)
    places = {name: place for place, name in enumerate(header)}
    codes = {name: AnswerCodes(scale) for name, scale in questionnaire.scales.items()}
    return _Columns(
        header=header,
        unit=places[unit],
        group=places[group] if group is not None else None,
        answers=tuple(
            (codes[item.scale], places[item.id]) if item.id in places else (NotAsked(), 0)
            for item in questionnaire.items
        ),
    )


def _find_role_faults(
    number: int, header: list[str], questionnaire: Questionnaire, unit: str, group: str | None
) -> Iterator[SheetFault]:
    if unit == group:
        yield SheetFault(number, unit, "", "is named both as the unit column and as the group column")
    for name, what in ((unit, "unit"), (group, "group")):
        if name is None:
            continue
        if name in questionnaire.position:
            yield SheetFault(number, name, "", f"is a question: it cannot be the {what} column")
        elif name not in header:
            yield SheetFault(number, name, "", f"is missing: it was named as the {what} column")


def _find_column_faults(
    number: int, header: list[str], questionnaire: Questionnaire, others: set[str | None]
) -> Iterator[SheetFault]:
    present = Counter(header)
    for name, times in present.items():
        if name and times > 1:
            yield SheetFault(number, name, "", "stands twice in the header")
        if name not in others and name not in questionnaire.position:
            message = f"is neither a question of {questionnaire.id} nor the unit or group column: remove or rename it"
            yield SheetFault(number, name or "(no name)", "", message)
    for item in questionnaire.items:
        if item.id not in present and not any(twin in present for twin in _find_twins(item, questionnaire)):
            yield SheetFault(number, item.id, "", "is missing: each question needs its column")


def _find_twins(item: Item, questionnaire: Questionnaire) -> set[str]:
    """Items of which nobody is asked more than one: what this one stands in for, and what stands in for it."""
    stands_in = {other.id for other in questionnaire.items if other.stands_in_for == item.id}
    return stands_in | ({item.stands_in_for} if item.stands_in_for else set())


def _take_row(sheets: AnswerSheets, number: int, row: list[str], columns: _Columns) -> list[SheetFault]:
    """Add the row's sheet, or say what is wrong with it."""
    faults: list[SheetFault] = []
    try:
        codes = bytes([codes[row[place]] for codes, place in columns.answers])
    except KeyError:
        codes = b""
        faults += _find_answer_faults(number, row, columns)
    places = []
    for names, place in ((sheets.units, columns.unit), (sheets.groups, columns.group)):
        if place is not None:
            try:
                places.append(names.take(row[place]))
            except ValueError as error:
                faults.append(SheetFault(number, columns.header[place], row[place].strip(), str(error)))
    if not faults:
        sheets.codes += codes
        for kept, name in zip((sheets.unit_of, sheets.group_of), places, strict=False):
            kept.append(name)
    return faults


def _find_answer_faults(number: int, row: list[str], columns: _Columns) -> Iterator[SheetFault]:
    for codes, place in columns.answers:
        try:
            codes[row[place]]
        except KeyError:
            yield SheetFault(number, columns.header[place], row[place], codes.explain(row[place]))
