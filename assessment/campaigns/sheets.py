"""Answer sheets from a file: one row a person, one column an item."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assessment.campaigns.faults import MOST_FAULTS, SheetError, SheetFault, refuse
from assessment.campaigns.table import FORMULA_STARTS, Progress, read_rows
from assessment.scoring.answers import CANT_TELL, NOT_APPLICABLE, SKIPPED
from questionnaires.model import Item, Questionnaire

MOST_UNITS = 2_000


@dataclass
class AnswerSheets:
    """Sheets as read: ``codes`` holds ``width`` bytes a sheet; ``units`` and ``groups`` the names as they stand in the
    file, in order of first appearance; ``unit_of`` and ``group_of`` the place of each sheet's name in those lists.
    """

    width: int
    units: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    unit_of: "array[int]" = field(default_factory=lambda: array("H"))
    group_of: "array[int]" = field(default_factory=lambda: array("H"))
    codes: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.unit_of)

    def rows(self) -> Iterator[tuple[int, int | None, bytes]]:
        """Unit place, group place (None without groups) and answer codes of each sheet."""
        for place, unit in enumerate(self.unit_of):
            group = self.group_of[place] if self.groups else None
            yield unit, group, bytes(self.codes[place * self.width : (place + 1) * self.width])


@dataclass(frozen=True)
class _Columns:
    unit: int
    group: int | None
    items: tuple[tuple[Item, int], ...]
    tables: tuple[dict[str, int], ...]


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
    tell" or "not applicable".
    """
    rows = read_rows(path, limit, progress)
    _, header = next(rows)
    columns = _read_header(header, questionnaire, unit_column, group_column)
    sheets = AnswerSheets(width=len(columns.items))
    faults: list[SheetFault] = []
    for number, row in rows:
        faults += _take_row(sheets, number, row, header, columns)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise SheetError(faults)
    if not len(sheets):
        raise refuse("The file has a header and no answer sheets below it.")
    return sheets


def _read_header(header: list[str], questionnaire: Questionnaire, unit: str, group: str | None) -> _Columns:
    names = [name.strip() for name in header]
    faults = [
        SheetFault(1, name, "", "stands twice in the header")
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    known = {unit, *([group] if group else []), *questionnaire.position}
    faults += [
        SheetFault(1, name or "(no name)", "", f"is neither an item of {questionnaire.id} nor the unit or group column")
        for name in names
        if name not in known
    ]
    for needed, what in ((unit, "the unit column"), (group, "the group column")):
        if needed is not None and needed not in names:
            faults.append(SheetFault(1, needed, "", f"is missing: it was named as {what}"))
    faults += [
        SheetFault(1, item.id, "", "is missing: each item needs its column")
        for item in questionnaire.items
        if item.id not in names
    ]
    if faults:
        raise SheetError(faults)
    items = tuple((item, names.index(item.id)) for item in questionnaire.items)
    return _Columns(
        unit=names.index(unit),
        group=names.index(group) if group else None,
        items=items,
        tables=tuple(_codes_of(item, questionnaire) for item, _ in items),
    )


def _codes_of(item: Item, questionnaire: Questionnaire) -> dict[str, int]:
    scale = questionnaire.scale_of(item)
    codes = {str(point): point for point in range(1, scale.points + 1)} | {"": SKIPPED}
    for words, code in ((scale.no_answer, CANT_TELL), (scale.not_applicable, NOT_APPLICABLE)):
        codes |= {text.casefold(): code for text in (words or {}).values()}
    return codes


def _take_row(
    sheets: AnswerSheets, number: int, row: list[str], header: list[str], columns: _Columns
) -> list[SheetFault]:
    try:
        codes = bytes([table[row[place]] for table, (_, place) in zip(columns.tables, columns.items, strict=True)])
    except KeyError:
        codes, faults = _read_slowly(number, row, columns)
        if faults:
            return faults
    unit = row[columns.unit].strip()
    group = row[columns.group].strip() if columns.group is not None else None
    faults = _check_name(number, header[columns.unit], unit, "unit")
    if group is not None and columns.group is not None:
        faults += _check_name(number, header[columns.group], group, "group")
    if not faults and unit not in sheets.units and len(sheets.units) >= MOST_UNITS:
        faults = [
            SheetFault(
                number, header[columns.unit], unit, f"is unit number {MOST_UNITS + 1}: is this the right column?"
            )
        ]
    if faults:
        return faults
    sheets.unit_of.append(sheets.units.setdefault(unit, len(sheets.units)))
    if group is not None:
        sheets.group_of.append(sheets.groups.setdefault(group, len(sheets.groups)))
    sheets.codes += codes
    return []


def _read_slowly(number: int, row: list[str], columns: _Columns) -> tuple[bytes, list[SheetFault]]:
    """The row again, forgiving spaces and capitals, with a fault for each cell that is off its scale."""
    codes, faults = bytearray(), []
    for table, (item, place) in zip(columns.tables, columns.items, strict=True):
        code = table.get(row[place].strip().casefold())
        if code is None:
            points = sum(1 for key in table if key.isdigit())
            formula = row[place].startswith(FORMULA_STARTS) and not row[place][1:].strip().isdigit()
            why = (
                "is a formula: save the file with values"
                if formula
                else f"is off the scale: use 1 to {points} or leave it blank"
            )
            faults.append(SheetFault(number, item.id, row[place], why))
        codes.append(code or 0)
    return bytes(codes), faults


def _check_name(number: int, column: str, name: str, what: str) -> list[SheetFault]:
    if not name:
        return [SheetFault(number, column, "", f"is blank: every sheet needs its {what}")]
    if name.startswith(FORMULA_STARTS):
        return [SheetFault(number, column, name, "looks like a formula: write the name as plain text")]
    return []
